"""Kept connections for requests that cost nothing: questions about tasks, prices, videos.

A paid request never comes here: it has a connection of its own. What is kept may be dead without anybody
having said so, after a sleep of the computer or a change of the network, and the system's proxy may be
another than a minute ago. So the proxy is asked for anew each time, connections unused for long are given
up, and a request whose kept connection turns out dead goes once more, at once, over a fresh one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx

from wan_desktop.core.addresses import is_loopback
from wan_desktop.core.clock import SYSTEM_CLOCK
from wan_desktop.core.transport import KEEP_ALIVE, Answer, Patience, exchange, open_transport

FindProxy = Callable[[str], str | None]
"""The system's proxy for a URL as it is now, None where there is none. May block."""

KEPT_PATIENCE = 5.0
"""Seconds for the head of an answer over a kept connection; a fresh one has the request's own patience."""

#: How a kept connection shows that it was dead before the request came.
_DEAD = (
    httpx.ReadError,
    httpx.WriteError,
    httpx.CloseError,
    httpx.RemoteProtocolError,
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    TimeoutError,
)


class PeerRefused(Exception):
    """The address that a connection reached is none to talk to; nothing was sent. Its text is the address."""


async def proxy_for(find_proxy: FindProxy | None, url: str) -> str | None:
    """The proxy for ``url`` now; none for this computer. In a thread: Windows may ask DNS about it."""
    if find_proxy is None or is_loopback(urlsplit(url).hostname or ""):
        return None
    return await asyncio.to_thread(find_proxy, url)


async def exchange_alone(find_proxy: FindProxy | None, request: httpx.Request, patience: Patience) -> Answer:
    """One request over a connection of its own: a kept-alive one gone stale would leave its fate unclear.

    Raises as ``transport.exchange``.
    """
    proxy = await proxy_for(find_proxy, str(request.url))
    transport = await asyncio.to_thread(open_transport, proxy, keep_alive=False)
    try:
        return await exchange(transport, request, patience, proxied=proxy is not None)
    finally:
        await transport.aclose()


class ConnectionPool(httpx.AsyncBaseTransport):
    """An httpx transport that picks its way anew for each request; opens nothing before the first.

    ``refused_peer`` judges the address that a connection really reached, before a byte of the request
    leaves; behind a proxy that is the proxy's, so it is not judged there. ``now`` counts on while the
    computer sleeps.
    """

    def __init__(
        self,
        find_proxy: FindProxy | None = None,
        *,
        refused_peer: Callable[[str], bool] | None = None,
        now: Callable[[], float] = SYSTEM_CLOCK.monotonic,
        kept_patience: float = KEPT_PATIENCE,
    ) -> None:
        self._find_proxy, self._refused_peer, self._now = find_proxy, refused_peer, now
        self._kept_patience = kept_patience
        self._ways: dict[str | None, _Way] = {}
        self._opening = asyncio.Lock()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises what httpx transports raise, and PeerRefused. Its body must be bytes: it may go twice."""
        proxy = await proxy_for(self._find_proxy, str(request.url))
        while True:
            way = await self._way(proxy)
            wait = asyncio.timeout(self._kept_patience)
            connecting = _Connecting(None if proxy else self._refused_peer, wait)
            request.extensions["trace"] = connecting.trace
            try:
                async with wait:
                    return await self._send(way, request)
            except httpx.ConnectError as error:
                if proxy is None:
                    raise
                raise httpx.ProxyError(str(error)) from error
            except _DEAD:
                if connecting.seen:
                    raise
                await self._give_up(way)

    async def aclose(self) -> None:
        """Closes everything, what is under way too."""
        ways, self._ways = self._ways, {}
        for way in ways.values():
            await way.transport.aclose()

    async def _way(self, proxy: str | None) -> _Way:
        async with self._opening:
            for way in tuple(self._ways.values()):
                if self._now() - way.used_at > KEEP_ALIVE:
                    await self._give_up(way)
            if proxy not in self._ways:
                transport = await asyncio.to_thread(open_transport, proxy, keep_alive=True)
                self._ways[proxy] = _Way(proxy, transport, self._now())
            return self._ways[proxy]

    async def _send(self, way: _Way, request: httpx.Request) -> httpx.Response:
        way.users += 1
        answered = False
        try:
            response = await way.transport.handle_async_request(request)
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = _Told(response.stream, partial(self._left, way))
            answered = True
            return response
        finally:
            if not answered:
                await self._left(way)

    async def _left(self, way: _Way) -> None:
        way.users -= 1
        way.used_at = self._now()
        if not way.users and self._ways.get(way.proxy) is not way:
            await way.transport.aclose()

    async def _give_up(self, way: _Way) -> None:
        """No new request goes this way; what is under way there ends as it is."""
        if self._ways.get(way.proxy) is way:
            del self._ways[way.proxy]
        if not way.users:
            await way.transport.aclose()


@dataclass(slots=True, eq=False)
class _Way:
    """Connections through one proxy, or straight ones (None). ``users``: requests and bodies under way."""

    proxy: str | None
    transport: httpx.AsyncHTTPTransport
    used_at: float
    users: int = 0


class _Connecting:
    """Hears whether a request opened a connection (httpcore docs, "trace"), and judges where that led.

    ``wait`` is the limit for requests that need none, lifted where one is opened.
    """

    def __init__(self, refused_peer: Callable[[str], bool] | None, wait: asyncio.Timeout) -> None:
        self._refused_peer, self._wait = refused_peer, wait
        self.seen = False

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith("connect_tcp.started"):
            self.seen = True
            self._wait.reschedule(None)
        if event == "connection.connect_tcp.complete" and self._refused_peer is not None:
            stream = info["return_value"]
            peer = stream.get_extra_info("server_addr")
            address = str(peer[0]) if peer else ""
            if self._refused_peer(address):
                await stream.aclose()
                raise PeerRefused(address)


class _Told(httpx.AsyncByteStream):
    """A body that tells when nobody reads it any more."""

    def __init__(self, body: httpx.AsyncByteStream, closed: Callable[[], Any]) -> None:
        self._body, self._closed = body, closed

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._body.__aiter__()

    async def aclose(self) -> None:
        try:
            await self._body.aclose()
        finally:
            closed, self._closed = self._closed, _nothing
            await closed()


async def _nothing() -> None:
    """Told already."""
