"""Jobs for tests, and the moment at which those tests look at them."""

from __future__ import annotations

from typing import Any

from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request

NOW = 1_795_444_200.0
"""A fixed moment, in seconds since 1970."""


def make_job(job_id: str = "1", state: JobState = JobState.DONE, prompt: str = "A lake", **facts: Any) -> Job:
    """A job as the store would give it back; ``facts`` are fields of Request or of Job."""
    wanted = {name: facts.pop(name) for name in list(facts) if name in Request.__dataclass_fields__}
    facts.setdefault("created_at", NOW - 120.0)
    facts.setdefault("service", "https://api.example.com")
    return Job(id=job_id, state=state, request=Request(image="a.jpg", prompt=prompt, **wanted), **facts)
