"""What qasync leaves out: closing asynchronous generators that nobody reads to their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from wan_desktop.core.tasks import Tasks


class GeneratorCloser:
    """Closes asynchronous generators that were left half-way, on the loop; called from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, tasks: Tasks) -> None:
        self._loop, self._tasks = loop, tasks

    def __call__(self, generator: AsyncGenerator[Any, Any]) -> None:
        self._loop.call_soon_threadsafe(self._close, generator)

    def _close(self, generator: AsyncGenerator[Any, Any]) -> None:
        self._tasks.spawn(generator.aclose(), name="close a generator")
