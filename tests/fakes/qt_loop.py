"""A scenario on the very loop that the window has: Qt's, driven by asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop


def play_on_qt(scenario: Coroutine[Any, Any, None]) -> None:
    """Runs it to its end, under the test's application."""
    with asyncio.Runner(loop_factory=partial(QEventLoop, QApplication.instance())) as runner:
        runner.run(scenario)
