"""The program in a process of its own, killed with SIGKILL while it tags; for test_kill_tagging.py.

``python -m tests.crash.tagging_child HOME VIDEO POINT ACT``: real tools on a real video. ACT is "submit",
"resume", or "resume, forgotten": the service then knows no task any more.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fakes import odd_frames
from tests.fakes.scripted_videos import VideoService
from wan_desktop.core import placing, tagging
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.media import video_tags

IMAGE = "0123456789abcdef.jpg"
TASK = "task-1"


class StoreThatDies(Store):
    """Dies just before the end of a job is written."""

    dies = False

    def save(self, job: Job) -> None:
        if self.dies and job.state is JobState.DONE:
            die()
        super().save(job)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(module: Any, name: str) -> None:
    setattr(module, name, lambda *arguments: die())


def after(module: Any, name: str) -> None:
    real = getattr(module, name)

    def run(*arguments: Any) -> None:
        real(*arguments)
        die()

    setattr(module, name, run)


def after_replacing_the_part() -> None:
    real = os.replace

    def run(source: Any, target: Any) -> None:
        real(source, target)
        if str(target).endswith(".part"):
            die()

    os.replace = run  # type: ignore[assignment]  # as the program calls it


#: By name: how the program is made to die there.
POINTS: dict[str, Callable[[], None]] = {
    "before tagging": lambda: before(tagging, "write_settings"),
    "while the copy is written": lambda: before(video_tags, "_copy"),
    "the copy is whole": lambda: before(tagging, "probe"),
    "the copy has replaced the part": after_replacing_the_part,
    "the stamp is written": lambda: before(placing, "_place"),
    "before the rename": lambda: before(placing, "_renamed"),
    "between link and unlink": lambda: after(os, "link"),
    "renamed": lambda: after(placing, "_renamed"),
    "before the end is written": lambda: setattr(StoreThatDies, "dies", True),
}
WHOLE_FROM = 3
"""From this point on nothing has to be asked of the service any more."""


async def run(home: Path, video: Path, act: str) -> None:
    paths = Paths.under(home)
    paths.create()
    service = VideoService(time.monotonic, seconds=0.0, video=video)
    if act == "resume":
        service.tasks[TASK] = 0.0
    tasks, store = Tasks(), StoreThatDies(paths.database, paths.locks)
    runner = Runner(
        store=store,
        paths=paths,
        connect=service.connect,
        library=lambda: paths.library,
        tasks=tasks,
        poll_seconds=0.01,
    )
    if act == "submit":
        put(paths.inputs / IMAGE)
        submission = Submission(Request(image=IMAGE, prompt="a boat"))
        job = runner.submit(submission, service="https://api.example", consent=Consent())
        await runner.settled(job.id)
    else:
        unfinished = store.unfinished()
        runner.resume()
        for job in unfinished:
            await runner.settled(job.id)
    await runner.close()
    await tasks.close()


def put(image: Path) -> None:
    image.write_bytes(odd_frames.cover())


if __name__ == "__main__":
    if sys.argv[3]:
        POINTS[sys.argv[3]]()
    asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[4]))
