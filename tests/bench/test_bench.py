"""Each measure on tiny sizes: that it measures at all, never how fast it is."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.bench.figures import Figure, Row, Skipped, percentile, ratio_of, table

TINY = {
    "start": "rounds=1",
    "first_frame": "jobs=1, scale=0.2",
    "idle": "seconds=0.2, settle=0.1, scale=0.2",
    "download": "rounds=1, megabytes=6",
    "tagging": "rounds=1, sizes=(1,), scale=0.2",
    "image_prepare": "rounds=1, large=(2048, 1536)",
    "image_seen": "rounds=1, large=(2048, 1536)",
    "job_list": "rows=30, rounds=1",
}


def figures_of(name: str, arguments: str) -> list[str]:
    """The measure's figures, each "name value", from a process of its own as the bench runs it."""
    code = (
        f"from tests.bench import {name} as measure\n"
        f"for row in measure.measure({arguments}):\n    print(row.name, '|', row.value)\n"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()


@pytest.mark.parametrize("name", TINY)
def test_a_measure_gives_figures(name: str) -> None:
    if name == "download" and not shutil.which("curl"):
        pytest.skip("curl is not there")
    lines = figures_of(name, TINY[name])
    assert lines
    assert all(
        float(line.split("|")[1]) >= 0 for line in lines if "memory" not in line and "added" not in line
    )


def test_the_stall_is_measured_under_load() -> None:
    code = (
        "from tests.bench.stall import run\n"
        "seen = run(seconds=0.5, megabytes=400, scale=0.2)\n"
        "print(len(seen.gaps) > 10 and seen.frames > 0 and seen.megabytes > 0)\n"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert finished.stdout == "True\n", finished.stderr


def test_a_start_is_measured_until_it_has_painted() -> None:
    code = (
        "from tests.bench import installed_start as measure, program\n"
        "with program.home():\n"
        "    print(measure.to_paint([*measure.SOURCES, '--selftest'], cold=False) > 0)\n"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert finished.stdout == "True\n", finished.stderr


def test_the_table_says_met_missed_and_skipped() -> None:
    rows: list[Row] = [
        Figure("quick", 1.0, "ms", 2.0),
        Figure("slow", 3.0, "ms", 2.0),
        Figure("fast enough", 0.9, "", 0.8, at_least=True),
        Figure("told only", 5.0),
        Skipped("curl", "not here"),
    ]
    lines = table(rows).splitlines()[1:]
    assert [("met" in x, "MISSED" in x, "skipped" in x) for x in lines] == [
        (True, False, False),
        (False, True, False),
        (True, False, False),
        (False, False, False),
        (False, False, True),
    ]


def test_a_percentile_is_a_value_that_was_seen() -> None:
    assert percentile(range(1, 101), 99) == 99
    assert percentile([4.0], 99) == 4.0


def test_a_ratio_is_the_middle_round_s_own() -> None:
    assert ratio_of([(2.0, 1.0), (9.0, 3.0), (4.0, 1.0)]) == 3.0
