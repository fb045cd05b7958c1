"""What the journal knows and the database does not, put in. For ``core.store`` and ``core.restore``.

Two occasions. At every opening: a program that died between its line and its commit left one line too many.
After a loss: everything since the copy that was put in the lost file's place. Either way **nothing that the
database did not know as to be sent is ever sent by itself** (:func:`after_loss`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wan_desktop.core import batch_table
from wan_desktop.core.database import BESIDE, Connection
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.history import write_change
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.job_rows import job_of, row_of
from wan_desktop.core.journal import COPY, JOURNAL, Record, Row, backups_in
from wan_desktop.core.schema import NEXT_REVISION

UNCONFIRMED = Failure(ErrorKind.UNCONFIRMED, may_be_billed=True)
_NOT_HEARD = frozenset({JobState.WAITING, JobState.PREPARING, JobState.SUBMITTING, JobState.UNCONFIRMED})
_NOT_SENT = frozenset({JobState.WAITING, JobState.PREPARING})


def after_loss(job: Job, *, certain: bool = True) -> Job:
    """The state in which a job goes on that was brought back.

    With a task id it is followed. Sent without one, it is unconfirmed. Not sent yet, it is stopped: the user
    may have asked for it anew in the meantime.
    Where the journal has gaps (``certain`` False), nobody knows that it was not sent: unconfirmed too.
    """
    if job.task_id:
        if job.state not in _NOT_HEARD:
            return job
        return replace(job, state=JobState.QUEUED, error=None, trouble=None)
    unsent = job.state in _NOT_SENT or (job.state is JobState.STOPPED and not job.submitted_at)
    if job.state is JobState.SUBMITTING or (unsent and not certain):
        sent = job.submitted_at or job.updated_at or job.created_at
        return replace(
            job, state=JobState.UNCONFIRMED, error=UNCONFIRMED, trouble=None, progress=None, submitted_at=sent
        )
    if job.state in _NOT_SENT:
        return replace(job, state=JobState.STOPPED, trouble=None, progress=None)
    return job


def is_lost(database: Path, backups: Path) -> bool:
    """Whether there was a database here once, and is none now. DiskError."""
    try:
        if database.exists() and database.stat().st_size:
            return False
        journals = any(journal.path.stat().st_size for journal in backups_in(backups, JOURNAL))
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    wal = database.with_name(database.name + BESIDE[0])
    return journals or bool(backups_in(backups, COPY)) or wal.exists()


def newest_copy(backups: Path) -> int:
    """From which number on the journal may know more than the database. DiskError.

    Every opening catches up, and a copy is made of a database that has caught up.
    """
    return max((copy.number for copy in backups_in(backups, COPY)), default=1) - 1


def folded(records: Iterable[Record]) -> dict[str, Record]:
    """The latest of each job. A task id once written is never given up, in whatever order lines came."""
    latest: dict[str, Record] = {}
    for record in records:
        before = latest.get(record.job_id)
        latest[record.job_id] = record if before is None else _after(before, record)
    return latest


def _after(before: Record, record: Record) -> Record:
    record = replace(record, spend=record.spend or before.spend)
    if record.row is None or before.row is None or record.row["task_id"] or not before.row["task_id"]:
        return record
    # Another process starred the job before this one could commit its id.
    kept = {"task_id": before.row["task_id"], "state": before.row["state"]}
    return replace(record, row={**record.row, **kept}, revision=None, writer=before.writer)


def take_in(
    connection: Connection, records: Iterable[Record], lives: Callable[[str], bool], home: Path
) -> list[str]:
    """Puts in what the database lacks; the ids of jobs whose line in the journal has to be written anew.

    Inside a transaction, so that no other process is between its line and its commit; what is not committed
    of a process that lives (``lives``, by token) is left to it. DiskError(DATABASE_DAMAGED) where a row is
    not what was written.
    """
    latest = folded(records).values()
    return [
        record.job_id
        for record in latest
        if _is_news(connection, record) and not lives(record.writer) and _take_in(connection, record, home)
    ]


def _take_in(connection: Connection, record: Record, home: Path) -> bool:
    for entry in record.spend:
        put_row(connection, "spend", "job", entry)
    if record.row is None:
        connection.execute("DELETE FROM jobs WHERE id = ?", (record.job_id,))
        return False
    found = connection.execute("SELECT state FROM jobs WHERE id = ?", (record.job_id,)).fetchone()
    before = None if found is None else found[0]
    written = job_of(record.row, home)
    unknown = before is None or (written.state in _NOT_SENT and before not in _NOT_SENT)
    job = after_loss(written) if unknown else written
    row = {**record.row, **row_of(job, home)} if job != written else record.row
    revision = record.revision or connection.execute(NEXT_REVISION).fetchone()[0]
    # Its owner stays who it is: a living one goes on driving it, and a dead one keeps nobody off.
    put_row(connection, "jobs", "id", {**row, "revision": revision})
    write_change(connection, job, before)
    batch_table.pause_after(connection, job, before)
    return job != written or record.revision is None


def _is_news(connection: Connection, record: Record) -> bool:
    query = "SELECT revision, task_id FROM jobs WHERE id = ?"
    stored = connection.execute(query, (record.job_id,)).fetchone()
    if stored is not None:
        return _is_ahead(record, *stored)
    # Of a job that was removed, the ledger keeps what it cost.
    return record.row is not None or (
        bool(record.spend) and not rows_of(connection, "spend", "job", record.job_id)
    )


def _is_ahead(record: Record, revision: int, task_id: str) -> bool:
    if record.row is None:
        return record.revision is not None and revision <= record.revision
    if task_id and not record.row["task_id"]:
        return False
    if record.revision == revision and task_id and task_id != record.row["task_id"]:
        raise DiskError(ErrorKind.DATABASE_DAMAGED, f"job {record.job_id} is not what was written")
    if record.row["task_id"] and not task_id:
        return True
    return record.revision is None or revision < record.revision


def rows_of(connection: Connection, table: str, key: str, job_id: str) -> list[Row]:
    """A job's rows of a table with all the columns that there are."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (job_id,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def put_row(connection: Connection, table: str, key: str, row: Mapping[str, Any]) -> None:
    """Writes a row over the one with its key, or anew. Columns that the table lacks by now are left out."""
    columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
    names = [name for name in columns if name in row]
    values = tuple(row[name] for name in names)
    sets = ", ".join(f"{name} = ?" for name in names)
    changed = connection.execute(f"UPDATE {table} SET {sets} WHERE {key} = ?", (*values, row[key]))
    if not changed.rowcount:
        marks = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)
