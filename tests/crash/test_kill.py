"""kill -9 at every step of a job: no second submit, no lost id, no half file to be seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.child import POINTS, UNCONFIRMED_AFTER
from tests.fakes.scripted_service import VIDEO
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")


def run_child(home: Path, point: str, act: str) -> int:
    command = [sys.executable, "-m", "tests.crash.child", str(home), point, act]
    return subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode


def jobs_of(home: Path) -> list[Job]:
    paths = Paths.under(home)
    store = Store(paths.database, paths.locks)
    jobs = store.find(limit=-1)
    store.close()
    return jobs


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_the_next_start_ends_the_job_with_one_submit_in_all(point: str, tmp_path: Path) -> None:
    home = tmp_path / "home 家"
    assert run_child(home, point, "submit") == -signal.SIGKILL
    assert run_child(home, "", "resume") == 0
    jobs = jobs_of(home)
    submits = sorted(path.name for path in (home / "service").iterdir())
    if point == POINTS[0]:
        assert jobs == []
        assert submits == []
        return
    assert [job.state for job in jobs] == [
        JobState.UNCONFIRMED if point in UNCONFIRMED_AFTER else JobState.DONE
    ]
    assert len(submits) <= 1
    if jobs[0].state is JobState.DONE:
        assert submits == [jobs[0].task_id]
        seen = list((home / "videos").iterdir())
        assert [(str(path), path.read_bytes()) for path in seen] == [(jobs[0].video, VIDEO)]
