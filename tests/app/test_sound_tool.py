"""From a sound file to the request: cut to the video, kept, named, and never sent older than it is seen."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.qt_loop import play_on_qt
from tests.fakes.sounds import heard as played
from tests.fakes.sounds import lag, noise, tone, write_sound
from tests.ui.conftest import light_theme
from tests.ui.widgets import find
from wan_desktop.app.sound_tool import SoundTool
from wan_desktop.core.params import ProblemKind, Request, SoundWay
from wan_desktop.core.paths import Paths, resource
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.media import waveform as measuring
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sound_dialog import SoundDialog
from wan_desktop.ui.theme import Theme

__all__ = ["light_theme"]

PATIENCE = 20.0
SAMPLE = resource("samples", "chimes.mp3")
BOTH = (SoundWay.STORE, SoundWay.SOUNDTRACK)


class Desk:
    """The form and its sound tool, without the rest of the program."""

    def __init__(self, paths: Paths, theme: Theme, folder: Path) -> None:
        self.paths, self.folder = paths, folder
        self.window = QWidget()
        self.form = ParamsForm(theme, self.window)
        self.pauses: list[bool] = []
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(self.bugs.append)
        self.tool = SoundTool(
            paths,
            self.tasks,
            self.form,
            theme,
            self.window,
            usable_ways=lambda: BOTH,
            pause_video=lambda: self.pauses.append(True),
        )

    async def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, what
            await asyncio.sleep(0.005)

    async def taken(self, path: Path) -> str:
        """Gives a file and waits until it is cut; its name in the inputs folder."""
        self.tool.take(path)
        return await self.ready()

    async def ready(self) -> str:
        await self.until(lambda: self.form.request().sound and not self.form.sound.busy, "the sound is cut")
        return self.form.request().sound

    def dialog(self) -> SoundDialog:
        found = self.window.findChild(SoundDialog)
        assert found is not None
        return found

    def facts(self) -> Mapping[str, Any]:
        """What a video sent now would be known to be made with."""
        return self.tool.named(Submission(self.form.request())).facts

    def words(self) -> str:
        return " ".join(label.text() for label in self.form.sound.findChildren(QLabel))

    def seconds_sent(self) -> float:
        return len(played(self.paths.inputs / self.form.request().sound)) / 8_000

    def play(self, scenario: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
        async def run() -> None:
            await scenario(self)
            await self.tasks.close()

        play_on_qt(run())
        assert self.bugs == []


@pytest.fixture
def desk(paths: Paths, light_theme: Theme, qtbot: QtBot, tmp_path: Path) -> Desk:
    # What earlier tests left of Qt dies here, in its own thread, and not where the collector happens to run.
    gc.collect()
    desk = Desk(paths, light_theme, tmp_path)
    qtbot.addWidget(desk.window)
    return desk


def test_a_file_becomes_its_first_part_and_goes_the_best_way(desk: Desk) -> None:
    path = write_sound(desk.folder / "海港 bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        name = await desk.taken(path)
        assert (desk.paths.inputs / name).is_file()
        assert (desk.form.request().sound_way, desk.facts()) == ("store", {"sound_name": "海港 bells.flac"})
        assert desk.seconds_sent() == pytest.approx(5, abs=0.01)
        assert "海港 bells.flac · Own storage" in desk.words()

    desk.play(scenario)


def test_the_part_follows_the_length_of_the_video(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        first = await desk.taken(path)
        desk.form.duration.set_value(10)
        problems = [problem.kind for problem in desk.form.problems() if problem.parameter == "sound"]
        assert problems == [ProblemKind.NOT_READY]
        assert await desk.ready() != first
        assert desk.seconds_sent() == pytest.approx(10, abs=0.01)
        desk.form.duration.set_value(15)
        await desk.ready()
        assert desk.seconds_sent() == pytest.approx(12, abs=0.01)
        desk.form.duration.set_value(5)
        assert await desk.ready() == first

    desk.play(scenario)


def test_what_is_no_sound_says_why_and_nothing_goes(desk: Desk) -> None:
    (desk.folder / "text.mp3").write_bytes(b"do re mi fa\n" * 400)

    async def scenario(desk: Desk) -> None:
        desk.tool.take(desk.folder / "text.mp3")
        await desk.until(lambda: "This is not a sound file" in desk.words(), "it says why")
        assert desk.form.request().sound == ""
        assert any(problem.kind is ProblemKind.MISSING for problem in desk.form.sound.problems())

    desk.play(scenario)


def test_the_file_that_vanished_says_so_when_another_part_is_wanted(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        await desk.taken(path)
        path.unlink()
        desk.form.duration.set_value(10)
        await desk.until(lambda: not desk.form.sound.busy, "it gives up")
        assert desk.form.request().sound == ""
        assert desk.facts() == {}

    desk.play(scenario)


def test_a_newer_file_takes_the_place_of_the_one_being_read(desk: Desk) -> None:
    path = write_sound(desk.folder / "long.wav", tone(60, 8_000), "pcm_s16le", rate=8_000)

    async def scenario(desk: Desk) -> None:
        desk.tool.take(path)
        desk.tool.take(SAMPLE)
        await desk.ready()
        assert desk.facts() == {"sound_name": "chimes.mp3"}

    desk.play(scenario)


def test_a_sound_being_read_says_how_far_it_is_and_can_be_let_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sound(desk.folder / "long.wav", tone(40, 8_000), "pcm_s16le", rate=8_000)
    stops: list[bool] = []
    slowly = measuring.waveform

    def waveform(
        path: Path, buckets: int, stop: Callable[[], bool], progress: Callable[[float], object]
    ) -> object:
        progress(0.4)
        while not stop():
            time.sleep(0.001)
        stops.append(True)
        return slowly(path, buckets, stop, progress)

    monkeypatch.setattr(measuring, "waveform", waveform)

    async def scenario(desk: Desk) -> None:
        desk.tool.take(path)
        picture = desk.form.sound.card.picture
        await desk.until(lambda: picture.accessibleName() == "Reading “long.wav”… 40%", "it says how far")
        desk.form.sound.card.remove_button.click()
        await desk.until(lambda: stops, "it stops reading")
        assert not desk.form.sound.busy

    desk.play(scenario)


def test_closing_the_program_stops_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[bool] = []
    stops: list[bool] = []

    def waveform(_path: Path, _buckets: int, stop: Callable[[], bool], _progress: object) -> None:
        starts.append(True)
        while not stop():
            time.sleep(0.001)
        stops.append(True)

    monkeypatch.setattr(measuring, "waveform", waveform)

    async def scenario(desk: Desk) -> None:
        desk.tool.take(SAMPLE)
        await desk.until(lambda: starts, "it reads")
        await desk.tasks.close()
        await desk.until(lambda: stops, "it stops reading")

    desk.play(scenario)


def test_a_request_brings_its_sound_back_with_name_and_picture(desk: Desk) -> None:
    async def scenario(desk: Desk) -> None:
        name = await desk.taken(write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac"))
        request = desk.form.request()
        desk.form.set_request(Request())
        assert desk.form.request().sound == ""
        await desk.taken(SAMPLE)
        desk.form.set_request(request, "peal.flac")
        picture = desk.form.sound.card.picture
        assert desk.facts() == {"sound_name": "peal.flac"}
        await desk.until(lambda: "peal.flac" in picture.accessibleName(), "its picture is there")
        assert desk.form.request().sound == name
        assert desk.form.request() == request

    desk.play(scenario)


def test_a_request_whose_sound_is_gone_says_so(desk: Desk) -> None:
    async def scenario(desk: Desk) -> None:
        desk.form.set_request(Request(sound="gone.mp3", sound_way="store"))
        await desk.until(lambda: desk.form.request().sound == "", "it is let go")
        assert any(problem.kind is ProblemKind.MISSING for problem in desk.form.sound.problems())

    desk.play(scenario)


def test_another_part_is_tried_in_the_dialog_and_used_by_its_button(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        first = await desk.taken(path)
        desk.tool.edit()
        dialog = desk.dialog()
        assert "mp3" in dialog.outcome.text()
        dialog.wave.set_cut(SoundCut(4.2, 5.0))
        dialog.wave.cut_settled.emit(dialog.wave.cut)
        assert dialog.outcome.text() == "Cutting…"
        await desk.until(lambda: "mp3" in dialog.outcome.text(), "it is tried")
        assert desk.form.request().sound == first
        dialog.way.setCurrentIndex(1)
        dialog.use_button.click()
        second = await desk.ready()
        assert second != first
        assert desk.form.request().sound_way == "soundtrack"
        assert lag(played(path), played(desk.paths.inputs / second), 4.2) == pytest.approx(0, abs=0.002)
        desk.tool.edit()
        dialog.way.setCurrentIndex(0)
        dialog.use_button.click()
        assert (desk.form.request().sound, desk.form.request().sound_way) == (second, "store")

    desk.play(scenario)


def test_listening_pauses_the_video_and_plays_the_part(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    samples: list[bytes] = []

    def play(data: bytes) -> bool:
        samples.append(data)
        return True

    monkeypatch.setattr(desk.tool._output, "play", play)

    async def scenario(desk: Desk) -> None:
        await desk.taken(SAMPLE)
        desk.tool.edit()
        dialog = desk.dialog()
        dialog.listen_button.click()
        assert desk.pauses == [True]
        await desk.until(lambda: samples, "it is heard")
        assert len(samples[0]) == 5 * 48_000 * 4
        assert dialog.listen_button.text() == "Stop"
        desk.tool._output.position_changed.emit(1.5)
        assert dialog.wave.playhead == 1.5
        desk.tool._output.ended.emit()
        assert dialog.listen_button.text() == "Listen"
        dialog.reject()

    desk.play(scenario)


def test_without_a_sound_output_it_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.tool._output, "play", lambda _data: False)

    async def scenario(desk: Desk) -> None:
        await desk.taken(SAMPLE)
        desk.tool.edit()
        dialog = desk.dialog()
        dialog.listen_button.click()
        trouble = find(dialog, QLabel, "soundTrouble")
        await desk.until(lambda: "no sound output" in trouble.text(), "it says so")
        assert dialog.wave.playhead is None
        dialog.reject()

    desk.play(scenario)
