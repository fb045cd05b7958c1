"""Waiting while Qt works, until what a picture shows is there."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

WAIT_SECONDS = 20.0


def rest(milliseconds: int) -> None:
    """Lets Qt work. QTest.qWait would hold Python's lock meanwhile, and a player that closes then hangs."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"there is no {what}")
        rest(20)
