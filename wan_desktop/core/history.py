"""What happened to each job, line by line, and its first line: the consent. For ``core.store`` alone."""

from __future__ import annotations

from dataclasses import dataclass

from wan_desktop.core import spend_table
from wan_desktop.core.database import Connection
from wan_desktop.core.job import Job
from wan_desktop.core.job_rows import compact_json

CONSENT = "consent"
"""The kind of event that says: the user agreed to this being sent, with its what, where and estimate."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a job's history. ``kind`` is a JobState's value, CONSENT, or the name of a note."""

    job: str
    time: float
    kind: str
    detail: str


def write_event(connection: Connection, event: Event) -> None:
    connection.execute(
        "INSERT INTO events (job, time, kind, detail) VALUES (?, ?, ?, ?)",
        (event.job, event.time, str(event.kind), event.detail),
    )


def write_change(connection: Connection, job: Job, before: str | None) -> None:
    """What is news in a job whose state was ``before``, None where it was not there: consent and state."""
    if before is None:
        _write_consent(connection, job)
    spend_table.update(connection, job)
    if before != job.state:
        write_event(connection, Event(job.id, job.updated_at, job.state, _reason(job)))


def _write_consent(connection: Connection, job: Job) -> None:
    estimate = None if job.estimate is None else job.estimate.to_json()
    detail = {"service": job.service, "estimate": estimate, "request": job.request.to_dict()}
    write_event(connection, Event(job.id, job.created_at, CONSENT, compact_json(detail)))
    spend_table.enter(connection, job)


def _reason(job: Job) -> str:
    failure = job.error or job.trouble
    return "" if failure is None else f"{failure.kind}: {failure.detail}".removesuffix(": ")
