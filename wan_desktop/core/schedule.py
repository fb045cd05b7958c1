"""When to ask, and how many at once. Arithmetic apart from I/O: every number comes in as an argument.

A result is asked for about 5 s after the submit, then every 3 s, growing to every 15 s by age (the service's
own plugin asks every 3 s, the model's vendor advises 15 s), closer again around the time that this user's
own videos usually take. All requests of all jobs pass one :class:`Limiter`.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from statistics import median
from types import TracebackType

from wan_desktop.core.clock import Clock

FIRST_POLL = 5.0
SHORTEST = 3.0
LONGEST = 15.0
#: Ages between which the interval grows from the shortest to the longest, in seconds.
GROWS_FROM, GROWS_TO = 60.0, 600.0
#: The part of a typical time around which most videos are finished: asked for closely there.
NEAR_TYPICAL = (0.8, 1.3)
LONGEST_BACK_OFF = 60.0
#: A Retry-After beyond this would amount to forgetting the job.
LONGEST_RETRY_AFTER = 900.0
JITTER = 0.1

REQUESTS_AT_ONCE = 3
REQUESTS_PER_SECOND = 2.0


def next_poll(
    age: float,
    attempt: int,
    *,
    failures: int = 0,
    retry_after: float | None = None,
    eta: float | None = None,
    typical: float | None = None,
    jitter: float = 0.5,
    first_poll: float = FIRST_POLL,
) -> float:
    """Seconds to wait before the next question about a task.

    ``age`` is seconds since the submit; ``attempt`` how often this process has asked already; ``failures``
    how often in a row no usable answer came; ``retry_after`` and ``eta`` the service's own wish and guess;
    ``typical`` seconds that this user's like videos took; ``jitter`` a random number in [0, 1).
    """
    if failures:
        return back_off(failures, retry_after=retry_after, jitter=jitter)
    if attempt == 0:
        # After a restart the task is older than that: asked at once, spread over a second.
        return first_poll - age if age < first_poll else jitter
    interval = _by_age(age)
    if typical is not None:
        interval = _near_typical(age, interval, typical)
    if eta is not None and eta > 0:
        interval = max(SHORTEST, min(interval, eta))
    return interval * (1 - JITTER + 2 * JITTER * jitter)


def back_off(
    failures: int,
    *,
    retry_after: float | None = None,
    jitter: float = 0.5,
    longest: float = LONGEST_BACK_OFF,
) -> float:
    """Seconds to wait after ``failures`` (≥ 1) in a row: 3, 6 … longest, never less than a Retry-After."""
    seconds = min(SHORTEST * 2.0 ** min(failures - 1, 10), longest)
    seconds *= 1 - JITTER + JITTER * jitter
    if retry_after is not None:
        seconds = max(seconds, min(retry_after, LONGEST_RETRY_AFTER) * (1 + JITTER * jitter))
    return seconds


def _by_age(age: float) -> float:
    part = (age - GROWS_FROM) / (GROWS_TO - GROWS_FROM)
    return SHORTEST + (LONGEST - SHORTEST) * min(max(part, 0.0), 1.0)


def _near_typical(age: float, interval: float, typical: float) -> float:
    opens, closes = (typical * share for share in NEAR_TYPICAL)
    if opens <= age <= closes:
        return SHORTEST
    if age < opens < age + interval:
        return max(opens - age, SHORTEST)
    return interval


def typical_seconds(history: Sequence[float]) -> float | None:
    """What a like video usually took, or None while fewer than three are known."""
    return median(history) if len(history) >= 3 else None


def expected_span(history: Sequence[float], age: float) -> tuple[float, float] | None:
    """Seconds left as (low, high), from how long this user's like videos took; None where nobody can say.

    Only those that took longer than ``age`` speak: a job older than all of them has no known end.
    """
    left = sorted(seconds - age for seconds in history if seconds > age)
    if len(history) < 3 or not left:
        return None
    return left[(len(left) - 1) // 4], left[(len(left) * 3) // 4]


class Limiter:
    """At most so many requests at once and so many a second, first come first served.

    Used as ``async with limiter:``. One that is cancelled while it waits takes nothing from the others.
    """

    def __init__(
        self, clock: Clock, at_once: int = REQUESTS_AT_ONCE, per_second: float = REQUESTS_PER_SECOND
    ) -> None:
        self._clock = clock
        self._room = asyncio.Semaphore(at_once)
        self._gate = asyncio.Lock()
        self._spacing = 1.0 / per_second
        self._last_start = float("-inf")

    async def __aenter__(self) -> None:
        await self._room.acquire()
        try:
            async with self._gate:
                wait = self._last_start + self._spacing - self._clock.monotonic()
                if wait > 0:
                    await self._clock.sleep(wait)
                self._last_start = self._clock.monotonic()
        except asyncio.CancelledError:
            self._room.release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._room.release()


class PrioritySlots:
    """At most ``slots`` holders at once; a free slot goes to the waiter with the smallest key."""

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._order = count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, key: float) -> AsyncIterator[None]:
        """Waits for a slot and holds it inside the block."""
        await self._acquire(key)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, key: float) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (key, next(self._order), turn))
        try:
            await turn
        except asyncio.CancelledError:
            # Given a slot in the very moment of being cancelled: passed on.
            if turn.done() and not turn.cancelled():
                self._release()
            raise

    def _release(self) -> None:
        while self._waiting:
            turn = heapq.heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
