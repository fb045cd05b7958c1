"""A job list of an earlier version is taken over whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from wan_desktop.core import database
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.schema import STEPS
from wan_desktop.core.store import Store

JOBS = {
    "waiting": JobState.WAITING,
    "doubtful": JobState.UNCONFIRMED,
    "running": JobState.RUNNING,
    "done": JobState.DONE,
    "refused": JobState.FAILED,
}
EARLIER = range(1, len(STEPS))


def of_version(paths: Paths, version: int) -> None:
    """A list as that version left it: its own tables, a job of each kind, absolute paths."""
    values = (
        "1000.0, :state, :request, 'https://api.example', 'boat.jpg', 1001.0, 1002.0, 0.0, :task, NULL, NULL,"
        " NULL, :video, 10, 5.0, 1280, 720, :poster, :starred, :extra, 5, '720P', 'boat', NULL, :revision"
    )
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        for statement in (statement for step in STEPS[:1] for statement in step):
            made.execute(statement)
        for number, (name, state) in enumerate(JOBS.items(), 1):
            done = state is JobState.DONE
            row = {
                "id": name,
                "state": str(state),
                "request": '{"image":"a.jpg","prompt":"a boat","duration":5,"resolution":"720P"}',
                "task": "" if state in (JobState.WAITING, JobState.UNCONFIRMED) else f"task-{name}",
                "video": str(paths.library / "boat.mp4") if done else "",
                "poster": str(paths.posters / "done.jpg") if done else "",
                "starred": int(done),
                "extra": "{}",
                "revision": number,
            }
            made.execute(f"INSERT INTO jobs VALUES (:id, {values})", row)
            spend = "INSERT INTO spend VALUES (?, 1000.0, 'https://api.example', 'boat', NULL, NULL, '')"
            made.execute(spend, (name,))
            made.execute("INSERT INTO events VALUES (?, 1000.0, 'state', 'waiting')", (name,))
        for statement in (statement for step in STEPS[1:version] for statement in step):
            made.execute(statement)
        made.execute(f"PRAGMA user_version = {version}")


def kept_copy(paths: Paths, version: int) -> Path:
    return paths.database.with_name(f"{paths.database.name}.v{version}")


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as opened:
        return [row[0] for row in opened.execute("SELECT id FROM jobs ORDER BY revision")]


@pytest.mark.parametrize("version", EARLIER)
def test_every_job_of_any_earlier_version_is_there_and_so_is_a_whole_copy(paths: Paths, version: int) -> None:
    of_version(paths, version)
    store = Store(paths.database, paths.locks)
    assert {job.id: job.state for job in store.find()} == JOBS
    assert {entry.job for entry in store.ledger()} == JOBS.keys()
    assert [job.video for job in store.find() if job.starred] == [str(paths.library / "boat.mp4")]
    assert all(store.events(name) for name in JOBS)
    store.close()
    copy = kept_copy(paths, version)
    assert names_in(copy) == list(JOBS)
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(paths.database.stat().st_mode)
    assert not list(paths.data.glob("*.part*"))


@pytest.mark.skipif(os.name != "posix", reason="this system has no modes of files")
def test_the_copy_of_a_private_list_is_private_too(paths: Paths) -> None:
    of_version(paths, 4)
    paths.database.chmod(0o600)
    Store(paths.database, paths.locks).close()
    assert stat.S_IMODE(kept_copy(paths, 4).stat().st_mode) == 0o600


def test_a_copy_that_an_earlier_start_left_half_is_made_anew(paths: Paths) -> None:
    of_version(paths, 4)
    kept_copy(paths, 4).write_bytes(b"half of a copy" * 100)
    Store(paths.database, paths.locks).close()
    assert names_in(kept_copy(paths, 4)) == list(JOBS)


@pytest.mark.parametrize("at", ["copy", "reading", "sync_folder"])
def test_without_a_whole_copy_nothing_is_changed(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    of_version(paths, 1)

    def fails(*_given: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(database, at, fails)
    before = paths.database.read_bytes()
    with pytest.raises(DiskError) as caught:
        Store(paths.database, paths.locks)
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert paths.database.read_bytes() == before
    assert not list(paths.data.glob(".*.part*"))


KILLED_AT = """
    import os, signal, sqlite3, sys
    from pathlib import Path
    from wan_desktop.core import database
    from wan_desktop.core.schema import STEPS

    file = Path(sys.argv[1])
    for number in range(1, 1000):
        home = file.with_name(str(number))
        home.mkdir()
        at = home / file.name
        at.write_bytes(file.read_bytes())
        child = os.fork()
        if not child:
            left = number
            def traced(statement):
                global left
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
            connection = database.connect(at)
            connection.set_trace_callback(traced)
            database.upgrade(connection, at, STEPS)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            print(number - 1)
            break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a hundred starts of Python would take minutes")
def test_killed_at_any_statement_of_it_the_next_start_takes_the_list_over(paths: Paths) -> None:
    of_version(paths, 1)
    script = [sys.executable, "-c", textwrap.dedent(KILLED_AT), str(paths.database)]
    killed = int(subprocess.run(script, check=True, stdout=subprocess.PIPE, text=True).stdout)
    assert killed > sum(map(len, STEPS[1:]))
    for number in range(1, killed + 1):
        home = Paths.under(paths.data / str(number))
        home.create()
        store = Store(home.database, home.locks)
        assert {job.id: job.state for job in store.find()} == JOBS, number
        assert {entry.job for entry in store.ledger()} == JOBS.keys(), number
        store.close()
        copies = [file for file in home.data.glob("jobs.sqlite3.v*") if file.suffix[2:].isdigit()]
        assert copies, number
        assert all(names_in(copy) == list(JOBS) for copy in copies), number
