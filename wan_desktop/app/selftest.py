"""``wan-desktop --selftest [DIR]``: the program tries itself and says how long each step took.

It opens the window (offscreen where there is no display) on a home of its own, drops the bundled image by a
real drop event, presses Generate in demo mode, waits for the video, sees the playing position move, and
leaves ``window.png`` and ``video.mp4`` in DIR. Exit status 0, or 1 with the step that failed. The packaged
program runs the same.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from wan_desktop.app.application import make_application
from wan_desktop.app.main import App, run_app
from wan_desktop.core.errors import WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.paths import HOME_VARIABLE, Paths, own_folder, resource
from wan_desktop.core.secrets import forget_key_from_environment

Kind = TypeVar("Kind", bound=QWidget)

PAINTED = "window painted"
STEP_SECONDS = 90.0
LOOK_SECONDS = 0.02


class StepFailed(Exception):
    """A step did not come about; the text says which."""


def main(arguments: list[str]) -> int:
    """Runs the self-test; the exit status is 0 where every step came about."""
    folder = Path(arguments[0]) if arguments else Path(tempfile.mkdtemp(prefix="wan-desktop-selftest-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"FAILED: no folder for the results: {error}", flush=True)
        return 1
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    forget_key_from_environment()
    test = SelfTest(folder)
    with tempfile.TemporaryDirectory(prefix="wan-desktop-home-", ignore_cleanup_errors=True) as home:
        os.environ[HOME_VARIABLE] = home
        app = App(make_application(), Paths.of_user(), [], test.start)
        app.window.first_painted.connect(test.painted)
        run_app(app)
    print(f"{'FAILED' if test.failure else 'passed'}: {test.failure or f'see {folder}'}", flush=True)
    return 1 if test.failure else 0


class SelfTest:
    """One run. ``failure`` is empty where every step came about."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began = time.monotonic()
        self._position = 0
        self._first_frame = False
        self.failure = "the window closed before the end"

    def painted(self) -> None:
        """Called when the window has been drawn for the first time."""
        self._say(PAINTED)

    def start(self, app: App) -> None:
        """Called when the program is ready for the user."""
        self._say("window open, jobs read")
        app.player.first_frame_shown.connect(self._frame_shown)
        app.player.position_moved.connect(self._position_moved)
        app.tasks.spawn(self._run(app), name="self-test")

    async def _run(self, app: App) -> None:
        try:
            await self._steps(app)
            self.failure = ""
        except StepFailed as error:
            self.failure = str(error)
        except (WanError, OSError) as error:
            self.failure = f"{type(error).__name__}: {error}"
        finally:
            app.window.grab().save(str(self._folder / "window.png"))
            app.close()

    async def _steps(self, app: App) -> None:
        if getattr(sys, "frozen", False) and (names := pointing_into(own_folder(), os.environ)):
            raise StepFailed(f"programs started from here would inherit {', '.join(names)}")
        button = _child(app.window, "generateButton", QAbstractButton)
        area = _child(app.window, "dropArea", QWidget)
        asyncio.get_running_loop().call_soon(drop_file, area, resource("samples", "lake.jpg"))
        await self._until(button.isEnabled, "image dropped and prepared")
        asyncio.get_running_loop().call_soon(button.click)
        job = await self._finished_job(app)
        await self._until(self._has_frame, "first frame shown")
        start = self._position
        await self._until(lambda: self._position > start + 200, "playing position moves")
        shutil.copyfile(job.video, self._folder / "video.mp4")

    async def _finished_job(self, app: App) -> Job:
        seen: list[Job] = []
        unsubscribe = app.backend.runner.subscribe(seen.append)
        try:
            await self._until(lambda: bool(seen), "job in the list")
            await self._until(lambda: bool(seen[-1].task_id), "accepted by the demo service")
            await self._until(lambda: not seen[-1].unfinished, "video finished")
        finally:
            unsubscribe()
        if seen[-1].state is not JobState.DONE:
            raise StepFailed(f"the job ended as {seen[-1].state}: {seen[-1].error}")
        return seen[-1]

    async def _until(self, condition: Callable[[], bool], step: str) -> None:
        deadline = time.monotonic() + STEP_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise StepFailed(f"no “{step}” within {STEP_SECONDS:.0f} s")
            await asyncio.sleep(LOOK_SECONDS)
        self._say(step)

    def _has_frame(self) -> bool:
        return self._first_frame

    def _frame_shown(self, _path: object) -> None:
        self._first_frame = True

    def _position_moved(self, milliseconds: int) -> None:
        self._position = milliseconds

    def _say(self, step: str) -> None:
        print(f"{time.monotonic() - self._began:7.2f} s  {step}", flush=True)


def pointing_into(folder: Path, variables: Mapping[str, str]) -> list[str]:
    """The variables by which a program that inherits them finds libraries or plugins in ``folder``."""
    ours = ("LD_", "DYLD_", "QT_", "_PYI_") if sys.platform != "win32" else ("_PYI_",)
    return [name for name, value in variables.items() if name.startswith(ours) and str(folder) in value]


def drop_file(target: QWidget, file: Path) -> None:
    """Drops a file on a widget with the events that the window system sends."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    middle = target.rect().center()
    actions, buttons, keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, QDragEnterEvent(middle, actions, data, buttons, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(middle), actions, data, buttons, keys))


def _child(window: QWidget, name: str, kind: type[Kind]) -> Kind:
    found = window.findChild(kind, name)
    if found is None:
        raise StepFailed(f"the window has no {name}")
    return found
