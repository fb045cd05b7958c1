"""The fate of the paid request, as data: every fault over real sockets, its outcome and its money verdict."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.wire_server import (
    Script,
    Wire,
    WireServer,
    answer,
    closed_port,
    header_of,
    listen,
    read_all,
    read_head,
    read_some,
    reset,
    send,
    send_for_ever,
    stall,
    untrusted_tls,
)
from wan_desktop.core.errors import ErrorKind as K
from wan_desktop.core.params import Request
from wan_desktop.core.service import Accepted, NotAccepted, Service, SubmitOutcome, Unknown
from wan_desktop.core.transport import Patience, tls_context

KEY = "sk_planted-0123456789abcdef"
IMAGE = bytes(range(256)) * 1000
SHORT = Patience(connect=0.5, write=0.5, read=0.5, total=1.5)
ID = {"task_id": "t-1"}


def error(reason: str, message: str = "words") -> dict[str, object]:
    return {"code": 1, "reason": reason, "message": message, "metadata": {}}


@dataclass(frozen=True)
class Cell:
    """What the other side does, and what must be concluded. ``kind`` None: accepted as t-1."""

    name: str
    script: Script
    kind: K | None
    again: bool = False
    image: bytes = IMAGE


def refused(name: str, status: int, body: object, kind: K, *headers: str, again: bool = False) -> Cell:
    assert isinstance(body, (bytes, str, dict))
    return Cell(name, (read_all, answer(status, body, *headers)), kind, again)


def unknown(name: str, *script: object, image: bytes = IMAGE) -> Cell:
    return Cell(name, script, K.UNCONFIRMED, image=image)  # type: ignore[arg-type]  # steps, for brevity


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

CELLS = (
    Cell("an id", (read_all, answer(200, ID)), None),
    Cell("an id with 201", (read_all, answer(201, ID)), None),
    Cell(
        "an id after 100 continue",
        (read_head, send(b"HTTP/1.1 100 Continue\r\n\r\n"), answer(200, ID), listen),
        None,
    ),
    Cell("an id in chunks", (read_all, send(CHUNKED + b'11\r\n{"task_id":"t-1"}\r\n0\r\n\r\n')), None),
    Cell(
        "an id packed unasked",
        (read_all, answer(200, gzip.compress(b'{"task_id":"t-1"}'), "Content-Encoding: gzip")),
        None,
    ),
    Cell(
        "an id among other fields",
        (read_all, answer(200, {"task_id": " t-1 ", "videos": None, "x": [[1]]})),
        None,
    ),
    # Refused for certain.
    refused("no key", 400, error("MISSING_API_KEY"), K.KEY_MISSING),
    refused("wrong key", 401, error("FAILED_TO_AUTH"), K.KEY_REFUSED),
    refused("wrong key 403", 403, error("INVALID_API_KEY"), K.KEY_REFUSED),
    refused("401 without words", 401, b"", K.KEY_REFUSED),
    refused("unverified account", 403, error("NEED_REAL_NAME_VERIFY"), K.NOT_ALLOWED),
    refused("model denied", 403, {"error": {"code": "model_access_denied", "message": "no"}}, K.NOT_ALLOWED),
    refused("no balance 400", 400, error("BILLING_BALANCE_NOT_ENOUGH"), K.BALANCE_TOO_LOW),
    refused("no balance 402", 402, b"", K.BALANCE_TOO_LOW),
    refused("no balance 403", 403, error("NOT_ENOUGH_BALANCE"), K.BALANCE_TOO_LOW),
    refused("a budget's own word", 403, error("TEAM_BUDGET_NOT_ENOUGH"), K.BALANCE_TOO_LOW),
    refused("bad body", 400, error("INVALID_REQUEST_BODY"), K.BAD_REQUEST),
    refused("illegal prompt", 400, error("ILLEGAL_PROMPT"), K.CONTENT_REFUSED),
    refused(
        "vendor's words in a 400", 400, error("X", "DataInspectionFailed: green network"), K.CONTENT_REFUSED
    ),
    refused("plain 404", 404, b"404 page not found", K.BAD_REQUEST),
    refused("413 from a gateway", 413, "<html><title>Too large</title>", K.BAD_REQUEST),
    refused("415", 415, b"", K.BAD_REQUEST),
    refused("422", 422, b"[]", K.BAD_REQUEST),
    Cell("a refusal whose words are cut", (read_all, answer(401, b'{"rea', length=99)), K.KEY_REFUSED),
    Cell("a refusal whose words stall", (read_all, answer(402, b"{", length=99), listen), K.BALANCE_TOO_LOW),
    refused("too many", 429, error("RATE_LIMIT_EXCEEDED"), K.RATE_LIMITED, again=True),
    refused("too many, by status", 429, b"", K.RATE_LIMITED, "Retry-After: 7", again=True),
    refused("too many, by reason", 403, error("RATE_LIMIT_EXCEEDED"), K.RATE_LIMITED, again=True),
    # Sent, and no usable answer.
    unknown("closed at once"),
    unknown("reset at once", reset),
    unknown("closed after the head", read_head),
    unknown("reset within the body", read_some(5000), reset),
    unknown("closed after the body", read_all),
    unknown("reset after the body", read_all, reset),
    unknown("silence after the body", read_all, listen),
    unknown("body not taken", stall, image=IMAGE * 60),
    unknown("no HTTP", read_all, send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
    unknown("half a status line", read_all, send(b"HTTP/1.1 2")),
    unknown("headers cut", read_all, send(b"HTTP/1.1 200 OK\r\nContent-Le")),
    unknown("endless headers", read_all, send_for_ever(b"HTTP/1.1 200 OK\r\nX: y" + b"y" * 999)),
    unknown("body cut", read_all, answer(200, b'{"task_id": "t-', length=99)),
    unknown("body cut after the id", read_all, answer(200, ID, length=99)),
    unknown("body stalls", read_all, answer(200, b'{"task_id": "t-', length=99), listen),
    unknown("broken chunk", read_all, send(CHUNKED + b'zz\r\n{"task_id":"t-1"}\r\n')),
    unknown("empty 200", read_all, answer(200)),
    unknown("204", read_all, send(b"HTTP/1.1 204 X\r\n\r\n")),
    unknown("a page with 200", read_all, answer(200, "<html>login</html>")),
    unknown("null", read_all, answer(200, b"null")),
    unknown("no id", read_all, answer(200, {"id": "t-1"})),
    unknown("an empty id", read_all, answer(200, {"task_id": " "})),
    unknown("a null id", read_all, answer(200, {"task_id": None})),
    unknown("a list as id", read_all, answer(200, {"task_id": ["t-1"]})),
    unknown("an endless id", read_all, answer(200, {"task_id": "t" * 9999})),
    unknown("a refusal with 200", read_all, answer(200, error("NOT_ENOUGH_BALANCE"))),
    unknown("deep nonsense", read_all, answer(200, b"[" * 100_000)),
    unknown("unknown packing", read_all, answer(200, ID, "Content-Encoding: br")),
    unknown("a bomb", read_all, answer(200, gzip.compress(b" " * 50_000_000), "Content-Encoding: gzip")),
    unknown("an endless body", read_all, send(b"HTTP/1.1 200 OK\r\n\r\n"), send_for_ever(b" " * 65536)),
    unknown("301", read_all, answer(301, b"", "Location: /elsewhere")),
    unknown("307 to another host", read_all, answer(307, b"", "Location: https://thief.invalid/")),
    unknown("101", read_all, send(b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")),
    unknown("408 of a gateway", read_all, answer(408)),
    unknown("500 task", read_all, answer(500, error("CREATE_TASK_FAILED"))),
    unknown("500 billing", read_all, answer(500, error("BILLING_FAILED"))),
    unknown("502 page", read_all, answer(502, "<html><title>Bad Gateway</title></html>")),
    unknown("503", read_all, answer(503, error("SERVICE_NOT_AVAILABLE"), "Retry-After: 1")),
    unknown("504", read_all, answer(504)),
    unknown("599", read_all, answer(599)),
    unknown("a 5xx that says too many", read_all, answer(503, error("RATE_LIMIT_EXCEEDED"))),
    unknown("trouble in a 400", read_all, answer(400, error("CREATE_TASK_FAILED"))),
    unknown("a refusal that names a task", read_all, answer(400, ID)),
)


def verdict(outcome: SubmitOutcome) -> tuple[K | None, bool, bool]:
    """Kind, send again, may be billed."""
    match outcome:
        case Accepted(task_id):
            assert task_id == "t-1"
            return None, False, True
        case NotAccepted(failure, again):
            return failure.kind, again, failure.may_be_billed
        case Unknown(failure):
            return failure.kind, False, failure.may_be_billed


async def submit(url: str, image: bytes = IMAGE, proxy: str | None = None) -> SubmitOutcome:
    service = Service(url, KEY, find_proxy=lambda url: proxy, submit_patience=SHORT)
    try:
        return await service.submit(Request(prompt="p"), image, "image/png")
    finally:
        await service.close()


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
async def test_fate_of_the_paid_request(cell: Cell) -> None:
    async with WireServer(cell.script) as server:
        outcome = await submit(server.url, cell.image)
        assert server.connections == 1, "a paid request goes out once"
    billed = cell.kind in (None, K.UNCONFIRMED)
    assert verdict(outcome) == (cell.kind, cell.again, billed)
    assert KEY not in repr(outcome)


async def test_a_wish_to_wait_is_handed_on() -> None:
    async with WireServer((read_all, answer(429, b"", "Retry-After: 7"))) as server:
        outcome = await submit(server.url)
    assert isinstance(outcome, NotAccepted)
    assert outcome.retry_after == 7


async def test_an_id_in_a_cut_answer_is_shown_to_the_user() -> None:
    async with WireServer((read_all, answer(200, ID, length=99))) as server:
        outcome = await submit(server.url)
    assert isinstance(outcome, Unknown)
    assert "t-1" in outcome.failure.detail


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "https://127.0.0.1:{port}"])
async def test_a_refused_connection_may_be_tried_again(url: str) -> None:
    assert verdict(await submit(url.format(port=closed_port()))) == (K.OFFLINE, True, False)


async def test_an_unknown_host_may_be_tried_again() -> None:
    assert verdict(await submit("https://nothing.invalid")) == (K.OFFLINE, True, False)


async def test_an_untrusted_certificate_ends_before_anything_is_sent(tmp_path: Path) -> None:
    async with WireServer((read_all, answer(200, ID)), tls=untrusted_tls(tmp_path)) as server:
        assert verdict(await submit(server.url)) == (K.TLS_UNTRUSTED, True, False)
        assert server.requests == []


async def test_a_certificate_of_the_system_store_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = untrusted_tls(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    tls_context.cache_clear()
    try:
        async with WireServer((read_all, answer(200, ID)), tls=tls) as server:
            assert verdict(await submit(server.url)) == (None, False, True)
    finally:
        tls_context.cache_clear()


TLS_FAULTS = (
    ("no TLS there", (send(b"HTTP/1.1 400 X\r\n\r\n"), listen), K.TLS_UNTRUSTED),
    ("closed in the handshake", (read_some(10),), K.OFFLINE),
    ("reset in the handshake", (read_some(10), reset), K.OFFLINE),
    ("silence in the handshake", (listen,), K.TIMED_OUT),
)


@pytest.mark.parametrize(("script", "kind"), [f[1:] for f in TLS_FAULTS], ids=[f[0] for f in TLS_FAULTS])
async def test_a_fault_before_tls_stands_may_be_tried_again(script: Script, kind: K) -> None:
    async with WireServer(script) as server:
        outcome = await submit(server.url.replace("http:", "https:"))
    assert verdict(outcome) == (kind, True, False)


PROXY_FAULTS = (
    ("asks for a password", (read_head, answer(407)), K.PROXY_REFUSED),
    ("cannot reach it", (read_head, answer(502)), K.PROXY_REFUSED),
    ("closes", (read_head,), K.CONNECTION_LOST),
    ("says nothing", (read_head, listen), K.TIMED_OUT),
    ("speaks no HTTP", (read_head, send(b"hello\r\n\r\n")), K.CONNECTION_LOST),
    (
        "opens a tunnel to no TLS",
        (read_head, send(b"HTTP/1.1 200 OK\r\n\r\n"), read_some(5), send(b"hello" * 9), listen),
        K.TLS_UNTRUSTED,
    ),
)


@pytest.mark.parametrize(("script", "kind"), [f[1:] for f in PROXY_FAULTS], ids=[f[0] for f in PROXY_FAULTS])
async def test_a_fault_of_the_proxy_may_be_tried_again(script: Script, kind: K) -> None:
    async with WireServer(script) as server:
        outcome = await submit("https://service.invalid", proxy=server.url)
        assert all(request.startswith(b"CONNECT service.invalid:443") for request in server.requests)
        assert KEY.encode() not in b"".join(server.requests)
    assert verdict(outcome) == (kind, True, False)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:{port}", "socks5://127.0.0.1:{port}", "ftp://x", "::"])
async def test_a_proxy_that_is_not_there_is_named(proxy: str) -> None:
    outcome = await submit("https://service.invalid", proxy=proxy.format(port=closed_port()))
    assert verdict(outcome) == (K.PROXY_REFUSED, True, False)


async def test_a_service_on_this_computer_needs_no_proxy() -> None:
    async with WireServer((read_all, answer(200, ID))) as server:
        outcome = await submit(server.url, proxy=f"http://127.0.0.1:{closed_port()}")
    assert verdict(outcome) == (None, False, True)


@pytest.mark.parametrize("key", ["钥匙", "a\r\nX-Evil: 1", "a b", "a\x00b", "\ud800"])
async def test_a_key_that_is_none_is_refused_here(key: str) -> None:
    async with WireServer((read_all, answer(200, ID))) as server:
        service = Service(server.url, key)
        outcome = await service.submit(Request(), b"x", "image/png")
        assert server.connections == 0
    assert verdict(outcome) == (K.KEY_REFUSED, False, False)


@pytest.mark.parametrize(
    "url", ["http://example.com", "file:///etc/passwd", "", "https://", "https://a..b", "http://["]
)
async def test_a_base_url_that_is_none_is_refused_here(url: str) -> None:
    assert verdict(await submit(url)) == (K.INVALID_PARAMETER, False, False)


async def test_the_key_stands_in_its_header_alone_and_each_paid_request_has_its_own_connection() -> None:
    async with WireServer((read_all, answer(200, ID), listen)) as server:
        service = Service(server.url, f"{KEY}\n", submit_patience=SHORT)
        for _ in range(2):
            await service.submit(Request(), IMAGE, "image/png")
        assert len(server.requests) == 2
        for request in server.requests:
            assert header_of(request, "authorization") == f"Bearer {KEY}"
            assert request.count(KEY.encode()) == 1
            assert header_of(request, "transfer-encoding") == ""


async def test_a_cancelled_submit_lets_go_of_its_connection() -> None:
    arrived, gone = asyncio.Event(), asyncio.Event()

    async def told(wire: Wire) -> None:
        arrived.set()
        await wire.reader.read()
        gone.set()

    async with WireServer((read_all, told)) as server, asyncio.TaskGroup() as group:
        work = group.create_task(submit(server.url))
        await arrived.wait()
        work.cancel()
        await gone.wait()
    assert work.cancelled()


async def test_a_large_image_leaves_the_loop_free() -> None:
    """10 MB are encoded piece by piece: other work gets its turn hundreds of times meanwhile."""
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with WireServer((read_all, answer(200, ID))) as server, asyncio.TaskGroup() as group:
        other = group.create_task(count())
        outcome = await Service(server.url, KEY).submit(Request(), bytes(10_000_000), "image/png")
        other.cancel()
    assert verdict(outcome) == (None, False, True)
    assert turns > 200
