"""Jobs followed to their end while their progress is shown: for ``generate`` and ``resume``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from wan_desktop.cli.words import progress_line, sentence, tell
from wan_desktop.core.errors import Failure
from wan_desktop.core.job import Job

if TYPE_CHECKING:
    from wan_desktop.backend import Backend


def keep_copies(backend: Backend) -> None:
    """Makes each day's copy of the job list while a command runs."""

    def tell_trouble(failure: Failure) -> None:
        tell(f"wan-desktop: no copy of the job list: {sentence(failure)}")

    backend.tasks.spawn(backend.keep_copies(tell_trouble), name="daily copies")


async def follow(backend: Backend, jobs: Iterable[Job], *, shown: bool) -> bool:
    """Waits for the jobs' end, or for Ctrl+C, which ends this program and no job; False for that."""
    with _Progress(backend.runner.subscribe, shown=shown):
        try:
            for job in jobs:
                await backend.runner.settled(job.id)
        except asyncio.CancelledError:
            # asyncio.run turns Ctrl+C into this; what was sent is heard in closing, and then told.
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
            tell("\nStopped here. `wan-desktop resume` follows what was sent.")
            return False
    return True


class _Progress:
    """Shows each change of a job: one line written over on a terminal, a line a change elsewhere."""

    def __init__(
        self, subscribe: Callable[[Callable[[Job], None]], Callable[[], None]], *, shown: bool
    ) -> None:
        self._subscribe = subscribe
        self._shown = shown
        self._on_terminal = sys.stderr.isatty()
        self._last = ""
        self._unsubscribe: Callable[[], None] | None = None

    def __enter__(self) -> _Progress:
        if self._shown:
            self._unsubscribe = self._subscribe(self._show)
        return self

    def __exit__(self, *_: object) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            if self._on_terminal and self._last:
                tell("")

    def _show(self, job: Job) -> None:
        line, before = progress_line(job), self._last
        if line == before:
            return
        self._last = line
        if self._on_terminal:
            # Written over with spaces: not every console of Windows knows the sequence that clears a line.
            tell(f"\r{line.ljust(len(before))}", end="")
        else:
            tell(line)
