"""Jobs, their history and what they cost, in one SQLite file; the only place that knows SQL.

Every write is on the disk when its method returns (WAL, ``synchronous=FULL``). No key and no link to a video
is ever given to it. Methods block and raise DiskError: the runner calls them on one thread of its own.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from wan_desktop.core.claims import Claims
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.job import GROUP_STATES, UNFINISHED, Counts, Job, JobGroup, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.reserve import Reserve
from wan_desktop.core.schema import STEPS

CONSENT = "consent"
"""The kind of event that says: the user agreed to this being sent, with its what and where."""
BUSY_SECONDS = 10.0
"""How long one process waits for another's write."""

#: A Job's fields that are columns of the same name. ``elsewhere`` is not stored: it depends on who asks.
_COLUMNS = tuple(field.name for field in fields(Job) if field.name != "elsewhere")
_SELECT = f"SELECT {', '.join(_COLUMNS)}, owner FROM jobs"
_NEXT_REVISION = "(SELECT COALESCE(MAX(revision), 0) + 1 FROM jobs)"
_WRITTEN = (*_COLUMNS, "duration", "resolution", "words", "owner")
#: ``starred`` is left out: any process may star a job (:meth:`Store.star`) while another one drives it.
_UPDATED = tuple(name for name in _WRITTEN if name not in ("id", "created_at", "starred"))
_SAVE = f"""
    INSERT INTO jobs ({", ".join(_WRITTEN)}, revision)
    VALUES ({", ".join(f":{name}" for name in _WRITTEN)}, {_NEXT_REVISION})
    ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _UPDATED)}, revision = excluded.revision
    WHERE jobs.owner = :me OR (jobs.owner IS NULL AND excluded.owner IS NULL)
"""
_DISK_KINDS = {
    sqlite3.SQLITE_FULL: ErrorKind.DISK_FULL,
    sqlite3.SQLITE_READONLY: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_PERM: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_IOERR: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_BUSY: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_NOTADB: ErrorKind.DATABASE_DAMAGED,
}


class DrivenElsewhere(AssertionError):
    """A job was written that this process does not drive: its claim is missing, or was taken from it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a job's history. ``kind`` is a JobState's value, CONSENT, or the name of a note."""

    job: str
    time: float
    kind: str
    detail: str


