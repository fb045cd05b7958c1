"""The program in a process of its own, killed with SIGKILL where it is told to be; for test_kill.py.

``python -m tests.crash.child HOME POINT ACT``: ACT is "submit" or "resume". The service's side is files in
HOME/service, so that it outlives every kill and can count.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.fakes.scripted_service import TOOLS, VIDEO, answer
from wan_desktop.core.connection import Connection
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.service import Accepted, SubmitOutcome, TaskResult, TaskState
from wan_desktop.core.store import Store
from wan_desktop.core.tasks import Tasks


class Death:
    """SIGKILL at the named point: no handler, no ``finally``, no flush runs."""

    def __init__(self, point: str) -> None:
        self._point = point

    def at(self, point: str) -> None:
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


class DyingStore(Store):
    """Dies just before or just after a state is written."""

    death: Death

    def save(self, job: Job) -> None:
        self.death.at(f"before {job.state} is written")
        super().save(job)
        self.death.at(f"after {job.state} is written")


class ServiceInFiles:
    """Accepts everything; one file for each submit that arrived."""

    def __init__(self, folder: Path, death: Death) -> None:
        self._folder, self._death = folder, death
        folder.mkdir(exist_ok=True)

    async def submit(self, request: Request, image: bytes, mime: str) -> SubmitOutcome:
        self._death.at("before the request leaves")
        task_id = f"task-{len(os.listdir(self._folder)) + 1}"
        write(self._folder / task_id, b"")
        self._death.at("before the answer is heard")
        return Accepted(task_id)

    async def result(self, task_id: str) -> TaskResult:
        self._death.at("while asking")
        return answer(TaskState.SUCCEEDED, "https://videos.example/a.mp4")

    async def fetch(
        self, url: str, part: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> None:
        write(part, VIDEO[:100])
        self._death.at("half fetched")
        write(part, VIDEO)
        self._death.at("whole, not placed")


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


async def run(home: Path, point: str, act: str) -> None:
    paths = Paths.under(home)
    paths.create()
    death = Death(point)
    service = ServiceInFiles(home / "service", death)
    store = DyingStore(paths.database, paths.locks)
    store.death = death
    tasks = Tasks()

    async def connect(name: str) -> Connection:
        return Connection(service, service)

    runner = Runner(
        store=store,
        paths=paths,
        connect=connect,
        library=lambda: paths.library,
        tasks=tasks,
        poll_seconds=0.01,
        tools=TOOLS,
    )
    if act == "submit":
        write(paths.inputs / "image.jpg", b"jpeg")
        request = Request(image="image.jpg", prompt="a boat")
        job = runner.submit(request, service="https://api.example", consent=Consent())
        await runner.settled(job.id)
    else:
        unfinished = store.unfinished()
        runner.resume()
        for job in unfinished:
            await runner.settled(job.id)
    await runner.close()
    await tasks.close()


POINTS = (
    "before waiting is written",
    "after waiting is written",
    "after preparing is written",
    "before submitting is written",
    "after submitting is written",
    "before the request leaves",
    "before the answer is heard",
    "before queued is written",
    "after queued is written",
    "while asking",
    "after downloading is written",
    "half fetched",
    "whole, not placed",
    "before done is written",
    "after done is written",
)
UNCONFIRMED_AFTER = POINTS[4:8]
"""Killed here, nobody can know whether the request was accepted."""
FINISHED = (JobState.DONE, JobState.UNCONFIRMED)

if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
