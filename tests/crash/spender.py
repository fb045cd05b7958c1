"""A process that buys one video for a dollar at each line it reads: started twice, on one home.

Each line is the day's limit. A file in the service's folder stands for each request that arrived.
"""

from __future__ import annotations

import asyncio
import sys
from decimal import Decimal
from pathlib import Path

from tests.fakes.scripted_service import TOOLS, answer
from wan_desktop.core.connection import Connection
from wan_desktop.core.limits import Consent, Limits
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.service import Accepted, Attached, SubmitOutcome, TaskResult, TaskState
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks

DOLLAR = Consent(Money(Decimal(1), "$"))


class ServiceInFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def submit(
        self, request: Request, image: bytes, mime: str, sound: Attached | None = None
    ) -> SubmitOutcome:
        (self._folder / request.prompt).touch(exist_ok=False)
        return Accepted(request.prompt)

    async def connect(self, _name: str) -> Connection:
        return Connection(self, self)

    async def result(self, task_id: str) -> TaskResult:
        return answer(TaskState.QUEUED)

    async def fetch(self, *_: object) -> None:
        raise AssertionError


async def run(home: Path, name: str) -> None:
    paths = Paths.under(home)
    service = ServiceInFiles(home / "service")
    limit = Decimal(0)
    tasks = Tasks()
    runner = Runner(
        store=Store(paths.database, paths.locks),
        paths=paths,
        connect=service.connect,
        library=lambda: paths.library,
        limits=lambda: Limits(per_day=limit),
        tasks=tasks,
        tools=TOOLS,
    )
    say("ready")
    for number in range(10_000):
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            break
        limit = Decimal(line.strip())
        request = Request(image="image.jpg", prompt=f"{name}-{number}")
        job = runner.submit(Submission(request), service="https://api.example", consent=DOLLAR)
        while not job.task_id and job.error is None:
            await asyncio.sleep(0.002)
            job = runner.get(job.id) or job
        say(job.state if job.error is None else job.error.kind)
    await runner.close(0.5)
    await tasks.close()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2]))
