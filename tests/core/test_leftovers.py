"""What a killed process left in the program's folders: what goes at a later start, and what stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.fakes.jobs import make_job
from wan_desktop.core.claims import TAKEN_WITHIN, Claims, this_computer
from wan_desktop.core.leftovers import LEFT_AFTER, sweep_leftovers
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store


def left(path: Path, age: float) -> Path:
    path.write_bytes(b"half")
    aged(path, age)
    return path


def aged(path: Path, age: float) -> None:
    then = time.time() - age
    os.utime(path, (then, then))


def test_half_files_go_once_nobody_can_be_writing_them(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job("a"))
    paths.backups.mkdir(exist_ok=True)
    old = [
        left(paths.backups / ".000001 2026-11-25.sqlite3.77.part", 2 * LEFT_AFTER),
        left(paths.backups / ".000001 2026-11-25.sqlite3.77.part-journal", 2 * LEFT_AFTER),
        left(paths.data / ".api-keys.json.77-1.part", 2 * LEFT_AFTER),
        left(paths.data / ".settings.json.77-2.part", 2 * LEFT_AFTER),
        left(paths.posters / ".a.jpg.77.part", 2 * LEFT_AFTER),
        left(paths.inputs / ".0f.jpg.77-3.part", 2 * LEFT_AFTER),
        left(paths.posters / "gone.jpg", 2 * LEFT_AFTER),
    ]
    kept = [
        left(paths.data / ".settings.json.78-1.part", LEFT_AFTER / 2),
        left(paths.posters / "a.jpg", 2 * LEFT_AFTER),
        left(paths.posters / "new.jpg", LEFT_AFTER / 2),
        left(paths.inputs / "0f.jpg", 2 * LEFT_AFTER),
        left(paths.settings, 2 * LEFT_AFTER),
    ]
    assert sweep_leftovers(store, paths) == len(old)
    assert [path.name for path in old if path.exists()] == []
    assert [path.name for path in kept if not path.exists()] == []
    store.close()


def test_no_poster_goes_while_nobody_can_tell_whose_it_is(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.close()
    poster = left(paths.posters / "a.jpg", 2 * LEFT_AFTER)
    assert sweep_leftovers(store, paths) == 0
    assert poster.exists()


def test_locks_of_killed_processes_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    living = Claims(tmp_path)
    aged(tmp_path / f"{living.token}.lock", 2 * TAKEN_WITHIN)
    killed = left(tmp_path / f"{this_computer()}-{'0' * 32}.lock", 2 * TAKEN_WITHIN)
    just_made = left(tmp_path / f"{this_computer()}-{'1' * 32}.lock", TAKEN_WITHIN / 2)
    other = Claims(tmp_path)
    assert not killed.exists()
    assert just_made.exists()
    assert other.lives(living.token)
    living.release()
    other.release()
