"""What was agreed to and what it cost: entries, one a consent, and their sums. Pure; the store reads them.

An entry outlives its job. Units are never added to one another, and an entry without a known price is counted
apart, so that no sum looks smaller than it is without saying so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money

#: With those of full width: some spreadsheets take them for the same.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class Fate(StrEnum):
    """What became of a consent. Values are stored: never rename one."""

    UNSENT = "unsent"
    """Agreed to, not sent yet."""
    MAY_BE_BILLED = "may_be_billed"
    NOT_BILLED = "not_billed"
    """Refused for certain, or given up before it was sent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One consent. Times are seconds since 1970, 0.0 for "not yet".

    ``time`` is the consent's, ``sent`` the request's, ``ended`` when the service was done with it. ``title``
    is empty for a job that was removed: its words went with it.
    """

    job: str
    time: float
    service: str
    what: str
    fate: Fate
    sent: float = 0.0
    ended: float = 0.0
    task_id: str = ""
    title: str = ""
    estimate: Money | None = None
    charged: Money | None = None

    @property
    def moment(self) -> float:
        """What decides to which day it belongs: when it was sent; until then, when it was agreed to."""
        return max(self.time, self.sent)

    @property
    def cost(self) -> Money | None:
        """What was taken where that is known, else what was expected; None for neither."""
        return self.charged if self.charged is not None else self.estimate


def fate_of(job: Job) -> Fate:
    """What became of a job's consent, as far as is known now."""
    if job.may_be_billed:
        return Fate.MAY_BE_BILLED
    unsent = job.state in (JobState.WAITING, JobState.PREPARING)
    return Fate.UNSENT if unsent else Fate.NOT_BILLED


def day_of(moment: float) -> str:
    """The calendar day of this computer: "2026-11-25"."""
    return datetime.fromtimestamp(moment).strftime("%Y-%m-%d")


def month_of(moment: float) -> str:
    """The calendar month of this computer: "2026-11"."""
    return day_of(moment)[:7]


@dataclass(frozen=True, slots=True)
class Period:
    """What a day or a month cost: ``videos`` that may be billed, one sum a unit.

    ``estimated`` of them are in the sums as the price list had them, for want of better; ``unknown`` ones are
    in no sum at all.
    """

    name: str
    videos: int
    sums: tuple[Money, ...]
    estimated: int
    unknown: int


def period_of(name: str, entries: Iterable[Entry]) -> Period:
    """Sums up entries; what is not billed, or not sent yet, does not count."""
    billed = [entry for entry in entries if entry.fate is Fate.MAY_BE_BILLED]
    sums: dict[str, Money] = {}
    for entry in billed:
        if entry.cost is not None:
            unit = entry.cost.unit
            sums[unit] = sums[unit] + entry.cost if unit in sums else entry.cost
    return Period(
        name,
        videos=len(billed),
        sums=tuple(sums[unit] for unit in sorted(sums)),
        estimated=sum(entry.charged is None and entry.estimate is not None for entry in billed),
        unknown=sum(entry.cost is None for entry in billed),
    )


def periods(entries: Iterable[Entry], name_of: Callable[[float], str]) -> list[Period]:
    """One for each name (:func:`day_of`, :func:`month_of`) in which anything may be billed, newest first."""
    named = sorted(
        ((name_of(entry.moment), entry) for entry in entries), key=lambda pair: pair[0], reverse=True
    )
    found = [
        period_of(name, [entry for _, entry in pairs])
        for name, pairs in groupby(named, key=lambda pair: pair[0])
    ]
    return [period for period in found if period.videos]


def entries_csv(entries: Iterable[Entry]) -> str:
    """A line a consent, as :func:`_csv` has it. Times are ISO 8601 with this computer's offset."""
    header = (
        *("consent", "sent", "service", "job", "task", "what", "title", "fate"),
        *("estimate", "estimate_unit", "charged", "charged_unit"),
    )
    rows = (
        (
            iso_time(entry.time),
            iso_time(entry.sent),
            *map(_harmless, (entry.service, entry.job, entry.task_id, entry.what, entry.title)),
            entry.fate,
            *_amount_and_unit(entry.estimate),
            *_amount_and_unit(entry.charged),
        )
        for entry in entries
    )
    return _csv(header, rows)


def periods_csv(found: Iterable[Period]) -> str:
    """A line a period and unit, without a sum where no price is known; as :func:`_csv` has it."""
    rows = (
        (
            period.name,
            str(period.videos),
            *_amount_and_unit(money),
            str(period.estimated),
            str(period.unknown),
        )
        for period in found
        for money in (period.sums or (None,))
    )
    return _csv(("period", "videos", "sum", "unit", "estimated", "unknown"), rows)


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """RFC 4180, behind a byte order mark: without one a Chinese Excel takes UTF-8 for GBK."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def iso_time(moment: float) -> str:
    """A moment with this computer's offset, to the second; "" for none yet."""
    return datetime.fromtimestamp(moment).astimezone().isoformat(timespec="seconds") if moment else ""


def _amount_and_unit(money: Money | None) -> tuple[str, str]:
    return ("", "") if money is None else (money.plain, _harmless(money.unit))


def _harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe before a sign that begins one.

    Half a surrogate pair, which a prompt may hold, is no UTF-8 and becomes a question mark.
    """
    whole = text.encode("utf-8", "replace").decode()
    return f"'{whole}" if whole.lstrip().startswith(_FORMULA_SIGNS) else whole
