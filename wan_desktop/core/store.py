"""Jobs, their history and what they cost, in one SQLite file; with ``spend_table`` all that names its tables.

Every write is on the disk when its method returns (WAL, ``synchronous=FULL``), and what is worth money stands
in the journal too (:mod:`~wan_desktop.core.journal`). The order: inside the transaction the row is written,
then the journal's line, then comes the commit. So lines stand in the order of the commits, whichever process
wrote them, and the journal is never behind the database. ``submitting`` needs both, so that no request for
money leaves which one of them does not know; anything else (a task id!) is kept by whichever takes it, and
the caller is told to try again. A line whose commit did not come is taken up at the next opening.

No key and no link to a video is ever given to it. Methods block and raise DiskError: the runner calls them on
one thread of its own.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wan_desktop.core import batch_table, catch_up, journal, path_table, spend_table
from wan_desktop.core.claims import Claims
from wan_desktop.core.database import check, connect, disk_errors, refuse_newer, transaction, upgrade
from wan_desktop.core.database_file import check_rights, identity, make_private
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.history import CONSENT, Event, write_change, write_event
from wan_desktop.core.job import GROUP_STATES, UNFINISHED, Counts, Job, JobGroup, JobState
from wan_desktop.core.job_rows import COLUMNS, DERIVED, job_of, matching, money_text, row_of, state_of
from wan_desktop.core.ledger import Entry
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.paths import backups_of
from wan_desktop.core.refused import Refused, mark
from wan_desktop.core.reserve import Reserve
from wan_desktop.core.schema import NEXT_REVISION, STEPS

__all__ = ["CONSENT", "DrivenElsewhere", "Event", "Store", "upgrade"]

_SELECT = f"SELECT {', '.join(COLUMNS)}, owner FROM jobs"
_NEXT_REVISION = f"({NEXT_REVISION})"
_WRITTEN = (*COLUMNS, *DERIVED, "owner")
#: Any process may write these (:meth:`Store.star`, :meth:`Store.charge`, :meth:`Store.pause`) while another
#: one drives the job.
_ANYBODYS = ("starred", "charged", "paused")
_UPDATED = tuple(name for name in _WRITTEN if name not in ("id", "created_at", *_ANYBODYS))
_SAVE = f"""
    INSERT INTO jobs ({", ".join(_WRITTEN)}, revision)
    VALUES ({", ".join(f":{name}" for name in _WRITTEN)}, {_NEXT_REVISION})
    ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _UPDATED)}, revision = excluded.revision
    WHERE jobs.owner = :me OR (jobs.owner IS NULL AND excluded.owner IS NULL)
