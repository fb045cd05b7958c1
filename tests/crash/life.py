"""What the program does in a process that is to die, with every real part but the screen.

A first life goes from the key to the deletion of the finished video; a next start does what the window does
when it is opened again. ``python -m tests.crash.life …`` is a next start in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PIL import Image

from wan_desktop.app import job_actions
from wan_desktop.app.crash_hook import start_log
from wan_desktop.backend import Backend, copied
from wan_desktop.core import following
from wan_desktop.core import settings as settings_file
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.schedule import Limiter
from wan_desktop.core.secrets import Keys
from wan_desktop.core.settings import Settings
from wan_desktop.core.submission import Submission
from wan_desktop.media import images

POLL_SECONDS = 0.01
OLD_SETTINGS = Settings(theme="dark")
"""What stands in the settings before the first life."""

log = logging.getLogger("wan_desktop.crash")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one trial happens: the user's home, the account at the service, and what a witness wrote down."""

    folder: Path
    account: str

    @property
    def paths(self) -> Paths:
        return Paths.under(self.folder / "home 家")

    @property
    def trash(self) -> Path:
        return self.folder / "share" / "Trash" / "files"

    @property
    def prompt(self) -> str:
        """Unlike that of any other trial: by it the service's side counts."""
        return f"a boat on the lake {self.account}"

    @property
    def picture(self) -> Path:
        """The user's own file."""
        return self.folder / "lake.jpg"

    def say(self, fact: str, detail: str) -> None:
        """A witness's line; it is there however the next moment ends."""
        file = os.open(self.folder / "witness", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(file, (json.dumps([fact, detail]) + "\n").encode())
        os.close(file)

    def usable(self, began: float) -> None:
        """The program can be used now; ``began``: when it was asked for, by ``time.monotonic``.

        Two figures: by the clock, and without the time in which this thread could have run and others had
        the processors (schedstat's second figure, in nanoseconds).
        """
        by_clock = time.monotonic() - began
        kept_waiting = int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
        self.say("usable by the clock", str(by_clock))
        self.say("usable after", str(max(by_clock - kept_waiting, time.thread_time())))

    def heard(self, fact: str) -> list[str]:
        """The details of all lines about one fact."""
        path = self.folder / "witness"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [detail for name, detail in map(json.loads, lines) if name == fact]


def prepare(ground: Ground, *, full_log: bool = False) -> None:
    """What is there before the first life: a user's folder with settings in it."""
    ground.folder.mkdir(parents=True)
    ground.trash.parent.parent.mkdir()
    ground.paths.create()
    Image.effect_noise((360, 360), 60).convert("RGB").save(ground.picture)
    settings_file.save(ground.paths.settings, OLD_SETTINGS)
    if full_log:
        ground.paths.log_file.write_text("a line\n" * 143_000, encoding="utf-8")


def _hurry() -> None:
    """Two questions a second are enough for people; here half a second would be most of a life.

    For processes of lives alone: whoever imports this module keeps the program's own pace.
    """
    vars(following)["Limiter"] = partial(Limiter, per_second=1000.0)


async def first_life(ground: Ground, url: str) -> None:
    """A key, settings, an image, a consent, a video, the day's copy of the database, a deletion."""
    _hurry()
    paths = ground.paths
    start_log(paths.log_file)
    log.info("a first life begins")
    settings = replace(settings_file.load(paths.settings), service=url)
    Keys(paths.key_file).set(url, ground.account, allow_file=True)
    settings_file.save(paths.settings, settings)
    image = images.save_input(images.prepare(ground.picture), paths.inputs)
    backend = Backend(paths, lambda: settings, poll_seconds=POLL_SECONDS)
    await backend.learn_keys([url])
    backend.runner.resume()
    job = await _generate(backend, ground, image, url)
    await asyncio.to_thread(copied, paths.database)
    if job.state is JobState.DONE:
        await _delete(backend, ground, job)
    await backend.close()


async def _generate(backend: Backend, ground: Ground, image: str, url: str) -> Job:
    ground.say("consent", ground.prompt)
    request = Request(image=image, prompt=ground.prompt, resolution="720P")
    submission = Submission(request, "lake.jpg")
    job = backend.runner.submit(submission, service=url, consent=Consent())
    job = await backend.runner.settled(job.id)
    await backend.runner.counts()  # What was queued for the store before is written now.
    ground.say("ended", job.state)
    return job


async def _delete(backend: Backend, ground: Ground, job: Job) -> None:
    """As ``app.job_actions`` does it once the user has confirmed."""
    ground.say("deletion", job.id)
    assert job_actions.move_to_trash(Path(job.video))
    backend.runner.remove(job.id)
    # Nobody is told of a removal; the one task that stays watches other processes.
    while backend.runner.get(job.id) is not None or len(backend.tasks) > 1:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def next_start(ground: Ground, url: str, began: float) -> None:
    """Opens the program again, says how long after ``began`` it could be used, lets what is begun end."""
    _hurry()
    paths = ground.paths
    paths.create()
    start_log(paths.log_file)
    log.info("a next start")
    settings = settings_file.load(paths.settings)
    backend = Backend(paths, lambda: settings, poll_seconds=POLL_SECONDS)
    jobs = await backend.runner.find(limit=-1)
    await backend.learn_keys(job.service for job in jobs if job.unfinished)
    backend.runner.resume()
    ground.usable(began)
    await backend.sweep()
    await asyncio.to_thread(copied, paths.database)
    for job in jobs:
        await backend.runner.settled(job.id)
    await backend.close()


async def _one_more(ground: Ground, url: str) -> None:
    """A start is one that can be used where a new job comes to its end."""
    prompt = f"another boat {ground.account}"
    Keys(ground.paths.key_file).set(url, ground.account, allow_file=True)
    settings = settings_file.load(ground.paths.settings)
    image = images.save_input(images.prepare(ground.picture), ground.paths.inputs)
    backend = Backend(ground.paths, lambda: settings, poll_seconds=POLL_SECONDS)
    ground.say("consent", prompt)
    try:
        submission = Submission(Request(image=image, prompt=prompt, resolution="720P"))
        job = backend.runner.submit(submission, service=url, consent=Consent())
        job = await backend.runner.settled(job.id)
    finally:
        await backend.close()
    if job.state is not JobState.DONE:
        raise RuntimeError(f"a new job ended {job.state}: {job.error}")


def main(folder: Path, account: str, url: str, began: float) -> None:
    ground = Ground(folder, account)
    asyncio.run(next_start(ground, url, began))
    asyncio.run(_one_more(ground, url))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]))
