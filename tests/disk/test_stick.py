"""The program's whole home on a stick that is another drive each time: file system, place, pulling."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.disk.conftest import MakeDisk
from tests.disk.program import Program, video_of
from wan_desktop.core import settings
from wan_desktop.core.copies import look_at, make_copy
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.restore import restore, trouble
from wan_desktop.core.secrets import Keys
from wan_desktop.core.settings import Settings
from wan_desktop.core.store import Store

kinds = pytest.mark.parametrize("kind", ["exfat", "ext4"])


def plugged_in(point: Path, home: Path) -> Path:
    """The stick's folder at another place of the file system."""
    point.parent.mkdir(exist_ok=True)
    point.symlink_to(home)
    return point


async def one_video(home: Path, tmp_path: Path) -> None:
    program = Program(home, home / "videos", [video_of(tmp_path, 100_000)])
    (home / "videos").mkdir(parents=True)
    async with program:
        await program.done(program.submit())


@kinds
async def test_a_video_made_on_a_stick_is_found_at_its_next_place(
    disk: MakeDisk, tmp_path: Path, kind: str
) -> None:
    stick = disk("stick", kind, 10)
    await one_video(stick.folder / "data", tmp_path)
    moved = Paths.under(plugged_in(tmp_path / "elsewhere" / "drive", stick.folder) / "data")
    store = Store(moved.database, moved.locks)
    [job] = store.find()
    store.close()
    assert job.state is JobState.DONE
    assert Path(job.video).is_relative_to(moved.library)
    assert Path(job.video).is_file()
    assert Path(job.poster).is_relative_to(moved.posters)
    assert Path(job.poster).is_file()


@kinds
async def test_a_list_lost_on_a_stick_is_brought_back_at_its_next_place(
    disk: MakeDisk, tmp_path: Path, kind: str
) -> None:
    stick = disk("stick", kind, 10)
    await one_video(stick.folder / "data", tmp_path)
    paths = Paths.under(stick.folder / "data")
    copy = make_copy(paths.database)
    assert copy is not None
    paths.database.unlink()
    moved = Paths.under(plugged_in(tmp_path / "elsewhere" / "drive", stick.folder) / "data")
    assert trouble(moved) is not None
    restored = restore(moved, moved.library)
    assert (restored.jobs, restored.videos) == (1, 0)
    [job] = look_at(moved.backups / copy.name).values()
    assert Path(job.video).is_file()


def test_a_library_elsewhere_on_the_stick_moves_with_it(disk: MakeDisk, tmp_path: Path) -> None:
    stick = disk("stick", "exfat", 10)
    home, clips = stick.point / "program" / "data", stick.point / "clips"
    home.mkdir(parents=True)
    settings.save(home / "settings.json", Settings(library=str(clips)))
    other = plugged_in(tmp_path / "other", stick.point) / "program" / "data"
    assert settings.load(home / "settings.json").library == str(clips)
    assert settings.load(other / "settings.json").library == str(tmp_path / "other" / "clips")


@kinds
async def test_absolute_paths_of_an_older_version_move_too_once_it_was_opened(
    disk: MakeDisk, tmp_path: Path, kind: str
) -> None:
    stick = disk("stick", kind, 10)
    await one_video(stick.folder / "data", tmp_path)
    paths = Paths.under(stick.folder / "data")
    before = sqlite3.connect(paths.database)
    before.execute("UPDATE jobs SET video = replace(video, 'home:', ?)", (f"{paths.data}/",))
    before.execute("PRAGMA user_version = 4")
    before.commit()
    before.close()
    Store(paths.database, paths.locks).close()
    moved = Paths.under(plugged_in(tmp_path / "elsewhere" / "drive", stick.folder) / "data")
    store = Store(moved.database, moved.locks)
    [job] = store.find()
    store.close()
    assert Path(job.video).is_relative_to(moved.library)


def test_a_key_on_a_stick_is_kept_in_its_file_alone(disk: MakeDisk) -> None:
    paths = replace(Paths.under(disk("stick", "exfat", 10).folder / "data"), portable=True)
    paths.create()
    keys = Keys(paths.key_file, in_keyring=False)
    keys.set("https://api.example", "secret", allow_file=True)
    assert Keys(paths.key_file, in_keyring=False).get("https://api.example") == "secret"
    keys.delete("https://api.example")
    assert keys.get("https://api.example") == ""
