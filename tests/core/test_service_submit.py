"""The paid request at the client: what leaves and where to, what is handed on. Its faults: ``tests/wire``."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.fakes.wire_server import (
    Wire,
    WireServer,
    answer,
    closed_port,
    header_of,
    listen,
    read_all,
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
