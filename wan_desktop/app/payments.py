"""Between the user's click and a paid request: the price that was seen, and the user's own limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.public_consent import PublicConsent
from wan_desktop.backend import Backend
from wan_desktop.core.errors import ErrorKind, WanError
from wan_desktop.core.limits import Consent, Limits, Refusal, consents_of_click
from wan_desktop.core.params import Request
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.money_words import limit_words
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog

Consents = tuple[Consent, ...]

PRICE_PATIENCE = 5.0
"""Seconds that a click waits for a price not known yet, where a limit is set."""


@dataclass(frozen=True, slots=True)
class _Click:
    """One press of a button that pays, on its way to a consent to each of its videos."""

    service: str
    requests: Sequence[Request]
    then: Callable[[Consents], object]


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
        self._public = PublicConsent(backend.public_host, window)
        self._public.declined.connect(self.declined)

    def ask(self, service: str, requests: Sequence[Request], then: Callable[[Consents], object]) -> None:
        """Calls ``then`` with a consent to each: at once without limits, else once those were looked at."""
        if self._click is not None:
            return
        click = _Click(service, requests, self._public.asking(service, requests, then))
        if service == DEMO or not self._limits().any:
            click.then(self._consents(click))
            return
        self._click = click
        self._backend.tasks.spawn(self._look(self._click), name="look at limits")

    async def _look(self, click: _Click) -> None:
        soon = asyncio.get_running_loop().call_soon
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PRICE_PATIENCE):
                    for request in click.requests:  # each price is asked for once a day
                        await self._backend.estimate(click.service, request)
            consents = self._consents(click)
            refusal = await self._backend.refusal(click.service, consents)
        except WanError as error:
            soon(self._refuse, failure_sentence(error.failure))
        else:
            soon(self._decide, consents, refusal)

    def _consents(self, click: _Click, *, unknown_accepted: bool = False) -> Consents:
        prices = [self._backend.prices.known(click.service, request) for request in click.requests]
        return consents_of_click(prices, unknown_accepted=unknown_accepted)

    def _decide(self, consents: Consents, refusal: Refusal | None) -> None:
        if refusal is None:
            self._agree(consents)
        elif refusal.kind is ErrorKind.PRICE_UNKNOWN:
            self._ask_for_unknown(len(consents))
        elif refusal.limit is not None and refusal.before is not None:
            self._refuse(limit_words(refusal.kind, refusal.limit, refusal.before, len(consents)))

    def _ask_for_unknown(self, videos: int) -> None:
        if self._question is None:
            self._question = UnknownPriceDialog(self._window)
            self._question.agreed.connect(self._agree_to_unknown)
            self._question.rejected.connect(self._decline)
        self._question.ask(videos)

    def _agree_to_unknown(self) -> None:
        if self._click is not None:
            self._agree(self._consents(self._click, unknown_accepted=True))

    def _agree(self, consents: Consents) -> None:
        click, self._click = self._click, None
        if click is not None:
            click.then(consents)

    def _refuse(self, words: str) -> None:
        self.refused.emit(words)
        self._decline()

    def _decline(self) -> None:
        self._click = None
        self.declined.emit()
