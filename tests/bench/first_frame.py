"""From the moment a job is published as done to its first frame on the screen.

The whole program without a screen, a 1080P video with sound, the demo service in another process over real
HTTP. Each job was followed before and is taken up again, so that it is asked for, downloaded, verified and
placed as any other; its row is selected, as a user who waits for it has it. Rendering is over by then.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import program
from tests.bench.clip import finished_task, job_of_task, make_clip
from tests.bench.figures import Figure, Row
from tests.fakes.demo_server import server_process
from wan_desktop.app.main import App
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.secrets import KEY_VARIABLE
from wan_desktop.core.settings import Settings
from wan_desktop.core.store import Store
from wan_desktop.demo.app import KEY

JOBS = 8


def measure(jobs: int = JOBS, scale: float = 1.0) -> list[Row]:
    os.environ[KEY_VARIABLE] = KEY
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as name:
        demo = Path(name)
        clip = make_clip(demo / "clip.mp4", scale=scale)
        with server_process(demo, "--seconds", "0") as (_, url):
            settings = Settings(service=url, theme="light", language="en", muted=True)
            with program.home(settings) as paths:
                ids = keep_jobs(paths, url, [finished_task(demo, clip) for _ in range(jobs)])
                taken = program.run_in_program(follow_each(ids))
    milliseconds = [seconds * 1000 for seconds in taken]
    note = f"{min(milliseconds):.0f}–{max(milliseconds):.0f} ms, the first {milliseconds[0]:.0f}, {jobs} jobs"
    return [Figure("finished → first frame shown, median", median(milliseconds), "ms", 150, note=note)]


def keep_jobs(paths: Paths, service: str, tasks: list[str]) -> list[str]:
    """Jobs that the user stopped following, in the home's database."""
    jobs = [
        job_of_task(number, task, service, JobState.STOPPED, time.time()) for number, task in enumerate(tasks)
    ]
    store = Store(paths.database, paths.locks)
    for job in jobs:
        store.save(job)
    store.close()
    return [job.id for job in jobs]


def follow_each(ids: list[str]) -> Callable[[App], Coroutine[Any, Any, list[float]]]:
    async def follow(app: App) -> list[float]:
        return [await seconds_to_first_frame(app, job_id) for job_id in ids]

    return follow


async def seconds_to_first_frame(app: App, job_id: str) -> float:
    done: list[float] = []
    shown: list[float] = []

    def published(job: Job) -> None:
        if job.id == job_id and job.state is JobState.DONE and not done:
            done.append(time.perf_counter())

    def painted(_path: object) -> None:
        if done:
            shown.append(time.perf_counter())

    unsubscribe = app.backend.runner.subscribe(published)
    connection = app.player.first_frame_shown.connect(painted)
    await program.select(app, job_id)
    program.soon(app.backend.runner.follow, job_id)
    await program.until(lambda: bool(shown), f"{job_id} shown")
    app.player.first_frame_shown.disconnect(connection)
    unsubscribe()
    await asyncio.sleep(0.5)  # The video plays: the next one comes in while this one is seen.
    return shown[0] - done[0]
