"""What a measure gives: figures, each with the goal it is held against, and the table of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one run.

    ``goal`` is the most it may be, or the least where ``at_least``; None where it is told for its own sake.
    ``note`` says under which circumstances it was measured, or how the rounds spread.
    """

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that this computer cannot give, and why."""

    name: str
    reason: str


Row = Figure | Skipped


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The range of several rounds, for a note."""
    return f"{min(values):.{digits}f}–{max(values):.{digits}f} in {len(values)} rounds"


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many percent of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def ratio_of(pairs: Sequence[tuple[float, float]]) -> float:
    """The median of the rounds' own ratios: what slowed one round slowed both its sides."""
    return median(first / second for first, second in pairs)


def table(rows: Sequence[Row]) -> str:
    """The rows under one another, as text."""
    lines = [("figure", "value", "goal", "", "")]
    lines += [_cells(row) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    if isinstance(row, Skipped):
        return row.name, "–", "", "skipped", row.reason
    goal = "" if row.goal is None else f"{'≥' if row.at_least else '≤'} {row.goal:g} {row.unit}".rstrip()
    verdict = {None: "", True: "met", False: "MISSED"}[row.met]
    return row.name, f"{row.value:.3g} {row.unit}".rstrip(), goal, verdict, row.note
