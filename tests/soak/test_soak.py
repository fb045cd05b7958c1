"""The soak in short: that nothing piles up with jobs and playbacks. In full: ``packaging/dev.py soak``."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.soak.runs import Run, run_jobs, run_window
from tests.soak.samples import Bound, Sample, growths, look

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at itself in Linux' /proc")
SPEED = 90.0


WARMING_UP = 30.0
"""MB that a process may still take in so short a run: libraries, SQLite's and Qt's caches."""


def assert_flat(run: Run) -> None:
    parts, faults, _facts = run
    assert faults == []
    for part in parts:
        bounds = [
            replace(bound, slack=WARMING_UP) if bound.figure == "megabytes" else bound
            for bound in part.bounds
        ]
        assert growths(part.samples, bounds) == []


@linux
def test_sixty_jobs_leave_nothing_behind() -> None:
    assert_flat(run_jobs(60, SPEED))


@linux
def test_ten_playbacks_in_the_window_leave_nothing_behind() -> None:
    assert_flat(run_window(8, 10, SPEED))


@linux
async def test_a_leak_is_seen() -> None:
    kept: list[bytes] = []
    samples = []
    for number in range(20):
        kept.append(b"x" * 3_000_000)
        samples.append(replace(look(number), threads=1))
    wrong = growths(samples, (Bound("megabytes", 1.0, slack=3.0), Bound("threads", 0.0)))
    assert [words.partition(":")[0] for words in wrong] == ["megabytes"]


def test_noise_and_a_step_in_the_first_half_are_no_leak() -> None:
    flat = Sample(0, 100.0, 8, 20, 5, 1000, 10, 0.0)
    samples = [
        replace(
            flat, done=number, megabytes=(50.0 if number < 5 else 100.0) + number % 2, handles=20 + number % 3
        )
        for number in range(20)
    ]
    assert growths(samples, (Bound("megabytes", 1.0, slack=3.0), Bound("handles", 0.0, slack=3.0))) == []
