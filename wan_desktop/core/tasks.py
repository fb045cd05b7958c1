"""The only place that creates asyncio tasks: named, owned, and closed with a grace.

The loop keeps only weak references to tasks, and an exception in a task nobody awaits is silent; both are
mended here, once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

log = logging.getLogger(__name__)


class Tasks:
    """Owns tasks from :meth:`spawn` to :meth:`close`. One for each part that runs something by itself."""

    def __init__(self, on_bug: Callable[[BaseException], None] | None = None) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._on_bug = on_bug
        self._closed = False

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        """Runs ``work`` on the running loop. What it raises goes to the log and to ``on_bug``."""
        if self._closed:
            work.close()
            raise RuntimeError(f"closed: {name} came too late")
        task = asyncio.get_running_loop().create_task(self._guarded(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, work))
        return task

    def _ended(self, work: Coroutine[Any, Any, Any], task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        # Cancelled before its first step, it never began: closed, or Python warns that nobody awaited it.
        work.close()

    async def _guarded(self, work: Coroutine[Any, Any, Any], name: str) -> Any:
        try:
            return await work
        except Exception as error:  # The spawner: a bug in one task must not end the program.
            log.critical("task %s failed", name, exc_info=error)
            if self._on_bug is not None:
                self._on_bug(error)
            return None

    async def close(self, grace: float = 5.0) -> None:
        """Cancels everything and waits at most ``grace`` seconds for it to end."""
        self._closed = True
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                log.warning("task %s did not end within %.1f s", task.get_name(), grace)

    def __len__(self) -> int:
        return len(self._tasks)
