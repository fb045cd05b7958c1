"""Requests that a content check has refused: how one is known again, and what is known of its refusals.

A request is the same as another where all that the service gets is the same: the image's bytes, every
parameter, the sound. The mark that says so is a hash, so that the ledger can keep it when the words of a
prompt go with their job. Whether a request may leave is decided in :mod:`~wan_desktop.core.sending`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import PARAMETERS, Request, SoundWay
from wan_desktop.core.sound_ways import way_to

REFUSED_KINDS = frozenset({ErrorKind.CONTENT_REFUSED, ErrorKind.COPYRIGHT_REFUSED})
"""What a look at image, prompt, sound or video has refused: the same request would be refused again."""


@dataclass(frozen=True, slots=True)
class Refused:
    """How often one request was refused, and the last time: seconds since 1970 and the service's words.

    Words that went with their job are "".
    """

    times: int = 0
    last_at: float = 0.0
    words: str = ""


def mark(service: str, request: Request) -> str:
    """The same for requests that send the same to the same service, different for all others.

    Only values that are not their default count, so that a parameter that comes later changes no mark.
    """
    sent: dict[str, Any] = {"service": service}
    for row in PARAMETERS:
        value = getattr(request, row.name)
        if value != row.default:
            sent[row.name] = value
    if way_to(service, request) not in (None, SoundWay.SOUNDTRACK):
        # By whichever way it comes, the service hears the same.
        sent["sound"] = request.sound
    return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()


def mark_of_refusal(job: Job) -> str:
    """The mark of a job that a content check has ended; "" for every other."""
    refused = job.state is JobState.FAILED and job.error is not None and job.error.kind in REFUSED_KINDS
    return mark(job.service, job.request) if refused else ""
