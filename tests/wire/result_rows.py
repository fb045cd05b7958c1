"""Asking for a paid task: only the service's own word ends the watch, whatever else is heard.

The scripts stand on the connections after the submit's; each answers one question.
"""

from __future__ import annotations

import gzip
import json

from tests.fakes.wire_server import (
    Step,
    answer,
    listen,
    read_head,
    reset,
    send,
    send_for_ever,
    send_slowly,
)
from tests.wire.rows import (
    BOMB,
    BRIEF,
    CHUNKED,
    LONG,
    PAGE,
    SHORT,
    Bill,
    Row,
    complaint,
    success,
    task,
    with_nan,
)
from wan_desktop.core.errors import ErrorKind as K
from wan_desktop.core.job import JobState as S
from wan_desktop.core.transport import Patience

FAULTS = 2
"""Questions in a row that meet the fault, before all goes well."""

LOST = "Connection lost, still watching"
TROUBLE = "The service has trouble, still watching"
REFUSES = "The service refuses to tell, still asking"
UNKNOWN_SO_FAR = "Unknown at the service so far, still asking"
NO_LINK = "Finished, still asking for its link"
NOT_FOUND = complaint("TASK_NOT_FOUND")
FAR_FUTURE = "Fri, 01 Jan 2100 00:00:00 GMT"


def watched(name: str, kind: K, says: str, *script: Step, patience: Patience = LONG) -> Row:
    """Trouble that passes: told, and nothing is lost."""
    return Row(name, (read_head, *script), S.QUEUED, kind, Bill.BILLED, says, times=FAULTS, patience=patience)


def unheeded(name: str, *script: Step, times: int | None = FAULTS) -> Row:
    """Odd, but understood: no trouble."""
    return Row(name, (read_head, *script), S.DONE, None, Bill.BILLED, "Done", times=times)


def failed(name: str, reason: object, kind: K, says: str) -> Row:
    script = (read_head, answer(200, task("TASK_STATUS_FAILED", reason=reason)))
    return Row(name, script, S.FAILED, kind, Bill.MAY, says)


LOST_CONNECTIONS = (
    watched("closed", K.CONNECTION_LOST, LOST),
    watched("reset", K.CONNECTION_LOST, LOST, reset),
    watched("no HTTP", K.CONNECTION_LOST, LOST, send(b"hello\r\n\r\n")),
    watched("half a status line", K.CONNECTION_LOST, LOST, send(b"HTTP/1.1 2")),
    watched("headers cut", K.CONNECTION_LOST, LOST, send(b"HTTP/1.1 200 OK\r\nContent-Le")),
    watched(
        "endless headers", K.CONNECTION_LOST, LOST, send_for_ever(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 999)
    ),
    watched("body cut", K.CONNECTION_LOST, LOST, answer(200, b'{"task"', length=99)),
    watched("broken chunk", K.CONNECTION_LOST, LOST, send(CHUNKED + b"zz\r\n{}\r\n")),
    watched("silence", K.TIMED_OUT, LOST, listen, patience=SHORT),
    watched("body stalls", K.TIMED_OUT, LOST, answer(200, b"{", length=99), listen, patience=SHORT),
    watched(
        "drop by drop without end",
        K.TIMED_OUT,
        LOST,
        send_slowly(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 999, piece=1, pause=0.1),
        patience=BRIEF,
    ),
)

