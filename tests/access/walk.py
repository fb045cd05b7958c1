"""The program as someone has it who sees nothing and uses no mouse: from the first start to a finished video.

``dev.py walk [--transcript FILE] [--program COMMAND …]``. Every key is a real one on a screen
of its own; all that is known of the program comes over the accessibility bus. The transcript says what was
heard.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.access.screen_reader import NOWHERE, Heard, ScreenReader, running_session
from tests.fakes.command_line import ROOT
from tests.fakes.screen import Screen, running_screen

START_AT_MOST, VIDEO_AT_MOST = 60.0, 180.0
"""Seconds; a machine that does much else needs them."""
SAMPLES = ROOT / "resources" / "samples"
DUMB_ROLES = frozenset({"", "filler", "unknown", "invalid"})
"""Roles that tell nothing."""
STOPS_AT_MOST = 60


class Walker:
    """Presses keys and listens. ``lines`` is the transcript."""

    def __init__(self, screen: Screen, reader: ScreenReader, tell: Callable[[str], None]) -> None:
        self._screen, self._reader, self._tell = screen, reader, tell
        self._told = self._chapter = 0

    @property
    def announced(self) -> list[str]:
        return self._reader.announced

    def chapter(self, title: str) -> None:
        self._chapter = len(self.announced)
        self._tell(f"\n## {title}")

    def here(self) -> Heard:
        """What has the keys, which must be something that a screen reader has words for."""
        found = self._reader.focused()
        if found.role in DUMB_ROLES or not found.name:
            raise AssertionError(f"a stop without words: {found.sentence()}")
        return found

    def press(self, *keys: str) -> Heard:
        """Keys that lead to another stop, one after the other."""
        for key in keys:
            self._move(key)
        return self.here()

    def act(self, key: str, says: str = "", patience: float = 10.0) -> None:
        """A key that leads nowhere: what it does is heard as an announcement, or by a change of the stop."""
        before, changes = len(self.announced), len(self._reader.changes)
        self._screen.key(key)
        if says:
            self._reader.until(lambda: self._has_said(says, before), f"{key} says “{says}”", patience)
        else:
            self._reader.until(lambda: len(self._reader.changes) > changes, f"{key} changes the stop")
        self._reader.settle()
        self._tell_stop(key)

    def type(self, text: str) -> None:
        """Into the stop; heard as its value."""
        self._screen.type(text)
        self._reader.until(lambda: text in self.here().value, f"“{text}” is typed")
        self._tell_stop(f"“{text}”")

    def type_unseen(self, text: str) -> None:
        """Into a stop that shows dots."""
        self._screen.type(text)
        self._reader.until(lambda: len(self.here().value) == len(text), "something is typed")
        self._tell_stop("(typed unseen)")

    def listen(self, words: str, patience: float = 10.0) -> None:
        """Waits until something with these words was announced in this chapter."""
        self._reader.until(lambda: self._has_said(words, self._chapter), f"“{words}” is said", patience)
        self._tell_announced()

    def to(self, name: str, key: str = "Tab") -> Heard:
        """Presses ``key`` until a stop whose name begins so."""
        for _ in range(STOPS_AT_MOST):
            if (stop := self.press(key)).name.startswith(name):
                return stop
        raise AssertionError(f"the {key} key never comes to {name}")

    def round(self, leave: int = 0) -> list[str]:
        """The Tab key once round, until it comes back to a stop: the names of all."""
        first = self.here()
        stops = [first]
        for _ in range(STOPS_AT_MOST):
            stop = self.press("Tab")
            if (stop.name, stop.role) == (first.name, first.role):
                return [stop.name for stop in stops]
            stops.append(stop)
        raise AssertionError(f"the Tab key never comes back to {first.name}")

    def dialog(self, title: str, *keys: str, stops: tuple[str, ...]) -> None:
        """Opens one by keys, goes round, closes it by Escape; then the keys are where they were."""
        self.chapter(title)
        before = self.here()
        with self.window(*keys):
            found = self.round()
        missing = [name for name in stops if not any(one.startswith(name) for one in found)]
        assert not missing, f"{title}: {missing} not among {found}"
        assert self.here().name == before.name, f"{title}: {self.here().name}, not back at {before.name}"

    @contextmanager
    def window(self, *keys: str) -> Iterator[None]:
        """A window that keys open and Escape closes."""
        self.press(*keys[:-1])
        self._screen.key(keys[-1])
        self._reader.until(self._in_dialog, f"{keys[-1]} opens a window")
        self._reader.settle()
        self._tell_stop(keys[-1])
        yield
        self._screen.key("Escape")
        self._reader.until(self._in_main_window, "Escape closes the window")
        self._reader.settle()
        self._tell_stop("Escape")

    def _in_dialog(self) -> bool:
        return self._reader.window() not in ("", "frame", "popup menu")

    def _in_main_window(self) -> bool:
        return self._reader.window() == "frame"

    def begin(self) -> Heard:
        """Waits for the window."""
        self._reader.until(lambda: self._reader.focus != NOWHERE, "the window has the keys", START_AT_MOST)
        self._reader.settle()
        self._tell_stop("start")
        return self.here()

    def key(self, key: str) -> None:
        """A key of which nothing is expected at once."""
        self._screen.key(key)

    def _move(self, key: str) -> None:
        before = self._reader.moves
        self._screen.key(key)
        self._reader.until(lambda: self._reader.moves > before, f"{key} leads somewhere")
        self._reader.settle()
        self._tell_stop(key)

    def _has_said(self, words: str, since: int) -> bool:
        return any(words in said for said in self.announced[since:])

    def _tell_stop(self, key: str) -> None:
        self._tell(f"{key:<14} {_short(self._reader.focused().sentence())}")
        self._tell_announced()

    def _tell_announced(self) -> None:
        for said in self.announced[self._told :]:
            self._tell(f"{'':<14} says: {_short(said)}")
        self._told = len(self.announced)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 160 else f"{line[:159]}…"


# The walk


def first_start(walk: Walker) -> None:
    walk.chapter("First start")
    assert walk.begin().name == "Prompt"
    stops = walk.round()
    for name in (
        "Add API key…",
        "Choose an image file",
        "Presets",
        "Duration: 5 s",
        "Advanced",
        "Try this lake",
    ):
        assert name in stops, f"{name} not among {stops}"


def sample_image(walk: Walker) -> None:
    walk.chapter("A sample image")
    walk.to("Try this lake")
    walk.act("space", says="What is sent: 1600\u00a0×\u00a0900 JPEG")


def own_image(walk: Walker) -> None:
    walk.chapter("An image of one's own, in the file dialog")
    walk.press("ctrl+o")
    walk.type(str(SAMPLES / "dunes.jpg"))
    walk.press("Return")
    walk.listen("What is sent: ")


def fill_in(walk: Walker) -> None:
    walk.chapter("The form")
    walk.to("Prompt")
    walk.type("slow push-in")
    walk.to("Duration: 5 s")
    assert walk.press("Right").name == "Duration: 10 s"
    walk.press("Left")
    walk.to("Resolution: 1080P")
    assert walk.press("Left").name == "Resolution: 720P"
    walk.to("Shots: Single shot")
    assert "checked" in walk.press("Right").states
    walk.press("Left")
    walk.to("Sound: Automatic")
    walk.press("Right", "Right", "Left", "Left")
    walk.to("Advanced")
    walk.act("space")
    advanced(walk)


def advanced(walk: Walker) -> None:
    walk.to("Negative prompt")
    walk.type("text")
    walk.to("Seed")
    walk.act("9")
    walk.type("999999999")
    walk.listen("Enter a whole number from 0 to")
    assert "Enter a whole number" in walk.here().description
    walk.act("ctrl+a")
    walk.act("Delete")
    walk.to("Variations: 1")
    walk.to("Effect")
    walk.to("Improve the prompt")
    walk.act("space")
    walk.act("space")
    walk.to("Watermark")


def generate(walk: Walker) -> None:
    walk.chapter("Generate")
    assert "Cost" in walk.to("Generate").description
    walk.to("Prompt")
    walk.act("ctrl+Return", says="slow push-in. ")
    for words in ("Queued at the service", "Generating", "slow push-in. Done"):
        walk.listen(words, VIDEO_AT_MOST)
    assert walk.here().name == "Prompt", "what goes on takes nobody's keys away"


def watch(walk: Walker) -> None:
    walk.chapter("The finished video")
    walk.to("Video")
    walk.act("space", says="Paused")
    walk.act("Home", says="0:00.0 of 0:0")
    walk.act("Right", says="0:01.0 of 0:0")
    walk.act("Down", says="Volume: 95%")
    walk.act("m", says="Sound is off")
    walk.act("l", says="Loop is off")
    walk.act("space", says="Playing")
    walk.to("Position in the video")
    walk.act("Left", says=" of 0:0")
    walk.to("Volume")
    assert walk.here().value == "95"
    walk.to("Prompt of this video")
    assert "Done" in walk.here().description


def job_row(walk: Walker) -> None:
    walk.chapter("The row and its menu")
    walk.press("ctrl+f", "Down")
    row = walk.here()
    assert row.name.startswith("slow push-in. Done"), row.sentence()
    assert walk.press("Menu").name == "Play"
    walk.press("Down")
    assert walk.press("Escape").name == row.name
    assert walk.press("shift+F10").name == "Play"
    walk.press("Escape")


def dialogs(walk: Walker) -> None:
    walk.dialog("Settings", "ctrl+comma", stops=("Service", "Language", "Theme", "Limit per click", "Save"))
    walk.dialog("Frame", "ctrl+shift+f", stops=("Part of the picture", "Shape: Free", "Use this frame"))
    walk.dialog("Request", "ctrl+i", stops=("The request", "Copy", "Close", "The picture that is sent"))
    walk.dialog("Spending", "alt+v", "Down", "Down", "Return", stops=("Lines of the table", "Close"))
    walk.dialog("Report", "alt+h", "Down", "Return", stops=("Text of the file", "Save as…", "Close"))
    walk.chapter("About")
    with walk.window("alt+h", "Up", "Return"):
        walk.here()
    walk.dialog("Presets", *("alt+e", "Up", "Up", "Right", "Up", "Return"), stops=("Import…", "Close"))


def check_key(walk: Walker) -> None:
    """A service that is not there: the answer is said while the keys stay in the dialog."""
    walk.chapter("A key is checked")
    with walk.window("ctrl+comma"):
        assert walk.here().name == "Service"
        walk.act("End")
        walk.to("Address of the service")
        walk.type("http://127.0.0.1:9")
        walk.to("API key")
        walk.type_unseen("not-a-key")
        walk.to("Check key")
        walk.press("space")
        walk.listen("No connection.")


def sound(walk: Walker) -> None:
    walk.chapter("A sound of one's own, and its part")
    walk.to("Sound: Automatic")
    walk.press("Right")
    give_sound(walk, "README.md")
    walk.listen("This is not a sound file.")
    assert walk.here().name.startswith("Drop a sound or choose")
    give_sound(walk, "chimes.mp3")
    walk.listen("chimes.mp3")
    with walk.window("space"):
        walk.to("Part of the sound")
        walk.act("Right")
        walk.round()


def give_sound(walk: Walker, name: str) -> None:
    if not walk.here().name.startswith("Drop a sound or choose"):
        walk.to("Drop a sound or choose")
    walk.press("space")
    walk.type(str(SAMPLES / name))
    walk.press("Return")


def batch(walk: Walker) -> None:
    walk.chapter("A batch")
    walk.press("ctrl+o")
    walk.type(" ".join(f'"{SAMPLES / name}"' for name in ("lake.jpg", "hills.jpg")))
    walk.press("Return")
    walk.round()
    walk.press("Escape")


def leave(walk: Walker) -> None:
    walk.chapter("Quit")
    walk.key("ctrl+q")


STEPS = (
    *(first_start, sample_image, own_image, fill_in, generate, watch, job_row, dialogs, check_key),
    *(sound, batch, leave),
)
SHORT = (first_start, sample_image, fill_in, generate, watch, leave)
"""Without the dialogs."""


def play(program: list[str], tell: Callable[[str], None], steps: tuple[Callable[[Walker], None], ...]) -> int:
    """Walks; the program's exit status. AssertionError at the first thing that a blind user would miss."""
    with (
        tempfile.TemporaryDirectory(prefix="wan-") as home,
        running_screen() as screen,
        running_session(screen.display) as session,
    ):
        reader = ScreenReader(session["DBUS_SESSION_BUS_ADDRESS"])
        variables = {**_around(), **screen.environment, **session, "WAN_DESKTOP_HOME": home, "HOME": home}
        with _running(["openbox", "--sm-disable"], variables), _running(program, variables) as process:
            walk = Walker(screen, reader, tell)
            for step in steps:
                step(walk)
            status = process.wait(timeout=START_AT_MOST)
        reader.close()
        return status


def _around() -> dict[str, str]:
    """The variables of a computer that is new: English, no keyring, no proxy, no key."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAN_DESKTOP_", "QT_"))}
    new = {"LC_ALL": "C.UTF-8", "NO_PROXY": "*", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return {**kept, **new, "PYTHONPATH": str(ROOT)}


@contextmanager
def _running(command: list[str], variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py walk", description=__doc__)
    parser.add_argument("--transcript", type=Path, help="a file for what was heard")
    parser.add_argument(
        "--program", nargs=argparse.REMAINDER, help="the command to walk, to the end of the line"
    )
    options = parser.parse_args(arguments)
    lines: list[str] = []

    def tell(line: str) -> None:
        lines.append(line)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    try:
        return play(options.program or [sys.executable, "-m", "wan_desktop"], tell, STEPS)
    finally:
        if options.transcript:
            options.transcript.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
