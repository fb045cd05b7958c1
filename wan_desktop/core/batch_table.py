"""Batches as columns of the jobs' table, for the store alone: works inside the transaction it is called in.

``paused`` may be written by any process, whoever drives the job; it has its last word where a request is
about to leave (:func:`check`).
"""

from __future__ import annotations

from collections.abc import Iterable

from wan_desktop.core.batches import BY_USER, BatchHeld, batch_of, pause_reason
from wan_desktop.core.database import Connection
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.schema import NEXT_REVISION

#: A pause by the user keeps the reason that is there: it says more.
_PAUSE = f"""
    UPDATE jobs SET paused = ?, revision = ({NEXT_REVISION})
    WHERE batch = ? AND id <> ? AND state IN (?, ?, ?) AND paused <> ? AND (paused = '' OR ? <> ?)
    RETURNING id
"""
_RESUME = f"""
    UPDATE jobs SET paused = '', revision = ({NEXT_REVISION})
    WHERE batch = ? AND paused = ? AND paused <> '' AND state IN (?, ?, ?) RETURNING id
"""
#: One that is being sent may turn out not to have been accepted, and would wait again.
_STATES = (JobState.WAITING, JobState.PREPARING, JobState.SUBMITTING)


def pause(connection: Connection, batch: str, reason: str, but: str = "") -> list[str]:
    """Pauses what is not sent of a batch, but for one job; the ids of what was changed."""
    values = (reason, batch, but, *_STATES, reason, reason, BY_USER)
    return [row[0] for row in connection.execute(_PAUSE, values).fetchall()]


def resume(connection: Connection, batch: str, seen: Iterable[str]) -> list[str]:
    """Lets go on what is paused for the reasons ``seen``, and no other; the ids of what was changed."""
    return [
        row[0] for reason in seen for row in connection.execute(_RESUME, (batch, reason, *_STATES)).fetchall()
    ]


def pause_after(connection: Connection, job: Job, before: str | None) -> list[str]:
    """A job was written whose state was ``before``: what had to pause because of that."""
    reason = pause_reason(job)
    return pause(connection, batch_of(job), reason, job.id) if reason and before != job.state else []


def check(connection: Connection, job: Job) -> None:
    """Raises BatchHeld where a job must not leave: it is paused, or another of its batch is being sent."""
    row = connection.execute("SELECT paused FROM jobs WHERE id = ?", (job.id,)).fetchone()
    if row is not None and row[0]:
        raise BatchHeld(row[0])
    query = "SELECT 1 FROM jobs WHERE batch = ? AND id <> ? AND state = ?"
    if connection.execute(query, (batch_of(job), job.id, JobState.SUBMITTING)).fetchone():
        raise BatchHeld
