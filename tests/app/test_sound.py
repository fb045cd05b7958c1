"""A sound in the whole window, from the drop to the video; one process a scenario."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.app.test_window import Window, window
from tests.fakes.command_line import ended
from wan_desktop.core.paths import resource

__all__ = ["window"]

LAKE, CHIMES = resource("samples", "lake.jpg"), resource("samples", "chimes.mp3")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "图 in"
    made.mkdir()
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        shutil.copy(LAKE, made / name)
    return made


def test_a_sound_goes_with_the_video_and_comes_back(window: Window, folder: Path) -> None:
    window.play("a_sound_goes_with_the_video_and_comes_back", folder / "2.jpg")
    assert window.submits() == 1


def test_a_sound_inside_the_request_is_shown_and_goes(window: Window) -> None:
    window.settings(inline_sound=True)
    window.play("a_sound_inside_the_request_is_shown_and_goes")
    assert window.submits() == 1


def test_every_video_of_a_batch_has_the_sound(window: Window, folder: Path) -> None:
    window.settings(inline_sound=True)
    window.play("every_video_of_a_batch_has_the_sound", folder)
    assert window.submits() == 3


@pytest.mark.parametrize("limit", ["", "100"])
def test_the_public_host_is_asked_about_once_a_click(window: Window, folder: Path, limit: str) -> None:
    window.settings(temporary_host=True, limit_per_day=limit)
    window.play("the_public_host_is_asked_about_once_a_click", folder)
    assert window.submits() == 0


def test_the_part_of_a_sound_survives_a_kill(window: Window, folder: Path) -> None:
    bells = folder / "bells 钟.mp3"
    shutil.copy(CHIMES, bells)
    process = window.start("a_part_of_a_sound_under_way", bells)
    assert process.stdout is not None
    told = process.stdout.readline()[:-1]
    process.kill()
    ended(process)
    assert window.play("the_part_of_a_sound_is_back").splitlines() == [told]
    # Without the user's own file there is still what was cut of it, by its name.
    bells.unlink()
    (again,) = window.play("the_part_of_a_sound_is_back").splitlines()
    assert again.split()[0] == told.split()[0]
