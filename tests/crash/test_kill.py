"""kill -9 at every step of a job: no second submit, no lost id, no half file to be seen.

A few kills at each point of ``tests.crash.points``; ``python3 packaging/dev.py crash`` kills a hundred times.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.crash.crew import Crew, trials_for
from tests.crash.points import COMMAND_LINE, POINTS, RANDOM, WINDOW, End
from tests.crash.table import table_of, verdict_of
from tests.crash.worker import Trial

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are watched by Linux's pidfd")

TIMES = 2
#: These take seconds each: ``dev.py crash`` kills them, ``tests/app`` and ``tests/test_cli.py`` too.
REAL_PROGRAMS = (COMMAND_LINE, WINDOW)


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    with Crew(tmp_path_factory.mktemp("crash")) as made:
        yield made


def numbers_of(end: End) -> list[int]:
    points = enumerate(POINTS)
    return [number for number, point in points if point.end is end and point.name not in REAL_PROGRAMS]


@pytest.mark.parametrize("end", End)
def test_killed_anywhere_the_next_start_loses_nothing_and_pays_nothing_twice(end: End, crew: Crew) -> None:
    numbers = numbers_of(end)
    outcomes = crew.play(trials_for(numbers, TIMES))
    words = verdict_of(outcomes)
    assert not words, f"{words}\n{table_of(outcomes)}"
    killed = {outcome.point for outcome in outcomes if outcome.killed}
    assert killed >= {number for number in numbers if POINTS[number].name != RANDOM}


def test_a_program_that_was_killed_can_be_used_at_once_from_cold(crew: Crew) -> None:
    [number] = [number for number, point in enumerate(POINTS) if point.name == "waiting written"]
    assert verdict_of(crew.play([Trial(number, seed=TIMES, cold=True)])) == ""


def test_no_point_stands_in_the_table_twice() -> None:
    titles = [point.title for point in POINTS]
    assert len(set(titles)) == len(titles)
