"""What writing the settings into a finished video adds between its last byte and its first frame.

The whole way of a job with real tools, a real database and a real disk; the service is scripted, and hands
over a video that is on the disk already, synced, as a download leaves it. Each round goes both ways, tagged
and as it came, so that what slows one slows the other. The clock runs from there to the news that the job is
done, at which the window opens the video.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.clip import lengthen, make_clip
from tests.bench.figures import Figure, Row, ratio_of, spread
from tests.fakes.scripted_service import ScriptedService
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks

ROUNDS = 9
SIZES = (6, 200)
"""Megabytes: what the service sends for a few seconds, and more than it ever should."""
IMAGE = "0123456789abcdef.jpg"


@dataclass
class SyncedService(ScriptedService):
    """Remembers when the last byte of a video was on the disk."""

    video: bytes = b""
    fetched_at: list[float] = field(default_factory=list)

    async def fetch(
        self, url: str, part: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> None:
        await asyncio.to_thread(write_synced, part, self.video)
        self.fetched_at.append(time.perf_counter())


def write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def measure(rounds: int = ROUNDS, sizes: tuple[int, ...] = SIZES, scale: float = 1.0) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as name:
        clip = make_clip(Path(name) / "clip.mp4", scale=scale)
        for megabytes in sizes:
            video = lengthen(clip, Path(name) / "long.mp4", megabytes).read_bytes()
            pairs = asyncio.run(both_ways(Path(name) / f"home {megabytes}", video, rounds))
            added = [1000 * (tagged - bare) for tagged, bare in pairs]
            rows += [
                Figure(f"{megabytes} MB, fetched → done, tagged / not", ratio_of(pairs), note=_note(pairs)),
                Figure(f"{megabytes} MB, added by tagging", median(added), "ms", note=spread(added, 0)),
            ]
    return rows


def _note(pairs: list[tuple[float, float]]) -> str:
    return spread([tagged / bare for tagged, bare in pairs])


async def both_ways(home: Path, video: bytes, rounds: int) -> list[tuple[float, float]]:
    """Seconds of each round, tagged and as it came; the first round, which imports, does not count."""
    paths = Paths.under(home)
    paths.create()
    (paths.inputs / IMAGE).write_bytes(b"jpeg")
    service, tasks, tagged = SyncedService(time.monotonic, seconds=0.0, video=video), Tasks(), [True]
    runner = Runner(
        store=Store(paths.database, paths.locks),
        paths=paths,
        connect=service.connect,
        library=lambda: paths.library,
        tasks=tasks,
        poll_seconds=0.0,
        tag_videos=lambda: tagged[0],
    )
    pairs = []
    for _ in range(rounds + 1):
        seconds = []
        for tagged[0] in (True, False):
            seconds.append(await one_job(runner, service))
        pairs.append((seconds[0], seconds[1]))
    await runner.close()
    await tasks.close()
    return pairs[1:]


async def one_job(runner: Runner, service: SyncedService) -> float:
    done: list[float] = []

    def published(job: Job) -> None:
        if job.state is JobState.DONE:
            done.append(time.perf_counter())

    unsubscribe = runner.subscribe(published)
    submission = Submission(Request(image=IMAGE, prompt="a boat"))
    asked = runner.submit(submission, service="https://api.example", consent=Consent())
    job = await runner.settled(asked.id)
    unsubscribe()
    await asyncio.to_thread(Path(job.video).unlink)
    return done[0] - service.fetched_at[-1]
