"""A job as one row of the database and back; and how words are searched in them. Plain functions."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from wan_desktop.core.batches import batch_of
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.job import GROUP_STATES, Job, JobGroup, JobState
from wan_desktop.core.kept_paths import row_found, row_kept
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request

#: A Job's fields that are columns of the same name. ``elsewhere`` is not stored: it depends on who asks.
COLUMNS = tuple(field.name for field in fields(Job) if field.name != "elsewhere")
#: Columns that hold again what stands in others, for searches.
DERIVED = ("duration", "resolution", "words", "batch")


def row_of(job: Job, home: Path) -> dict[str, Any]:
    """Every column of a job but its owner and revision, its paths told from ``home`` (``kept_paths``)."""
    values = row_kept({name: getattr(job, name) for name in COLUMNS}, home)
    return values | {
        "state": str(job.state),
        "request": compact_json(job.request.to_dict()),
        "trouble": _failure_json(job.trouble),
        "error": _failure_json(job.error),
        "estimate": money_text(job.estimate),
        "charged": money_text(job.charged),
        "starred": int(job.starred),
        "extra": compact_json(values["extra"]),
        "duration": job.request.duration,
        "resolution": job.request.resolution,
        "batch": batch_of(job),
        "words": folded(f"{job.request.prompt}\n{job.title}\n{job.source_name}\n{Path(job.video).name}"),
    }


def job_of(row: Mapping[str, Any], home: Path, *, elsewhere: bool = False) -> Job:
    """The job of a row, of a database in ``home``; what an older version did not write has its default.

    DiskError(DATABASE_DAMAGED) where no job was ever written so.
    """
    with _damage():
        values = {name: row[name] for name in COLUMNS if name in row}
        values |= {
            "state": state_of(values["state"]),
            "request": Request.from_dict(json.loads(values["request"])),
            "trouble": _failure(values.get("trouble")),
            "error": _failure(values.get("error")),
            "estimate": money_of(values.get("estimate")),
            "charged": money_of(values.get("charged")),
            "starred": bool(values["starred"]),
            "extra": dict(json.loads(values["extra"])),
        }
        return Job(**row_found(values, home), elsewhere=elsewhere)


def state_of(word: str) -> JobState:
    """DiskError(DATABASE_DAMAGED) for a word that is no state."""
    with _damage():
        return JobState(word)


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        words = f"a row of the jobs cannot be read: {type(error).__name__}"
        raise DiskError(ErrorKind.DATABASE_DAMAGED, words) from error


def folded(text: str) -> str:
    """One form for what people take for the same: case in every script, full width and half width."""
    whole = text.encode("utf-8", "replace").decode()  # Half a surrogate pair is no UTF-8.
    return unicodedata.normalize("NFKC", whole).casefold()


def matching(text: str, group: JobGroup) -> tuple[str, tuple[Any, ...]]:
    """The condition on rows that hold every word of ``text`` and are in ``group``, with its values."""
    words = folded(text).split()
    conditions = ["instr(words, ?) > 0"] * len(words)
    states = tuple(GROUP_STATES.get(group, ()))
    if states:
        conditions.append(f"state IN ({', '.join('?' * len(states))})")
    if group is JobGroup.STARRED:
        conditions.append("starred")
    return " AND ".join(conditions) or "1", (*words, *states)


def money_text(money: Money | None) -> str | None:
    return None if money is None else json.dumps(money.to_json(), ensure_ascii=False)


def money_of(text: str | None) -> Money | None:
    return None if text is None else Money.from_json(json.loads(text))


def compact_json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _failure_json(failure: Failure | None) -> str | None:
    return None if failure is None else compact_json([failure.kind, failure.detail, failure.may_be_billed])


def _failure(text: str | None) -> Failure | None:
    if text is None:
        return None
    kind, detail, may_be_billed = json.loads(text)
    try:
        return Failure(ErrorKind(kind), detail, may_be_billed)
    except ValueError:  # Written by a newer version.
        return Failure(ErrorKind.INTERNAL, f"{kind}: {detail}", may_be_billed)
