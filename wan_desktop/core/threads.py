"""Where blocking work runs, so that the loop's thread never waits for a disk.

The store has one thread of its own: work given to it runs in the order in which it was given, which is what
makes the history in the database the history that happened. Everything else goes to any thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads(Protocol):
    """Runs blocking work for the loop. Tests hand in one that runs it at once."""

    def in_order(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """Queued when called, not when awaited; one at a time. RuntimeError after :meth:`close`."""

    def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """On any thread, beside others."""

    async def close(self) -> None:
        """Waits for what was queued in order."""


class WorkerThreads:
    """The real ones: one for the store, the loop's own pool for the rest."""

    def __init__(self) -> None:
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")

    def in_order(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        return asyncio.wrap_future(self._store.submit(work, *args, **kwargs))

    def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        return asyncio.to_thread(work, *args, **kwargs)

    async def close(self) -> None:
        await asyncio.to_thread(self._store.shutdown)