TROUBLES = (
    watched("429", K.RATE_LIMITED, TROUBLE, answer(429)),
    watched("429 with a wish to wait", K.RATE_LIMITED, TROUBLE, answer(429, b"", "Retry-After: 9")),
    watched("429 with an absurd wish", K.RATE_LIMITED, TROUBLE, answer(429, b"", "Retry-After: 99999999")),
    watched("429 until a far date", K.RATE_LIMITED, TROUBLE, answer(429, b"", f"Retry-After: {FAR_FUTURE}")),
    watched("429 with a wish that is none", K.RATE_LIMITED, TROUBLE, answer(429, b"", "Retry-After: -1e9")),
    watched("500", K.SERVICE_TROUBLE, TROUBLE, answer(500, complaint("GET_RESULT_FAILED"))),
    watched("500 of the task", K.SERVICE_TROUBLE, TROUBLE, answer(500, complaint("TASK_FAILED"))),
    watched("502 page", K.SERVICE_TROUBLE, TROUBLE, answer(502, "<html><title>Bad Gateway</title>")),
    watched("503", K.SERVICE_TROUBLE, TROUBLE, answer(503, b"", "Retry-After: 1")),
    watched("504", K.SERVICE_TROUBLE, TROUBLE, answer(504, b"upstream request timeout")),
    watched("301", K.BAD_ANSWER, TROUBLE, answer(301, b"", "Location: https://thief.invalid/")),
    watched("302 to a file", K.BAD_ANSWER, TROUBLE, answer(302, b"", "Location: file:///etc/passwd")),
    watched("204", K.BAD_ANSWER, TROUBLE, send(b"HTTP/1.1 204 X\r\n\r\n")),
    watched("206 unasked", K.BAD_ANSWER, TROUBLE, answer(206, success("https://a.example/v"))),
    watched("304 unasked", K.BAD_ANSWER, TROUBLE, send(b"HTTP/1.1 304 X\r\n\r\n")),
    watched("empty", K.BAD_ANSWER, TROUBLE, answer(200)),
    watched("a captive portal", K.BAD_ANSWER, TROUBLE, answer(200, PAGE, "Content-Type: text/html")),
    watched("a page with 404", K.BAD_ANSWER, TROUBLE, answer(404, PAGE)),
    watched("null", K.BAD_ANSWER, TROUBLE, answer(200, b"null")),
    watched("no task", K.BAD_ANSWER, TROUBLE, answer(200, {"videos": []})),
    watched("no status", K.BAD_ANSWER, TROUBLE, answer(200, {"task": {}})),
    watched("status of another type", K.BAD_ANSWER, TROUBLE, answer(200, task(["x"]))),
    watched(
        "another task's end", K.BAD_ANSWER, TROUBLE, answer(200, task("TASK_STATUS_FAILED", task_id="t-2"))
    ),
    watched("deep nonsense", K.BAD_ANSWER, TROUBLE, answer(200, b'{"task":' * 30_000)),
    watched("not UTF-8", K.BAD_ANSWER, TROUBLE, answer(200, b'{"task":"\xff\xfe')),
    watched("a huge number", K.BAD_ANSWER, TROUBLE, answer(200, b'{"task":' + b"1" * 9999 + b"}")),
    watched("too long", K.BAD_ANSWER, TROUBLE, answer(200, b" " * 300_000)),
    watched(
        "an endless body",
        K.BAD_ANSWER,
        TROUBLE,
        send(b"HTTP/1.1 200 OK\r\n\r\n"),
        send_for_ever(b" " * 65536),
    ),
    watched(
        "a bomb",
        K.BAD_ANSWER,
        TROUBLE,
        answer(200, BOMB, "Content-Encoding: gzip"),
    ),
    watched("unknown packing", K.BAD_ANSWER, TROUBLE, answer(200, b"x", "Content-Encoding: zstd")),
    watched("packed wrongly", K.BAD_ANSWER, TROUBLE, answer(200, b"x", "Content-Encoding: gzip")),
    watched(
        "packed and cut",
        K.BAD_ANSWER,
        TROUBLE,
        answer(200, gzip.compress(json.dumps(task("QUEUED")).encode())[:-9], "Content-Encoding: gzip"),
    ),
)

#: The key may be mended, the account topped up: no refusal of a question ends what is paid for.
REFUSALS = (
    watched(
        "the key is withdrawn",
        K.KEY_REFUSED,
        "The API key is not accepted",
        answer(401, complaint("FAILED_TO_AUTH")),
    ),
    watched("the key is missed", K.KEY_MISSING, "No API key yet", answer(400, complaint("MISSING_API_KEY"))),
    watched("402", K.BALANCE_TOO_LOW, REFUSES, answer(402)),
    watched("403 about balance", K.BALANCE_TOO_LOW, REFUSES, answer(403, complaint("NOT_ENOUGH_BALANCE"))),
    watched("403 about the model", K.NOT_ALLOWED, REFUSES, answer(403, complaint("API_NOT_ALLOWED"))),
    watched("400", K.BAD_REQUEST, REFUSES, answer(400, complaint("INVALID_REQUEST_BODY"))),
    watched("418", K.BAD_REQUEST, REFUSES, answer(418)),
    watched(
        "a content check, with 400", K.CONTENT_REFUSED, REFUSES, answer(400, complaint("ILLEGAL_PROMPT"))
    ),
    watched("407", K.PROXY_REFUSED, "Refused by the proxy", answer(407)),
)

