"""A batch: videos asked for by one click, and what holds it back. Pure arithmetic.

Each job of a batch says so in ``Job.extra["batch"]`` and keeps why it does not leave in ``Job.paused``; there
is no other record, so a batch is whatever jobs of it there are. Its jobs leave one after the other. At the
first answer that puts money in doubt, and at a refusal that the next one would meet too, the rest of it
pauses (:func:`pause_reason`) until the user resumes it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wan_desktop.core.errors import LIMIT_KINDS, UPLOAD_KINDS, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.core.submission import BATCH

BY_USER = "user"
"""``Job.paused`` where the user paused the batch; else it is the value of an ErrorKind."""
VARIATIONS_MAX = 8
"""Most videos of one image by one click."""

TO_SEND = frozenset({JobState.WAITING, JobState.PREPARING})
#: What the next job of a batch would meet too.
_STOPS_THE_REST = (
    LIMIT_KINDS
    | UPLOAD_KINDS
    | {
        ErrorKind.BALANCE_TOO_LOW,
        ErrorKind.KEY_MISSING,
        ErrorKind.KEY_REFUSED,
        ErrorKind.NOT_ALLOWED,
        ErrorKind.TLS_UNTRUSTED,
    }
)


class BatchHeld(Exception):
    """A job of a batch must not leave now: ``reason`` as in ``Job.paused``, "" while another one is sent."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job stands in its batch: the ``index``-th, counted from 1, ``of`` so many."""

    batch: str
    index: int
    of: int

    def to_extra(self) -> dict[str, Any]:
        return {BATCH: {"id": self.batch, "index": self.index, "of": self.of}}


def place_of(job: Job) -> Place | None:
    """A job's place in its batch; None for one that was asked for alone."""
    match job.extra.get(BATCH):
        case {"id": str(batch), "index": int(index), "of": int(of)} if batch:
            return Place(batch, index, of)
    return None


def batch_of(job: Job) -> str:
    """The id of a job's batch, "" for none."""
    place = place_of(job)
    return "" if place is None else place.batch


def pause_reason(job: Job) -> str:
    """Why the rest of its batch waits for the user once a job has come to this state; "" for go on."""
    if not batch_of(job):
        return ""
    if job.state is JobState.UNCONFIRMED:
        return ErrorKind.UNCONFIRMED
    if job.state is JobState.FAILED and job.error is not None and job.error.kind in _STOPS_THE_REST:
        return job.error.kind
    return ""


def is_held(job: Job) -> bool:
    """Whether a job waits for the user to resume its batch."""
    return bool(job.paused) and job.state in TO_SEND


@dataclass(frozen=True, slots=True)
class Batch:
    """How far a batch is. ``paused`` is why it does not go on, "" where it does.

    ``doubtful`` is its first job whose fate is unknown, None for none.
    """

    id: str
    of: int
    waiting: int
    running: int
    done: int
    paused: str = ""
    doubtful: Job | None = None
    oldest: float = 0.0
    """When its waiting jobs were consented to, in seconds since 1970; 0.0 without any."""

    @property
    def open(self) -> bool:
        """Whether anything of it is still to be sent."""
        return self.waiting > 0


def summary(jobs: Sequence[Job]) -> Batch:
    """What is known of one batch; ``jobs`` are those of it that are there, at least one."""
    places = [place for place in map(place_of, jobs) if place is not None]
    waiting = [job for job in jobs if job.state in TO_SEND]
    doubtful = [job for job in jobs if job.state is JobState.UNCONFIRMED]
    return Batch(
        id=places[0].batch,
        of=places[0].of,
        waiting=len(waiting),
        running=sum(job.unfinished for job in jobs) - len(waiting),
        done=sum(job.state is JobState.DONE for job in jobs),
        paused=next((job.paused for job in waiting if job.paused), ""),
        doubtful=min(doubtful, key=_index, default=None),
        oldest=min((job.created_at for job in waiting), default=0.0),
    )


def _index(job: Job) -> int:
    place = place_of(job)
    return 0 if place is None else place.index


@dataclass(frozen=True, slots=True)
class Variations:
    """How many videos one image makes; ``keep_seeds``: drawn here, so that each can be repeated."""

    count: int = 1
    keep_seeds: bool = True


def varied(request: Request, variations: Variations, draw: random.Random) -> list[Request]:
    """One request a variation.

    A seed that is given belongs to the first; the others have the numbers after it, for the same seed again
    would be the same video again. Without one they are drawn where they are to be kept, and left to the
    service where not.
    """
    if variations.count <= 1:
        return [request]
    if request.seed is not None:
        return [replace(request, seed=_after(request.seed, step)) for step in range(variations.count)]
    if not variations.keep_seeds:
        return [request] * variations.count
    seeds = draw.sample(range(BY_NAME["seed"].maximum + 1), variations.count)
    return [replace(request, seed=seed) for seed in seeds]


def _after(seed: int, step: int) -> int:
    return (seed + step) % (BY_NAME["seed"].maximum + 1)


def in_order(jobs: Iterable[Job]) -> list[Job]:
    """The jobs of a batch as they are to be sent."""
    return sorted(jobs, key=_index)
