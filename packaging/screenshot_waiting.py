"""Waiting while Qt works, until what a picture shows is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget | None)

WAIT_SECONDS = 20.0


def rest(milliseconds: int) -> None:
    """Lets Qt work. QTest.qWait would hold Python's lock meanwhile, and a player that closes then hangs."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settled(shown: W) -> W:
    """With what was posted to it done: words of another language, and room for them."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return shown


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"there is no {what}")
        rest(20)
