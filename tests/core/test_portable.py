"""A folder beside the program makes it portable; paths that move along with a home are told from it."""

from __future__ import annotations

import ntpath
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from wan_desktop.core import kept_paths
from wan_desktop.core.kept_paths import found, kept
from wan_desktop.core.paths import HOME_VARIABLE, Paths


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The frozen program's executable, in a folder of its own."""
    made = tmp_path / "Wan Desktop 便携" / "wan-desktop"
    made.parent.mkdir()
    made.touch()
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(made))
    return made


def test_with_a_data_folder_beside_it_everything_is_kept_there(program: Path) -> None:
    data = program.with_name("data")
    data.mkdir()
    paths = Paths.of_user()
    assert paths.portable
    places = (paths.data, paths.cache, paths.logs, paths.library, paths.database, paths.settings, paths.locks)
    assert all(place.is_relative_to(data) for place in places)


def test_without_that_folder_it_is_installed_like_any_other(program: Path) -> None:
    paths = Paths.of_user()
    assert not paths.portable
    assert not paths.data.is_relative_to(program.parent)


def test_a_file_of_that_name_makes_nothing_portable(program: Path) -> None:
    program.with_name("data").touch()
    assert not Paths.of_user().portable


def test_a_home_that_is_named_goes_before(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.with_name("data").mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other"))
    paths = Paths.of_user()
    assert (paths.data, paths.portable) == (tmp_path / "other", False)


def test_a_bundle_of_macos_has_its_folder_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "Wan Desktop.app"
    data = tmp_path / "wan-desktop-data"
    data.mkdir()
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(bundle / "Contents" / "MacOS" / "wan-desktop"))
    assert Paths.of_user().data == data


def test_a_checkout_is_never_portable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert not Paths.of_user().portable


@pytest.mark.parametrize("within", ["videos/a boat 船.mp4", "posters/x.jpg"])
def test_what_lies_in_the_home_is_told_from_it(tmp_path: Path, within: str) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    text = kept(str(here / within), here)
    assert text == f"home:{within}"
    assert found(text, there) == str(there / within)


@pytest.mark.parametrize("path", ["", "videos/relative.mp4", "/elsewhere/on/this/computer.mp4"])
def test_everything_else_is_kept_as_it_is(tmp_path: Path, path: str) -> None:
    assert kept(path, tmp_path / "home") == path
    assert found(path, tmp_path / "home") == path


@pytest.mark.parametrize("path", ["E:\\clips\\a.mp4", "e:\\clips\\a.mp4", "E:/clips/a.mp4"])
def test_on_windows_a_drive_is_the_same_in_capitals_and_with_other_slashes(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_paths, "os", SimpleNamespace(path=ntpath, name="nt", sep="\\"))
    home: Any = PureWindowsPath("e:\\Wan Desktop\\data")
    elsewhere: Any = PureWindowsPath("F:\\Wan Desktop\\data")
    text = kept(path, home)
    assert text == "home:../../clips/a.mp4"
    assert found(text, elsewhere) == "F:\\clips\\a.mp4"
    assert kept("D:\\clips\\a.mp4", home) == "D:\\clips\\a.mp4"
