"""The demo's tasks on disk: one folder a task, and what a task's files and age say about its state.

A folder appears whole (made beside and renamed), and nothing in it is changed later: the renderer only adds
``progress``, ``video.mp4`` or ``failure.txt``. So a task outlives the death of any process, and any number
of processes may read it.
"""

from __future__ import annotations

import os
import re
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wan_desktop.core.files import rename_over
from wan_desktop.demo.order import FAILURE, IMAGE, ORDER, PROGRESS, VIDEO, Order, Outcome

KEEP_SECONDS = 24 * 3600.0
"""The vendor keeps tasks and links for a day."""
QUEUED_PART = 0.2
"""Share of the task's time that it is shown as queued."""
SLOWNESS = 10.0
TASK_ID = re.compile(r"[0-9a-f]{32}")

REASONS = {
    Outcome.REFUSE: "DataInspectionFailed: Input data may contain inappropriate content.",
    Outcome.FAIL: "InternalError: the demo was asked to fail.",
}

QUEUED, PROCESSING = "TASK_STATUS_QUEUED", "TASK_STATUS_PROCESSING"
SUCCEEDED, FAILED = "TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"


@dataclass(frozen=True, slots=True)
class Status:
    """A task at one moment, in the words of the wire; ``progress`` in percent, ``eta`` in seconds."""

    word: str
    progress: int = 0
    eta: int = 0
    reason: str = ""

    @property
    def finished(self) -> bool:
        return self.word in (SUCCEEDED, FAILED)


@dataclass(frozen=True, slots=True)
class Task:
    """One accepted order. ``created`` is Unix time."""

    id: str
    folder: Path
    order: Order
    created: float

    @property
    def video(self) -> Path:
        return self.folder / VIDEO

    @property
    def renders(self) -> bool:
        """Whether a video comes of it at all."""
        return self.order.outcome is not Outcome.LOST and self.order.outcome not in REASONS

    def status(self, now: float, seconds: float) -> Status:
        """``seconds`` is how long a task takes where rendering is quicker."""
        if self.order.outcome is Outcome.SLOW:
            seconds *= SLOWNESS
        age = now - self.created
        if age >= seconds and (reason := self._reason()):
            return Status(FAILED, reason=reason)
        if age >= seconds and self.video.exists():
            return Status(SUCCEEDED, progress=100)
        rendered = self._rendered()
        eta = max(1, round(seconds - age))
        if age < seconds * QUEUED_PART or (self.renders and rendered is None):
            return Status(QUEUED, eta=eta)
        waited = age / seconds if seconds else 1.0
        return Status(PROCESSING, min(99, round(100 * min(waited, rendered or waited))), eta)

    def is_lost(self, now: float, seconds: float) -> bool:
        return self.order.outcome is Outcome.LOST and now - self.created >= seconds / 2

    def _reason(self) -> str:
        if ordered := REASONS.get(self.order.outcome):
            return ordered
        try:
            return (self.folder / FAILURE).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def _rendered(self) -> float | None:
        """The renderer's own progress from 0 to 1, None before it began."""
        if self.video.exists():
            return 1.0
        try:
            return float((self.folder / PROGRESS).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None


class TaskFolder:
    """All tasks of one folder; every method blocks on the disk."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def accept(self, order: Order, image: bytes) -> Task:
        """Writes a new task; it exists wholly or not at all. Raises OSError."""
        self.sweep()
        task_id = uuid.uuid4().hex
        fresh = self._folder / f"{task_id}.new"
        fresh.mkdir(parents=True)
        (fresh / IMAGE).write_bytes(image)
        (fresh / ORDER).write_text(order.to_json(), encoding="utf-8")
        now = self._clock()
        os.utime(fresh / ORDER, (now, now))
        rename_over(fresh, self._folder / task_id)
        return Task(task_id, self._folder / task_id, order, now)

    def get(self, task_id: str) -> Task | None:
        """The task, None where there is none, none that can be read, or it is older than a day."""
        if not TASK_ID.fullmatch(task_id):
            return None
        path = self._folder / task_id / ORDER
        try:
            created = path.stat().st_mtime
            order = Order.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError):
            return None
        return None if self._clock() - created > KEEP_SECONDS else Task(task_id, path.parent, order, created)

    def sweep(self) -> None:
        """Removes what is older than a day, half-made folders too."""
        if not self._folder.is_dir():
            return
        for folder in self._folder.iterdir():
            with suppress(FileNotFoundError):  # Another submit sweeps too.
                if self._clock() - folder.stat().st_mtime > KEEP_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
