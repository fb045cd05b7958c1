"""Time and chance, handed in, so that tests run hours in a moment and the same way twice."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable
from typing import Protocol

SLICE = 5.0
"""Longest single wait in seconds: so soon after the computer woke up, what fell due in its sleep goes on."""


class Clock(Protocol):
    """What ``core`` knows of time and chance. All times are seconds."""

    def time(self) -> float:
        """Seconds since 1970, for showing and storing: jumps when somebody sets the clock."""

    def monotonic(self) -> float:
        """Seconds that only grow, the computer's sleep included, from an arbitrary start: for ages."""

    def random(self) -> float:
        """A number in [0, 1): for jitter."""

    async def sleep(self, seconds: float) -> None:
        """Returns after at least ``seconds``, slept ones included; zero or less lets other tasks run."""


#: The system's clock that counts on while the computer sleeps; Windows' is the one that Python uses.
_COUNTING = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(sys.platform)


def counted_through_sleep() -> float:
    """Seconds from an arbitrary start that go on while the computer sleeps, unlike Python's everywhere."""
    return time.monotonic() if _COUNTING is None else time.clock_gettime(getattr(time, _COUNTING))


class SystemClock:
    """This computer's own. ``now`` is its clock for ages."""

    def __init__(self, now: Callable[[], float] = counted_through_sleep) -> None:
        self._now = now

    def time(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return self._now()

    def random(self) -> float:
        return random.random()

    async def sleep(self, seconds: float) -> None:
        # The loop's timers stand still while the computer sleeps, and may fire early (qasync): in slices,
        # up to the deadline by the clock that counts on.
        deadline = self._now() + seconds
        left = seconds
        while True:
            await asyncio.sleep(min(left, SLICE))
            left = deadline - self._now()
            if left <= 0:
                return


SYSTEM_CLOCK = SystemClock()
