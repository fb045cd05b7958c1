"""The whole window in a process of its own, played by a scenario: ``python -m tests.app.stage NAME …``.

A process each, because the program takes over what a process has once: signals, hooks, the log, Qt's
messages. Exit status 0 where the scenario was played to its end and the program ended in order.
"""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from wan_desktop.app.main import App, run_window
from wan_desktop.app.selftest import drop_file
from wan_desktop.core.job import Job, JobState

T = TypeVar("T")
Kind = TypeVar("Kind", bound=QWidget)
PATIENCE = 30.0
"""Seconds until a condition that does not come true fails the scenario: a busy machine renders slowly."""


class Stage:
    """What a scenario does to the window and sees of it. Every act runs on the loop, outside every task."""

    def __init__(self, app: App, arguments: list[str]) -> None:
        self.app, self.arguments = app, arguments
        self.first_frames: list[object] = []
        app.player.first_frame_shown.connect(self.first_frames.append)

    async def do(self, act: Callable[..., T], *arguments: object) -> T:
        """Calls ``act`` as an event would, and hands back what it gives or raises."""
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def call() -> None:
            try:
                outcome.set_result(act(*arguments))
            except (AssertionError, LookupError, RuntimeError) as error:
                outcome.set_exception(error)

        asyncio.get_running_loop().call_soon(call)
        return await outcome

    async def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                under_way = sorted(task.get_name() for task in asyncio.all_tasks())
                raise AssertionError(f"never: {what}. {self.jobs()}, under way: {under_way}")
            await asyncio.sleep(0.01)

    def child(self, kind: type[Kind], name: str) -> Kind:
        found = self.app.window.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def generate_button(self) -> QAbstractButton:
        return self.child(QAbstractButton, "generateButton")

    def jobs(self) -> list[Job]:
        """The rows, from the top."""
        model = self.app.job_list.model
        return [model.job_at(row) for row in range(model.rowCount())]

    def states(self) -> list[str]:
        return [str(job.state) for job in self.jobs()]

    def status_words(self) -> str:
        return " ".join(
            label.text()
            for label in self.app.window.statusBar().findChildren(QWidget)
            if hasattr(label, "text")
        )

    def foot_words(self) -> str:
        """What stands around Generate: cost, balance, why not."""
        foot = self.generate_button.parentWidget()
        assert foot is not None
        return " ".join(label.text() for label in foot.findChildren(QLabel) if label.isVisible())

    async def take_image(self, image: Path) -> None:
        """Drops an image and waits until it can be sent."""
        await self.do(drop_file, self.child(QWidget, "dropArea"), image)
        await self.until(self.generate_button.isEnabled, "the image is taken")

    async def generate(self, prompt: str = "") -> Job:
        """Presses the button, once it is open, and waits for the row."""
        self.app.form.prompt.setPlainText(prompt)
        before = len(self.jobs())
        await self.until(self.generate_button.isEnabled, "the button is open")
        await self.do(self.generate_button.click)
        await self.until(lambda: len(self.jobs()) > before, "the row is there")
        assert len(self.jobs()) == before + 1
        return self.jobs()[0]

    async def ended(self) -> Job:
        """Waits until the job on top is driven no longer."""
        await self.until(lambda: self.jobs() and not self.jobs()[0].unfinished, "the job ends")
        return self.jobs()[0]

    async def done(self) -> Job:
        job = await self.ended()
        assert job.state is JobState.DONE, job.error
        return job

    async def seen(self) -> Job:
        """As :meth:`done`, and its video is playing: closed while it opens one, FFmpeg complains."""
        job = await self.done()
        await self.until(lambda: job.video in self.first_frames, "the video is seen")
        return job

    def dialog(self, kind: type[Kind]) -> Kind | None:
        """The dialog of a kind that is open."""
        found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]
        return next((widget for widget in found if widget.isVisible()), None)

    async def opened(self, kind: type[Kind]) -> Kind:
        await self.until(lambda: self.dialog(kind), f"{kind.__name__} opens")
        dialog = self.dialog(kind)
        assert dialog is not None
        return dialog

    def tell(self, words: str) -> None:
        """Tells the test outside."""
        say(words)


def say(words: str) -> None:
    """Writes a line for the test outside."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


Scenario = Callable[[Stage], Coroutine[Any, Any, None]]


class Play:
    """One scenario from the moment the program is ready; ``played`` is whether it came to its end."""

    started = False

    def __init__(self, scenario: Scenario, arguments: list[str]) -> None:
        self._scenario, self._arguments = scenario, arguments
        self.played = False

    def start(self, app: App) -> None:
        self.started = True
        app.tasks.spawn(self._run(Stage(app, self._arguments)), name="scenario")

    async def _run(self, stage: Stage) -> None:
        try:
            await self._scenario(stage)
            self.played = True
        except AssertionError:
            traceback.print_exc()
        finally:
            stage.app.close()


def main(arguments: list[str]) -> int:
    from tests.app import (
        batch_scenarios,
        draft_scenarios,
        framing_scenarios,
        intake_scenarios,
        notification_scenarios,
        scenarios,
        sound_scenarios,
        sound_way_scenarios,
        spend_scenarios,
        system_scenarios,
        video_scenarios,
    )

    modules = (
        *(scenarios, framing_scenarios, intake_scenarios, batch_scenarios, video_scenarios),
        *(sound_scenarios, sound_way_scenarios, draft_scenarios, spend_scenarios, system_scenarios),
        notification_scenarios,
    )
    known = {name: value for module in modules for name, value in vars(module).items()}
    play = Play(known[arguments[0]], arguments[1:])
    files = [Path(words) for words in arguments[1:] if arguments[0] == "a_file_from_the_command_line"]
    status = run_window(files, play.start, poll_seconds=0.2)
    return status if play.played else 99


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
