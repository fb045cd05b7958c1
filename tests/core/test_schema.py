"""Databases of other versions: an older one is copied and keeps all it knew, a newer one is left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace
from typing import Any

import pytest

from tests.core.test_store import make_job, store
from wan_desktop.core.database import upgrade
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.job import JobState
from wan_desktop.core.ledger import Fate
from wan_desktop.core.paths import Paths
from wan_desktop.core.schema import STEPS
from wan_desktop.core.store import Store

__all__ = ["store"]

REFUSED = Failure(ErrorKind.CONTENT_REFUSED)
IN_DOUBT = Failure(ErrorKind.TASK_FAILED, may_be_billed=True)


@pytest.mark.parametrize(
    ("state", "values", "fate"),
    [
        (JobState.WAITING, {}, Fate.UNSENT),
        (JobState.PREPARING, {}, Fate.UNSENT),
        (JobState.SUBMITTING, {"submitted_at": 1002.0}, Fate.MAY_BE_BILLED),
        (JobState.UNCONFIRMED, {"submitted_at": 1002.0}, Fate.MAY_BE_BILLED),
        (JobState.QUEUED, {"submitted_at": 1002.0}, Fate.MAY_BE_BILLED),
        (JobState.DONE, {"submitted_at": 1002.0}, Fate.MAY_BE_BILLED),
        (JobState.FAILED, {"error": REFUSED, "submitted_at": 1002.0}, Fate.NOT_BILLED),
        (JobState.FAILED, {"error": IN_DOUBT, "submitted_at": 1002.0}, Fate.MAY_BE_BILLED),
        (JobState.STOPPED, {}, Fate.NOT_BILLED),
        (JobState.STOPPED, {"submitted_at": 1002.0}, Fate.MAY_BE_BILLED),
    ],
)
def test_the_ledger_says_what_became_of_a_consent_in_an_upgraded_database_too(
    store: Store, paths: Paths, state: JobState, values: dict[str, Any], fate: Fate
) -> None:
    store.save(make_job())
    store.save(make_job(state=state, **values))
    [entry] = store.ledger()
    assert (entry.fate, entry.sent) == (fate, values.get("submitted_at", 0.0))
    store.close()
    old = sqlite3.connect(paths.database, isolation_level=None)
    as_before_the_second_step(old)
    upgrade(old, paths.database, STEPS)
    old.close()
    again = Store(paths.database, paths.locks)
    assert again.ledger() == [entry]
    again.close()


LATER_COLUMNS = ("estimate", "charged", "batch", "paused")


def as_of_version(connection: sqlite3.Connection, version: int) -> None:
    """The same rows in the tables of an earlier version, without what came after it."""
    if version < 2:
        as_before_the_second_step(connection)
        return
    if version < 4:
        connection.execute("DROP INDEX spend_refused")
        connection.execute("ALTER TABLE spend DROP COLUMN refused")
    if version < 3:
        connection.execute("DROP INDEX jobs_of_batch")
        for column in ("batch", "paused"):
            connection.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
    connection.execute(f"PRAGMA user_version = {version}")


def as_before_the_second_step(connection: sqlite3.Connection) -> None:
    """The same rows in the first version's tables."""
    jobs = [row[1] for row in connection.execute("PRAGMA table_info(jobs)")]
    kept = ", ".join(name for name in jobs if name not in LATER_COLUMNS)
    for table in ("jobs", "spend"):
        connection.execute(f"ALTER TABLE {table} RENAME TO newer_{table}")
    connection.execute("DROP TABLE events")
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    for (name,) in connection.execute(indexes).fetchall():
        connection.execute(f"DROP INDEX {name}")
    for statement in STEPS[0]:
        connection.execute(statement)
    connection.execute(f"INSERT INTO jobs ({kept}) SELECT {kept} FROM newer_jobs")
    connection.execute(
        "INSERT INTO spend (job, time, service, what) SELECT job, time, service, what FROM newer_spend"
    )
    for table in ("jobs", "spend"):
        connection.execute(f"DROP TABLE newer_{table}")
    connection.execute("PRAGMA user_version = 1")


