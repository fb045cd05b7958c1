"""What one row of the matrix says: a fault of the other side, and all that must follow from it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.fakes.wire_server import Script
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.transport import Patience

TASK = "t-1"
KEY = "sk_planted-0123456789abcdef"
SIGNATURE = "planted-signature"


LONG = Patience(connect=10, write=10, read=10, total=20)
SHORT = Patience(connect=10, write=0.5, read=0.5, total=20)
"""For silence once connected: only that ends it, however busy this computer is."""
BRIEF = Patience(connect=0.5, write=0.5, read=0.5, total=1.5)
"""For silence before, and for bytes that drip."""


class Bill(Enum):
    """The verdict on money."""

    NOT = "not billed"
    MAY = "may be billed"
    BILLED = "billed"


#: The sentence on money that the user reads for each verdict.
MONEY = {
    Bill.NOT: "Nothing was charged for this.",
    Bill.MAY: "It may have been charged. Your balance at the service shows whether it was.",
    Bill.BILLED: "The service has accepted this video and charges it as usual.",
}


@dataclass(frozen=True)
class Row:
    """A fault on the wire, and what the whole program below the screen must make of it.

    ``script`` is played on ``times`` connections, on all of them where that is None; after them everything
    goes well, and a job that is not over then must end as done. ``state``, ``kind``, ``bill`` and ``says``
    are what the user sees: at the end where the fault ends the job, else while the fault lasts. ``posts``
    is how many submits the service saw.
    """

    name: str
    script: Script
    state: JobState
    kind: ErrorKind | None
    bill: Bill
    says: str
    times: int | None = 1
    posts: int = 1
    patience: Patience = LONG
    """The program's own, where it is what ends the wait."""
    before_first_byte: bool = False
    """The paid request cannot have begun to leave."""
    then: Script = ()
    """Played once after ``script``."""
    links: tuple[str, ...] = ()
    """What ``times`` answers of the service hold instead of its link."""
    video: Mapping[str, object] = field(default_factory=dict)
    """What replaces fields of the link in the service's answers."""

    def __str__(self) -> str:
        return self.name

    @property
    def ends(self) -> bool:
        """Whether the fault is the job's end."""
        return self.state in ENDS


ENDS = frozenset(
    {JobState.DONE, JobState.FAILED, JobState.UNCONFIRMED, JobState.LOST, JobState.EXPIRED, JobState.STOPPED}
)

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(bytes(10_000_000))
"""Ten KB that become forty times what an answer may hold."""
PAGE = "<html><head><title>Sign in to the network</title></head></html>"


def complaint(reason: str, message: str = "words") -> dict[str, object]:
    """The service's flat form of a refusal (WIRE §3)."""
    return {"code": 1, "reason": reason, "message": message, "metadata": {}}


def task(status: object, **fields: object) -> dict[str, Any]:
    """An answer about the task (WIRE §2)."""
    return {"task": {"task_id": TASK, "status": status, **fields}}


def success(*links: object, **video: object) -> dict[str, Any]:
    """An answer with ``links``; ``video`` replaces fields of each."""
    rows = [{"video_url": link, "video_url_ttl": "3600", "video_type": "mp4"} | video for link in links]
    return task("TASK_STATUS_SUCCEED", progress_percent=0) | {"videos": rows}


def with_nan(answer: dict[str, Any]) -> bytes:
    """As JSON libraries write it that know no better."""
    return json.dumps(answer).replace('"NaN"', "NaN").encode()
