"""kill -9 at every step of a job: no second submit, no lost id, no half file to be seen.

A few kills at each point of ``tests.crash.points``; ``python3 packaging/dev.py crash`` kills a hundred times.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.crash import crew
from tests.crash.points import COMMAND_LINE, POINTS, RANDOM, WINDOW
from tests.crash.table import table_of, verdict_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are watched by Linux's pidfd")

TIMES = 2
#: These take seconds each: ``dev.py crash`` kills them, ``tests/app`` and ``tests/test_cli.py`` too.
REAL_PROGRAMS = (COMMAND_LINE, WINDOW)


@pytest.mark.timeout(400)
def test_killed_anywhere_the_next_start_loses_nothing_and_pays_nothing_twice(tmp_path: Path) -> None:
    numbers = [number for number, point in enumerate(POINTS) if point.name not in REAL_PROGRAMS]
    outcomes = crew.played(tmp_path, crew.trials_for(numbers, TIMES))
    words = verdict_of(outcomes)
    assert not words, f"{words}\n{table_of(outcomes)}"
    killed = {outcome.point for outcome in outcomes if outcome.killed}
    assert killed >= {number for number in numbers if POINTS[number].name != RANDOM}


def test_no_point_stands_in_the_table_twice() -> None:
    titles = [point.title for point in POINTS]
    assert len(set(titles)) == len(titles)
