"""A batch whose program is killed at one edge after the other.

``python -m tests.crash.batch FOLDER BOOKS URL FIRST STEP`` kills at the FIRST edge and each STEP-th after it,
and writes one JSON line a trial. A trial: a life that asks for three videos by one click dies; a next start
goes on by itself; then the user resumes what is paused.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.crash import life, service
from tests.crash.edges import Death
from tests.crash.life import Ground
from tests.crash.worker import Worker
from wan_desktop.backend import Backend
from wan_desktop.core import settings as settings_file
from wan_desktop.core.batches import batch_of, in_order
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.secrets import Keys
from wan_desktop.core.settings import Settings
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.transport import tls_context
from wan_desktop.media import images

VIDEOS = 3


def prompts(ground: Ground) -> list[str]:
    return [f"{ground.prompt} {number}" for number in range(VIDEOS)]


async def one_click(ground: Ground, url: str) -> None:
    """A key, an image, one consent to three videos, and their end."""
    life._hurry()
    Keys(ground.paths.key_file).set(url, ground.account, allow_file=True)
    settings = Settings(service=url)
    settings_file.save(ground.paths.settings, settings)
    image = images.save_input(images.prepare(ground.picture), ground.paths.inputs)
    backend = Backend(ground.paths, lambda: settings, poll_seconds=life.POLL_SECONDS)
    await backend.learn_keys([url])
    backend.runner.resume()
    submissions = [Submission(Request(image=image, prompt=prompt), "lake.jpg") for prompt in prompts(ground)]
    ground.say("consent", ground.prompt)
    jobs = backend.runner.submit_all(submissions, service=url, consents=[Consent()] * VIDEOS)
    for job in jobs:
        await backend.runner.settled(job.id)
    await backend.close()


async def user_resumes(ground: Ground) -> None:
    """The user lets go on what is paused, and waits for it."""
    life._hurry()
    settings = settings_file.load(ground.paths.settings)
    backend = Backend(ground.paths, lambda: settings, poll_seconds=life.POLL_SECONDS)
    jobs = await backend.runner.find(limit=-1)
    await backend.learn_keys(job.service for job in jobs)
    for batch in {batch_of(job) for job in jobs}:
        await backend.runner.batches.let_go_on(batch, {job.paused for job in jobs})
    for job in jobs:
        await backend.runner.settled(job.id)
    await backend.close()


class BatchWorker(Worker):
    """Plays trials by the number of the edge at which the first life dies."""

    def rehearse(self) -> None:
        tls_context()
        ground = self._ground("rehearsal")
        life.prepare(ground)
        self._load_ahead(ground, one_click(ground, self._url))
        shutil.rmtree(ground.folder)

    def play_at(self, edge: int) -> tuple[bool, list[str]]:
        """Whether it was killed there (a life with fewer edges ends), and everything that is wrong."""
        ground = self._ground(f"edge-{edge}")
        life.prepare(ground)
        status = self._run(ground, Death(after=edge), one_click(ground, self._url))
        faults = list(self._next_start(ground))
        if (ground.folder / "witness").exists() and ground.paths.database.exists():
            faults += self._resumed(ground)
        if not faults:
            shutil.rmtree(ground.folder)
        return status == -signal.SIGKILL, faults

    def _next_start(self, ground: Ground) -> Iterator[str]:
        if self._run(ground, Death(), life.next_start(ground, self._url, time.monotonic())):
            yield "the next start did not end well"
            return
        jobs, submits = self._stored(ground), self._submits(ground)
        states = [job.state for job in jobs]
        if any(count > 1 for count in submits):
            yield f"paid twice: {submits}"
        if any(submits) and len(jobs) < VIDEOS:
            yield f"sent before all was written: {states}, {submits}"
        doubt = states.index(JobState.UNCONFIRMED) if JobState.UNCONFIRMED in states else None
        if doubt is not None:
            rest = [(job.state, job.paused) for job in jobs[doubt + 1 :]]
            held = [(JobState.WAITING, str(ErrorKind.UNCONFIRMED))] * len(rest)
            if rest != held or any(submits[doubt + 1 :]):
                yield f"went on after a doubt: {states}, {submits}, {rest}"
        elif any(submits) and states != [JobState.DONE] * VIDEOS:
            yield f"without a doubt all of it goes on: {states}, {submits}"
        elif not any(submits) and set(states) - {JobState.STOPPED}:
            yield f"what nobody sent is not waited for: {states}"

    def _resumed(self, ground: Ground) -> Iterator[str]:
        if self._run(ground, Death(), user_resumes(ground)):
            yield "the resume did not end well"
        states, submits = [job.state for job in self._stored(ground)], self._submits(ground)
        if any(count > 1 for count in submits):
            yield f"paid twice after the resume: {submits}"
        if set(states) - {JobState.DONE, JobState.UNCONFIRMED, JobState.STOPPED}:
            yield f"not resumed: {states}"

    def _stored(self, ground: Ground) -> list[Job]:
        store = Store(ground.paths.database, ground.paths.locks)
        try:
            return in_order(store.find(limit=-1))
        finally:
            store.close()

    def _submits(self, ground: Ground) -> list[int]:
        book = service.read_book(self._service_folder, ground.account)
        return [book.submits[prompt] for prompt in prompts(ground)]


def main(folder: Path, books: Path, url: str, first: int, step: int) -> None:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    worker = BatchWorker(folder, books, url)
    worker.rehearse()
    edge, killed = first, True
    while killed:
        killed, faults = worker.play_at(edge)
        sys.stdout.write(json.dumps({"edge": edge, "killed": killed, "faults": faults}) + "\n")
        sys.stdout.flush()
        edge += step


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
