"""What is kept of a form over a start or a kill: drafts, presets, prompts; one process a scenario."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from PIL import Image

from tests.app.test_window import LAKE, Window, window
from tests.fakes.command_line import ended
from tests.fakes.processes import KILL

__all__ = ["window"]


@pytest.mark.parametrize("end", sorted({KILL, signal.SIGTERM}))
def test_the_whole_form_survives_a_restart_and_a_kill(
    window: Window, tmp_path: Path, end: signal.Signals
) -> None:
    photo = tmp_path / "照片 photo.png"
    with Image.open(LAKE) as lake:
        lake.resize((2400, 1350)).save(photo)
    shown, image = left_a_draft(window, photo, end)
    assert shown.startswith("2400\u00a0×\u00a01350 PNG → 2000\u00a0×\u00a01125 JPEG")
    assert window.play("a_draft_is_back").splitlines() == [shown, image, str(photo), photo.name]
    # Its source is not needed: what is sent is kept.
    photo.unlink()
    kept = str(window.home.paths.inputs / image)
    assert window.play("a_draft_is_back").splitlines() == [shown, image, kept, photo.name]
    (window.home.paths.inputs / image).unlink()
    words = window.play("a_draft_without_its_image_is_back").splitlines()
    assert words == [f"The image “{photo.name}” is no longer there. Choose it again, or take another one."]


def test_a_draft_whose_kept_image_is_gone_takes_it_from_its_source(window: Window, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    shutil.copy(LAKE, photo)
    shown, image = left_a_draft(window, photo, KILL)
    (window.home.paths.inputs / image).unlink()
    words = window.play("a_draft_is_back_without_facts").splitlines()
    assert words == [shown, image, str(photo), photo.name]


def test_an_image_that_comes_in_the_meantime_is_not_replaced_by_that_of_the_draft(
    window: Window, tmp_path: Path
) -> None:
    left_a_draft(window, LAKE, KILL)
    window.play("another_image_comes_before_that_of_the_draft")


def test_the_image_of_a_draft_does_not_come_back_once_it_was_taken_away(window: Window) -> None:
    left_a_draft(window, LAKE, KILL)
    window.play("a_draft_image_that_is_not_wanted_any_more_stays_away")


def test_what_a_draft_keeps_of_an_image_is_its_own_while_another_is_read(window: Window) -> None:
    window.play("what_is_kept_of_an_image_is_its_own_while_another_is_read")


def test_presets_are_kept_over_a_start_and_go_through_a_file(window: Window, tmp_path: Path) -> None:
    window.play("presets_are_made_managed_and_handed_on", tmp_path)
    window.play("presets_are_there_after_a_start")


def test_earlier_prompts_come_back_by_up_and_down(window: Window) -> None:
    window.play("prompts_are_sent")
    window.play("earlier_prompts_come_back")


def left_a_draft(window: Window, photo: Path, end: signal.Signals) -> tuple[str, str]:
    """What the chip says of it, and the image's name."""
    process = window.start("a_draft_under_way", photo)
    assert process.stdout is not None
    told = process.stdout.readline()[:-1], process.stdout.readline()[:-1]
    process.send_signal(end)
    ended(process)
    return told
