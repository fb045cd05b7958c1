"""The stages of dev.py build that need no PyInstaller; the frozen program tests itself in the build."""

from __future__ import annotations

import sys
from pathlib import Path

import freeze
import installers
import pytest
from environment import Environment
from steps import SetupFailed

from wan_desktop import __version__

ROOT = Path(__file__).resolve().parents[2]


def test_the_frozen_program_is_tried_without_what_a_developer_has_set() -> None:
    developer = {
        "QT_PLUGIN_PATH": "/a",
        "PYTHONPATH": "/b",
        "LD_LIBRARY_PATH": "/c",
        "DYLD_LIBRARY_PATH": "/c",
        "WAN_DESKTOP_API_KEY": "k",
        "DYLD_FRAMEWORK_PATH": "/qt/lib",
    }
    assert freeze.bare({**developer, "DISPLAY": ":0", "HOME": "/h"}) == {"DISPLAY": ":0", "HOME": "/h"}


def test_a_bundle_that_could_not_be_signed_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, str] = {}

    def run(_command: object, *, failure: str, environment: dict[str, str]) -> None:
        given.update(environment)
        raise SetupFailed(failure)

    monkeypatch.setattr(freeze, "run_tool", run)
    with pytest.raises(SetupFailed):
        freeze.build(tmp_path, Environment(tmp_path))
    assert given["PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR"] == "1"


def test_a_day_that_was_given_is_kept() -> None:
    assert freeze.reproducible({"SOURCE_DATE_EPOCH": "7"})["SOURCE_DATE_EPOCH"] == "7"
    assert freeze.reproducible({})["SOURCE_DATE_EPOCH"] == freeze.EPOCH


def test_on_windows_no_library_of_another_program_is_found() -> None:
    before = {"PATH": r"C:\Java\bin;C:\Windows\System32", "SYSTEMROOT": r"C:\Windows", "TEMP": "t"}
    after = freeze.without_other_programs(before)
    assert after == {**before, "PATH": r"C:\Windows\System32;C:\Windows"}


def test_the_table_tells_the_sizes_and_what_was_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "wan-desktop"
    folder.mkdir()
    (folder / "big").write_bytes(bytes(2_000_000))
    (folder / "small").write_bytes(bytes(1_000_000))
    (folder / "link").symlink_to("big")
    left = [{"name": "x", "reason": "Qt's plugins", "bytes": size} for size in (1_500_000, 2_500_000)]
    lines = [" ".join(line.split()) for line in freeze.table(folder, left, biggest=1).splitlines()]
    assert lines == [
        "wan-desktop: 3.0 MB in 2 files, of these",
        "2.0 MB big",
        "left out:",
        "4.0 MB Qt's plugins (2 files)",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such libraries")
def test_pythons_libraries_look_for_others_in_the_programs_folder(tmp_path: Path) -> None:
    library, module = tmp_path / "libpython3.11.so.1.0", tmp_path / "python3.11" / "lib-dynload" / "_ssl.so"
    module.parent.mkdir(parents=True)
    for file in (library, module):
        file.write_bytes(b"ELF\0/home/me/python/lib\0/home/me/python/lib/python3.11\0end")
    freeze.look_beside_themselves(tmp_path, "/home/me/python/lib")
    kept = b"\0/home/me/python/lib/python3.11\0end"
    assert library.read_bytes() == b"ELF\0$ORIGIN/.".ljust(23, b"\0") + kept
    assert module.read_bytes() == b"ELF\0$ORIGIN/../..".ljust(23, b"\0") + kept


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such libraries")
def test_a_place_that_is_too_short_is_left_alone(tmp_path: Path) -> None:
    library = tmp_path / "libpython3.11.so.1.0"
    library.write_bytes(b"\0/lib\0")
    freeze.look_beside_themselves(tmp_path, "/lib")
    assert library.read_bytes() == b"\0/lib\0"


STAND_IN = """#!/bin/sh
mkdir -p "$2" && : > "$2/window.png" && {video} && exit {status}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the program is a shell script")
@pytest.mark.parametrize(
    ("video", "status", "passes"),
    [(': > "$2/video.mp4"', 0, True), (': > "$2/video.mp4"', 1, False), ("true", 0, False)],
)
def test_a_program_that_fails_its_own_test_is_not_built(
    tmp_path: Path, video: str, status: int, passes: bool
) -> None:
    program = tmp_path / "wan-desktop"
    program.write_text(STAND_IN.format(video=video, status=status), encoding="utf-8")
    program.chmod(0o755)
    if passes:
        freeze.test(tmp_path, tmp_path / "results")
        return
    with pytest.raises(SetupFailed, match="self-test"):
        freeze.test(tmp_path, tmp_path / "results")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the program is a shell script")
def test_what_an_earlier_test_left_does_not_count(tmp_path: Path) -> None:
    results = tmp_path / "results"
    results.mkdir()
    (results / "window.png").touch()
    (results / "video.mp4").touch()
    program = freeze.executable(tmp_path)
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(SetupFailed):
        freeze.test(tmp_path, results)


def test_the_version_is_read_from_where_it_stands() -> None:
    assert installers.version(ROOT) == __version__


def test_a_system_without_a_packager_gets_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "haiku")
    assert installers.make_installers(tmp_path / "frozen", tmp_path / "installers", "1") == []
    assert str(tmp_path / "frozen") in capsys.readouterr().err
