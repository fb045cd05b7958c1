"""The yes that a sound needs before it lies open on a public host: asked at each click, never remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.public_host import PublicHost
from wan_desktop.core.sound_ways import way_to
from wan_desktop.core.submission import Submission
from wan_desktop.ui.public_host_dialog import PublicHostDialog

Consents = tuple[Consent, ...]
Wanted = Sequence[Submission]
Then = Callable[[Wanted, Consents], object]


class PublicConsent(QObject):
    """Stands between a consent to the price and what is done with it.

    Signals:
        declined: the user would rather not.
    """

    declined = Signal()

    def __init__(self, host: PublicHost, window: QWidget) -> None:
        super().__init__(window)
        self._host, self._window = host, window
        self._dialog: PublicHostDialog | None = None
        self._agreed: Callable[[], object] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether the question stands."""
        return self._agreed is not None

    def asking(self, service: str, then: Then) -> Then:
        """``then``, with the question before it where a sound of this click would go to the public host."""
        return partial(self._ask, service, then)

    def _ask(self, service: str, then: Then, wanted: Wanted, consents: Consents) -> None:
        if not any(_goes_public(service, one.request) for one in wanted):
            then(wanted, consents)
            return
        if self._dialog is None:
            self._dialog = PublicHostDialog(self._host.name, self._host.hours, self._window)
            self._dialog.agreed.connect(self._agree)
            self._dialog.rejected.connect(self._decline)
        allowed = tuple(
            replace(consent, public_host=self._host.name) if _goes_public(service, one.request) else consent
            for one, consent in zip(wanted, consents, strict=True)
        )
        self._agreed = partial(then, wanted, allowed)
        self._dialog.ask()

    def _agree(self) -> None:
        agreed, self._agreed = self._agreed, None
        if agreed is not None:
            agreed()

    def _decline(self) -> None:
        self._agreed = None
        self.declined.emit()


def _goes_public(service: str, request: Request) -> bool:
    return way_to(service, request) is SoundWay.TEMPORARY
