"""The service's refusals and what they mean: by ``reason`` first, then by status (WIRE §3), and the free
text of failed tasks (WIRE §2)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.redaction import words
from wan_desktop.core.transport import Answer

RETRY_AFTER_MAX = 3600.0
"""Longest wish of the service to wait, in seconds, that is granted."""

_K = ErrorKind

#: ``reason`` in capitals → kind. An exact word wins over the parts below.
REASONS: Mapping[str, ErrorKind] = {
    "MISSING_API_KEY": _K.KEY_MISSING,
    "FAILED_TO_AUTH": _K.KEY_REFUSED,
    "INVALID_API_KEY": _K.KEY_REFUSED,
    "BILLING_AUTH_FAILED": _K.KEY_REFUSED,
    "ACCESS_DENY": _K.KEY_REFUSED,
    "API_NOT_ALLOWED": _K.NOT_ALLOWED,
    "FEATURE_NOT_ALLOWED": _K.NOT_ALLOWED,
    "MODEL_ACCESS_DENIED": _K.NOT_ALLOWED,
    "NEED_REAL_NAME_VERIFY": _K.NOT_ALLOWED,
    "BILLING_BALANCE_NOT_ENOUGH": _K.BALANCE_TOO_LOW,
    "NOT_ENOUGH_BALANCE": _K.BALANCE_TOO_LOW,
    "BUDGET_NOT_ENOUGH": _K.BALANCE_TOO_LOW,
    "INVALID_REQUEST_BODY": _K.BAD_REQUEST,
    "IMAGE_FILE_EXCEEDS_MAX_SIZE": _K.BAD_REQUEST,
    "INVALID_IMAGE_FORMAT": _K.BAD_REQUEST,
    "IMAGE_EXCEEDS_MAX_RESOLUTION": _K.BAD_REQUEST,
    "INVALID_IMAGE_SIZE": _K.BAD_REQUEST,
    "INVALID_AUDIO_FILE": _K.BAD_REQUEST,
    "ILLEGAL_PROMPT": _K.CONTENT_REFUSED,
    "ILLEGAL_IMAGE_CONTENT": _K.CONTENT_REFUSED,
    "RATE_LIMIT_EXCEEDED": _K.RATE_LIMITED,
    "BILLING_FAILED": _K.SERVICE_TROUBLE,
    "CREATE_TASK_FAILED": _K.SERVICE_TROUBLE,
    "GET_RESULT_FAILED": _K.SERVICE_TROUBLE,
    "TASK_FAILED": _K.SERVICE_TROUBLE,
    "SERVICE_NOT_AVAILABLE": _K.SERVICE_TROUBLE,
    "TASK_NOT_FOUND": _K.TASK_NOT_FOUND,
}

#: Parts of reasons not in the table ("and the like" in WIRE §3), first match wins.
REASON_PARTS: tuple[tuple[str, ErrorKind], ...] = (
    ("NOT_ENOUGH", _K.BALANCE_TOO_LOW),
    ("INSUFFICIENT", _K.BALANCE_TOO_LOW),
    ("RATE_LIMIT", _K.RATE_LIMITED),
    ("API_KEY", _K.KEY_REFUSED),
    ("ILLEGAL_", _K.CONTENT_REFUSED),
    ("NOT_ALLOWED", _K.NOT_ALLOWED),
)

STATUSES: Mapping[int, ErrorKind] = {
    401: _K.KEY_REFUSED,
    402: _K.BALANCE_TOO_LOW,
    403: _K.KEY_REFUSED,
    407: _K.PROXY_REFUSED,
    429: _K.RATE_LIMITED,
}

#: The vendor's wordings in any case, first match wins (WIRE §2).
TASK_WORDS: tuple[tuple[str, ErrorKind], ...] = (
    ("datainspectionfailed", _K.CONTENT_REFUSED),
    ("data_inspection_failed", _K.CONTENT_REFUSED),
    ("inappropriate content", _K.CONTENT_REFUSED),
    ("green network", _K.CONTENT_REFUSED),
    ("ipinfringementsuspect", _K.COPYRIGHT_REFUSED),
    ("unable to download the media resource", _K.MEDIA_UNREACHABLE),
    ("download the media resource timed out", _K.MEDIA_UNREACHABLE),
    ("invalidurl", _K.MEDIA_UNREACHABLE),
    ("invalidparameter", _K.BAD_REQUEST),
    ("invalidfile", _K.BAD_REQUEST),
    ("throttling", _K.SERVICE_TROUBLE),
    ("arrearage", _K.SERVICE_TROUBLE),
    ("internalerror", _K.SERVICE_TROUBLE),
)

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an answer says of itself: its ``reason`` in capitals ("" where none) and its words."""

    reason: str = ""
    message: str = ""


