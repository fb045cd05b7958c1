"""One HTTP exchange at a time, and the knowledge of what left this computer in it.

Requests go straight to an httpx transport, without its client: that one would follow redirects, keep
cookies and log whole links. TLS is checked against the system's store; the environment's proxies are not
looked at, the proxy is handed in.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import logging
import os
import ssl
import sys
import zlib
from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
import truststore

from wan_desktop.core.errors import ErrorKind, InputError, NetworkError, ServiceError, WanError
from wan_desktop.core.redaction import words

ANSWER_BYTES_MAX = 256 * 1024
"""Most bytes of an answer of the service, unpacked too; the largest seen is under 4 KiB."""

KEEP_ALIVE = 20.0
"""Seconds that an idle connection is kept for the next poll; servers close theirs after 60 to 75."""

READ_BYTES = 256 * 1024
"""What asyncio hands over at once. httpcore takes it in pieces of 64 KiB, a fifth slower."""

TROUBLE = (httpx.TransportError, httpx.InvalidURL, OSError, UnicodeError)
"""What an exchange can end in. UnicodeError is the resolver's word for a host that cannot be one."""

#: Where Linux systems keep their store in one file: Debian and Arch, Fedora, SUSE, Alpine.
_STORES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)

#: What httpcore would load at the first connection, on the loop: 26 ms, 10 without these.
_LOADED_LATE = ("anyio.streams.tls", "anyio.to_thread")

