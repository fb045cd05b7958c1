"""The program's core as it is, over real sockets, threads and disks, with a clock that runs faster."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from tests.fakes.counted_video import write_counted_video
from tests.fakes.fast_clock import FastClock
from tests.fakes.video_service import VideoService
from wan_desktop.core.connection import Connection
from wan_desktop.core.download import Downloader
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.service import Service
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks

SPEED = 40.0
PATIENCE = 20.0
"""Real seconds that something may take to come about."""
IMAGE = "0123456789abcdef.jpg"


class Program:
    """One start of the program on its home and its library, against one service."""

    def __init__(self, data: Path, library: Path, videos: list[bytes], seconds: float = 8.0) -> None:
        self.paths = Paths(data=data, cache=data / "cache", logs=data / "logs", library=data / "videos")
        self.library = library
        self.clock = FastClock(SPEED)
        self.service = VideoService(videos, self.clock.monotonic, lambda number: seconds)
        self.bugs: list[BaseException] = []
        self.published: list[Job] = []

    async def __aenter__(self) -> Self:
        self.paths.create()
        (self.paths.inputs / IMAGE).write_bytes(jpeg())
        await self.service.__aenter__()
        await self.start()
        return self

    async def start(self) -> None:
        self._tasks = Tasks(self.bugs.append)
        self.store = Store(self.paths.database, self.paths.locks)
        self._client, self._downloads = Service(self.service.url, "key"), Downloader(allow_loopback=True)
        self.runner = Runner(
            store=self.store,
            paths=self.paths,
            connect=self._connect,
            library=lambda: self.library,
            tag_videos=lambda: False,  # so that what is placed can be held against what was served
            tasks=self._tasks,
            clock=self.clock,
        )
        self.runner.subscribe(self.published.append)

    async def _connect(self, _name: str) -> Connection:
        return Connection(self._client, self._downloads)

    async def close(self) -> None:
        await self.runner.close()
        await self._tasks.close()
        await self._client.close()
        await self._downloads.close()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        await self.service.__aexit__(kind, error, trace)
        assert self.bugs == []

    def submit(self, prompt: str = "a boat") -> Job:
        request = Request(image=IMAGE, prompt=prompt)
        return self.runner.submit(Submission(request, "a.png"), service=self.service.url, consent=Consent())

    def now(self, job: Job) -> Job:
        found = self.runner.get(job.id)
        assert found is not None
        return found

    def trouble(self, job: Job) -> ErrorKind | None:
        failure = self.now(job).trouble
        return None if failure is None else failure.kind

    async def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"never: {what}; last: {self.published[-1:]}")
            await asyncio.sleep(0.01)

    async def paused(self, job: Job, kind: ErrorKind, state: JobState = JobState.DOWNLOADING) -> None:
        await self.until(
            lambda: (self.now(job).state, self.trouble(job)) == (state, kind), f"{state} with {kind}"
        )

    async def done(self, job: Job) -> Job:
        ended = await asyncio.wait_for(self.runner.settled(job.id), PATIENCE)
        assert (ended.state, ended.error) == (JobState.DONE, None)
        return ended

    def fetched(self, job: Job) -> int:
        """Bytes in the part; 0 where there is none."""
        part = self.part(job)
        return part.stat().st_size if part.exists() else 0

    def part(self, job: Job) -> Path:
        return self.library / f".{job.id}.part"


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 400), (90, 120, 200)).save(buffer, "JPEG")
    return buffer.getvalue()


def video_of(folder: Path, size: int) -> bytes:
    """A real video of so many bytes: most of them in a box that players skip."""
    data = write_counted_video(folder / "made.mp4", frames=6, sound=False).read_bytes()
    (folder / "made.mp4").unlink()
    padding = size - len(data)
    return data + padding.to_bytes(4, "big") + b"free" + b"\0" * (padding - 8)