LAG = (
    watched("404 soon after the submit", K.TASK_NOT_FOUND, UNKNOWN_SO_FAR, answer(404, NOT_FOUND)),
    watched("a bare 404 soon after", K.TASK_NOT_FOUND, UNKNOWN_SO_FAR, answer(404)),
    watched(
        "404 in plain words soon after", K.TASK_NOT_FOUND, UNKNOWN_SO_FAR, answer(404, b"404 page not found")
    ),
    watched("not found, with 200", K.TASK_NOT_FOUND, UNKNOWN_SO_FAR, answer(200, NOT_FOUND)),
)

WITHOUT_LINK = tuple(
    watched(f"finished, with {name}", K.LINK_MISSING, NO_LINK, answer(200, success() | {"videos": videos}))
    for name, videos in (
        ("no videos", None),
        ("an empty list", []),
        ("a list of nothing", [None, {}, [], 5]),
        ("an empty link", [{"video_url": " "}]),
        ("a number as link", [{"video_url": 5}]),
        ("videos as text", "https://a.example/v.mp4"),
    )
)

ENDINGS = (
    failed(
        "failed by the content check",
        "DataInspectionFailed",
        K.CONTENT_REFUSED,
        "Refused by the content check",
    ),
    failed(
        "failed by the copyright check",
        "IPInfringementSuspect: logo",
        K.COPYRIGHT_REFUSED,
        "Refused by the copyright check",
    ),
    failed(
        "failed for want of the sound",
        "Download the media resource timed out",
        K.MEDIA_UNREACHABLE,
        "A file could not be fetched",
    ),
    failed("failed for a parameter", "InvalidParameter", K.BAD_REQUEST, "Settings refused by the service"),
    failed("failed by overload", "Throttling.RateQuota", K.SERVICE_TROUBLE, "The service has trouble"),
    failed("failed in other words", "the muse left", K.TASK_FAILED, "The service could not make it"),
    failed("failed without words", None, K.TASK_FAILED, "The service could not make it"),
    Row(
        "cancelled at the service",
        (read_head, answer(200, task("TASK_STATUS_CANCELED"))),
        S.FAILED,
        K.TASK_FAILED,
        Bill.MAY,
        "The service could not make it",
    ),
    Row(
        "404 for good",
        (read_head, answer(404, NOT_FOUND)),
        S.LOST,
        K.TASK_NOT_FOUND,
        Bill.MAY,
        "No longer known to the service",
        times=None,
    ),
)

UNHEEDED = (
    unheeded("a word nobody knows", answer(200, task("TASK_STATUS_DREAMING"))),
    unheeded("the SDK's own unknown", answer(200, task("TASK_STATUS_UNKNOWN"))),
    unheeded("words in other letters", answer(200, task(" task_status_processing "))),
    unheeded("back in the queue", answer(200, task("PENDING"))),
    unheeded("numbers as texts", answer(200, task("PROCESSING", progress_percent="40", eta="12"))),
    unheeded("NaN for numbers", answer(200, with_nan(task("PROCESSING", progress_percent="NaN", eta="NaN")))),
    unheeded("absurd numbers", answer(200, task("PROCESSING", progress_percent=-7, eta=10**300))),
    unheeded("no id of the task", answer(200, task("PROCESSING", task_id=None))),
    unheeded(
        "packed unasked",
        answer(200, gzip.compress(json.dumps(task("QUEUED")).encode()), "Content-Encoding: gzip"),
    ),
)

ROWS = (*LOST_CONNECTIONS, *TROUBLES, *REFUSALS, *LAG, *WITHOUT_LINK, *ENDINGS, *UNHEEDED)