"""


class DrivenElsewhere(AssertionError):
    """A job was written that this process does not drive: its claim is missing, or was taken from it."""


class Store:
    """One open database and this process's lock. May be used from several threads, one at a time."""

    def __init__(self, database: Path, locks: Path, *, since: int | None = None) -> None:
        """Opens or makes the file, looks at all of it, and brings it up to date.

        Raises DiskError: DATABASE_NEWER where a newer version of the program wrote it (nothing is touched),
        DATABASE_DAMAGED where it is no sound database, DATABASE_LOST where backups say that there was one,
        DATABASE_IN_USE while it is being restored, DATABASE_FORBIDDEN where it is not this user's to write,
        HOME_IN_USE where a process of another computer works with it.

        ``since`` is for ``core.restore``, which is alone in the home: the file is one made to take the place
        of another, and everything in the journal from that number on is taken in.
        """
        self._turn = threading.RLock()
        self._others_wrote = 0
        self._home, self._backups = database.parent, backups_of(database)
        self._reserve = Reserve(database.with_name(f"{database.name}.reserve"))
        check_rights(database, locks)
        self._claims = Claims(locks, being_alone=since is not None)
        self._journal = journal.Journal(database, self._claims.token, len(STEPS))
        self._heard_out: set[str | None] = set()
        try:
            if since is None and catch_up.is_lost(database, self._backups):
                raise DiskError(ErrorKind.DATABASE_LOST)
            refuse_newer(database, len(STEPS))
            make_private(database)
            with disk_errors():
                self._connection = connect(database)
        except DiskError:
            self._claims.release()
            raise
        try:
            self._database, self._opened = database, identity(database)
            self._bring_up_to_date(database, since)
        except DiskError:
            self.close()
            raise

    def _bring_up_to_date(self, database: Path, since: int | None) -> None:
        with disk_errors():
            check(self._connection, len(STEPS))
            upgrade(self._connection, database, STEPS)
            owners = {row[0] for row in self._connection.execute("SELECT DISTINCT owner FROM jobs")}
            dead = {owner for owner in owners if not self._is_of_living_other(owner)}
            for row in self._connection.execute(_SELECT):
                self._job(row)
        self._keep_paths()
        self._catch_up(since)
        self._heard_out = dead

    def _keep_paths(self) -> None:
        with self._turn, disk_errors():
            stale = path_table.stale(self._connection, self._home)
        if stale:
            with self._transaction() as connection:
                path_table.rewrite(connection, stale)
                self._write_down(connection, [row.job_id for row in stale])

    def _catch_up(self, since: int | None = None) -> None:
        """Takes in what the journal has and the database lacks, since the newest copy unless told."""
        since = catch_up.newest_copy(self._backups) if since is None else since
        records = journal.read(self._backups, len(STEPS), since).records
        if records:
            with self._transaction() as connection:
                anew = catch_up.take_in(connection, records, self._claims.lives, self._home)
                self._write_down(connection, anew)

    # Writing

    def save(self, job: Job) -> None:
        """Writes the whole job, and a line of history where its state is new.

        Committed on return, or with the rest of :meth:`exclusive`.

        A job's first save is its consent: what was agreed to and where goes into the history and the ledger
        in the same transaction. A new unfinished job is claimed for this process, a finished one released.
        DrivenElsewhere where an unfinished one is not, or no longer, claimed by this process. DiskError where
        database or journal did not take it: called again later, it does what is missing.

        No job becomes ``submitting`` where the file is no longer in its place, or there is no room for the
        answer; the answer's task id is written into the room kept for it.
        """
        if job.state is JobState.SUBMITTING:
            self._check_in_place()
            self._reserve.keep()
        try:
            self._save_with_reserve(job)
        except DiskError:
            if job.state is not JobState.SUBMITTING:
                self._write_beside(job)
            raise

    def save_all(self, jobs: Sequence[Job]) -> None:
        """Writes new jobs in one transaction: all of them, or with a DiskError none."""
        with self._transaction() as connection:
            for job in jobs:
                self._save(connection, job)
            self._write_down(connection, [job.id for job in jobs])

    def _save_with_reserve(self, job: Job) -> None:
        try:
            self._save_and_tell(job)
        except DiskError as error:
            is_answer = job.state is JobState.QUEUED
            if error.kind is not ErrorKind.DISK_FULL or not is_answer or not self._reserve.spend():
                raise
            self._save_and_tell(job)

    def _check_in_place(self) -> None:
        """A deleted or moved file that is open takes every write, and nobody finds it again. DiskError."""
        if not os.path.samestat(identity(self._database), self._opened):
            raise DiskError(ErrorKind.DATA_UNWRITABLE, "another file has its name")

    def _save_and_tell(self, job: Job) -> None:
        not_told: DiskError | None = None
        with self._transaction() as connection:
            paused = self._save(connection, job)
            try:
                self._write_down(connection, [job.id, *paused])
            except DiskError as error:
                if job.state is JobState.SUBMITTING:
                    raise  # Nothing leaves that one of the two does not know.
                not_told = error
        if not_told is not None:
            raise not_told

    def _save(self, connection: sqlite3.Connection, job: Job) -> list[str]:
        """The ids of jobs that this has paused: the rest of a batch whose money is in doubt."""
        before = connection.execute("SELECT state FROM jobs WHERE id = ?", (job.id,)).fetchone()
        if connection.execute(_SAVE, self._row(job)).rowcount == 0:
            raise DrivenElsewhere(f"job {job.id}: {job.state}, task {job.task_id or 'unknown'}")
        state = None if before is None else before[0]
        write_change(connection, job, state)
        return batch_table.pause_after(connection, job, state)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Makes one transaction of everything done inside; no other process writes in between."""
        with self._transaction():
            yield

    def note(self, job_id: str, time: float, kind: str, detail: str) -> None:
        """Adds a line to a job's history; a job that is gone by now is no error."""
        with self._transaction() as connection:
            if connection.execute("SELECT 1 FROM jobs WHERE id = ?", (job_id,)).fetchone():
                write_event(connection, Event(job_id, time, kind, detail))

    def star(self, job_id: str, starred: bool) -> None:
        """Stars a job or takes its star away, whoever drives it."""
        with self._transaction() as connection:
            connection.execute(
                f"UPDATE jobs SET starred = ?, revision = {_NEXT_REVISION} WHERE id = ?",
                (int(starred), job_id),
            )
            self._write_down(connection, [job_id])

    def charge(self, job_id: str, charged: Money) -> None:
        """Writes what was really taken for a job, whoever drives it."""
        with self._transaction() as connection:
            connection.execute(
                f"UPDATE jobs SET charged = ?, revision = {_NEXT_REVISION} WHERE id = ?",
                (money_text(charged), job_id),
            )
            spend_table.charge(connection, job_id, charged)
            self._write_down(connection, [job_id])

    def pause(self, batch: str, reason: str) -> None:
        """Holds back what is not sent of a batch, whoever drives it."""
        with self._transaction() as connection:
            self._write_down(connection, batch_table.pause(connection, batch, reason))

    def resume(self, batch: str, seen: Iterable[str]) -> None:
        """Lets go on what of a batch is paused for the reasons that the user has seen."""
        with self._transaction() as connection:
            self._write_down(connection, batch_table.resume(connection, batch, seen))

    def check_batch(self, job: Job) -> None:
        """For inside :meth:`exclusive`. BatchHeld where a job of a batch must not leave."""
        with disk_errors():
            batch_table.check(self._connection, job)

    def delete(self, job_id: str) -> None:
        """Removes a job and its history; what it cost stays in the ledger."""
        newest = "SELECT id FROM jobs WHERE id <> ? ORDER BY revision DESC LIMIT 1"
        with self._transaction() as connection:
            revision = connection.execute(NEXT_REVISION).fetchone()[0]
            # A number that goes with this job must not be given again: a change under it would not be seen.
            connection.execute(f"UPDATE jobs SET revision = ? WHERE id = ({newest})", (revision, job_id))
            spend_table.give_up(connection, job_id)
            connection.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
            self._journal.remove(job_id, revision, catch_up.rows_of(connection, "spend", "job", job_id))

    def claim(self, job_id: str) -> bool:
        """Makes this process the one that drives a job; False while a living other one does."""
        owner = self._owner(job_id)
        if owner == self._claims.token:
            return True
        if self._is_of_living_other(owner):
            return False
        if owner not in self._heard_out:
            # It died since; its last line may say more than its last commit.
            self._catch_up()
            self._heard_out.add(owner)
            owner = self._owner(job_id)
        # Only where nobody else claimed it since it was read.
        with self._transaction() as connection:
            claim = "UPDATE jobs SET owner = ? WHERE id = ? AND owner IS ?"
            return connection.execute(claim, (self._claims.token, job_id, owner)).rowcount == 1

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
        conditions, values = matching(text, group)
        query = f"{_SELECT} WHERE {conditions} ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?"
        return [self._job(row) for row in self._read(query, (*values, limit, offset))]

    def continuations(self, job_id: str, limit: int = 20) -> list[Job]:
        """The jobs whose image is that job's last frame, newest first."""
        query = f"{_SELECT} WHERE json_extract(extra, '$.continues') = ? ORDER BY created_at DESC LIMIT ?"
        return [self._job(row) for row in self._read(query, (job_id, limit))]

    def counts(self) -> Counts:
        """How many jobs each group has, over all jobs."""
        states = self._read("SELECT state, COUNT(*), SUM(video_bytes) FROM jobs GROUP BY state")
        counted = {state_of(state): number for state, number, _ in states}

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

    def ids(self) -> set[str]:
        """The ids of all jobs."""
        return {row[0] for row in self._read("SELECT id FROM jobs")}

    def inputs(self) -> set[str]:
        """The names of all images and sounds that jobs were asked for with."""
        query = (
            "SELECT json_extract(request, '$.image') FROM jobs"
            " UNION SELECT json_extract(request, '$.sound') FROM jobs"
        )
        return {row[0] for row in self._read(query) if row[0]}

    def with_fact(self, name: str) -> list[Job]:
        """Jobs that are over and have ``name`` in their ``extra``."""
        query = f"{_SELECT} WHERE json_extract(extra, '$.' || ?) IS NOT NULL"
        return [job for job in map(self._job, self._read(query, (name,))) if not job.unfinished]

    def revision(self) -> int:
        """The number of the latest change, for :meth:`changed_since`."""
        return int(self._read("SELECT COALESCE(MAX(revision), 0) FROM jobs")[0][0])

    def changed_since(self, revision: int) -> list[Job]:
        """Jobs changed after that revision, by whichever process, in the order of their last change."""
        query = f"{_SELECT} WHERE revision > ? ORDER BY revision"
        return [self._job(row) for row in self._read(query, (revision,))]

    def gone(self, known: Iterable[str]) -> list[str]:
        """Which of these jobs another process has removed since the last call; cheap where none wrote."""
        version = self._read("PRAGMA data_version")[0][0]
        if version == self._others_wrote:
            return []
        there = {row[0] for row in self._read("SELECT id FROM jobs")}
        self._others_wrote = version
        return [job_id for job_id in known if job_id not in there]

    def events(self, job_id: str) -> list[Event]:
        """A job's history, in the order in which it happened."""
        query = "SELECT job, time, kind, detail FROM events WHERE job = ? ORDER BY rowid"
        return [Event(*row) for row in self._read(query, (job_id,))]

    def ledger(self, since: float = 0.0) -> list[Entry]:
        """Consents to services that bill, newest first, whose :attr:`Entry.moment` is ``since`` or later."""
        with self._turn, disk_errors():
            return spend_table.entries(self._connection, since)

    def refused(self, service: str, requests: Sequence[Request]) -> list[Refused]:
        """What that service's content check has refused of these very requests, removed jobs among them."""
        marks = [mark(service, request) for request in requests]
        with self._turn, disk_errors():
            return spend_table.refused(self._connection, marks)

    def prompts(self, jobs: int = 2000) -> list[tuple[str, str]]:
        """Prompt and negative prompt of the latest jobs, newest first, as they were asked for."""
        rows = self._read("SELECT request FROM jobs ORDER BY created_at DESC, rowid DESC LIMIT ?", (jobs,))
        requests = (Request.from_dict(json.loads(row[0])) for row in rows)
        return [(request.prompt, request.negative_prompt) for request in requests]

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
        with self._turn, disk_errors():
            try:
                self._connection.close()
            finally:
                self._claims.release()

    # Inside

    def _write_down(self, connection: sqlite3.Connection, job_ids: Iterable[str]) -> None:
        """A line of the journal on each job, as this transaction leaves it; on the disk together."""
        rows = [row for job_id in job_ids for row in catch_up.rows_of(connection, "jobs", "id", job_id)]
        self._journal.write_all(
            journal.Change(row, row["revision"], catch_up.rows_of(connection, "spend", "job", row["id"]))
            for row in rows
        )

    def _write_beside(self, job: Job) -> None:
        """The database refused: a task id is kept where it can be. The caller raises why."""
        with suppress(DiskError):
            self._journal.write(job.id, None, row_of(job, self._home))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._turn, disk_errors():
            if self._connection.in_transaction:  # Of :meth:`exclusive`, which ends it.
                yield self._connection
                return
            with transaction(self._connection):
                yield self._connection

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._turn, disk_errors():
            return self._connection.execute(query, values).fetchall()

    def _owner(self, job_id: str) -> str | None:
        """Whose a job is; None also where it is gone."""
        rows = self._read("SELECT owner FROM jobs WHERE id = ?", (job_id,))
        return rows[0][0] if rows else None

    def _is_of_living_other(self, owner: str | None) -> bool:
        return owner not in (None, self._claims.token) and self._claims.lives(owner)

    def _row(self, job: Job) -> dict[str, Any]:
        owner = self._claims.token if job.unfinished else None
        return row_of(job, self._home) | {"owner": owner, "me": self._claims.token}

    def _job(self, row: tuple[Any, ...]) -> Job:
        *values, owner = row
        job = dict(zip(COLUMNS, values, strict=True))
        return job_of(
            job, self._home, elsewhere=job["state"] in UNFINISHED and self._is_of_living_other(owner)
        )
