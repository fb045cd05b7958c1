"""The service's answers about a task, a price and a balance as values; nonsense of any type is survived."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from wan_desktop.core.errors import Failure
from wan_desktop.core.money import Money
from wan_desktop.core.params import BY_NAME
from wan_desktop.core.redaction import words
from wan_desktop.core.wire_errors import task_failure

RAW_MAX = 64 * 1024
"""Most characters of a raw answer that are kept."""
_URL_MAX = 16 * 1024
_SECONDS_MAX = 366 * 86400.0


class TaskState(Enum):
    """Where a task stands at the service. UNKNOWN is a word that we don't know: keep watching."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


#: Words of this service, its SDK, third parties and the vendor, without their prefix (WIRE §2).
_STATES = {
    "QUEUED": TaskState.QUEUED,
    "PENDING": TaskState.QUEUED,
    "PROCESSING": TaskState.RUNNING,
    "RUNNING": TaskState.RUNNING,
    "SUCCEED": TaskState.SUCCEEDED,
    "SUCCEEDED": TaskState.SUCCEEDED,
    "SUCCESS": TaskState.SUCCEEDED,
    "FAILED": TaskState.FAILED,
    "CANCELED": TaskState.FAILED,
    "CANCELLED": TaskState.FAILED,
}


@dataclass(frozen=True, slots=True)
class VideoLink:
    """A link to a finished video. It is signed: whoever has it has the video, so repr leaves it out."""

    url: str = field(repr=False)
    seconds_to_live: float | None
    """The service's hint; it gives 0 on working links, so 0 is None here."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One answer about a task.

    ``progress`` is 0..1, None where the service gave none worth showing; ``eta`` is in seconds. ``raw`` is
    the answer as JSON with signed queries cut, at most RAW_MAX characters.
    """

    state: TaskState
    progress: float | None
    eta: float | None
    failure: Failure | None
    links: tuple[VideoLink, ...]
    seed: int | None
    raw: str


def task_id_of(content: Any) -> str:
    """The usable id in an answer to a submit; "" where there is none."""
    value = content.get("task_id") if isinstance(content, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value < 2**64 else ""
    usable = isinstance(value, str) and 0 < len(value.strip()) <= 512 and value.strip().isprintable()
    return value.strip() if usable and isinstance(value, str) else ""


def result_of(content: Any, *secrets: str) -> TaskResult | None:
    """The result in an answer; None where it holds no task with a status."""
    task = content.get("task") if isinstance(content, dict) else None
    status = task.get("status") if isinstance(task, dict) else None
    if not isinstance(content, dict) or not isinstance(task, dict) or not isinstance(status, str):
        return None
    state = state_of(status)
    reason = task.get("reason")
    failed = task_failure(reason if isinstance(reason, str) and reason.strip() else status, *secrets)
    return TaskResult(
        state=state,
        progress=_progress(task.get("progress_percent")),
        eta=_positive(task.get("eta")),
        failure=failed if state is TaskState.FAILED else None,
        links=_links(content.get("videos")) if state is TaskState.SUCCEEDED else (),
        seed=_seed(content.get("extra")),
        raw=raw_of(content, *secrets),
    )


def is_of_another_task(content: Any, task_id: str) -> bool:
    """Whether an answer names a task, and not the one asked for: a cache between has mixed them up."""
    task = content.get("task") if isinstance(content, dict) else None
    named = task_id_of(task)
    return bool(named) and named.casefold() != task_id.casefold()


def state_of(status: str) -> TaskState:
    word = status.strip().upper().removeprefix("TASK_STATUS_")
    return _STATES.get(word, TaskState.UNKNOWN)


def raw_of(content: Any, *secrets: str) -> str:
    try:
        text = json.dumps(content, ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""
    return words(text, *secrets, limit=RAW_MAX)


def price_of(content: Any, product: str) -> Money | None:
    """The price of ``product`` in an answer of batch-price (WIRE §4)."""
    products = content.get("products") if isinstance(content, dict) else None
    rows = [row for row in products if isinstance(row, dict)] if isinstance(products, list) else []
    row = next((row for row in rows if row.get("productId") == product), None)
    if row is None:
        return None
    units = _whole(row.get("discountPrice0"))
    units = _whole(row.get("basePrice0")) if units is None else units
    precision = _whole(row.get("pricePrecision", "1"))
    unit = row.get("displayPriceUnit")
    if units is None or units < 0 or not precision or precision < 0 or not isinstance(unit, str):
        return None
    return Money(Decimal(units) / 10000 / precision, words(unit, limit=8))


def balance_of(content: Any, name: str, unit: str) -> Money | None:
    """A balance that one of the sister gateways gives as 1/10000 of ``unit`` (WIRE §4)."""
    units = _whole(content.get(name)) if isinstance(content, dict) else None
    return None if units is None else Money(Decimal(units) / 10000, unit)


def _links(videos: Any) -> tuple[VideoLink, ...]:
    """Whatever could be fetched; ``core.download`` judges where it leads. MP4 first, then the order given."""
    rows = [row for row in videos if isinstance(row, dict)] if isinstance(videos, list) else []
    rows = [row for row in rows if _is_link(row.get("video_url"))]
    rows.sort(key=lambda row: str(row.get("video_type", "mp4"))[:8].lower() != "mp4")
    return tuple(VideoLink(row["video_url"].strip(), _positive(row.get("video_url_ttl"))) for row in rows)


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _URL_MAX and value.strip().isprintable()


def _progress(value: Any) -> float | None:
    """Only what can be true: a captured success had 0, and 100 means nothing before the success."""
    percent = _positive(value)
    return percent / 100 if percent is not None and percent < 100 else None


def _positive(value: Any) -> float | None:
    """A finite number above 0, given as a number or as text; None for all else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > 32:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and 0 < number <= _SECONDS_MAX else None


def _seed(extra: Any) -> int | None:
    value = _whole(extra.get("seed")) if isinstance(extra, dict) else None
    return value if value is not None and 0 <= value <= BY_NAME["seed"].maximum else None


def _whole(value: Any) -> int | None:
    """A whole number of at most 18 digits, given as a number or as text."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    text = value.strip() if isinstance(value, str) else str(value) if abs(value) < 10**18 else ""
    return int(text) if re.fullmatch(r"-?\d{1,18}", text, re.ASCII) else None