class Store:
    """One open database and this process's lock. May be used from several threads, one at a time."""

    def __init__(self, database: Path, locks: Path) -> None:
        """Opens or makes the file and brings it up to date.

        Raises DiskError: DATABASE_NEWER where a newer version of the program wrote it (nothing is touched),
        DATABASE_DAMAGED where it is no sound database.
        """
        self._turn = threading.RLock()
        self._reserve = Reserve(database.with_name(f"{database.name}.reserve"))
        with _disk_errors():
            self._connection = _connect(database)
            try:
                upgrade(self._connection, database, STEPS)
                self._database, self._opened = database, os.stat(database)
                self._claims = Claims(locks)
            except (sqlite3.Error, DiskError):
                self._connection.close()
                raise

    # Writing

    def save(self, job: Job) -> None:
        """Writes the whole job, and a line of history where its state is new; committed on return.

        A job's first save is its consent: what was agreed to and where goes into the history and the ledger
        in the same transaction. A new unfinished job is claimed for this process, a finished one released.
        DrivenElsewhere where an unfinished one is not, or no longer, claimed by this process.

        No job becomes ``submitting`` where the file is no longer in its place, or there is no room for the
        answer; the answer's task id is written into the room kept for it.
        """
        if job.state is JobState.SUBMITTING:
            self._check_in_place()
            self._reserve.keep()
        try:
            self._save(job)
        except DiskError as error:
            is_answer = job.state is JobState.QUEUED
            if error.kind is not ErrorKind.DISK_FULL or not is_answer or not self._reserve.spend():
                raise
            self._save(job)

    def _check_in_place(self) -> None:
        """A deleted or moved file that is open takes every write, and nobody finds it again. DiskError."""
        try:
            in_place = os.path.samestat(os.stat(self._database), self._opened)
        except OSError as error:
            raise DiskError(ErrorKind.DATA_UNWRITABLE, error.strerror or str(error)) from error
        if not in_place:
            raise DiskError(ErrorKind.DATA_UNWRITABLE, "another file has its name")

    def _save(self, job: Job) -> None:
        with self._transaction() as connection:
            before = connection.execute("SELECT state FROM jobs WHERE id = ?", (job.id,)).fetchone()
            if connection.execute(_SAVE, self._row(job)).rowcount == 0:
                raise DrivenElsewhere(f"job {job.id}: {job.state}, task {job.task_id or 'unknown'}")
            if before is None:
                _write_consent(connection, job)
            if before is None or before[0] != job.state:
                _write_event(connection, Event(job.id, job.updated_at, job.state, _reason(job)))

    def note(self, job_id: str, time: float, kind: str, detail: str) -> None:
        """Adds a line to a job's history; a job that is gone by now is no error."""
        with self._transaction() as connection:
            if connection.execute("SELECT 1 FROM jobs WHERE id = ?", (job_id,)).fetchone():
                _write_event(connection, Event(job_id, time, kind, detail))

    def star(self, job_id: str, starred: bool) -> None:
        """Stars a job or takes its star away, whoever drives it."""
        with self._transaction() as connection:
            connection.execute(
                f"UPDATE jobs SET starred = ?, revision = {_NEXT_REVISION} WHERE id = ?",
                (int(starred), job_id),
            )

    def delete(self, job_id: str) -> None:
        """Removes a job and its history; what it cost stays in the ledger."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM jobs WHERE id = ?", (job_id,))

    def claim(self, job_id: str) -> bool:
        """Makes this process the one that drives a job; False while a living other one does."""
        rows = self._read("SELECT owner FROM jobs WHERE id = ?", (job_id,))
        if not rows or self._is_of_living_other(rows[0][0]):
            return False
        if rows[0][0] == self._claims.token:
            return True
        # Only where nobody else claimed it since it was read.
        with self._transaction() as connection:
            claim = "UPDATE jobs SET owner = ? WHERE id = ? AND owner IS ?"
            return connection.execute(claim, (self._claims.token, job_id, rows[0][0])).rowcount == 1

    def release(self, job_id: str) -> None:
        """Gives up the claim on a job that is not unfinished, so that any process may change it."""
        marks = ", ".join("?" * len(UNFINISHED))
        release = f"UPDATE jobs SET owner = NULL WHERE id = ? AND owner = ? AND state NOT IN ({marks})"
        with self._transaction() as connection:
            connection.execute(release, (job_id, self._claims.token, *UNFINISHED))

    # Reading

    def get(self, job_id: str) -> Job | None:
        rows = self._read(f"{_SELECT} WHERE id = ?", (job_id,))
        return self._job(rows[0]) if rows else None

    def find(
        self, text: str = "", group: JobGroup = JobGroup.ALL, limit: int = 500, offset: int = 0
    ) -> list[Job]:
        """Jobs, newest first, that hold every word of ``text`` in prompt, title, source or video name.

        Case and width do not matter, in any script. ``limit`` -1 means all.
        """
        conditions, values = _conditions(text, group)
        query = f"{_SELECT} WHERE {conditions} ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?"
        return [self._job(row) for row in self._read(query, (*values, limit, offset))]

    def counts(self) -> Counts:
        """How many jobs each group has, over all jobs."""
        states = self._read("SELECT state, COUNT(*), SUM(video_bytes) FROM jobs GROUP BY state")
        counted = {JobState(state): number for state, number, _ in states}

        def of(group: JobGroup) -> int:
            return sum(counted.get(state, 0) for state in GROUP_STATES[group])

        return Counts(
            all=sum(counted.values()),
            running=of(JobGroup.RUNNING),
            done=of(JobGroup.DONE),
            failed=of(JobGroup.FAILED),
            starred=self._read("SELECT COUNT(*) FROM jobs WHERE starred")[0][0],
            videos=of(JobGroup.DONE),
            library_bytes=sum(size for _, _, size in states),
        )

    def unfinished(self) -> list[Job]:
        """Every job that somebody has to drive on, oldest first."""
        marks = ", ".join("?" * len(UNFINISHED))
        query = f"{_SELECT} WHERE state IN ({marks}) ORDER BY created_at, rowid"
        return [self._job(row) for row in self._read(query, tuple(UNFINISHED))]

    def images(self) -> set[str]:
        """The names of all images that jobs were asked for with."""
        return {row[0] for row in self._read("SELECT DISTINCT json_extract(request, '$.image') FROM jobs")}

    def revision(self) -> int:
        """The number of the latest change, for :meth:`changed_since`."""
        return int(self._read("SELECT COALESCE(MAX(revision), 0) FROM jobs")[0][0])

    def changed_since(self, revision: int) -> list[Job]:
        """Jobs changed after that revision, by whichever process, in the order of their last change."""
        query = f"{_SELECT} WHERE revision > ? ORDER BY revision"
        return [self._job(row) for row in self._read(query, (revision,))]

    def events(self, job_id: str) -> list[Event]:
        """A job's history, in the order in which it happened."""
        query = "SELECT job, time, kind, detail FROM events WHERE job = ? ORDER BY rowid"
        return [Event(*row) for row in self._read(query, (job_id,))]

    def finished_seconds(self, service: str, duration: int, resolution: str, limit: int = 30) -> list[float]:
        """How long the service took for this user's latest like videos, newest first, in seconds.

        Only jobs that were watched to their end count: for the others nobody saw when it came.
        """
        query = """
            SELECT json_extract(extra, '$.service_seconds') AS seconds FROM jobs
            WHERE service = ? AND duration = ? AND resolution = ? AND state = 'done' AND seconds IS NOT NULL
            ORDER BY created_at DESC LIMIT ?
        """
        return [float(row[0]) for row in self._read(query, (service, duration, resolution, limit))]

    def close(self) -> None:
        """Closes the file and gives up this process's claims; a second call does nothing."""
        with self._turn, _disk_errors():
            self._connection.close()
            self._claims.release()

    # Inside

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._turn, _disk_errors(), _transaction(self._connection):
            yield self._connection

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._turn, _disk_errors():
            return self._connection.execute(query, values).fetchall()

    def _is_of_living_other(self, owner: str | None) -> bool:
        return owner not in (None, self._claims.token) and self._claims.lives(owner)

    def _row(self, job: Job) -> dict[str, Any]:
        row = {name: getattr(job, name) for name in _COLUMNS}
        row |= {
            "state": str(job.state),
            "request": _json(job.request.to_dict()),
            "trouble": _failure_json(job.trouble),
            "error": _failure_json(job.error),
            "starred": int(job.starred),
            "extra": _json(dict(job.extra)),
            "duration": job.request.duration,
            "resolution": job.request.resolution,
            "words": _folded(f"{job.request.prompt}\n{job.title}\n{job.source_name}\n{Path(job.video).name}"),
            "owner": self._claims.token if job.unfinished else None,
            "me": self._claims.token,
        }
        return row

    def _job(self, row: tuple[Any, ...]) -> Job:
        values = dict(zip(_COLUMNS, row, strict=False))
        state = JobState(values["state"])
        owner = row[-1]
        values |= {
            "state": state,
            "request": Request.from_dict(json.loads(values["request"])),
            "trouble": _failure(values["trouble"]),
            "error": _failure(values["error"]),
            "starred": bool(values["starred"]),
            "extra": json.loads(values["extra"]),
        }
        return Job(**values, elsewhere=state in UNFINISHED and self._is_of_living_other(owner))


