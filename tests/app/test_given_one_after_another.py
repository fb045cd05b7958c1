"""A video, a last frame and a job's settings given while another is still read: the later one counts."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.qt_loop import play_on_qt
from tests.ui.conftest import light_theme
from wan_desktop.app import continuing, video_return
from wan_desktop.app.composer import Composer
from wan_desktop.app.continuing import Continuing
from wan_desktop.app.video_return import Found, VideoReturn
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths, resource
from wan_desktop.core.submission import CONTINUES
from wan_desktop.core.tasks import Tasks
from wan_desktop.media.video_settings import VideoSettings
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

__all__ = ["light_theme"]

PATIENCE = 20.0
LAKE, HILLS = resource("samples", "lake.jpg"), resource("samples", "hills.jpg")
VIDEO = Path("of-ours.mp4")
JOB = Job(
    "a" * 32, 1.0, JobState.DONE, Request(prompt="of the job", image="gone.jpg"), "demo", video="its.mp4"
)


class Desk:
    """The form and what fills it; frames and videos are read once they are let."""

    def __init__(self, paths: Paths, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = QWidget()
        self.form = ParamsForm(theme, self.window)
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(self.bugs.append)
        welcome, window = Welcome(self.window), cast(MainWindow, self.window)
        self.composer = Composer(paths, self.tasks, self.form, welcome, window)
        self.continuing = Continuing(self.tasks, self.form, self.composer)
        self.returned = VideoReturn(paths, self.tasks, self.form, self.composer)
        self.composer.video_given.connect(self.returned.take)
        self.frame_is_read, self.video_is_read = threading.Event(), threading.Event()
        self.link = ""
        monkeypatch.setattr(continuing, "_last_frame", self._last_frame)
        monkeypatch.setattr(video_return, "_look", self._look)

    def _last_frame(self, _video: Path) -> bytes:
        assert self.frame_is_read.wait(PATIENCE)
        return HILLS.read_bytes()

    def _look(self, _video: Path, _inputs: Path) -> Found:
        assert self.video_is_read.wait(PATIENCE)
        settings = VideoSettings(
            "b" * 32, Request(prompt="of the video", audio_url=self.link), source_name="lake.jpg"
        )
        return Found(settings, LAKE, whole=True, sound_missing=False)

    async def settled(self) -> None:
        """Nothing is read any more."""
        deadline = time.monotonic() + PATIENCE
        while len(self.tasks) or self.composer.intake.reading:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.005)
        await asyncio.sleep(0)

    async def ended(self, name: str) -> None:
        """That task has ended, and what it left to the loop is done."""
        deadline = time.monotonic() + PATIENCE
        while any(task.get_name() == name for task in asyncio.all_tasks()):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.005)
        await asyncio.sleep(0)

    @property
    def seen(self) -> tuple[str, str]:
        """The prompt and the name of the image that would be sent."""
        current = self.composer.current
        return self.form.request().prompt, "" if current is None else current.name

    def play(self, scenario: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
        async def run() -> None:
            await scenario(self)
            await self.tasks.close()

        play_on_qt(run())
        assert self.bugs == []


@pytest.fixture
def desk(paths: Paths, light_theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(paths, light_theme, monkeypatch)
    qtbot.addWidget(made.window)
    yield made
    made.frame_is_read.set()
    made.video_is_read.set()


def test_a_video_given_while_a_last_frame_is_read_counts(desk: Desk) -> None:
    async def scenario(desk: Desk) -> None:
        desk.continuing.start(JOB)
        desk.composer.video_given.emit(VIDEO)
        desk.frame_is_read.set()
        await desk.ended("read last frame")
        desk.video_is_read.set()
        await desk.settled()
        assert desk.seen == ("of the video", "lake.jpg")
        assert desk.composer.facts == {}

    desk.play(scenario)


def test_a_job_continued_while_a_video_is_read_counts(desk: Desk) -> None:
    async def scenario(desk: Desk) -> None:
        desk.composer.video_given.emit(VIDEO)
        desk.continuing.start(JOB)
        desk.video_is_read.set()
        await desk.ended("read a video's settings")
        desk.frame_is_read.set()
        await desk.settled()
        assert desk.seen == ("of the job", "its.png")
        assert desk.composer.facts == {CONTINUES: JOB.id}

    desk.play(scenario)


def test_a_job_reused_out_of_its_video_while_a_last_frame_is_read_counts(desk: Desk) -> None:
    async def scenario(desk: Desk) -> None:
        desk.continuing.start(JOB)
        desk.returned.reuse(JOB)
        desk.frame_is_read.set()
        await desk.ended("read last frame")
        assert desk.composer.current is None
        desk.video_is_read.set()
        await desk.settled()
        assert desk.seen[1] == "lake.jpg"

    desk.play(scenario)


def test_a_job_that_is_known_is_reused_with_its_own_link_and_not_what_its_video_tells_of_it(
    desk: Desk,
) -> None:
    whole = "https://sounds.example/a.mp3?token=abc"

    async def scenario(desk: Desk) -> None:
        desk.link = "https://sounds.example/a.mp3"
        desk.video_is_read.set()
        desk.returned.reuse(replace(JOB, request=replace(JOB.request, audio_url=whole)))
        await desk.settled()
        assert desk.form.request().audio_url == whole

    desk.play(scenario)


def test_a_reused_job_still_continues_what_it_continued(desk: Desk, paths: Paths) -> None:
    (paths.inputs / "kept.jpg").write_bytes(LAKE.read_bytes())
    job = replace(JOB, request=replace(JOB.request, image="kept.jpg"), extra={CONTINUES: "c" * 32})

    async def scenario(desk: Desk) -> None:
        desk.returned.reuse(job)
        await desk.settled()
        assert desk.composer.facts == desk.composer.facts_of_current == {CONTINUES: "c" * 32}

    desk.play(scenario)
