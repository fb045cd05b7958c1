"""Two real processes on one home want the last dollar of a day: one gets it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from wan_desktop.core.ledger import Fate
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 25
NOON = f"NOON{time.gmtime().tm_hour - 12:+d}"
"""A time zone in which no midnight comes while the test runs."""


def start(home: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crash.spender", str(home), name],
        cwd=ROOT,
        env=os.environ | {"TZ": NOON},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def told(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")


def test_the_last_dollar_of_a_day_is_spent_once(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path / "home 家")
    paths.create()
    (paths.inputs / "image.jpg").write_bytes(b"jpeg")
    service = paths.data / "service"
    service.mkdir()
    Store(paths.database, paths.locks).close()
    with start(paths.data, "one") as one, start(paths.data, "other") as other:
        assert [heard(one), heard(other)] == ["ready", "ready"]
        for limit in range(1, ROUNDS + 1):
            # Room for one dollar more than before, and both want it.
            for process in (one, other):
                told(process, str(limit))
            assert sorted([heard(one), heard(other)]) == ["limit_per_day", "queued"]
            assert len(list(service.iterdir())) == limit
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.close()
    store = Store(paths.database, paths.locks)
    fates = [entry.fate for entry in store.ledger()]
    store.close()
    assert fates.count(Fate.MAY_BE_BILLED) == fates.count(Fate.NOT_BILLED) == ROUNDS
