"""What was agreed to and what it cost: entries, one a consent, and their sums. Pure; the store reads them.

An entry outlives its job. Units are never added to one another, and an entry without a known price is counted
apart, so that no sum looks smaller than it is without saying so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money


class Fate(StrEnum):
    """What became of a consent. Values are stored: never rename one."""

    UNSENT = "unsent"
    """Agreed to, not sent yet."""
    MAY_BE_BILLED = "may_be_billed"
    NOT_BILLED = "not_billed"
    """Refused for certain, or given up before it was sent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One consent. Times are seconds since 1970, 0.0 for "not yet".

    ``time`` is the consent's, ``sent`` the request's, ``ended`` when the service was done with it. ``title``
    is empty for a job that was removed: its words went with it.
    """

    job: str
    time: float
    service: str
    what: str
    fate: Fate
    sent: float = 0.0
    ended: float = 0.0
    task_id: str = ""
    title: str = ""
    estimate: Money | None = None
    charged: Money | None = None

    @property
    def moment(self) -> float:
        """What decides to which day it belongs: when it was sent; until then, when it was agreed to."""
        return max(self.time, self.sent)

    @property
    def cost(self) -> Money | None:
        """What was taken where that is known, else what was expected; None for neither."""
        return self.charged if self.charged is not None else self.estimate


def fate_of(job: Job) -> Fate:
    """What became of a job's consent, as far as is known now."""
    if job.may_be_billed:
        return Fate.MAY_BE_BILLED
    unsent = job.state in (JobState.WAITING, JobState.PREPARING)
    return Fate.UNSENT if unsent else Fate.NOT_BILLED
