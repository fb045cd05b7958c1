"""The paid request: what the other side does with it, and the fate that is concluded.

The scripts stand on the first connection, which is the paid request's own; on every later one all goes well.
"""

from __future__ import annotations

import gzip
from dataclasses import replace

from tests.fakes.wire_server import (
    Step,
    answer,
    listen,
    read_all,
    read_head,
    read_some,
    reset,
    send,
    send_for_ever,
    send_slowly,
    stall,
)
from tests.wire.rows import BOMB, BRIEF, CHUNKED, LONG, PAGE, SHORT, TASK, Bill, Row, complaint
from wan_desktop.core.errors import ErrorKind as K
from wan_desktop.core.job import JobState as S
from wan_desktop.core.transport import Patience

ID = {"task_id": TASK}
PACKED_ID = gzip.compress(b'{"task_id":"t-1"}')

KEY_WORDS = "The API key is not accepted"
BUSY = "The service is busy, sending soon"
OFFLINE = "No connection, sending later"
INSECURE = "The connection is not secure"
PROXY = "Refused by the proxy"
SETTINGS = "Settings refused by the service"
BALANCE = "The balance is too low"
CONTENT = "Refused by the content check"


def accepted(name: str, *script: Step) -> Row:
    return Row(name, script, S.DONE, None, Bill.BILLED, "Done")


def refused(name: str, status: int, body: bytes | str | dict[str, object], kind: K, says: str) -> Row:
    return Row(name, (read_all, answer(status, body)), S.FAILED, kind, Bill.NOT, says)


def again(name: str, status: int, body: bytes | str | dict[str, object], *headers: str) -> Row:
    """Refused for now: the same consent is used once more."""
    script = (read_all, answer(status, body, *headers))
    return Row(name, script, S.WAITING, K.RATE_LIMITED, Bill.NOT, BUSY, posts=2)


def unknown(name: str, *script: Step, patience: Patience = LONG) -> Row:
    says = "Sent, but no answer arrived"
    return Row(name, script, S.UNCONFIRMED, K.UNCONFIRMED, Bill.MAY, says, patience=patience)


def unsent(name: str, kind: K, says: str, *script: Step, patience: Patience = LONG) -> Row:
    """A fault before the first byte, as often as it is tried."""
    return Row(
        name,
        script,
        S.WAITING,
        kind,
        Bill.NOT,
        says,
        times=None,
        posts=0,
        patience=patience,
        before_first_byte=True,
    )


def alert(number: int) -> Step:
    """A fatal alert in place of the server's part of the handshake (RFC 8446, section 6)."""
    return send(bytes((21, 3, 3, 0, 2, 2, number)))


ACCEPTED = (
    accepted("an id", read_all, answer(200, ID)),
    accepted("an id with 201", read_all, answer(201, ID)),
    accepted(
        "an id after 100 continue",
        read_head,
        send(b"HTTP/1.1 100 Continue\r\n\r\n"),
        answer(200, ID),
        listen,
    ),
    accepted("an id in chunks", read_all, send(CHUNKED + b'11\r\n{"task_id":"t-1"}\r\n0\r\n\r\n')),
    accepted("an id packed unasked", read_all, answer(200, PACKED_ID, "Content-Encoding: gzip")),
    accepted(
        "an id among other fields", read_all, answer(200, {"task_id": " t-1 ", "videos": None, "x": [[1]]})
    ),
    accepted(
        "an id drop by drop",
        read_all,
        send_slowly(b'HTTP/1.1 200 X\r\nContent-Length: 17\r\n\r\n{"task_id":"t-1"}', piece=16, pause=0.01),
    ),
)

