"""The program's folders: for their user alone where the program makes them, else as they were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from wan_desktop.core.paths import Paths

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no modes of files")


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


def test_folders_that_are_made_are_closed_to_others(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "cache", tmp_path / "logs", tmp_path / "videos")
    paths.create()
    assert [mode(folder) for folder in (paths.data, paths.cache, paths.logs)] == [0o700] * 3
    paths = Paths.under(tmp_path / "home")
    paths.create()
    assert mode(paths.data) == 0o700


def test_a_home_that_people_share_stays_shared(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o775)
    paths = Paths.under(home)
    paths.create()
    paths.create()
    assert mode(home) == 0o775
    (home / "made by hand").mkdir()
    assert mode(paths.inputs) == mode(paths.locks) == mode(paths.logs) == mode(home / "made by hand")
