"""Hours in a moment, the same way every time: a loop whose timers cost no waiting, I/O without threads."""

from __future__ import annotations

import asyncio
import random
import selectors
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from wan_desktop.core.batches import BatchHeld
from wan_desktop.core.errors import WanError

P = ParamSpec("P")
T = TypeVar("T")


class _Skipping(selectors.DefaultSelector):
    """Where the loop would wait, its time moves on instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("everything waits for something that never comes")
            self.now += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs asyncio in virtual time. Real threads must not be waited for in it."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.now


class VirtualClock:
    """The clock of one VirtualLoop; ``shift`` is what somebody set this computer's clock on by."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seed: int = 0) -> None:
        self._loop = loop
        self._random = random.Random(seed)
        self.shift = 1_790_000_000.0

    def time(self) -> float:
        return self._loop.time() + self.shift

    def monotonic(self) -> float:
        return self._loop.time()

    def random(self) -> float:
        return self._random.random()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class InlineThreads:
    """Does the work at once and tells its outcome on the loop's next turn; ``dead`` after a power cut."""

    def __init__(self) -> None:
        self.dead = False

    def in_order(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if self.dead:
            future.cancel()
            return future
        try:
            outcome = work(*args, **kwargs)
        except (WanError, BatchHeld, AssertionError) as error:
            asyncio.get_running_loop().call_soon(_fail, future, error)
        else:
            asyncio.get_running_loop().call_soon(_finish, future, outcome)
        return future

    async def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.in_order(work, *args, **kwargs)

    async def close(self) -> None:
        await asyncio.sleep(0)


def _finish(future: asyncio.Future[T], outcome: T) -> None:
    if not future.done():
        future.set_result(outcome)


def _fail(future: asyncio.Future[T], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
