"""Batches as columns of the jobs' table, for the store alone: works inside the transaction it is called in.

``paused`` may be written by any process, whoever drives the job; it has its last word where a request is
about to leave (:func:`check`).
"""

from __future__ import annotations

from wan_desktop.core.batches import BatchHeld, batch_of, pause_reason
from wan_desktop.core.database import Connection
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.schema import NEXT_REVISION

_SET = f"""
    UPDATE jobs SET paused = ?, revision = ({NEXT_REVISION})
    WHERE batch = ? AND id <> ? AND paused <> ? AND state IN (?, ?, ?) RETURNING id
"""
#: One that is being sent may turn out not to have been accepted, and would wait again.
_STATES = (JobState.WAITING, JobState.PREPARING, JobState.SUBMITTING)


def write(connection: Connection, batch: str, reason: str, but: str = "") -> list[str]:
    """Pauses what is not sent of a batch, but for one job, or with "" lets it go on; what was changed."""
    rows = connection.execute(_SET, (reason, batch, but, reason, *_STATES)).fetchall()
    return [row[0] for row in rows]


def pause_after(connection: Connection, job: Job, before: str | None) -> list[str]:
    """A job was written whose state was ``before``: what had to pause because of that."""
    reason = pause_reason(job)
    return write(connection, batch_of(job), reason, job.id) if reason and before != job.state else []


def check(connection: Connection, job: Job) -> None:
    """Raises BatchHeld where a job must not leave: it is paused, or another of its batch is being sent."""
    row = connection.execute("SELECT paused FROM jobs WHERE id = ?", (job.id,)).fetchone()
    if row is not None and row[0]:
        raise BatchHeld(row[0])
    query = "SELECT 1 FROM jobs WHERE batch = ? AND id <> ? AND state = ?"
    if connection.execute(query, (batch_of(job), job.id, JobState.SUBMITTING)).fetchone():
        raise BatchHeld
