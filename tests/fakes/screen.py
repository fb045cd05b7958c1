"""A screen of the test's own, and hands for it: Xvfb without a window manager, and xdotool."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SIZE = "1600x1000x24"
needs_a_screen = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="Xvfb or xdotool is not there: see packaging/linux/system-packages.txt",
)


class Screen:
    """One X display. Positions are pixels of it."""

    def __init__(self, display: str) -> None:
        self.display = display

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to show its windows here."""
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "QT_XCB_GL_INTEGRATION": "none"}

    def do(self, *words: str | int) -> None:
        """One xdotool command line; commands may follow each other."""
        subprocess.run(
            ["xdotool", *map(str, words)], env={**os.environ, "DISPLAY": self.display}, check=True, timeout=20
        )

    def move(self, x: int, y: int) -> None:
        self.do("mousemove", x, y)

    def press(self) -> None:
        self.do("mousedown", 1)

    def let_go(self) -> None:
        self.do("mouseup", 1)

    def key(self, *names: str) -> None:
        """Keys in turn, as "ctrl+Return"."""
        self.do("key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        self.do("type", "--clearmodifiers", "--delay", 1, text)

    def focus(self, window: str) -> None:
        """What a window manager does with a new window: its keys are its own."""
        self.do("windowfocus", "--sync", window)


@contextmanager
def running_screen() -> Iterator[Screen]:
    """A display that nobody else has, gone at the end."""
    ours, its = os.pipe()
    command = ["Xvfb", "-displayfd", str(its), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[its], stderr=subprocess.DEVNULL)
    os.close(its)
    try:
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait(timeout=20)
