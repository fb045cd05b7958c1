"""The ways out of this computer, as the runner needs them: a service for tasks, a downloader for videos."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wan_desktop.core.job import Job
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.service import SubmitOutcome, TaskResult
from wan_desktop.media.video import VideoFacts


class TaskService(Protocol):
    """What the runner asks of ``core.service.Service``; its errors are described there."""

    async def submit(self, request: Request, image: bytes, mime: str) -> SubmitOutcome: ...

    async def result(self, task_id: str) -> TaskResult: ...


class VideoDownloads(Protocol):
    """What the runner asks of ``core.download.Downloader``; its errors are described there."""

    async def fetch(
        self, url: str, part: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Connection:
    """The two ways to one service. ``balance`` is ``Service.balance``, None where nothing is billed."""

    service: TaskService
    downloads: VideoDownloads
    balance: Callable[[], Awaitable[Money | None]] | None = None


Connect = Callable[[str], Awaitable[Connection]]
"""The way to a ``Job.service``; waits while the keyring asks its user for the key, and blocks nothing.

Raises WanError (KEY_MISSING, KEYRING_LOCKED …) where there is no way now."""

Tag = Callable[[Path, Job, float, Path], str]
"""``core.tagging.tag``: the settings into a whole ``.part``, or the reason why not; blocking."""

Place = Callable[[Path, Path, Job], Awaitable[tuple[Path, VideoFacts]]]
"""``core.placing.place``: from ``.part`` to its readable name in a folder, verified."""

Probe = Callable[[Path], VideoFacts]
"""``media.video.probe``: blocking."""

WritePoster = Callable[[Path, Path], None]
"""``media.video.write_poster``: blocking."""
