"""The ledger's table, for the store alone: each function works inside the transaction it is called in."""

from __future__ import annotations

import json
from collections.abc import Sequence

from wan_desktop.core.database import Connection
from wan_desktop.core.job import Job, title_of
from wan_desktop.core.job_rows import money_of, money_text
from wan_desktop.core.ledger import Entry, Fate, fate_of
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.refused import Refused, mark_of_refusal
from wan_desktop.core.settings import DEMO

_ENTRIES = """
    SELECT spend.job, spend.time, spend.service, spend.what, spend.fate, spend.sent, spend.ended,
    spend.task_id, spend.estimate, spend.charged, jobs.request, jobs.source_name
    FROM spend LEFT JOIN jobs ON jobs.id = spend.job
    WHERE max(spend.time, spend.sent) >= ? AND spend.service NOT IN (?, '')
    ORDER BY max(spend.time, spend.sent) DESC, spend.rowid DESC
"""
#: The partial index is taken only where the query itself says that there is a mark.
_REFUSED = """
    SELECT max(spend.sent, spend.ended) AS last, jobs.error FROM spend LEFT JOIN jobs ON jobs.id = spend.job
    WHERE spend.refused = ? AND spend.refused <> '' ORDER BY last DESC, spend.rowid DESC
"""


def enter(connection: Connection, job: Job) -> None:
    """A consent. One that stands there already (a job found again in its video) is not entered twice."""
    connection.execute(
        "INSERT INTO spend (job, time, service, what, estimate) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (job) DO NOTHING",
        (
            job.id,
            job.created_at,
            job.service,
            f"{job.request.resolution} {job.request.duration} s",
            money_text(job.estimate),
        ),
    )


def update(connection: Connection, job: Job) -> None:
    """What became of the consent, written where it is news."""
    news = (fate_of(job), job.submitted_at, job.finished_at, job.task_id, mark_of_refusal(job))
    connection.execute(
        "UPDATE spend SET (fate, sent, ended, task_id, refused) = (?, ?, ?, ?, ?)"
        " WHERE job = ? AND (fate, sent, ended, task_id, refused) IS NOT (?, ?, ?, ?, ?)",
        (*news, job.id, *news),
    )


def charge(connection: Connection, job_id: str, charged: Money) -> None:
    connection.execute("UPDATE spend SET charged = ? WHERE job = ?", (money_text(charged), job_id))


def give_up(connection: Connection, job_id: str) -> None:
    """A job is removed: what was not sent by then never will be."""
    connection.execute(
        "UPDATE spend SET fate = ? WHERE job = ? AND fate = ?", (Fate.NOT_BILLED, job_id, Fate.UNSENT)
    )


def entries(connection: Connection, since: float) -> list[Entry]:
    """Every consent of that moment or later, newest first.

    Without the built-in service's, which cost nothing, and those that only a file's name tells of.
    """
    return [_entry(*row) for row in connection.execute(_ENTRIES, (since, DEMO))]


def refused(connection: Connection, marks: Sequence[str]) -> list[Refused]:
    """Every refusal of the requests with each of those marks (``core.refused.mark``), in their order."""
    return [_refused(connection, mark) for mark in marks]


def _refused(connection: Connection, mark: str) -> Refused:
    rows = connection.execute(_REFUSED, (mark,)).fetchall()
    if not rows:
        return Refused()
    ended, error = rows[0]
    return Refused(len(rows), ended, "" if error is None else str(json.loads(error)[1]))


def _entry(
    job: str,
    time: float,
    service: str,
    what: str,
    fate: str,
    sent: float,
    ended: float,
    task_id: str,
    estimate: str | None,
    charged: str | None,
    request: str | None,
    source_name: str | None,
) -> Entry:
    title = "" if request is None else title_of(Request.from_dict(json.loads(request)), source_name or "")
    return Entry(
        job,
        time,
        service,
        what,
        Fate(fate),
        sent=sent,
        ended=ended,
        task_id=task_id,
        title=title,
        estimate=money_of(estimate),
        charged=money_of(charged),
    )
