"""A job: one video asked for, from the user's consent to the file. Immutable; every change is a new Job.

::

    waiting → preparing → submitting → queued → running → downloading → done
       ↑___________|           |
       ↑_______________________|  provably not accepted
                               └→ unconfirmed   sent, no answer: may be billed, the user decides

Any state before ``done`` can end in ``failed``; ``queued`` and ``running`` can be ``lost`` (the service no
longer knows the task); ``downloading`` can be ``expired`` (its link died). ``stopped``: the user no longer
follows it; the service may finish and bill it, and following can be taken up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from wan_desktop.core.errors import Failure
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request


class JobState(StrEnum):
    """Where a job stands. Values are stored and printed: never rename one."""

    WAITING = "waiting"
    PREPARING = "preparing"
    SUBMITTING = "submitting"
    UNCONFIRMED = "unconfirmed"
    QUEUED = "queued"
    RUNNING = "running"
    DOWNLOADING = "downloading"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"
    EXPIRED = "expired"
    STOPPED = "stopped"


_S = JobState

#: The legal moves. Staying in a state (a new percent, a new trouble) is always legal.
MOVES: Mapping[JobState, frozenset[JobState]] = {
    _S.WAITING: frozenset({_S.PREPARING, _S.FAILED, _S.STOPPED}),
    _S.PREPARING: frozenset({_S.WAITING, _S.SUBMITTING, _S.FAILED, _S.STOPPED}),
    _S.SUBMITTING: frozenset({_S.WAITING, _S.QUEUED, _S.UNCONFIRMED, _S.FAILED}),
    # Out of doubt only by the user: a pasted task id is followed, "forget" stops.
    _S.UNCONFIRMED: frozenset({_S.QUEUED, _S.STOPPED}),
    _S.QUEUED: frozenset({_S.RUNNING, _S.DOWNLOADING, _S.FAILED, _S.LOST, _S.STOPPED}),
    _S.RUNNING: frozenset({_S.QUEUED, _S.DOWNLOADING, _S.FAILED, _S.LOST, _S.STOPPED}),
    # Back to running: an expired link is asked for afresh.
    _S.DOWNLOADING: frozenset({_S.RUNNING, _S.DONE, _S.EXPIRED, _S.FAILED, _S.STOPPED}),
    _S.DONE: frozenset(),
    _S.FAILED: frozenset(),
    # "Look again" follows the same task; it never sends one.
    _S.LOST: frozenset({_S.QUEUED, _S.STOPPED}),
    _S.EXPIRED: frozenset({_S.QUEUED, _S.STOPPED}),
    _S.STOPPED: frozenset({_S.WAITING, _S.QUEUED}),
}

#: States that the runner drives on by itself, at a restart too.
UNFINISHED = frozenset({_S.WAITING, _S.PREPARING, _S.SUBMITTING, _S.QUEUED, _S.RUNNING, _S.DOWNLOADING})
#: States in which a request for money has left and its fate is open or good.
MAY_BE_BILLED = frozenset(
    {_S.SUBMITTING, _S.UNCONFIRMED, _S.QUEUED, _S.RUNNING, _S.DOWNLOADING, _S.DONE, _S.LOST, _S.EXPIRED}
)


class IllegalMove(AssertionError):
    """The program tried a move that the table does not have: a bug, never a user's fault."""


@dataclass(frozen=True, slots=True)
class Job:
    """One video asked for. Times are seconds since 1970 by this computer's clock; 0.0 means "not yet".

    ``service`` is the service's base URL, or "demo". ``task_id`` is the service's name for the task, empty
    until it answered. ``progress`` is 0..1 only where the service gave one worth showing. ``trouble`` is what
    currently keeps the runner from hearing or fetching (the job goes on); ``error`` is why it ended.
    ``video`` and ``poster`` are absolute paths, empty until the file is there. ``source_name`` is the name of
    the file that the user gave, for titles and file names only.
    """

    id: str
    created_at: float
    state: JobState
    request: Request
    service: str
    source_name: str = ""
    updated_at: float = 0.0
    submitted_at: float = 0.0
    finished_at: float = 0.0
    task_id: str = ""
    progress: float | None = None
    trouble: Failure | None = None
    error: Failure | None = None
    video: str = ""
    video_bytes: int = 0
    video_seconds: float = 0.0
    video_width: int = 0
    video_height: int = 0
    poster: str = ""
    estimate: Money | None = None
    """What the service's own list said at the moment of consent; None: unknown, or a service that bills
    nothing."""
    charged: Money | None = None
    """What the service really took, where its balance told; None: not known."""
    starred: bool = False
    paused: str = ""
    """Why a job of a batch does not leave (``core.batches``); "" where nothing holds it back."""
    elsewhere: bool = False
    """Another process drives this job; it is shown, not driven, here."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Facts kept for later use and shown nowhere by themselves (the service's own seed, its raw answer)."""

    def to(self, state: JobState, **changes: Any) -> Job:
        """The job after a move. Raises IllegalMove where the table has none."""
        if state is not self.state and state not in MOVES[self.state]:
            raise IllegalMove(f"job {self.id}: {self.state} → {state}")
        return replace(self, state=state, **changes)

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def may_be_billed(self) -> bool:
        """Whether money may have been taken, or will be, for this job."""
        if self.error is not None and self.state is JobState.FAILED:
            return self.error.may_be_billed
        return self.state in MAY_BE_BILLED or (self.state is JobState.STOPPED and bool(self.submitted_at))

    @property
    def title(self) -> str:
        """The prompt's first line, or the effect's or image's name: never empty unless all three are."""
        return title_of(self.request, self.source_name)


def title_of(request: Request, source_name: str) -> str:
    """As :attr:`Job.title`."""
    first_line = request.prompt.strip().partition("\n")[0]
    return first_line or request.effect or source_name


class JobGroup(StrEnum):
    """What a list of jobs can be narrowed to. FAILED: ended without a video, or waits for its user."""

    ALL = "all"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STARRED = "starred"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many jobs each group has, how many videos there are and how many bytes they take."""

    all: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0
    starred: int = 0
    videos: int = 0
    library_bytes: int = 0


#: The states that each group of states shows; ALL and STARRED take every state.
GROUP_STATES: Mapping[JobGroup, frozenset[JobState]] = {
    JobGroup.RUNNING: UNFINISHED,
    JobGroup.DONE: frozenset({_S.DONE}),
    JobGroup.FAILED: frozenset(JobState) - UNFINISHED - {_S.DONE},
}
