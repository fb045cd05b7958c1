"""``python -m tests.soak.jobs COUNT SPEED``: so many jobs through the real core, over hours of virtual time.

The real Runner, Store, Service, Downloader and placing, real sockets, threads and disk; the service is a
process of its own with lag, 429, 5xx, dead links and cut lines in it. Jobs are asked for one after the other,
spread over the time; prints one JSON object, and fails where a job did not end well.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.fakes.counted_video import write_counted_video
from tests.fakes.fast_clock import FastClock
from tests.fakes.video_service import service_process
from tests.soak.samples import Bound, Sample, look
from wan_desktop.core.connection import Connection
from wan_desktop.core.download import Downloader
from wan_desktop.core.job import JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.service import Service
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks

JOBS = 1000
HOURS_OF_SERVICE = 2.0
SPEED = 30.0
APART = HOURS_OF_SERVICE * 3600 / JOBS
"""Virtual seconds from one job to the next."""
SAMPLES = 20
IMAGE = "0123456789abcdef.jpg"

BOUNDS = (
    # Every job stays known: its values, and a row in the list of the window.
    Bound("megabytes", per_hundred=1.0, slack=3.0),
    # A pool starts its workers as they are wanted, six at most.
    Bound("threads", per_hundred=0.0, slack=6.0),
    Bound("handles", per_hundred=0.0, slack=6.0),
    Bound("tasks", per_hundred=0.0, slack=25.0),
    Bound("locks", per_hundred=0.0, slack=60.0),
    # A job and its request, and what they hold.
    Bound("objects", per_hundred=600.0, slack=1500.0),
    Bound("log_kilobytes", per_hundred=0.0, slack=4200.0),
)


def videos_in(folder: Path) -> list[Path]:
    """Three small real ones."""
    return [
        write_counted_video(folder / f"video{number}.mp4", frames=5 + number, sound=False)
        for number in range(3)
    ]


class Soak:
    """One run of the core over one home."""

    def __init__(self, home: Path, url: str, clock: FastClock) -> None:
        self.paths = Paths.under(home)
        self.paths.create()
        (self.paths.inputs / IMAGE).write_bytes(b"jpeg" * 1000)
        self._url, self._clock = url, clock
        self.bugs: list[BaseException] = []
        self.samples: list[Sample] = []

    async def run(self, count: int) -> list[str]:
        """Returns the ids of all jobs once the last one has ended."""
        tasks = Tasks(self.bugs.append)
        service, downloads = Service(self._url, "key"), Downloader(allow_loopback=True)

        async def connect(_name: str) -> Connection:
            return Connection(service, downloads)

        runner = Runner(
            store=Store(self.paths.database, self.paths.locks),
            paths=self.paths,
            connect=connect,
            library=lambda: self.paths.library,
            tasks=tasks,
            clock=self._clock,
        )
        runner.resume()
        asked = await self._ask(runner, count)
        for job_id in asked:
            await runner.settled(job_id)
        self.samples.append(look(count, self.paths.database))
        await runner.close()
        await tasks.close()
        await service.close()
        await downloads.close()
        return asked

    async def _ask(self, runner: Runner, count: int) -> list[str]:
        asked: list[str] = []
        began = self._clock.monotonic()
        for number in range(count):
            if number % max(1, count // SAMPLES) == 0:
                self.samples.append(look(number, self.paths.database))
            request = Request(image=IMAGE, prompt=f"job {number}")
            asked.append(runner.submit(Submission(request), service=self._url, consent=Consent()).id)
            await self._clock.sleep(began + (number + 1) * APART - self._clock.monotonic())
        return asked

    def faults(self, asked: list[str], counts: dict[str, dict[str, int]]) -> list[str]:
        """What is not as it should be at the end, in words."""
        store = Store(self.paths.database, self.paths.locks)
        jobs = [store.get(job_id) for job_id in asked]
        store.close()
        done = [job for job in jobs if job is not None and job.state is JobState.DONE]
        videos = {job.video for job in done if Path(job.video).stat().st_size == job.video_bytes}
        expected = {f"job {number}": 1 for number in range(len(asked))}
        checks = {
            "every job is done": len(done) == len(asked),
            "each was submitted once": counts["accepted"] == expected,
            "each has a video of its own": len(videos) == len(asked),
            "nothing else is in the library": {str(path) for path in self.paths.library.iterdir()} == videos,
            "no lock is left": list(self.paths.locks.iterdir()) == [],
            "no bug was met": self.bugs == [],
        }
        return [words for words, good in checks.items() if not good]


def main(count: int, speed: float) -> None:
    with tempfile.TemporaryDirectory(prefix="wan-desktop-soak-") as name:
        folder, began = Path(name), time.monotonic()
        clock = FastClock(speed)
        with service_process(videos_in(folder), clock) as (url, counts):
            soak = Soak(folder / "home 家", url, clock)
            asked = asyncio.run(soak.run(count))
            hours = clock.monotonic() / 3600
            served = counts()
        outcome = {
            "samples": [asdict(sample) for sample in soak.samples],
            "faults": soak.faults(asked, served),
            "hours": hours,
            "minutes": (time.monotonic() - began) / 60,
            "requests": served["requests"],
        }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
