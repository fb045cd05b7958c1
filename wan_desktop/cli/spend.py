"""``wan-desktop spend``: what was agreed to and what it cost, from the ledger."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wan_desktop.cli.output import absolute
from wan_desktop.cli.statuses import EXIT_DONE
from wan_desktop.cli.words import json_text
from wan_desktop.core.files import replace_file
from wan_desktop.core.ledger import (
    Entry,
    Fate,
    Period,
    day_of,
    entries_csv,
    iso_time,
    month_of,
    periods,
    periods_csv,
)
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings

if TYPE_CHECKING:
    from wan_desktop.core.money import Money

_NAMES = {"day": day_of, "month": month_of}


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("spend", help="what was spent, by job, day or month")
    add = parser.add_argument
    add("--by", choices=("job", *_NAMES), default="day", help="one line each (default: day)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", metavar="FILE|-", help="write a table for a spreadsheet")
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(command=_spend)


async def _spend(options: argparse.Namespace, paths: Paths, _settings: Settings) -> int:
    entries = _entries(paths)
    if options.by == "job":
        _put(options, entries_csv(entries), map(entry_object, entries), map(entry_line, entries))
    else:
        found = periods(entries, _NAMES[options.by])
        _put(options, periods_csv(found), map(period_object, found), map(period_line, found))
    return EXIT_DONE


def _entries(paths: Paths) -> list[Entry]:
    from wan_desktop.core.store import Store

    store = Store(paths.database, paths.locks)
    try:
        return store.ledger()
    finally:
        store.close()


def _put(
    options: argparse.Namespace, table: str, objects: Iterable[dict[str, Any]], lines: Iterable[str]
) -> None:
    """In the one form that was asked for."""
    if options.csv == "-":
        # As bytes: a text stream would turn line ends into the system's own.
        sys.stdout.buffer.write(table.encode())
        sys.stdout.flush()
    elif options.csv is not None:
        replace_file(absolute(Path(options.csv)), table.encode())
    else:
        shown = (json_text(one) for one in objects) if options.json else lines
        for line in shown:
            print(line)


def entry_object(entry: Entry) -> dict[str, Any]:
    """What ``spend --by job --json`` prints of a consent."""
    return {
        "job": entry.job,
        "consent": iso_time(entry.time),
        "sent": iso_time(entry.sent) or None,
        "service": entry.service,
        "task_id": entry.task_id or None,
        "what": entry.what,
        "title": entry.title,
        "fate": str(entry.fate),
        "estimate": entry.estimate and entry.estimate.to_json(),
        "charged": entry.charged and entry.charged.to_json(),
    }


def entry_line(entry: Entry) -> str:
    """What is printed of a consent for people; "≈" marks an estimate."""
    parts = (iso_time(entry.time), f"{_cost(entry):>12}", f"{entry.what:<10}", entry.job[:8], entry.title)
    return "  ".join(parts).rstrip()


def _cost(entry: Entry) -> str:
    if entry.fate is not Fate.MAY_BE_BILLED:
        return "not sent" if entry.fate is Fate.UNSENT else "not billed"
    if entry.charged is not None:
        return str(entry.charged)
    return "unknown" if entry.estimate is None else f"≈ {entry.estimate}"


def period_object(period: Period) -> dict[str, Any]:
    """What ``spend --json`` prints of a day or a month."""
    return {
        "period": period.name,
        "videos": period.videos,
        "sums": [money.to_json() for money in period.sums],
        "estimated": period.estimated,
        "unknown": period.unknown,
    }


def period_line(period: Period) -> str:
    """What is printed of a day or a month for people; "≈" marks sums with estimates in them."""
    unknown = f"  + {period.unknown} of unknown price" if period.unknown else ""
    videos = f"{period.videos:>4} {'video' if period.videos == 1 else 'videos'}"
    return f"{period.name:<10}  {videos:<11}  {_sums(period.sums, period.estimated)}{unknown}".rstrip()


def _sums(sums: tuple[Money, ...], estimated: int) -> str:
    return ("≈ " if estimated and sums else "") + " + ".join(map(str, sums))
