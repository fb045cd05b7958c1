"""Many videos at once in the whole window, each scenario in a process of its own."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from PIL import Image

from tests.app.test_window import Window, window
from tests.fakes.command_line import ended
from tests.fakes.processes import KILL
from wan_desktop.core.paths import resource

__all__ = ["window"]

LAKE = resource("samples", "lake.jpg")
ANSWERS_WITHIN_MS = 50.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "图 in"
    made.mkdir()
    for name in ("10.jpg", "2.jpg", "1.jpg"):
        shutil.copy(LAKE, made / name)
    return made


def test_several_images_become_a_batch(window: Window, folder: Path) -> None:
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    window.play("several_images_become_a_batch", folder)


def test_a_batch_is_paused_and_stopped_by_its_bar(window: Window, folder: Path) -> None:
    window.play("a_batch_is_paused_and_stopped_by_its_bar", folder)


def test_variations_are_one_click(window: Window) -> None:
    window.play("variations_are_one_click", LAKE)


@pytest.mark.alone
def test_two_hundred_images_leave_the_window_free(window: Window, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        Image.new("RGB", (1600, 1200), (number, 255 - number, 90)).save(folder / f"{number:03}.jpg")
    told = window.play("two_hundred_images_leave_the_window_free", folder)
    [line] = [line for line in told.splitlines() if line.startswith("gap")]
    assert float(line.split()[1]) <= ANSWERS_WITHIN_MS


@pytest.mark.parametrize("end", sorted({KILL, signal.SIGTERM}))
def test_a_batch_that_is_put_together_survives_a_restart_and_a_kill(
    window: Window, folder: Path, end: signal.Signals
) -> None:
    process = window.start("a_batch_is_put_together", folder)
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    process.send_signal(end)
    ended(process)
    assert window.submits() == 0
    window.play("a_batch_left_open_is_open_again_and_sent")
    window.play("no_batch_is_open")
    assert window.submits() == 6


def test_what_was_refused_is_left_out_of_a_batch_or_changed_there(window: Window, folder: Path) -> None:
    window.play("one_of_a_batch_was_refused_before", LAKE, folder)
    assert window.submits() == 4
