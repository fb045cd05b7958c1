"""Between the user's click and a paid request: earlier refusals, the price, the user's own limits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.intake import thumbnail_path
from wan_desktop.backend import Backend
from wan_desktop.core.errors import DiskError, ErrorKind, WanError
from wan_desktop.core.limits import Consent, Limits, Refusal
from wan_desktop.core.params import Request
from wan_desktop.core.refused import Refused
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.money_words import limit_words
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog

PRICE_PATIENCE = 5.0
"""Seconds that a click waits for a price not known yet, where a limit is set."""


@dataclass(frozen=True, slots=True)
class _Click:
    """One press of a button that pays, on its way to a consent."""

    service: str
    request: Request
    then: Callable[[Consent], object]
    change: Callable[[], object]
    refusals_seen: int = 0


class Payments(QObject):
    """Turns a click into a consent, one at a time: a click during another is none.

    Signals:
        refused(str): why a limit forbids it, or why nothing could be sent; nothing was.
        declined: no consent came of a click, whatever the reason.
    """

    refused = Signal(str)
    declined = Signal()

    def __init__(self, backend: Backend, limits: Callable[[], Limits], window: QWidget) -> None:
        super().__init__(window)
        self._backend, self._limits, self._window = backend, limits, window
        self._click: _Click | None = None
        self._question: UnknownPriceDialog | None = None
        self._refused_question: RefusedAgainDialog | None = None

    def ask(
        self,
        service: str,
        request: Request,
        then: Callable[[Consent], object],
        change: Callable[[], object] = lambda: None,
    ) -> None:
        """Calls ``then`` with the consent, once it is known whether this was refused before, and the limits.

        ``change`` is called instead where the user would rather change what was refused.
        """
        if self._click is not None:
            return
        self._click = _Click(service, request, then, change)
        self._backend.tasks.spawn(self._look_back(self._click), name="look at refusals")

    async def _look_back(self, click: _Click) -> None:
        refused = Refused()
        # While the disk cannot be read, it is decided where the request is about to leave.
        with suppress(DiskError):
            refused = await self._backend.runner.refused(click.service, click.request)
        asyncio.get_running_loop().call_soon(self._look_ahead, click, refused)

    def _look_ahead(self, click: _Click, refused: Refused) -> None:
        if refused.times > click.refusals_seen:
            self._click = replace(click, refusals_seen=refused.times)
            self._ask_for_refused(click.request, refused)
        elif click.service == DEMO or not self._limits().any:
            self._agree(Consent(self._backend.prices.known(click.service, click.request)))
        else:
            self._backend.tasks.spawn(self._look(click), name="look at limits")

    def _ask_for_refused(self, request: Request, refused: Refused) -> None:
        if self._refused_question is None:
            self._refused_question = RefusedAgainDialog(self._window)
            self._refused_question.agreed.connect(self._agree_to_refused)
            self._refused_question.change_requested.connect(self._change)
            self._refused_question.rejected.connect(self._decline)
        picture = str(thumbnail_path(self._backend.paths, request.image))
        self._refused_question.ask(
            request, picture, refused.times, refused.last_at, time.time(), refused.words
        )

    def _agree_to_refused(self) -> None:
        if self._click is not None:
            # Looked at once more: it may have been refused again while the question stood.
            self._backend.tasks.spawn(self._look_back(self._click), name="look at refusals")

    def _change(self) -> None:
        click = self._click
        self._decline()
        if click is not None:
            click.change()

    async def _look(self, click: _Click) -> None:
        soon = asyncio.get_running_loop().call_soon
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PRICE_PATIENCE):
                    await self._backend.estimate(click.service, click.request)
            consent = Consent(self._backend.prices.known(click.service, click.request))
            refusal = await self._backend.refusal(click.service, consent)
        except WanError as error:
            soon(self._refuse, failure_sentence(error.failure))
        else:
            soon(self._decide, consent, refusal)

    def _decide(self, consent: Consent, refusal: Refusal | None) -> None:
        if refusal is None:
            self._agree(consent)
        elif refusal.kind is ErrorKind.PRICE_UNKNOWN:
            self._ask_for_unknown()
        elif refusal.limit is not None and refusal.before is not None:
            self._refuse(limit_words(refusal.kind, refusal.limit, refusal.before))

    def _ask_for_unknown(self) -> None:
        if self._question is None:
            self._question = UnknownPriceDialog(self._window)
            self._question.agreed.connect(self._agree_to_unknown)
            self._question.rejected.connect(self._decline)
        self._question.ask()

    def _agree_to_unknown(self) -> None:
        self._agree(Consent(unknown_accepted=True))

    def _agree(self, consent: Consent) -> None:
        click, self._click = self._click, None
        if click is not None:
            click.then(replace(consent, refusals_seen=click.refusals_seen))

    def _refuse(self, words: str) -> None:
        self.refused.emit(words)
        self._decline()

    def _decline(self) -> None:
        self._click = None
        self.declined.emit()
