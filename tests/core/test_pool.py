"""Kept connections over real sockets: dead ones are never seen, proxies come and go, a sleep ends them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.fakes.wire_server import (
    Script,
    Wire,
    WireServer,
    answer,
    closed_port,
    listen,
    read_head,
    reset,
    send_slowly,
)
from wan_desktop.core.pool import ConnectionPool
from wan_desktop.core.transport import KEEP_ALIVE

PATIENCE = {"connect": 5.0, "write": 5.0, "read": 5.0, "pool": 5.0}
OK: Script = (read_head, answer(200, b"ok"))


class Asleep:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def pool() -> AsyncIterator[ConnectionPool]:
    made = ConnectionPool(kept_patience=1.0)
    yield made
    await made.aclose()


async def ask(pool: ConnectionPool, url: str) -> bytes:
    response = await pool.handle_async_request(httpx.Request("GET", url, extensions={"timeout": PATIENCE}))
    body = await response.aread()
    await response.aclose()
    return body


async def test_requests_share_a_connection(pool: ConnectionPool) -> None:
    async with WireServer((*OK, *OK, listen)) as server:
        assert await ask(pool, server.url) == b"ok"
        assert await ask(pool, server.url) == b"ok"
        assert server.connections == 1


DEATHS: tuple[tuple[str, Script], ...] = (
    ("closed when the next request comes", (*OK, read_head)),
    ("reset when the next request comes", (*OK, read_head, reset)),
    ("closed between requests", OK),
    ("silent", (*OK, listen)),
)


@pytest.mark.parametrize("script", [d[1] for d in DEATHS], ids=[d[0] for d in DEATHS])
async def test_a_kept_connection_that_turns_out_dead_is_no_trouble(
    script: Script, pool: ConnectionPool
) -> None:
    async with WireServer(script, (*OK, listen)) as server:
        assert await ask(pool, server.url) == b"ok"
        assert await ask(pool, server.url) == b"ok"
        assert server.connections == 2


async def test_a_fresh_connection_that_fails_is_told_at_once(pool: ConnectionPool) -> None:
    async with WireServer((read_head,)) as server:
        with pytest.raises(httpx.RemoteProtocolError):
            await ask(pool, server.url)
        assert server.connections == 1


async def test_a_fresh_connection_has_the_patience_of_its_request() -> None:
    pool = ConnectionPool(kept_patience=0.01)
    slow = send_slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", piece=4, pause=0.05)
    async with WireServer((read_head, slow, listen)) as server:
        assert await ask(pool, server.url) == b"ok"
        assert server.connections == 1
    await pool.aclose()


async def test_all_connections_dead_at_once_cost_one_more_try(pool: ConnectionPool) -> None:
    """Three polls in flight before a sleep leave three connections that are dead after it."""
    arrived = 0
    all_here = asyncio.Event()

    async def together(wire: Wire) -> None:
        nonlocal arrived
        arrived += 1
        if arrived == 3:
            all_here.set()
        await all_here.wait()

    first: Script = (read_head, together, answer(200, b"ok"), read_head, reset)
    async with WireServer(first, first, first, (*OK, listen)) as server:
        await asyncio.gather(*(ask(pool, server.url) for _ in range(3)))
        assert await ask(pool, server.url) == b"ok"
        assert server.connections == 4


async def test_after_a_sleep_of_the_computer_no_old_connection_is_used() -> None:
    clock = Asleep()
    pool = ConnectionPool(now=clock)
    async with WireServer((*OK, *OK, listen), (*OK, listen)) as server:
        await ask(pool, server.url)
        clock.now += KEEP_ALIVE + 1
        assert await ask(pool, server.url) == b"ok"
        assert server.connections == 2
    await pool.aclose()


async def test_what_is_under_way_when_its_way_is_given_up_ends_as_it_is() -> None:
    clock = Asleep()
    pool = ConnectionPool(now=clock)
    data = os.urandom(400_000)
    async with WireServer((read_head, answer(200, data), listen), (*OK, listen)) as server:
        request = httpx.Request("GET", server.url, extensions={"timeout": PATIENCE})
        long = await pool.handle_async_request(request)
        clock.now += KEEP_ALIVE + 1
        assert await ask(pool, server.url) == b"ok"
        assert await long.aread() == data
        await long.aclose()
    await pool.aclose()


async def test_a_proxy_that_comes_and_goes_is_noticed_by_the_next_request() -> None:
    """The link's host is one that only the proxy knows, so an answer shows the way that was taken."""
    proxy: str | None = None
    pool = ConnectionPool(lambda url: proxy)
    async with WireServer((read_head, answer(407), listen)) as middle:
        with pytest.raises(httpx.ConnectError):
            await ask(pool, "https://service.invalid/")
        proxy = middle.url
        with pytest.raises(httpx.ProxyError):
            await ask(pool, "https://service.invalid/")
        assert middle.requests[0].startswith(b"CONNECT service.invalid:443")
        proxy = None
        with pytest.raises(httpx.ConnectError):
            await ask(pool, "https://service.invalid/")
        assert middle.connections == 1
    await pool.aclose()


async def test_a_proxy_that_is_gone_is_blamed() -> None:
    pool = ConnectionPool(lambda url: f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(httpx.ProxyError):
        await ask(pool, "https://service.invalid/")
    await pool.aclose()


async def test_this_computer_is_reached_without_a_proxy() -> None:
    pool = ConnectionPool(lambda url: f"http://127.0.0.1:{closed_port()}")
    async with WireServer((*OK, listen)) as server:
        assert await ask(pool, server.url) == b"ok"
    await pool.aclose()
