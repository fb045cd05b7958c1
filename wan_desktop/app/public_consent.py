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
from wan_desktop.ui.public_host_dialog import PublicHostDialog

Consents = tuple[Consent, ...]
Then = Callable[[Consents], object]


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

    def asking(self, service: str, requests: Sequence[Request], then: Then) -> Then:
        """``then``, with the question before it where a sound of this click would go to the public host."""
        if not any(_goes_public(service, request) for request in requests):
            return then
        return partial(self._ask, service, requests, then)

    def _ask(self, service: str, requests: Sequence[Request], then: Then, consents: Consents) -> None:
        if self._dialog is None:
            self._dialog = PublicHostDialog(self._host.name, self._host.hours, self._window)
            self._dialog.agreed.connect(self._agree)
            self._dialog.rejected.connect(self._decline)
        allowed = tuple(
            replace(consent, public_host=self._host.name) if _goes_public(service, request) else consent
            for request, consent in zip(requests, consents, strict=True)
        )
        self._agreed = partial(then, allowed)
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
