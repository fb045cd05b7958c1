"""Where a removed file goes on a drive of its own, and one that cannot be removed at all."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.fakes.small_disk import small_disk
from wan_desktop.app import job_actions
from wan_desktop.app.job_actions import delete_for_good, move_to_trash


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a file system")
def test_a_drive_has_a_trash_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    with small_disk(tmp_path / "stick", 500) as drive:
        video = drive / "videos" / "湖, 100% #1.mp4"
        video.parent.mkdir()
        video.write_bytes(b"video")
        assert move_to_trash(video)
        assert not video.exists()
        [kept] = drive.glob(".Trash-*/files/*")
        assert (kept.name, kept.read_bytes()) == (video.name, b"video")


def test_what_cannot_be_deleted_is_not_called_gone(tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    video.mkdir()
    assert not delete_for_good(video)
    assert delete_for_good(tmp_path / "gone.mp4")


def test_what_is_still_there_was_not_put_into_the_trash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    video = tmp_path / "a.mp4"
    video.write_bytes(b"video")
    monkeypatch.setattr(job_actions, "QFile", lambda name: SimpleNamespace(moveToTrash=lambda: True))
    assert not move_to_trash(video)
