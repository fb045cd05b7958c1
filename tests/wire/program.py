"""The whole program below the screen against a raw server: real database, runner, clients and files.

Only time is not real: a pause is over at once and counted, so that an hour of watching takes a moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.fakes.wire_server import Step, Wire, answer, header_of, read_all
from tests.wire.rows import KEY, LONG, SIGNATURE, TASK, Row, success
from wan_desktop.core.connection import Connection
from wan_desktop.core.download import Downloader
from wan_desktop.core.job import Job
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.pool import FindProxy
from wan_desktop.core.runner import Runner
from wan_desktop.core.service import Service
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.core.transport import Patience

LIMIT = 1_000_000
"""Most bytes of a video in these tests."""
IMAGE = "0123456789abcdef.jpg"
NOW = 1_795_444_200.0
WAIT_AT_MOST = 30.0


class QuickClock:
    """Pauses cost no more than a turn of the loop, and are counted."""

    def __init__(self) -> None:
        self._passed = 0.0

    def time(self) -> float:
        return NOW + self._passed

    def monotonic(self) -> float:
        return self._passed

    def random(self) -> float:
        return 0.5

    async def sleep(self, seconds: float) -> None:
        self._passed += max(seconds, 0.0)
        await asyncio.sleep(0)


class Program:
    """``async with Program(paths, url) as program``: started on a home, closed in order at the end."""

    def __init__(
        self,
        paths: Paths,
        base_url: str,
        *,
        find_proxy: FindProxy | None = None,
        patience: Patience = LONG,
        allow_loopback: bool = True,
    ) -> None:
        self._paths, self._base_url = paths, base_url
        self.clock = QuickClock()
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(self.bugs.append)
        self.store = Store(paths.database, paths.locks)
        self._service = Service(
            base_url, KEY, find_proxy=find_proxy, submit_patience=patience, poll_patience=patience
        )
        self._downloads = Downloader(
            find_proxy=find_proxy, allow_loopback=allow_loopback, patience=patience, limit=LIMIT
        )
        self.runner = Runner(
            store=self.store,
            paths=paths,
            connect=self._connect,
            library=lambda: paths.library,
            tag_videos=lambda: False,  # so that what is placed can be held against what was served
            tasks=self.tasks,
            clock=self.clock,
        )
        self.published: list[Job] = []
        self._news = asyncio.Event()
        self.runner.subscribe(self._heard)

    async def _connect(self, _name: str) -> Connection:
        return Connection(self._service, self._downloads)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.runner.close(grace=0.5)
        await self.tasks.close()
        await self._service.close()
        await self._downloads.close()

    def submit(self, image: bytes) -> Job:
        """The user's click."""
        (self._paths.inputs / IMAGE).write_bytes(image)
        submission = Submission(Request(image=IMAGE, prompt="a boat"))
        return self.runner.submit(submission, service=self._base_url, consent=Consent())

    async def first(self, wanted: Callable[[Job], bool]) -> Job:
        """The first job published, now or later, that is as wanted."""
        async with asyncio.timeout(WAIT_AT_MOST):
            while True:
                self._news.clear()
                found = next((job for job in self.published if wanted(job)), None)
                if found is not None:
                    return found
                await self._news.wait()

    async def settled(self, job: Job) -> Job:
        async with asyncio.timeout(WAIT_AT_MOST):
            return await self.runner.settled(job.id)

    async def kinds_of_events(self, job: Job) -> list[str]:
        """The job's history on the disk, once everything until now is written."""
        await self.runner.counts()
        return [event.kind for event in self.store.events(job.id)]

    async def restarted(self, job: Job) -> Job:
        """As :meth:`settled`, after unfinished jobs were taken up as at a start."""
        self.runner.resume()
        return await self.settled(job)

    def _heard(self, job: Job) -> None:
        self.published.append(job)
        self._news.set()


GOOD_LINK = "{good}"
"""Stands for the link to the store in ``Row.links``."""


class Healthy:
    """A service that does everything right, request after request: takes submits, finishes, serves videos.

    The links in its answers lead to ``store``, or to itself where that is "". ``row`` orders other links, and
    other fields beside them.
    """

    def __init__(self, video: bytes, store: str = "", row: Row | None = None) -> None:
        self._video, self._store, self._row = video, store, row
        self._told = 0

    async def __call__(self, wire: Wire) -> None:
        while True:
            start = len(wire.received)
            await read_all(wire)
            await self._right_answer(bytes(wire.received[start:]))(wire)

    def _right_answer(self, request: bytes) -> Step:
        if request.startswith(b"POST"):
            return answer(200, {"task_id": TASK})
        if b"/task-result" in request.partition(b"\r\n")[0]:
            return answer(200, self._success(header_of(request, "host")))
        return answer(200, self._video, 'ETag: "v1"', "Content-Type: video/mp4")

    def _success(self, host: str) -> dict[str, Any]:
        good = f"{self._store or f'http://{host}'}/v.mp4?Signature={SIGNATURE}"
        row = self._row
        links: tuple[str, ...] = (GOOD_LINK,)
        if row is not None and row.links and (row.times is None or self._told < row.times):
            links = row.links
        self._told += 1
        port = host.rpartition(":")[2]
        there = (link.replace(GOOD_LINK, good).replace("{port}", port) for link in links)
        return success(*there, **(row.video if row is not None else {}))


def submits(requests: list[bytes]) -> int:
    """How many submits a server saw begin, be it by one byte: each has a connection of its own."""
    return sum(request.startswith(b"P") for request in requests)


def videos_in(library: Path) -> list[Path]:
    return sorted(library.glob("*.mp4"))


def is_troubled(job: Job) -> bool:
    return job.unfinished and job.trouble is not None
