"""The ledger's sums and tables: exact, by calendar, one unit at a time, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from wan_desktop.core.ledger import (
    Entry,
    Fate,
    Period,
    day_of,
    entries_csv,
    month_of,
    periods,
    periods_csv,
)
from wan_desktop.core.money import Money


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


def at(*when: int) -> float:
    return datetime(*when).timestamp()  # type: ignore[arg-type]  # year, month, day and so on


SENT = Entry(
    "job-1",
    at(2026, 11, 25, 14, 2),
    "https://api.example",
    "1080P 5 s",
    Fate.MAY_BE_BILLED,
    sent=at(2026, 11, 25, 14, 3),
    task_id="t-1",
    title="A lake",
    estimate=dollars("0.75"),
)


def test_sums_are_exact_and_each_unit_has_its_own() -> None:
    entries = [
        *[replace(SENT, estimate=dollars("0.1"))] * 3,
        replace(SENT, charged=Money(Decimal(5), "¥")),
        replace(SENT, estimate=dollars("0.75"), charged=dollars("0.80")),
        replace(SENT, estimate=None),
        replace(SENT, fate=Fate.NOT_BILLED),
        replace(SENT, fate=Fate.UNSENT),
    ]
    sums = (dollars("1.10"), Money(Decimal(5), "¥"))
    assert periods(entries, day_of) == [Period("2026-11-25", 6, sums, estimated=3, unknown=1)]


def test_a_video_belongs_to_the_day_on_which_it_was_sent() -> None:
    entries = [
        replace(SENT, time=at(2026, 11, 30, 23, 59), sent=at(2026, 12, 1, 0, 1)),
        replace(SENT, time=at(2026, 11, 30, 23, 58), sent=at(2026, 11, 30, 23, 59, 59)),
        replace(SENT, time=at(2026, 11, 3), sent=at(2026, 11, 3)),
        replace(SENT, time=at(2025, 11, 3), sent=at(2025, 11, 3), fate=Fate.NOT_BILLED),
    ]
    assert [(p.name, p.videos) for p in periods(entries, day_of)] == [
        ("2026-12-01", 1),
        ("2026-11-30", 1),
        ("2026-11-03", 1),
    ]
    assert [(p.name, p.sums) for p in periods(entries, month_of)] == [
        ("2026-12", (dollars("0.75"),)),
        ("2026-11", (dollars("1.50"),)),
    ]


def rows(table: str) -> list[dict[str, str]]:
    assert table.startswith("\ufeff")
    assert table.partition("\n")[0].endswith("\r")
    assert table.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


def test_the_table_of_consents_is_read_by_machines() -> None:
    title = 'He said "go",\nthen left; 日落'
    [row] = rows(entries_csv([replace(SENT, title=title, charged=dollars("0.7500"))]))
    assert datetime.fromisoformat(row["consent"]).timestamp() == SENT.time
    assert datetime.fromisoformat(row["sent"]).timestamp() == SENT.sent
    assert row["title"] == title
    assert (row["estimate"], row["estimate_unit"], row["charged"]) == ("0.75", "$", "0.7500")
    assert (row["fate"], row["task"], row["what"]) == ("may_be_billed", "t-1", "1080P 5 s")


def test_what_is_not_known_is_an_empty_cell() -> None:
    [row] = rows(entries_csv([replace(SENT, sent=0.0, estimate=None, task_id="", fate=Fate.UNSENT)]))
    assert [row[name] for name in ("sent", "task", "estimate", "estimate_unit", "charged")] == [""] * 5


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "\t=", " =", "\r\n@"])
def test_no_prompt_runs_as_a_formula(sign: str) -> None:
    title = f"{sign}HYPERLINK(A1)"
    hostile = replace(SENT, title=title, task_id=title, estimate=Money(Decimal(1), sign))
    [row] = rows(entries_csv([hostile]))
    assert (row["title"], row["task"], row["estimate_unit"]) == (f"'{title}", f"'{title}", f"'{sign}")
    assert row["estimate"] == "1"


def test_half_a_surrogate_pair_in_a_prompt_breaks_no_table() -> None:
    table = entries_csv([replace(SENT, title="sunset \ud83d")])
    assert "sunset ?" in table.encode().decode()


def test_periods_have_a_line_for_each_unit() -> None:
    found = [
        Period("2026-11", 5, (dollars("3"), Money(Decimal("5.5"), "¥")), 2, 1),
        Period("2026-10", 1, (), 0, 1),
    ]
    assert [tuple(row.values()) for row in rows(periods_csv(found))] == [
        ("2026-11", "5", "3", "$", "2", "1"),
        ("2026-11", "5", "5.5", "¥", "2", "1"),
        ("2026-10", "1", "", "", "0", "1"),
    ]