REFUSED = (
    refused("no key", 400, complaint("MISSING_API_KEY"), K.KEY_MISSING, "No API key yet"),
    refused("wrong key", 401, complaint("FAILED_TO_AUTH"), K.KEY_REFUSED, KEY_WORDS),
    refused("wrong key 403", 403, complaint("INVALID_API_KEY"), K.KEY_REFUSED, KEY_WORDS),
    refused("401 without words", 401, b"", K.KEY_REFUSED, KEY_WORDS),
    refused(
        "unverified account",
        403,
        complaint("NEED_REAL_NAME_VERIFY"),
        K.NOT_ALLOWED,
        "Model not open to this account",
    ),
    refused(
        "model denied",
        403,
        {"error": {"code": "model_access_denied", "message": "no"}},
        K.NOT_ALLOWED,
        "Model not open to this account",
    ),
    refused("no balance 400", 400, complaint("BILLING_BALANCE_NOT_ENOUGH"), K.BALANCE_TOO_LOW, BALANCE),
    refused("no balance 402", 402, b"", K.BALANCE_TOO_LOW, BALANCE),
    refused("no balance 403", 403, complaint("NOT_ENOUGH_BALANCE"), K.BALANCE_TOO_LOW, BALANCE),
    refused("a budget's own word", 403, complaint("TEAM_BUDGET_NOT_ENOUGH"), K.BALANCE_TOO_LOW, BALANCE),
    refused("bad body", 400, complaint("INVALID_REQUEST_BODY"), K.BAD_REQUEST, SETTINGS),
    refused("illegal prompt", 400, complaint("ILLEGAL_PROMPT"), K.CONTENT_REFUSED, CONTENT),
    refused(
        "vendor's words in a 400",
        400,
        complaint("X", "DataInspectionFailed: green network"),
        K.CONTENT_REFUSED,
        CONTENT,
    ),
    refused(
        "a protected name",
        400,
        complaint("X", "IPInfringementSuspect"),
        K.COPYRIGHT_REFUSED,
        "Refused by the copyright check",
    ),
    refused(
        "a link to sound that is dead",
        400,
        complaint("X", "Unable to download the media resource"),
        K.MEDIA_UNREACHABLE,
        "A file could not be fetched",
    ),
    refused("plain 404", 404, b"404 page not found", K.BAD_REQUEST, SETTINGS),
    refused("413 from a gateway", 413, "<html><title>Too large</title>", K.BAD_REQUEST, SETTINGS),
    refused("415", 415, b"", K.BAD_REQUEST, SETTINGS),
    refused("422", 422, b"[]", K.BAD_REQUEST, SETTINGS),
    Row(
        "a refusal whose words are cut",
        (read_all, answer(401, b'{"rea', length=99)),
        S.FAILED,
        K.KEY_REFUSED,
        Bill.NOT,
        KEY_WORDS,
    ),
    Row(
        "a refusal whose words stall",
        (read_all, answer(402, b"{", length=99), listen),
        S.FAILED,
        K.BALANCE_TOO_LOW,
        Bill.NOT,
        BALANCE,
        patience=SHORT,
    ),
)

REFUSED_FOR_NOW = (
    again("429", 429, complaint("RATE_LIMIT_EXCEEDED")),
    again("429 without words", 429, b""),
    again("429 as a page", 429, PAGE),
    again("429 with a wish to wait", 429, b"", "Retry-After: 7"),
    again("429 with an absurd wish", 429, b"", "Retry-After: 999999999"),
    again("429 with a wish that is none", 429, b"", "Retry-After: soon"),
    again("429 with a wish from the past", 429, b"", "Retry-After: Fri, 01 Jan 1999 00:00:00 GMT"),
    again("too many, said by a 403", 403, complaint("RATE_LIMIT_EXCEEDED")),
)