def parsed(body: bytes) -> Any:
    """The body as JSON; None for everything that is not, however deep, long or oddly encoded it is."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def complaint_of(answer: Answer, *secrets: str) -> Complaint:
    """The service's own words of a refusal, in any of the forms of WIRE §3, bounded and without secrets."""
    content = parsed(answer.body)
    if not isinstance(content, dict):
        return Complaint(message=words(_plain_text(answer), *secrets))
    inner = content.get("error")
    source = inner if isinstance(inner, dict) else content
    reason = _first_text(source, "reason", "code", "type")
    message = _first_text(source, "message", "msg", "error")
    metadata = source.get("metadata")
    details = _first_text(metadata, "details") if isinstance(metadata, dict) else ""
    said = ": ".join(part for part in (reason, message, details) if part)
    return Complaint(reason.strip().upper(), words(said or f"HTTP {answer.status}", *secrets))


def kind_of_reason(complaint: Complaint) -> ErrorKind | None:
    """What the reason alone says; None where it is not known."""
    exact = REASONS.get(complaint.reason)
    return exact or next((kind for part, kind in REASON_PARTS if part in complaint.reason), None)


def kind_of_refusal(status: int, complaint: Complaint) -> ErrorKind:
    """What a refusal means: by its reason, then by the vendor's words in a 400, then by its status."""
    kind = kind_of_reason(complaint)
    if kind is not None:
        return kind
    if status == 400:
        kind = kind_of_task_words(complaint.message)
        return _K.BAD_REQUEST if kind in (_K.TASK_FAILED, _K.SERVICE_TROUBLE) else kind
    return STATUSES.get(status) or _kind_of_class(status)


def kind_of_task_words(text: str) -> ErrorKind:
    lower = text.lower()
    return next((kind for part, kind in TASK_WORDS if part in lower), _K.TASK_FAILED)


def task_failure(reason: str, *secrets: str) -> Failure:
    """Why a task failed. It was accepted, and nowhere is it promised that a failed one costs nothing."""
    return Failure(kind_of_task_words(reason), words(reason, *secrets), may_be_billed=True)


def retry_after(answer: Answer) -> float | None:
    """Seconds that the service asks to wait, as number or as date, bounded; None where it does not."""
    text = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text, re.ASCII):
        return min(float(text), RETRY_AFTER_MAX)
    try:
        date = parsedate_to_datetime(text)
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), RETRY_AFTER_MAX)


def is_page(answer: Answer) -> bool:
    """Whether the body is a page for people: a gateway, a portal or a wrong address, not the service."""
    return answer.body.lstrip()[:1] == b"<"


def _kind_of_class(status: int) -> ErrorKind:
    if 400 <= status < 500:
        return _K.BAD_REQUEST
    return _K.SERVICE_TROUBLE if status >= 500 else _K.BAD_ANSWER


def _plain_text(answer: Answer) -> str:
    text = answer.body.decode("utf-8", "replace")
    title = _TITLE.search(text)
    if is_page(answer):
        return f"HTTP {answer.status} {title.group(1) if title else ''}"
    return text.strip() or f"HTTP {answer.status}"


def _first_text(source: dict[Any, Any], *names: str) -> str:
    values = (source.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")
