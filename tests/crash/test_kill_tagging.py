"""kill -9 between a video's settings and its name: one video in the end, whole, and no half of one seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.tagging_child import POINTS, TASK, WHOLE_FROM
from tests.fakes import odd_frames, odd_videos
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store
from wan_desktop.media.video import probe
from wan_desktop.media.video_settings import read_return

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("videos") / "video.mp4"
    odd_videos.b_frames(path)
    return path


def run_child(home: Path, video: Path, point: str, act: str) -> int:
    command = [sys.executable, "-m", "tests.crash.tagging_child", str(home), str(video), point, act]
    return subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode


def seen(home: Path) -> list[Path]:
    """What a user sees in the library."""
    library = home / "videos"
    return [path for path in library.iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_there_is_one_video_with_its_settings(point: str, video: Path, tmp_path: Path) -> None:
    home = tmp_path / "home 家"
    assert run_child(home, video, point, "submit") == -signal.SIGKILL
    for path in seen(home):
        probe(path)
    forgotten = list(POINTS).index(point) >= WHOLE_FROM
    assert run_child(home, video, "", "resume, forgotten" if forgotten else "resume") == 0
    paths = Paths.under(home)
    store = Store(paths.database, paths.locks)
    (job,) = store.find(limit=-1)
    store.close()
    assert (job.state, job.task_id) == (JobState.DONE, TASK)
    assert [str(path) for path in (home / "videos").iterdir()] == [job.video]
    returned = read_return(Path(job.video))
    assert returned is not None
    assert (returned.settings.job, returned.image) == (job.id, odd_frames.cover())
    assert odd_videos.packets(Path(job.video)) == odd_videos.packets(video)