_BEFORE_CONNECTING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for the connection, for one piece to leave, for one piece to come, for the whole."""

    connect: float
    write: float
    read: float
    total: float

    def extension(self) -> dict[str, float]:
        """As httpcore takes it (``extensions["timeout"]``)."""
        return {"connect": self.connect, "write": self.write, "read": self.read, "pool": self.connect}


class Departure:
    """Whether a byte of the request may have left, told by httpcore's trace events (httpcore docs, "trace").

    ``watched`` is true where the transport is httpcore's and so reports every step; then nothing left before
    ``send_request_headers`` started, whatever the exception is called. A CONNECT to a proxy is not the
    request. Another transport (the built-in service's) reports nothing; there only the exceptions that mean
    "no connection" by their contract prove that nothing left.
    """

    def __init__(self, *, watched: bool) -> None:
        self._watched = watched
        self._left = False

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            self._left = self._left or getattr(info.get("request"), "method", b"") != b"CONNECT"

    def may_have_left(self, error: BaseException | None = None) -> bool:
        if self._watched:
            return self._left
        return not isinstance(error, _BEFORE_CONNECTING)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with what came of its body. ``cut`` says why the body is not whole or not readable."""

    status: int
    headers: httpx.Headers
    body: bytes
    cut: WanError | None = None


@functools.cache
def tls_context() -> ssl.SSLContext:
    """The one TLS context, checking against the system's store. Takes about 70 ms at first: in a thread.

    truststore asks Windows and macOS for each certificate. Elsewhere the store is files, which it would load
    again for each connection, on the loop (40 to 80 ms each, measured); there they are loaded here, once.
    """
    if sys.platform in ("win32", "darwin"):
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    if not context.cert_store_stats()["x509_ca"]:
        # A bundled Python looks where its builder's system had the store; the file is read on top of that.
        found = next((path for path in _STORES if os.path.isfile(path)), None)
        if found is not None:
            context.load_verify_locations(found)
    return context


def open_transport(proxy: str | None, *, keep_alive: bool) -> httpx.AsyncHTTPTransport:
    """HTTP/1.1 over TCP, without retries. Opens no connection, but blocks at its first call: in a thread.

    Raises NetworkError(PROXY_REFUSED) where ``proxy`` is no address of a proxy, or of a kind not spoken here.
    """
    # Its debug lines hold whole header values, so signed links too.
    logging.getLogger("httpcore").setLevel(logging.INFO)
    for module in _LOADED_LATE:
        importlib.import_module(module)
    httpcore.AsyncHTTP11Connection.READ_NUM_BYTES = READ_BYTES
    limits = httpx.Limits(max_keepalive_connections=8 if keep_alive else 0, keepalive_expiry=KEEP_ALIVE)
    try:
        middle = None if proxy is None else _proxy(proxy)
        return httpx.AsyncHTTPTransport(verify=tls_context(), trust_env=False, limits=limits, proxy=middle)
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise NetworkError(ErrorKind.PROXY_REFUSED, words(str(error))) from error


def _proxy(address: str) -> httpx.Proxy:
    return httpx.Proxy(address, ssl_context=tls_context() if address.startswith("https:") else None)


async def exchange(
    transport: httpx.AsyncBaseTransport,
    request: httpx.Request,
    patience: Patience,
    *,
    proxied: bool = False,
) -> Answer:
    """Sends ``request`` and reads its answer, at most ANSWER_BYTES_MAX of it. Redirects are not followed.

    Raises NetworkError where no status came. Where a status came and the body did not come whole, the answer
    says so in ``cut``: a refusal is one even if its words are lost.
    """
    request.extensions["timeout"] = patience.extension()
    response: httpx.Response | None = None
    body = bytearray()
    cut: WanError | None = None
    try:
        async with asyncio.timeout(patience.total):
            response = await transport.handle_async_request(request)
            try:
                await _read(response, body)
            finally:
                await response.aclose()
    except ServiceError as error:
        cut = error
    except TROUBLE as error:
        cut = network_error(error, proxied=proxied)
        if response is None:
            raise cut from error
    assert response is not None
    return _unpacked(response, bytes(body), cut)


async def _read(response: httpx.Response, body: bytearray) -> None:
    async for piece in response.aiter_raw():
        body += piece[: ANSWER_BYTES_MAX + 1 - len(body)]
        if len(body) > ANSWER_BYTES_MAX:
            raise ServiceError(ErrorKind.BAD_ANSWER, "the answer is too long")


def _unpacked(response: httpx.Response, body: bytes, cut: WanError | None) -> Answer:
    """Nothing packed is asked for; some gateways pack all the same, and a bomb may be sent on purpose."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            body = unpacking.decompress(body, ANSWER_BYTES_MAX + 1)
        except zlib.error as error:
            cut = cut or ServiceError(ErrorKind.BAD_ANSWER, words(str(error)))
        if len(body) > ANSWER_BYTES_MAX:
            cut = ServiceError(ErrorKind.BAD_ANSWER, "the answer is too long")
        elif not unpacking.eof:
            cut = cut or ServiceError(ErrorKind.BAD_ANSWER, "the packed answer is cut short")
    elif encoding not in ("identity", ""):
        cut = ServiceError(ErrorKind.BAD_ANSWER, words(f"Content-Encoding: {encoding}", limit=80))
    return Answer(response.status_code, response.headers, body, cut)


def network_error(error: BaseException, *, proxied: bool = False) -> NetworkError:
    """Sorts what an exchange ended in. The kind is for people; whether anything left is Departure's.

    Untrusted is a certificate alone: truststore's verdicts on Windows and macOS are of that class too. Any
    other end of TLS passes by itself: a hotel's page on the port, a server that is being restarted.
    """
    detail = words(str(error))
    causes = _causes(error)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NetworkError(ErrorKind.TLS_UNTRUSTED, detail)
    if isinstance(error, httpx.ProxyError):
        return NetworkError(ErrorKind.PROXY_REFUSED, detail)
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return NetworkError(ErrorKind.TIMED_OUT, detail)
    if isinstance(error, httpx.ConnectError):
        # Where it came to TLS, the proxy had opened the way.
        refused = proxied and not any(isinstance(cause, ssl.SSLError) for cause in causes)
        return NetworkError(ErrorKind.PROXY_REFUSED if refused else ErrorKind.OFFLINE, detail)
    return NetworkError(ErrorKind.CONNECTION_LOST, detail)


def _causes(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def request_for(
    method: str,
    url: str,
    headers: dict[str, str],
    *,
    content: bytes | AsyncIterable[bytes] | None = None,
    departure: Departure | None = None,
) -> httpx.Request:
    """A request for an unpacked answer. Raises InputError(INVALID_PARAMETER) where ``url`` is none."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "wan-desktop", **headers}
    extensions = {} if departure is None else {"trace": departure.trace}
    try:
        return httpx.Request(method, url, headers=headers, content=content, extensions=extensions)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InputError(ErrorKind.INVALID_PARAMETER, "not an address") from error
