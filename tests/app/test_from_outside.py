"""Real drags from another program's window, a real clipboard and real keys, on a screen of the tests' own."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.app.drag_source import PLACE
from tests.fakes.command_line import Home
from tests.fakes.screen import Screen, needs_a_screen, running_screen
from wan_desktop.core.paths import resource
from wan_desktop.core.settings import DEMO
from wan_desktop.media.images import prepare

pytestmark = needs_a_screen
LAKE, DUNES, HILLS = (resource("samples", f"{name}.jpg") for name in ("lake", "dunes", "hills"))
PATIENCE = 30.0


class Told:
    """The lines that a program writes, as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self._lines = process, Queue[str]()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def next(self, beginning: str, patience: float = PATIENCE) -> str:
        """What follows ``beginning`` in the next line, which must begin so."""
        try:
            line = self._lines.get(timeout=patience)
        except Empty:
            self._process.kill()
            raise AssertionError(f"never: {beginning}\n{self.ended()[1]}") from None
        assert line.startswith(beginning), line
        return line.removeprefix(beginning).strip()

    def has_more(self) -> bool:
        return not self._lines.empty()

    def ended(self) -> tuple[int, str]:
        """Waits for the program to end: its status, and what it complained of."""
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        status = self._process.wait(timeout=PATIENCE)
        self._reader.join()
        with self._process.stdout, self._process.stderr as complaints:
            return status, complaints.read()


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with running_screen() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, screen: Screen) -> Iterator[Home]:
    made = Home(tmp_path / "home 家", key="")
    made.environment |= screen.environment
    made.paths.create()
    made.paths.settings.write_text(json.dumps({"service": DEMO, "language": "en"}), encoding="utf-8")
    yield made
    made.close()


@contextmanager
def another_program(home: Home, kind: str, argument: object) -> Iterator[Told]:
    process = home.start(kind, str(argument), module="tests.app.drag_source")
    told = Told(process)
    try:
        told.next("ready")
        yield told
    finally:
        process.kill()
        told.ended()


@contextmanager
def host(folder: Path) -> Iterator[str]:
    """A web host of this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


def drag(screen: Screen, source: Told, window: Told, to: tuple[int, int]) -> str:
    """Drags from the other program into the window and lets go; what the window said meanwhile."""
    start = PLACE.center()
    screen.move(start.x(), start.y())
    screen.press()
    deadline = time.monotonic() + PATIENCE
    for step in range(5, 10_000, 5):  # until the other program has understood that it is a drag
        screen.move(start.x() - min(step, 100), start.y())
        if source.has_more() or time.monotonic() > deadline:
            break
    source.next("dragging")
    for step in range(10_000):
        screen.move(to[0] + step % 2, to[1])
        if window.has_more() or time.monotonic() > deadline:
            break
    said = window.next("hover")
    screen.let_go()
    assert source.next("dropped") == "CopyAction", "a program that is told to move may delete its file"
    return said


def test_a_file_pixels_and_a_link_are_dragged_in_and_an_image_is_pasted(home: Home, screen: Screen) -> None:
    window = Told(home.start("given_from_outside", "drag", "drag", "drag", "paste", module="tests.app.stage"))
    x, y = map(int, window.next("middle").split())
    middle = (x, y)
    with another_program(home, "file", LAKE) as source:
        assert drag(screen, source, window, middle) == "Drop to use this image"
        assert window.next("image") == prepare(LAKE).file_name
    with another_program(home, "browser", DUNES) as source:
        assert drag(screen, source, window, middle) == "Drop to use this image"
        sent = window.next("image")
        assert sent.endswith(".png"), "its pixels, not what its link leads to"
    with (
        host(HILLS.parent) as address,
        another_program(home, "link", f"{address}/{HILLS.name}") as source,
    ):
        assert drag(screen, source, window, middle) == "Drop to fetch the image behind this link"
        assert window.next("image") == prepare(HILLS).file_name
    with another_program(home, "copied", DUNES):
        give_keys(screen, window)
        screen.key("ctrl+v")
        assert window.next("image") == sent
    assert window.ended() == (0, "")


def test_by_keyboard_alone_from_nothing_to_a_sent_job(home: Home, screen: Screen) -> None:
    window = Told(home.start("by_keyboard_alone", module="tests.app.stage"))
    give_keys(screen, window)
    screen.type("a boat on the lake")
    screen.key(
        "shift+Tab", "shift+Tab", "space"
    )  # from the prompt back, over the presets, to "choose a file"
    give_keys(screen, window)
    screen.type(str(LAKE))
    screen.key("Return")
    give_keys(screen, window)
    screen.key("ctrl+Return")
    assert window.next("sent") == "a boat on the lake"
    assert window.ended() == (0, "")


def give_keys(screen: Screen, window: Told) -> None:
    """As a window manager does once a window is there, or the one before it has gone."""
    screen.focus(window.next("window"))
    window.next("active")
