"""Time and chance, handed in, so that tests run hours in a moment and the same way twice."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Protocol


class Clock(Protocol):
    """What ``core`` knows of time and chance. All times are seconds."""

    def time(self) -> float:
        """Seconds since 1970, for showing and storing: jumps when somebody sets the clock."""

    def monotonic(self) -> float:
        """Seconds that only grow, from an arbitrary start: for deadlines and ages."""

    def random(self) -> float:
        """A number in [0, 1): for jitter."""

    async def sleep(self, seconds: float) -> None:
        """Returns after at least ``seconds``; zero or less still lets other tasks run."""


class SystemClock:
    """This computer's own."""

    def time(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def random(self) -> float:
        return random.random()

    async def sleep(self, seconds: float) -> None:
        # A loop's timers are coarse and may fire early (qasync), so the deadline is checked.
        deadline = time.monotonic() + seconds
        await asyncio.sleep(seconds)
        if (left := deadline - time.monotonic()) > 0:
            await self.sleep(left)


SYSTEM_CLOCK = SystemClock()
