"""Between the user's click and a paid request: what was refused before, the price seen, the user's limits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.intake import thumbnail_path
from wan_desktop.app.public_consent import PublicConsent
from wan_desktop.backend import Backend
from wan_desktop.core.errors import DiskError, ErrorKind, WanError
from wan_desktop.core.limits import Consent, Limits, Refusal, consents_of_click
from wan_desktop.core.refused import Refused
from wan_desktop.core.settings import DEMO
from wan_desktop.core.submission import Submission
from wan_desktop.ui.money_words import limit_words
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog, RefusedVideo
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog

Consents = tuple[Consent, ...]
Wanted = Sequence[Submission]

LOOK_BACK_PATIENCE = 1.0
"""Seconds that a click waits for the disk's one answer, which stands behind what is being written."""
PRICE_PATIENCE = 5.0
"""Seconds that a click waits for a price not known yet, where a limit is set."""


def _no_change(_refused: Submission) -> None:
    """Where there is nothing to lead the user to."""


@dataclass(frozen=True, slots=True)
class _Click:
    """One press of a button that pays, on its way to a consent to each of its videos.

    ``refusals_seen`` is how often each was refused, as far as the user knows.
    """

    service: str
    wanted: Wanted
    then: Callable[[Wanted, Consents], object]
    change: Callable[[Submission], object]
    refusals_seen: Sequence[int]


class Payments(QObject):
    """Turns a click into a consent, one at a time: a click during another is none.

    Signals:
        refused(object): a str, why a limit forbids it, or why nothing could be sent; nothing was.
        declined: no consent came of a click, whatever the reason.
        passed_over: a click was none, for another is on its way. Told within :meth:`ask`.
    """

    refused = Signal(object)
    declined = Signal()
    passed_over = Signal()

    def __init__(self, backend: Backend, limits: Callable[[], Limits], window: QWidget) -> None:
        super().__init__(window)
        self._backend, self._limits, self._window = backend, limits, window
        self._click: _Click | None = None
        self._question: UnknownPriceDialog | None = None
        self._public = PublicConsent(backend.public_host, window)
        self._public.declined.connect(self.declined)
        self._refused_question: RefusedAgainDialog | None = None

    def ask(
        self,
        service: str,
        wanted: Wanted,
        then: Callable[[Wanted, Consents], object],
        change: Callable[[Submission], object] = _no_change,
    ) -> None:
        """Calls ``then`` with what of it was agreed to and a consent to each, in a later turn of the loop.

        First it is looked whether any was refused before, and then at the limits. Where the user would rather
        change what was refused, ``declined`` is told and ``change`` called with the first of it.
        """
        if self._click is not None or self._public.is_asking:
            self.passed_over.emit()
            return
        then = self._public.asking(service, then)
        self._click = _Click(service, wanted, then, change, (0,) * len(wanted))
        self._backend.tasks.spawn(self._look_back(self._click), name="look at refusals")

    def withdraw(self) -> None:
        """The user takes a click back that is on its way to its consent: nothing comes of it."""
        if self._click is not None:
            self._decline()

    # What was refused before

    async def _look_back(self, click: _Click) -> None:
        requests = [one.request for one in click.wanted]
        refused = [Refused()] * len(requests)
        # While the disk cannot be read, or lets it wait, it is decided where each request is about to leave.
        with suppress(DiskError, TimeoutError):
            async with asyncio.timeout(LOOK_BACK_PATIENCE):
                refused = await self._backend.runner.refused(click.service, requests)
        asyncio.get_running_loop().call_soon(self._look_ahead, click, refused)

    def _look_ahead(self, click: _Click, refused: Sequence[Refused]) -> None:
        if click is not self._click:
            return  # withdrawn
        times = [one.times for one in refused]
        if any(now > seen for now, seen in zip(times, click.refusals_seen, strict=True)):
            self._click = replace(click, refusals_seen=times)
            self._ask_for_refused(click.wanted, refused)
        elif click.service == DEMO or not self._limits().any:
            self._agree(self._consents(click))
        else:
            self._backend.tasks.spawn(self._look(click), name="look at limits")

    def _ask_for_refused(self, wanted: Wanted, refused: Sequence[Refused]) -> None:
        if self._refused_question is None:
            self._refused_question = RefusedAgainDialog(self._window)
            self._refused_question.agreed.connect(self._agree_to_refused)
            self._refused_question.others_agreed.connect(self._leave_refused_out)
            self._refused_question.change_requested.connect(self._change)
            self._refused_question.rejected.connect(self._decline)
        videos = [
            RefusedVideo(
                video.source_name,
                video.request.prompt,
                str(thumbnail_path(self._backend.paths, video.request.image)),
                one.times,
                one.last_at,
                one.words,
            )
            for video, one in zip(wanted, refused, strict=True)
            if one.times
        ]
        self._refused_question.ask(videos, len(wanted), time.time())

    def _agree_to_refused(self) -> None:
        if self._click is not None:
            # Looked at once more: one may have been refused again while the question stood.
            self._backend.tasks.spawn(self._look_back(self._click), name="look at refusals")

    def _leave_refused_out(self) -> None:
        if self._click is not None:
            pairs = zip(self._click.wanted, self._click.refusals_seen, strict=True)
            others = [video for video, times in pairs if not times]
            self._click = replace(self._click, wanted=others, refusals_seen=(0,) * len(others))
            self._backend.tasks.spawn(self._look_back(self._click), name="look at refusals")

    def _change(self) -> None:
        click = self._click
        self._decline()
        if click is not None:
            pairs = zip(click.wanted, click.refusals_seen, strict=True)
            click.change(next(video for video, times in pairs if times))

    # What it costs

    async def _look(self, click: _Click) -> None:
        soon = asyncio.get_running_loop().call_soon
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PRICE_PATIENCE):
                    for video in click.wanted:  # each price is asked for once a day
                        await self._backend.estimate(click.service, video.request)
            consents = self._consents(click)
            refusal = await self._backend.refusal(click.service, consents)
        except WanError as error:
            soon(self._refuse, click, failure_sentence(error.failure))
        else:
            soon(self._decide, click, consents, refusal)

    def _consents(self, click: _Click, *, unknown_accepted: bool = False) -> Consents:
        prices = [self._backend.prices.known(click.service, video.request) for video in click.wanted]
        return consents_of_click(prices, unknown_accepted=unknown_accepted, refusals_seen=click.refusals_seen)

    def _decide(self, click: _Click, consents: Consents, refusal: Refusal | None) -> None:
        if click is not self._click:
            return  # withdrawn
        if refusal is None:
            self._agree(consents)
        elif refusal.kind is ErrorKind.PRICE_UNKNOWN:
            self._ask_for_unknown(len(consents))
        elif refusal.limit is not None and refusal.before is not None:
            self._refuse(click, limit_words(refusal.kind, refusal.limit, refusal.before, len(consents)))

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
            click.then(click.wanted, consents)

    def _refuse(self, click: _Click, words: str) -> None:
        if click is self._click:
            self.refused.emit(words)
            self._decline()

    def _decline(self) -> None:
        self._click = None
        self.declined.emit()
