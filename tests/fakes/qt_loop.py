"""A scenario on the very loop that the window has: Qt's, driven by asyncio."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop


def play_on_qt(scenario: Coroutine[Any, Any, None]) -> None:
    """Runs it to its end, under the test's application."""
    with asyncio.Runner(loop_factory=partial(QEventLoop, QApplication.instance())) as runner:
        runner.run(scenario)
    # The loop's timers are in cycles with it; a thread that happens to collect them later crashes Qt.
    gc.collect()


async def until(condition: Callable[[], object], patience: float = 10.0) -> None:
    """Waits for a condition; fails where it does not come true."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        await asyncio.sleep(0.005)