UNKNOWN = (
    unknown("closed after the first byte", read_some(1)),
    unknown("reset after the first byte", read_some(1), reset),
    unknown("closed after the head", read_head),
    unknown("reset within the body", read_some(5000), reset),
    unknown("closed after the body", read_all),
    unknown("reset after the body", read_all, reset),
    unknown("silence after the body", read_all, listen, patience=SHORT),
    unknown("body not taken", read_some(1), stall, patience=SHORT),
    unknown("no HTTP", read_all, send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
    unknown("half a status line", read_all, send(b"HTTP/1.1 2")),
    unknown("headers cut", read_all, send(b"HTTP/1.1 200 OK\r\nContent-Le")),
    unknown("endless headers", read_all, send_for_ever(b"HTTP/1.1 200 OK\r\nX: y" + b"y" * 999)),
    unknown(
        "two lengths", read_all, send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")
    ),
    unknown("a length below zero", read_all, send(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")),
    unknown("body cut", read_all, answer(200, b'{"task_id": "t-', length=99)),
    unknown("body cut after the id", read_all, answer(200, ID, length=99)),
    unknown("body stalls", read_all, answer(200, b'{"task_id": "t-', length=99), listen, patience=SHORT),
    unknown("broken chunk", read_all, send(CHUNKED + b'zz\r\n{"task_id":"t-1"}\r\n')),
    unknown("empty 200", read_all, answer(200)),
    unknown("204", read_all, send(b"HTTP/1.1 204 X\r\n\r\n")),
    unknown("a page with 200", read_all, answer(200, PAGE)),
    unknown("null", read_all, answer(200, b"null")),
    unknown("no id", read_all, answer(200, {"id": TASK})),
    unknown("an empty id", read_all, answer(200, {"task_id": " "})),
    unknown("a null id", read_all, answer(200, {"task_id": None})),
    unknown("a list as id", read_all, answer(200, {"task_id": [TASK]})),
    unknown("an endless id", read_all, answer(200, {"task_id": "t" * 9999})),
    unknown("NaN as id", read_all, answer(200, b'{"task_id": NaN}')),
    unknown("a refusal with 200", read_all, answer(200, complaint("NOT_ENOUGH_BALANCE"))),
    unknown("deep nonsense", read_all, answer(200, b"[" * 100_000)),
    unknown("unknown packing", read_all, answer(200, ID, "Content-Encoding: br")),
    unknown("packed and cut", read_all, answer(200, PACKED_ID[:-9], "Content-Encoding: gzip")),
    unknown("a bomb", read_all, answer(200, BOMB, "Content-Encoding: gzip")),
    unknown("an endless body", read_all, send(b"HTTP/1.1 200 OK\r\n\r\n"), send_for_ever(b" " * 65536)),
    unknown("301", read_all, answer(301, b"", "Location: /elsewhere")),
    unknown("307 to another host", read_all, answer(307, b"", "Location: https://thief.invalid/")),
    unknown("302 to a file", read_all, answer(302, b"", "Location: file:///etc/passwd")),
    unknown("101", read_all, send(b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")),
    unknown("408 of a gateway", read_all, answer(408)),
    unknown("499 of a gateway", read_all, answer(499)),
    unknown("500 task", read_all, answer(500, complaint("CREATE_TASK_FAILED"))),
    unknown("500 billing", read_all, answer(500, complaint("BILLING_FAILED"))),
    unknown("502 page", read_all, answer(502, "<html><title>Bad Gateway</title></html>")),
    unknown("503", read_all, answer(503, complaint("SERVICE_NOT_AVAILABLE"), "Retry-After: 1")),
    unknown("504", read_all, answer(504)),
    unknown("599", read_all, answer(599)),
    unknown("a 5xx that says too many", read_all, answer(503, complaint("RATE_LIMIT_EXCEEDED"))),
    unknown("trouble in a 400", read_all, answer(400, complaint("CREATE_TASK_FAILED"))),
    unknown("a refusal that names a task", read_all, answer(400, ID)),
    unknown("a 429 that names a task", read_all, answer(429, ID)),
)

#: Behind https, but the scripts speak on the bare connection.
BEFORE_TLS = (
    unsent(
        "a hotel's page instead of TLS",
        K.OFFLINE,
        OFFLINE,
        send(b"HTTP/1.1 302 X\r\nLocation: http://portal.example/\r\n\r\n"),
        listen,
    ),
    unsent("handshake_failure", K.OFFLINE, OFFLINE, alert(40), listen),
    unsent("internal_error in the handshake", K.OFFLINE, OFFLINE, alert(80), listen),
    unsent("closed in the handshake", K.OFFLINE, OFFLINE, read_some(10)),
    unsent("reset in the handshake", K.OFFLINE, OFFLINE, read_some(10), reset),
    unsent("silence in the handshake", K.TIMED_OUT, OFFLINE, listen, patience=BRIEF),
)

#: Behind the server's own TLS, with a certificate that no store knows: tried once, as it ends so every time.
UNTRUSTED = replace(
    unsent("an untrusted certificate", K.TLS_UNTRUSTED, INSECURE, read_all, answer(200, ID)), state=S.FAILED
)

OPENED = send(b"HTTP/1.1 200 OK\r\n\r\n")

#: The server is the system's proxy.
BEFORE_THE_PROXY_OPENS = (
    unsent("the proxy asks for a password", K.PROXY_REFUSED, PROXY, read_head, answer(407)),
    unsent("the proxy shows its login page", K.PROXY_REFUSED, PROXY, read_head, answer(403, PAGE)),
    unsent("the proxy cannot reach it", K.PROXY_REFUSED, PROXY, read_head, answer(502)),
    unsent("the proxy closes", K.CONNECTION_LOST, OFFLINE, read_head),
    unsent("the proxy says nothing", K.TIMED_OUT, OFFLINE, read_head, listen, patience=BRIEF),
    unsent("the proxy speaks no HTTP", K.CONNECTION_LOST, OFFLINE, read_head, send(b"hello\r\n\r\n")),
    unsent("the proxy leads to a closed handshake", K.OFFLINE, OFFLINE, read_head, OPENED, read_some(10)),
    unsent(
        "the proxy leads to no TLS",
        K.OFFLINE,
        OFFLINE,
        read_head,
        OPENED,
        read_some(5),
        send(b"hello" * 9),
        listen,
    ),
)

#: Nobody is there at all.
CLOSED_PORT = unsent("a refused connection", K.OFFLINE, OFFLINE)
NO_SUCH_HOST = unsent("a name that DNS does not know", K.OFFLINE, OFFLINE)
NO_PROXY_THERE = unsent("a proxy that is not there", K.PROXY_REFUSED, PROXY)
ODD_PROXY = unsent("a proxy of a kind not spoken", K.PROXY_REFUSED, PROXY)

#: Answered, in whichever way, over plain sockets.
ANSWERED = (*ACCEPTED, *REFUSED, *REFUSED_FOR_NOW, *UNKNOWN)
UNREACHABLE = (CLOSED_PORT, NO_SUCH_HOST, NO_PROXY_THERE, ODD_PROXY)
ROWS = (*ANSWERED, *BEFORE_TLS, UNTRUSTED, *BEFORE_THE_PROXY_OPENS, *UNREACHABLE)
