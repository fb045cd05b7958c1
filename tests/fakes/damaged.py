"""A home with jobs of every kind in a small database, and ways to damage its file."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.catch_up import after_loss
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

PAGE = 4096
STATES = tuple(JobState)
_WITH_ID = frozenset(STATES) - {
    JobState.WAITING,
    JobState.PREPARING,
    JobState.SUBMITTING,
    JobState.UNCONFIRMED,
}


def jobs_of_every_state(count: int = len(STATES), prompt: str = "a boat 船 ") -> list[Job]:
    """Jobs as the runner leaves them, each with what its state needs."""
    made = []
    for number in range(count):
        state = STATES[number % len(STATES)]
        sent = NOW if state not in (JobState.WAITING, JobState.PREPARING) else 0.0
        task_id = f"task-{number}" if state in _WITH_ID else ""
        made.append(
            make_job(
                f"job-{number}",
                state,
                prompt * 20 + str(number),
                task_id=task_id,
                submitted_at=sent,
                updated_at=NOW + number,
            )
        )
    return made


def fill(paths: Paths, jobs: list[Job]) -> None:
    """Saves the jobs as the program does, and closes."""
    store = Store(paths.database, paths.locks)
    for job in jobs:
        store.save(job)
    store.close()


def stored(paths: Paths) -> dict[str, Job]:
    """Every job as the program finds it at its start. DiskError."""
    store = Store(paths.database, paths.locks)
    try:
        return {job.id: job for job in store.find(limit=-1)}
    finally:
        store.close()


def facts(jobs: Mapping[str, Job]) -> dict[str, tuple[JobState, str]]:
    """What must not be lost of each job: its state and its task id."""
    return {job.id: (job.state, job.task_id) for job in jobs.values()}


def as_restored(jobs: list[Job]) -> dict[str, tuple[JobState, str]]:
    return facts({job.id: after_loss(job) for job in jobs})


Damage = Callable[[bytes, int], bytes]


def zeros(whole: bytes, page: int) -> bytes:
    start = page * PAGE
    return whole[:start] + bytes(PAGE) + whole[start + PAGE :]


def zeros_in_the_middle(whole: bytes, page: int) -> bytes:
    start = page * PAGE + PAGE // 2
    return whole[:start] + bytes(512) + whole[start + 512 :]


def noise(whole: bytes, page: int) -> bytes:
    start = page * PAGE
    return whole[:start] + random.Random(page).randbytes(PAGE) + whole[start + PAGE :]


def noise_at_the_end(whole: bytes, page: int) -> bytes:
    """Where the cells stand that were written first: rows, or a part of one."""
    end = (page + 1) * PAGE
    return whole[: end - 300] + random.Random(page).randbytes(300) + whole[end:]


def truncated(whole: bytes, page: int) -> bytes:
    return whole[: page * PAGE]


def truncated_within(whole: bytes, page: int) -> bytes:
    return whole[: page * PAGE + PAGE // 3]


DAMAGES: tuple[Damage, ...] = (
    zeros,
    zeros_in_the_middle,
    noise,
    noise_at_the_end,
    truncated,
    truncated_within,
)
