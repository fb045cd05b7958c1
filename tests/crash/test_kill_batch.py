"""kill -9 anywhere between the click for three videos and their end: see ``tests.crash.batch``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash import service
from tests.crash.worker import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are watched by Linux's pidfd")

EVERY = int(os.environ.get("WAN_DESKTOP_BATCH_EDGES", "41"))
"""Of so many edges one is killed at; 1 for each of them."""


def test_of_a_batch_killed_anywhere_nothing_is_paid_twice_and_a_doubt_holds_the_rest(tmp_path: Path) -> None:
    (tmp_path / "worker").mkdir()
    with service.running(tmp_path / "service") as url:
        folders = (str(tmp_path / "worker"), str(tmp_path / "service"))
        command = [sys.executable, "-m", "tests.crash.batch", *folders, url, "1", str(EVERY)]
        played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=3000)
    assert played.returncode == 0, played.stderr
    trials = [json.loads(line) for line in played.stdout.splitlines()]
    assert [trial for trial in trials if trial["faults"]] == []
    assert sum(trial["killed"] for trial in trials) > 100 // EVERY
