"""How long videos like this one took this user: what rows say of the time left."""

from __future__ import annotations

from collections.abc import Sequence

from wan_desktop.core.job import Job
from wan_desktop.core.schedule import expected_span

Span = tuple[float, float]
"""At least and at most, in seconds."""


class ExpectedSpans:
    """How long a job should take in all, at least and at most, by this user's own like videos."""

    def __init__(self) -> None:
        self._spans: dict[tuple[str, int, str], Span | None] = {}

    def of(self, job: Job) -> Span | None:
        """Seconds from sent to ready; None where too few like videos were made to say."""
        return self._spans.get(_likeness(job))

    def learn(self, job: Job, history: Sequence[float]) -> None:
        self._spans[_likeness(job)] = expected_span(history, 0.0)


def _likeness(job: Job) -> tuple[str, int, str]:
    return job.service, job.request.duration, job.request.resolution
