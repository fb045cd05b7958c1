"""The program's test of itself, as the package's build runs it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from tests.fakes.command_line import Home
from tests.fakes.decoded import decode
from wan_desktop.app.selftest import pointing_into


def test_it_leaves_a_picture_and_a_video(tmp_path: Path) -> None:
    folder = tmp_path / "results 结果"
    result = Home(tmp_path / "home").run("--selftest", folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "passed" in result.stdout
    assert QImage(str(folder / "window.png")).width() > 900
    video = decode(folder / "video.mp4")
    assert video.loudest is not None
    assert abs(video.seconds - 5) <= 0.1


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = Home(tmp_path / "home").run("--selftest", tmp_path / "file" / "results")
    assert result.returncode == 1
    assert result.stdout.startswith("FAILED: no folder for the results")
    assert result.stderr == ""


def test_variables_that_lead_other_programs_into_the_bundle_are_found() -> None:
    bundle = Path("/opt/wan-desktop")
    variables = {
        "_PYI_ARCHIVE_FILE": str(bundle / "wan-desktop"),
        "PWD": str(bundle),
        "HOME": "/home/me",
    }
    assert pointing_into(bundle, variables) == ["_PYI_ARCHIVE_FILE"]