class TestSchema:
    def test_a_newer_database_is_refused_and_left_alone(self, store: Store, paths: Paths) -> None:
        store.save(make_job())
        store.close()
        writer = sqlite3.connect(paths.database)
        writer.execute("PRAGMA user_version = 999")
        writer.close()
        with pytest.raises(DiskError) as caught:
            Store(paths.database, paths.locks)
        assert caught.value.kind is ErrorKind.DATABASE_NEWER
        reader = sqlite3.connect(paths.database)
        assert reader.execute("SELECT id FROM jobs").fetchall() == [("job-1",)]
        reader.close()

    def test_a_newer_database_that_a_kill_left_half_written_keeps_every_byte(self, paths: Paths) -> None:
        """Its last changes are in the WAL, which an ordinary look would move into the file."""
        killed = f"""
            import os, sqlite3
            connection = sqlite3.connect({str(paths.database)!r})
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE jobs (id)")
            connection.execute("PRAGMA user_version = {len(STEPS) + 1}")
            connection.commit()
            os._exit(0)
        """
        subprocess.run([sys.executable, "-c", textwrap.dedent(killed)], check=True)
        wal = paths.database.with_name(f"{paths.database.name}-wal")
        before = paths.database.read_bytes(), wal.read_bytes()
        with pytest.raises(DiskError) as caught:
            Store(paths.database, paths.locks)
        assert caught.value.kind is ErrorKind.DATABASE_NEWER
        assert (paths.database.read_bytes(), wal.read_bytes()) == before

    def test_what_is_no_database_is_called_damaged(self, paths: Paths) -> None:
        paths.database.write_bytes(b"this is no database, whatever its name says" * 100)
        with pytest.raises(DiskError) as caught:
            Store(paths.database, paths.locks)
        assert caught.value.kind is ErrorKind.DATABASE_DAMAGED

    def test_an_older_database_is_copied_before_it_is_changed(self, store: Store, paths: Paths) -> None:
        store.save(make_job())
        store.close()
        connection = sqlite3.connect(paths.database, isolation_level=None)
        steps = (*STEPS, ("ALTER TABLE jobs ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",))
        upgrade(connection, paths.database, steps)
        assert connection.execute("SELECT id, mood FROM jobs").fetchall() == [("job-1", "calm")]
        connection.close()
        copy = sqlite3.connect(paths.database.with_name(f"jobs.sqlite3.v{len(STEPS)}"))
        assert copy.execute("SELECT id FROM jobs").fetchall() == [("job-1",)]
        copy.close()

    @pytest.mark.parametrize("version", range(1, len(STEPS)))
    def test_one_of_any_earlier_version_is_copied_and_keeps_all_that_it_knew(
        self, store: Store, paths: Paths, version: int
    ) -> None:
        place = {"batch": {"id": "b", "index": 2, "of": 2}}
        waiting = make_job(1, extra=place)
        refused = make_job(2, JobState.FAILED, error=Failure(ErrorKind.CONTENT_REFUSED, "no"))
        store.save(waiting)
        store.save(refused)
        store.pause("b", "user")
        ledger = store.ledger()
        store.close()
        older = sqlite3.connect(paths.database, isolation_level=None)
        as_of_version(older, version)
        older.close()
        paths.backups.rename(paths.backups.with_name("elsewhere"))
        again = Store(paths.database, paths.locks)
        copy = sqlite3.connect(paths.database.with_name(f"jobs.sqlite3.v{version}"))
        assert copy.execute("PRAGMA user_version").fetchone() == (version,)
        copy.close()
        assert again.ledger() == ledger
        found = {job.id: job for job in again.find()}
        assert found["job-2"] == refused
        assert found["job-1"] == replace(waiting, paused="user" if version >= 3 else "", elsewhere=False)
        # What was refused before there was a place for it is not known; from now on it is.
        known = int(version >= 4)
        assert again.refused(refused.service, [refused.request])[0].times == known
        once_more = replace(refused, id="job-3")
        again.save(once_more)
        assert again.refused(refused.service, [refused.request])[0].times == known + 1
        again.close()

    def test_a_step_that_fails_leaves_the_version_before(self, store: Store, paths: Paths) -> None:
        store.close()
        connection = sqlite3.connect(paths.database, isolation_level=None)
        bad = ("ALTER TABLE jobs ADD COLUMN mood TEXT", "THIS IS NO SQL")
        with pytest.raises(sqlite3.Error):
            upgrade(connection, paths.database, (*STEPS, bad))
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert "mood" not in [row[1] for row in connection.execute("PRAGMA table_info(jobs)")]
        connection.close()
