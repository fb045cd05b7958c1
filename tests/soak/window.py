"""``python -m tests.soak.window JOBS PLAYBACKS SPEED``: the whole window, offscreen, for a long day.

First so many jobs through the program as it is (list, thumbnails, status, each finished video shown), over
hours of virtual time against the service of ``tests.soak.jobs``; then so many playbacks of its videos, each
to its first frames, by the one player. Prints one JSON object. A hang prints the stacks of all threads.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import program
from tests.fakes.counted_video import write_counted_video
from tests.fakes.fast_clock import FastClock
from tests.fakes.video_service import service_process
from tests.soak.jobs import APART, IMAGE, SAMPLES
from tests.soak.samples import Bound, Sample, look
from wan_desktop import backend
from wan_desktop.app.main import App
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.secrets import KEY_VARIABLE
from wan_desktop.core.settings import Settings
from wan_desktop.core.submission import Submission

JOBS, PLAYBACKS, SPEED = 300, 200, 30.0
HANG_SECONDS = 60
"""Without a sign of life for so long, the stacks are printed and the process ends."""
FRAMES = 3
"""Frames of a playback that are waited for: it plays, and does not only open."""

JOB_BOUNDS = (
    # A row of the list and its small picture, until Qt's cache of 10 MB is full.
    Bound("megabytes", per_hundred=4.0, slack=8.0),
    Bound("threads", per_hundred=0.0, slack=6.0),
    Bound("handles", per_hundred=0.0, slack=8.0),
    Bound("tasks", per_hundred=0.0, slack=25.0),
)
PLAYBACK_BOUNDS = (
    Bound("megabytes", per_hundred=2.0, slack=4.0),
    Bound("threads", per_hundred=0.0, slack=6.0),
    Bound("handles", per_hundred=0.0, slack=8.0),
    Bound("tasks", per_hundred=0.0, slack=2.0),
    Bound("objects", per_hundred=200.0, slack=1000.0),
)


@dataclass(slots=True)
class Seen:
    """What one run saw."""

    jobs: list[Sample] = field(default_factory=list)
    playbacks: list[Sample] = field(default_factory=list)
    done: int = 0
    shown: int = 0
    """Playbacks whose frames came."""


class Viewing:
    """What the player shows, told by its own signals."""

    def __init__(self, app: App) -> None:
        self.path, self.frames = "", 0
        app.player.first_frame_shown.connect(self._first_frame)
        app.player.position_moved.connect(self._frame)

    def _first_frame(self, path: object) -> None:
        self.path, self.frames = str(path), 0

    def _frame(self, _position: object) -> None:
        self.frames += 1

    def plays(self, job: Job) -> bool:
        return self.path == job.video and self.frames >= FRAMES


def soak(jobs: int, playbacks: int, url: str) -> Callable[[App], Coroutine[Any, Any, Seen]]:
    async def work(app: App) -> Seen:
        seen = Seen()
        (app.paths.inputs / IMAGE).write_bytes(b"jpeg" * 1000)
        viewing = Viewing(app)
        done = await _make(app, seen, jobs, url)
        seen.done = len(done)
        for number in range(playbacks):
            if number % max(1, playbacks // SAMPLES) == 0:
                seen.playbacks.append(look(number, app.paths.database))
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
            job = done[number % len(done)]
            program.soon(app.job_list.select, job.id)
            await program.until(partial(viewing.plays, job), f"playback {number} shows its frames")
            seen.shown += 1
        faulthandler.cancel_dump_traceback_later()
        seen.playbacks.append(look(playbacks, app.paths.database))
        return seen

    return work


async def _make(app: App, seen: Seen, count: int, url: str) -> list[Job]:
    """Asks for jobs one after the other and waits for them all; those that are done."""
    runner = app.backend.runner
    asked: list[str] = []

    def submit(number: int) -> None:
        request = Request(image=IMAGE, prompt=f"job {number}")
        asked.append(runner.submit(Submission(request), service=url, consent=Consent()).id)

    for number in range(count):
        if number % max(1, count // SAMPLES) == 0:
            seen.jobs.append(look(number, app.paths.database))
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        program.soon(submit, number)
        await FastRunner.clock.sleep(APART)
    for job_id in asked:
        await runner.settled(job_id)
    faulthandler.cancel_dump_traceback_later()
    seen.jobs.append(look(count, app.paths.database))
    ended = [runner.get(job_id) for job_id in asked]
    return [job for job in ended if job is not None and job.state is JobState.DONE]


class FastRunner(Runner):
    """The Runner with a clock of its own."""

    clock: FastClock

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts, clock=self.clock)


def main(jobs: int, playbacks: int, speed: float) -> None:
    os.environ[KEY_VARIABLE] = "key"
    began = time.monotonic()
    FastRunner.clock = FastClock(speed)
    # The window's parts take no clock: this is the only place where one can be handed in.
    setattr(backend, "Runner", FastRunner)  # noqa: B010
    with tempfile.TemporaryDirectory(prefix="wan-desktop-soak-") as name:
        folder = Path(name)
        videos = [
            write_counted_video(folder / f"video{number}.mp4", frames=20 + 10 * number) for number in range(3)
        ]
        with service_process(videos, FastRunner.clock) as (url, counts):
            settings = Settings(service=url, theme="light", language="en", muted=True, loop=True)
            with program.home(settings) as paths:
                seen = program.run_in_program(soak(jobs, playbacks, url))
                left = leftovers(paths)
            served = counts()
    faults = {
        "every job is done": seen.done == jobs,
        "each was submitted once": served["accepted"] == {f"job {number}": 1 for number in range(jobs)},
        "every playback showed its frames": seen.shown == playbacks,
        f"nothing is left behind, but {left}": not left,
    }
    outcome = {
        **asdict(seen),
        "faults": [words for words, good in faults.items() if not good],
        "minutes": (time.monotonic() - began) / 60,
    }
    sys.stdout.write(json.dumps(outcome))


def leftovers(paths: Paths) -> list[str]:
    """Files of a home that its program should have taken away."""
    hidden = [path.name for path in paths.library.iterdir() if path.suffix != ".mp4"]
    return hidden + [path.name for path in paths.locks.iterdir()]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
