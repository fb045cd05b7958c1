"""Daily copies: one a day, seven kept, only sound ones, and never in anybody's way."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

import pytest

from tests.fakes.damaged import fill, jobs_of_every_state, noise, truncated, zeros
from tests.fakes.jobs import make_job
from wan_desktop.core import journal
from wan_desktop.core.copies import KEPT, is_due, look_at, make_copy, newest_sound
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.journal import COPY, JOURNAL, backups_in
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

Today = Callable[[str], None]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    return lambda day: monkeypatch.setattr(journal, "today", lambda: day)


def test_eight_days_leave_the_seven_latest_copies_and_the_journals_they_need(
    paths: Paths, today: Today
) -> None:
    store = Store(paths.database, paths.locks)
    for day in range(1, 9):
        today(f"2026-11-{day:02}")
        store.save(make_job(f"job-{day}"))
        assert is_due(paths.database)
        make_copy(paths.database)
        assert not is_due(paths.database)
    copies = backups_in(paths.backups, COPY)
    assert [copy.day for copy in copies] == [f"2026-11-{day:02}" for day in range(2, 9)]
    assert len(copies) == KEPT
    assert [found.day for found in backups_in(paths.backups, JOURNAL)] == [
        f"2026-11-{day:02}" for day in range(1, 9)
    ]
    assert list(look_at(copies[0].path)) == ["job-1", "job-2"]
    store.close()


def test_a_copy_is_one_file_made_while_the_program_writes(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job(state=JobState.RUNNING, task_id="task-1"))
    made = make_copy(paths.database)
    assert made is not None
    store.save(make_job("2"))
    names = sorted(path.name for path in paths.backups.iterdir())
    assert names == sorted([made.name, made.with_suffix(JOURNAL).name])
    if os.name == "posix":
        assert made.stat().st_mode & 0o777 == 0o600
    [job] = look_at(made).values()
    assert (job.state, job.task_id) == (JobState.RUNNING, "task-1")
    store.close()


def test_a_database_without_jobs_takes_no_copys_place(paths: Paths) -> None:
    Store(paths.database, paths.locks).close()
    assert not is_due(paths.database)
    assert make_copy(paths.database) is None
    assert backups_in(paths.backups, COPY) == []


@pytest.mark.parametrize("damage", [zeros, noise, truncated], ids=lambda damage: damage.__name__)
def test_a_damaged_database_gets_no_copy_and_the_good_ones_stay(
    paths: Paths, today: Today, damage: Callable[[bytes, int], bytes]
) -> None:
    today("2026-11-24")
    fill(paths, jobs_of_every_state())
    good = make_copy(paths.database)
    assert good is not None
    before = good.read_bytes()
    whole = paths.database.read_bytes()
    paths.database.write_bytes(damage(whole, 1))
    today("2026-11-25")
    with pytest.raises(DiskError) as caught:
        make_copy(paths.database)
    assert caught.value.kind is ErrorKind.DATABASE_DAMAGED
    assert [copy.path for copy in backups_in(paths.backups, COPY)] == [good]
    assert good.read_bytes() == before
    assert list(paths.backups.glob(".*")) == []


def test_the_newest_copy_that_is_sound_is_the_one(paths: Paths, today: Today) -> None:
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        today(day)
        fill(paths, [make_job(day)])
        make_copy(paths.database)
    newest = backups_in(paths.backups, COPY)[-1].path
    newest.write_bytes(noise(newest.read_bytes(), 0))
    found = newest_sound(paths.backups)
    assert found is not None
    assert found.day == "2026-11-24"
    for copy in backups_in(paths.backups, COPY):
        copy.path.write_bytes(zeros(copy.path.read_bytes(), 0))
    assert newest_sound(paths.backups) is None


def test_a_copy_of_a_newer_version_is_refused(paths: Paths) -> None:
    fill(paths, [make_job()])
    made = make_copy(paths.database)
    assert made is not None
    writer = sqlite3.connect(made)
    writer.execute("PRAGMA user_version = 999")
    writer.close()
    with pytest.raises(DiskError) as caught:
        newest_sound(paths.backups)
    assert caught.value.kind is ErrorKind.DATABASE_NEWER


def test_what_was_being_copied_when_the_program_died_is_swept(paths: Paths) -> None:
    fill(paths, [make_job()])
    left = paths.backups / ".000001 2026-11-24.sqlite3.17.part"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    make_copy(paths.database)
    assert not left.exists()
