"""What a service really took for a video, told by its balance before and after; otherwise unknown.

The balance is the account's, not the video's: the difference says something only where nothing else of this
home could have been billed in between. What the same account buys elsewhere cannot be seen from here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wan_desktop.core.clock import Clock
from wan_desktop.core.connection import Connect, Connection
from wan_desktop.core.errors import WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.job_book import JobBook
from wan_desktop.core.ledger import Entry, Fate
from wan_desktop.core.money import Money
from wan_desktop.core.store import Store
from wan_desktop.core.threads import Threads

BALANCE_BEFORE = "balance_before"
"""The key in ``Job.extra`` for the balance read shortly before its request left."""
PATIENCE = 4.0
"""Seconds that a job waits for a balance, at most."""
STILL_BOOKED = 60.0
"""Seconds after the end of a video in which it may still be booked."""
FORGOTTEN_AFTER = 86_400.0
"""Seconds after which a task that nobody saw end is over: the vendor keeps none for longer."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account held at a moment (seconds since 1970)."""

    money: Money
    time: float

    def to_json(self) -> dict[str, Any]:
        return self.money.to_json() | {"time": self.time}

    @classmethod
    def from_json(cls, value: object) -> Balance | None:
        money = Money.from_json(value)
        time = value.get("time") if isinstance(value, dict) else None
        return cls(money, float(time)) if money and isinstance(time, (int, float)) else None


def balance_before(job: Job) -> Balance | None:
    """What the account held shortly before a job's request left, where that could be read."""
    return Balance.from_json(job.extra.get(BALANCE_BEFORE))


def others_between(job_id: str, before: float, after: float, entries: Iterable[Entry]) -> list[Entry]:
    """Other videos that may have been booked between two moments, on whichever account."""
    return [
        entry
        for entry in entries
        if entry.job != job_id
        and entry.fate is Fate.MAY_BE_BILLED
        and entry.sent <= after
        and (entry.ended + STILL_BOOKED if entry.ended else entry.sent + FORGOTTEN_AFTER) >= before
    ]


def charged(job: Job, after: Balance, entries: Iterable[Entry]) -> Money | None:
    """What was taken for ``job`` by the balance ``after`` it; None where that cannot be told.

    No difference means that nothing was taken only where the service gave up; else it may be booked later.
    """
    before = balance_before(job)
    if before is None or before.money.unit != after.money.unit or after.time < before.time:
        return None
    if others_between(job.id, before.time, after.time, entries):
        return None
    taken = before.money - after.money
    if taken.amount < 0 or (not taken.amount and job.state is not JobState.FAILED):
        return None
    return taken


class Charges:
    """Reads balances around a job. It delays a job by PATIENCE at most, and stops none."""

    def __init__(self, book: JobBook, store: Store, connect: Connect, threads: Threads, clock: Clock) -> None:
        self._book, self._store, self._connect = book, store, connect
        self._threads, self._clock = threads, clock

    async def read(self, connection: Connection) -> Balance | None:
        """What the account holds now; None where it cannot be read, or not soon."""
        if connection.balance is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                money = await connection.balance()
        except TimeoutError:
            return None
        return None if money is None else Balance(money, self._clock.time())

    async def settle(self, job_id: str) -> None:
        """Notes what was taken for a job that was accepted, as far as the balance tells by now."""
        job = self._book[job_id]
        if balance_before(job) is None or (job.charged is not None and job.state is not JobState.FAILED):
            return
        try:
            after = await self.read(await self._connect(job.service))
            if after is None:
                return
            # Read after the balance: whatever lowered it was on the disk before it was sent.
            entries = await self._threads.in_order(self._store.ledger, job.submitted_at - FORGOTTEN_AFTER)
        except WanError:
            return
        taken = charged(self._book[job_id], after, entries)
        if taken is not None and taken != job.charged:
            self._book.charge(job_id, taken)
