"""The other side of the wire as the runner sees it: counts what was submitted, answers as ordered."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from wan_desktop.core.connection import Connection
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, NetworkError, ServiceError, WanError
from wan_desktop.core.fetching import VideoTools
from wan_desktop.core.job import Job
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.service import (
    Accepted,
    NotAccepted,
    SubmitOutcome,
    TaskResult,
    TaskState,
    Unknown,
    VideoLink,
)
from wan_desktop.media.video import VideoFacts

REFUSED_FOR_NOW = NotAccepted(Failure(ErrorKind.OFFLINE), send_again=True)
REFUSED = NotAccepted(Failure(ErrorKind.CONTENT_REFUSED, "no"), send_again=False)
ANSWER_LOST = Unknown(Failure(ErrorKind.UNCONFIRMED, may_be_billed=True))
VIDEO = b"a video" * 100
FACTS = VideoFacts(5.0, 1280, 720, 30.0, True, "h264")


def answer(state: TaskState, *links: str, failure: Failure | None = None) -> TaskResult:
    """A result as ``core.service`` would read it."""
    return TaskResult(
        state=state,
        progress=None,
        eta=None,
        failure=failure,
        links=tuple(VideoLink(link, 3600.0) for link in links),
        seed=None,
        raw=f'{{"status": "{state.value}"}}',
    )


@dataclass
class ScriptedService:
    """One service and its downloads.

    ``outcomes``, ``results`` and ``fetches`` are taken one by one, an error among them is raised; when they
    are empty everything goes well: accepted, finished ``seconds`` after the submit, fetched. ``submits``
    counts what may have been accepted, by prompt: what the user may be charged for.
    """

    now: Callable[[], float]
    seconds: float = 60.0
    answer_after: float = 0.0
    fetch_after: float = 0.0
    outcomes: deque[SubmitOutcome] = field(default_factory=deque)
    results: deque[TaskResult | WanError] = field(default_factory=deque)
    fetches: deque[WanError] = field(default_factory=deque)
    posts: Counter[str] = field(default_factory=Counter)
    submits: Counter[str] = field(default_factory=Counter)
    tasks: dict[str, float] = field(default_factory=dict)
    asked: list[tuple[str, float]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    balances: deque[Money | None] = field(default_factory=deque)
    """What the account holds, reading after reading; unreadable when they are empty."""
    balance_after: float = 0.0
    balances_read: int = 0

    async def connect(self, service: str) -> Connection:
        return Connection(self, self, self.balance)

    async def balance(self) -> Money | None:
        await asyncio.sleep(self.balance_after)
        self.balances_read += 1
        return self.balances.popleft() if self.balances else None

    async def submit(self, request: Request, image: bytes, mime: str) -> SubmitOutcome:
        assert image
        assert mime == "image/jpeg"
        self.posts[request.prompt] += 1
        outcome = self.outcomes.popleft() if self.outcomes else self._accept()
        if not isinstance(outcome, NotAccepted):
            self.submits[request.prompt] += 1
        await asyncio.sleep(self.answer_after)
        return outcome

    def _accept(self) -> Accepted:
        task_id = f"task-{len(self.tasks) + 1}"
        self.tasks[task_id] = self.now()
        return Accepted(task_id)

    async def result(self, task_id: str) -> TaskResult:
        self.asked.append((task_id, self.now()))
        await asyncio.sleep(0)
        if self.results:
            ordered = self.results.popleft()
            if isinstance(ordered, WanError):
                raise ordered
            return ordered
        if task_id not in self.tasks:
            raise ServiceError(ErrorKind.TASK_NOT_FOUND)
        if self.now() - self.tasks[task_id] < self.seconds:
            return answer(TaskState.RUNNING)
        return answer(TaskState.SUCCEEDED, f"https://videos.example/{task_id}?signature=secret")

    async def fetch(
        self, url: str, part: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> None:
        self.fetched.append(url)
        await asyncio.sleep(self.fetch_after)
        if self.fetches:
            raise self.fetches.popleft()
        _write(part)
        if on_progress is not None:
            on_progress(len(VIDEO), len(VIDEO))


def offline() -> NetworkError:
    return NetworkError(ErrorKind.OFFLINE)


async def place(part: Path, folder: Path, job: Job) -> tuple[Path, VideoFacts]:
    """Like ``core.download.place``, for files that are no real videos."""
    target = folder / f"{job.id}.mp4"
    _rename(part, target)
    return target, FACTS


def _write(part: Path) -> None:
    part.write_bytes(VIDEO)


def _rename(part: Path, target: Path) -> None:
    try:
        part.rename(target)
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def write_poster(video: Path, target: Path) -> None:
    target.write_bytes(b"poster of " + video.name.encode())


TOOLS = VideoTools(
    tag=lambda part, job, at, inputs: "", place=place, probe=lambda path: FACTS, write_poster=write_poster
)
"""Tools that take any file for a video."""
