"""What came of the trials: one line a point, and the sentence that says what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from tests.crash.checks import Fault
from tests.crash.points import POINTS
from tests.crash.worker import Outcome

USABLE_WITHIN = 2.0
"""Seconds from a start to a program that can be used."""


def table_of(outcomes: Sequence[Outcome]) -> str:
    """Point, kills, each kind of fault, and the slowest start in seconds (forked, and in a cold process)."""
    width = max(len(point.title) for point in POINTS)
    heads = ["kills", *map(str, Fault), "accepted, in doubt", "slowest start, forked", "cold"]
    lines = ["  ".join(["point".ljust(width), *heads])]
    for number in sorted({outcome.point for outcome in outcomes}):
        of_point = [outcome for outcome in outcomes if outcome.point == number]
        cells = [POINTS[number].title.ljust(width), *_cells(of_point, heads)]
        lines.append("  ".join(cells))
    lines.append("  ".join(["all".ljust(width), *_cells(outcomes, heads)]))
    return "\n".join([*lines, "", _starts(outcomes, cold=False), _starts(outcomes, cold=True)])


def verdict_of(outcomes: Sequence[Outcome]) -> str:
    """Every fault in words, "" where there is none."""
    words = [
        f"{POINTS[outcome.point].title}: {fault}: {what}"
        for outcome in outcomes
        for fault, what in outcome.faults
    ]
    return "\n".join([*words, *_late(outcomes)])


def _cells(outcomes: Sequence[Outcome], heads: Sequence[str]) -> list[str]:
    counted = Counter(fault for outcome in outcomes for fault, _ in outcome.faults)
    values = [str(sum(outcome.killed for outcome in outcomes)), *(str(counted[fault]) for fault in Fault)]
    values.append(str(sum(outcome.in_doubt for outcome in outcomes)))
    for cold in (False, True):
        seconds = [outcome.seconds for outcome in outcomes if outcome.cold is cold]
        values.append(f"{max(seconds):.2f} s" if seconds else "–")
    return [value.rjust(len(head)) for value, head in zip(values, heads, strict=True)]


def _late(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for number in sorted({outcome.point for outcome in outcomes}):
        slowest = max(outcome.seconds for outcome in outcomes if outcome.point == number)
        if slowest > USABLE_WITHIN:
            yield f"{POINTS[number].title}: usable after {slowest:.2f} s"


def _starts(outcomes: Sequence[Outcome], *, cold: bool) -> str:
    seconds = [outcome.seconds for outcome in outcomes if outcome.cold is cold]
    name = "Cold starts" if cold else "Forked starts"
    if not seconds:
        return f"{name}: none."
    least, middle, most = min(seconds), median(seconds), max(seconds)
    clock = max(outcome.by_clock for outcome in outcomes if outcome.cold is cold)
    return (
        f"{name}: {len(seconds)}, usable after {least:.3f} / {middle:.3f} / {most:.3f} s (min/median/max); "
        f"with the time in which others had the processors {clock:.3f} s at most."
    )