def upgrade(connection: sqlite3.Connection, database: Path, steps: Sequence[Sequence[str]]) -> None:
    """Takes a database through the steps it lacks, each whole or not at all.

    An existing file is first copied beside itself, as ``<name>.v<its version>``. Raises
    DiskError(DATABASE_NEWER) for one from a newer program, and sqlite3.Error.
    """
    version = _version(connection)
    if version > len(steps):
        raise DiskError(ErrorKind.DATABASE_NEWER, f"version {version}, this program knows {len(steps)}")
    if 0 < version < len(steps):
        _copy(connection, database.with_name(f"{database.name}.v{version}"))
    for number in range(version + 1, len(steps) + 1):
        with _transaction(connection):
            # Another process may have taken the step while this one waited for its turn.
            if _version(connection) < number:
                for statement in steps[number - 1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    done = False
    try:
        yield
        connection.execute("COMMIT")
        done = True
    finally:
        # A full disk may have ended the transaction by itself.
        if not done and connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the plain code, whatever more exact one stands above it.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise DiskError(_DISK_KINDS.get(code, ErrorKind.INTERNAL), str(error)) from error


def _write_event(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "INSERT INTO events (job, time, kind, detail) VALUES (?, ?, ?, ?)",
        (event.job, event.time, str(event.kind), event.detail),
    )


def _write_consent(connection: sqlite3.Connection, job: Job) -> None:
    what = f"{job.request.resolution} {job.request.duration} s"
    detail = _json({"service": job.service, "request": job.request.to_dict()})
    _write_event(connection, Event(job.id, job.created_at, CONSENT, detail))
    connection.execute(
        "INSERT INTO spend (job, time, service, what) VALUES (?, ?, ?, ?)",
        (job.id, job.created_at, job.service, what),
    )


def _conditions(text: str, group: JobGroup) -> tuple[str, tuple[Any, ...]]:
    words = _folded(text).split()
    conditions = ["instr(words, ?) > 0"] * len(words)
    states = tuple(GROUP_STATES.get(group, ()))
    if states:
        conditions.append(f"state IN ({', '.join('?' * len(states))})")
    if group is JobGroup.STARRED:
        conditions.append("starred")
    return " AND ".join(conditions) or "1", (*words, *states)


def _folded(text: str) -> str:
    """One form for what people take for the same: case in every script, full width and half width."""
    whole = text.encode("utf-8", "replace").decode()  # Half a surrogate pair is no UTF-8.
    return unicodedata.normalize("NFKC", whole).casefold()


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _failure_json(failure: Failure | None) -> str | None:
    return None if failure is None else _json([failure.kind, failure.detail, failure.may_be_billed])


def _failure(text: str | None) -> Failure | None:
    if text is None:
        return None
    kind, detail, may_be_billed = json.loads(text)
    try:
        return Failure(ErrorKind(kind), detail, may_be_billed)
    except ValueError:  # Written by a newer version.
        return Failure(ErrorKind.INTERNAL, f"{kind}: {detail}", may_be_billed)


def _reason(job: Job) -> str:
    failure = job.error or job.trouble
    return "" if failure is None else f"{failure.kind}: {failure.detail}".removesuffix(": ")
