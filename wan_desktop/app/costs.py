"""What a video would cost, what is left on the account, and whether a limit forbids it: the form's foot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from html import escape

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from wan_desktop.backend import Backend
from wan_desktop.core.errors import DiskError, WanError
from wan_desktop.core.job import Job
from wan_desktop.core.ledger import Entry
from wan_desktop.core.limits import (
    Limits,
    consents_of_click,
    refusal_of_click,
    start_of_day,
    taken,
    total_of,
)
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.prices import Key
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.money_words import Quote, limit_words

SETTLE_MS = 400
"""The account is asked once after a burst of changes, not at each."""
DAY_LOOK_MS = 60_000
"""How often it is seen whether another day has begun."""


class Costs(QObject):
    """Shows what is known, asks for what is not; unknown stays unknown.

    ``videos``: how many a press of Generate asks for now.

    Signals:
        changed: words for the cost of a press, words for the balance (empty where not readable).
        forbidden: why a limit forbids the videos in the form; "" where none does.
    """

    changed = Signal(str, str)
    forbidden = Signal(str)

    def __init__(
        self, backend: Backend, limits: Callable[[], Limits], videos: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._backend, self._limits, self._videos = backend, limits, videos
        self._balance: dict[str, Money | None] = {}
        self._asking: set[Key] = set()
        self._today: list[Entry] = []
        self._day = 0.0
        self._standings: dict[str, tuple[bool, bool, Money | None]] = {}
        self._service = DEMO
        self._request = Request()
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._ask_account)
        self._days = QTimer(self, interval=DAY_LOOK_MS)
        self._days.timeout.connect(self._look_at_day)
        self._days.start()

    def close(self) -> None:
        """Asks nothing any more."""
        self._settling.stop()
        self._days.stop()

    def show_for(self, service: str, request: Request) -> None:
        """The cost of this request at this service, now from memory, and asked for where it is not known."""
        other_service = service != self._service
        self._service, self._request = service, request
        key = (service, request.duration, request.resolution)
        if (
            service != DEMO
            and self._backend.prices.known(service, request) is None
            and key not in self._asking
        ):
            self._asking.add(key)
            self._backend.tasks.spawn(self._ask_price(service, request), name="ask price")
        if other_service:
            self.look_again()
        self._show()

    def look_again(self) -> None:
        """The account or the ledger may have changed: both are read anew in a moment."""
        self._settling.start()

    def job_changed(self, job: Job) -> None:
        """Money may have moved where a job was accepted, has ended, or is known to be charged."""
        standing = job.unfinished, bool(job.task_id), job.charged
        if self._standings.get(job.id, standing) != standing:
            self.look_again()
        self._standings[job.id] = standing

    def _look_at_day(self) -> None:
        if start_of_day(time.time()) != self._day:
            self.look_again()

    async def _ask_price(self, service: str, request: Request) -> None:
        try:
            await self._backend.estimate(service, request)
        except WanError:
            return
        finally:
            self._asking.discard((service, request.duration, request.resolution))
        asyncio.get_running_loop().call_soon(self._show)

    def _ask_account(self) -> None:
        self._backend.tasks.spawn(self._read_ledger(), name="read today's spend")
        if self._service != DEMO:
            self._backend.tasks.spawn(self._ask_balance(self._service), name="ask balance")

    async def _read_ledger(self) -> None:
        day = start_of_day(time.time())
        try:
            self._today = await self._backend.runner.ledger(day)
        except DiskError:
            return
        self._day = day
        asyncio.get_running_loop().call_soon(self._show)

    async def _ask_balance(self, service: str) -> None:
        try:
            self._balance[service] = await (await self._backend.service(service)).balance()
        except WanError:
            self._balance.pop(service, None)
        asyncio.get_running_loop().call_soon(self._show)

    def quote(self, videos: int) -> Quote:
        """What is known of the cost of so many videos like the one in the form."""
        if self._service == DEMO:
            return Quote(free=True)
        price, per_day = self._price(), self._limits().per_day
        total = total_of([price] * videos)
        balance = self._balance.get(self._service)
        after = balance - total if balance and total and balance.unit == total.unit else None
        before = taken(self._today, total)
        limit = Money(per_day, total.unit) if per_day is not None and total is not None else None
        left = limit - before if limit is not None and before is not None else None
        return Quote(total, after, limit, left, forbidden=self._limit_words(videos))

    def _price(self) -> Money | None:
        return self._backend.prices.known(self._service, self._request)

    def _show(self) -> None:
        if self._service == DEMO:
            free = QCoreApplication.translate("Costs", "Cost <b>none</b>")
            self.changed.emit(free, QCoreApplication.translate("Costs", "demo mode"))
            self.forbidden.emit("")
        else:
            self.changed.emit(self._price_words(), self._balance_words())
            self.forbidden.emit(self._limit_words(self._videos()))

    def _price_words(self) -> str:
        videos = self._videos()
        price = total_of([self._price()] * videos)
        if price is None:
            return QCoreApplication.translate("Costs", "Estimated cost <b>unknown</b>")
        if videos > 1:
            text = QCoreApplication.translate("Costs", "{count} videos, estimated <b>{amount}</b>")
            return text.format(count=videos, amount=escape(str(price)))
        text = QCoreApplication.translate("Costs", "Estimated cost <b>{amount}</b>")
        return text.format(amount=escape(str(price)))

    def _balance_words(self) -> str:
        balance = self._balance.get(self._service)
        if balance is None:
            return ""
        text = QCoreApplication.translate("Costs", "Balance <b>{amount}</b>")
        return text.format(amount=escape(str(balance)))

    def _limit_words(self, videos: int) -> str:
        """Nothing where the price is unknown: a click then brings a question."""
        consents = consents_of_click([self._price()] * videos)
        refusal = refusal_of_click(self._limits(), consents, self._today)
        if refusal is None or refusal.limit is None or refusal.before is None:
            return ""
        return limit_words(refusal.kind, refusal.limit, refusal.before, videos)
