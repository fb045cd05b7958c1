"""A screen for trying installers: Xvfb with a window manager on it, xdotool's hands, ffmpeg's eyes.

It runs on this computer; what is tried sees nothing of it but a socket, as an X terminal would.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from steps import SetupFailed

WIDTH, HEIGHT = 1440, 930
#: Of the height, what the window manager's frame takes.
FRAME = 30
WAIT_SECONDS = 120.0
#: Between two looks: no event says that the pixels of another program have changed.
LOOK_SECONDS = 0.4

#: A look at a part of the screen is this many grey pixels: a blinking cursor is none of them, a video many.
LOOK_WIDTH, LOOK_HEIGHT = 160, 100
#: Steps of grey by which a pixel has changed, and pixels by which a look has.
CHANGED_GREY, CHANGED_PIXELS = 6, 40


#: A part of the screen: left, top, width and height in pixels.
Area = tuple[int, int, int, int]
EVERYTHING: Area = (0, 0, WIDTH, HEIGHT)


class Screen:
    """One display. Positions are pixels of it."""

    def __init__(self, display: str) -> None:
        self.display = display

    def do(self, *words: str | int) -> str:
        """One xdotool command line; what it says. Raises SetupFailed."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise SetupFailed(f"xdotool {' '.join(map(str, words))}: {done.stderr.strip()}")
        return done.stdout.strip()

    def click(self, x: int, y: int) -> None:
        self.do("mousemove", x, y, "click", 1)

    def key(self, name: str) -> None:
        """One key, as "ctrl+Return"."""
        self.do("key", "--clearmodifiers", name)

    def type(self, text: str, milliseconds: int) -> None:
        """Types it, a key in so many milliseconds. xdotool gives each sign that the keyboard lacks a key.

        A program that is slow to hear of the new key leaves the sign out: look at what came of it.
        """
        self.do("type", "--clearmodifiers", "--delay", milliseconds, text)

    def active_window(self) -> str:
        """The one that has the keyboard; "" while there is none."""
        try:
            return self.do("getactivewindow")
        except SetupFailed:
            return ""

    def area_of(self, window: str) -> Area:
        """Where a window is."""
        lines = self.do("getwindowgeometry", "--shell", window).splitlines()
        found = dict(line.split("=", 1) for line in lines)
        return int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"])

    def fill_with(self, title: str) -> str:
        """Waits for a window of this title and gives it the whole screen; its id."""
        wait(lambda: self._has_window(title), f"a window called {title}")
        window = self.do("search", "--onlyvisible", "--name", title).split()[0]
        self.do("windowactivate", "--sync", window, "windowmove", window, 0, 0)
        self.do("windowsize", window, WIDTH, HEIGHT - FRAME)
        return window

    def _has_window(self, title: str) -> bool:
        try:
            return bool(self.do("search", "--onlyvisible", "--name", title))
        except SetupFailed:
            return False

    def window_class(self, window: str) -> str:
        """What X11 calls a window's program: WM_CLASS, as a desktop compares it with its menu entries."""
        asked = ["xprop", "-display", self.display, "-id", window, "WM_CLASS"]
        return subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout.strip()

    def picture(self, file: Path) -> None:
        """Writes what is on the screen as PNG."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._grab("-update", "1", "-y", str(file))

    def look(self, area: Area = EVERYTHING) -> bytes:
        """What is there, coarsely: one byte of grey a pixel."""
        left, top, width, height = area
        scale = f"scale={LOOK_WIDTH}:{LOOK_HEIGHT}:flags=area,format=gray"
        return self._grab("-vf", f"crop={width}:{height}:{left}:{top},{scale}", "-f", "rawvideo", "-")

    def _grab(self, *output: str) -> bytes:
        source = ["-f", "x11grab", "-draw_mouse", "0", "-video_size", f"{WIDTH}x{HEIGHT}", "-i", self.display]
        asked = ["ffmpeg", "-loglevel", "error", *source, "-frames:v", "1", *output]
        return subprocess.run(asked, capture_output=True, check=True, timeout=60).stdout

    def wait_until_still(self, area: Area = EVERYTHING) -> None:
        """Waits until two looks after each other are the same."""

        def is_still() -> bool:
            seen = self.look(area)
            time.sleep(LOOK_SECONDS)
            return not differ(seen, self.look(area))

        wait(is_still, "an end of all movement on the screen")

    def wait_for_change(self, seen: bytes, what: str, area: Area = EVERYTHING) -> None:
        """Waits until the area is no longer as it was ``seen``."""
        wait(lambda: differ(seen, self.look(area)), what)


def differ(one: bytes, other: bytes) -> bool:
    """Whether two looks show different things."""
    changed = sum(abs(a - b) > CHANGED_GREY for a, b in zip(one, other, strict=True))
    return changed > CHANGED_PIXELS


def wait(condition: Callable[[], bool], what: str, *, seconds: float = WAIT_SECONDS) -> None:
    """Waits for a condition; raises SetupFailed, naming what did not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SetupFailed(f"There was no {what} within {seconds:.0f} s.".replace("no a ", "no "))
        time.sleep(LOOK_SECONDS)


@contextmanager
def running() -> Iterator[Screen]:
    """A display that nobody else has, with a window manager, gone at the end."""
    ours, its = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    # -ac: whoever reaches the socket may draw, for the user in the clean root has no account here.
    command = ["Xvfb", "-displayfd", str(its), "-screen", "0", size, "-nolisten", "tcp", "-noreset", "-ac"]
    server = subprocess.Popen(command, pass_fds=[its], stderr=subprocess.DEVNULL)
    os.close(its)
    try:
        with os.fdopen(ours) as told:
            display = f":{told.readline().strip()}"
        manager = subprocess.Popen(
            ["openbox"],
            env=os.environ | {"DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Screen(display)
        finally:
            manager.terminate()
            manager.wait(timeout=20)
    finally:
        server.terminate()
        server.wait(timeout=20)
