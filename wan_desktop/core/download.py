"""Fetches finished videos: to a ``.part``, resumed where that is sound, and never with the key.

Links come from outside: each address, redirects included, is judged as written, and the address that was
really reached is judged once connected, before a byte of the request leaves. Beside ``x.part`` stands
``x.part.json`` with what proves that a second half belongs to the first (RFC 9110 §13.1.5, §14).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from wan_desktop.core.addresses import is_loopback, refused_host, refused_peer
from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind, NetworkError
from wan_desktop.core.part_file import PartFile, Promise
from wan_desktop.core.pool import ConnectionPool, FindProxy, PeerRefused
from wan_desktop.core.redaction import words
from wan_desktop.core.transport import TROUBLE, Patience, network_error, request_for

VIDEO_BYTES_MAX = 1024**3
"""A clip of 15 s has some 20 MB."""
REDIRECTS_MAX = 5
WRITE_BYTES = 1024 * 1024
"""Bytes gathered before they go to the disk in a thread; 256 KiB and 4 MiB were both slower over loopback."""
WRITE_EVERY = 0.5
"""Seconds after which less goes to the disk too: on a slow line 1 MB takes a minute, and progress shows."""
PATIENCE = Patience(connect=10, write=20, read=30, total=6 * 3600)


@dataclass(frozen=True, slots=True)
class Pace:
    """The slowest download that is waited for: so many ``size`` bytes in so many ``seconds``."""

    seconds: float
    size: int


PACE = Pace(seconds=60, size=16 * 1024)
"""Slower than this, one server could hold a download's place for hours; it goes on at the next try."""

_EXPIRED = frozenset({400, 401, 403, 404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Progress = Callable[[int, int | None], None]


class Downloader:
    """Fetches links. ``transport`` replaces the network and stays its giver's to close.

    ``allow_loopback``: the service itself is on this computer, so its links may be, and by http too.
    """

    def __init__(
        self,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        find_proxy: FindProxy | None = None,
        allow_loopback: bool = False,
        patience: Patience = PATIENCE,
        pace: Pace = PACE,
        limit: int = VIDEO_BYTES_MAX,
    ) -> None:
        self._given = transport
        self._allow_loopback = allow_loopback
        self._patience, self._pace = patience, pace
        self._limit = limit
        self._pool = transport or ConnectionPool(
            find_proxy, refused_peer=partial(refused_peer, allow_loopback=allow_loopback)
        )

    async def fetch(self, url: str, part: Path, on_progress: Progress | None = None) -> None:
        """Leaves the whole video in ``part``, synced to the disk; what was there is resumed or replaced.

        ``on_progress`` gets the bytes there and the bytes in all (None where unknown).

        Raises DownloadError: LINK_REFUSED (where it leads, how large or how packed it is), LINK_EXPIRED (ask
        the service afresh), VIDEO_BROKEN (not the bytes promised), RATE_LIMITED, SERVICE_TROUBLE, BAD_ANSWER.
        NetworkError: what came stays in ``part`` for the next time. DiskError.
        """
        try:
            async with asyncio.timeout(self._patience.total):
                await self._fetch(url, part, on_progress)
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise NetworkError(ErrorKind.TIMED_OUT, "the video did not end") from error
            raise DiskError.from_os_error(error) from error

    async def close(self) -> None:
        """Closes kept connections. A given transport stays open."""
        if self._given is None:
            await self._pool.aclose()

    async def _fetch(self, url: str, part: Path, on_progress: Progress | None) -> None:
        file = PartFile(part)
        promise = await asyncio.to_thread(file.resumable)
        if promise is not None and promise.total == file.size:
            return
        if promise is None or not await self._attempt(url, file, promise, on_progress):
            await self._attempt(url, file, None, on_progress)

    async def _attempt(
        self, url: str, file: PartFile, promise: Promise | None, on_progress: Progress | None
    ) -> bool:
        """One request and its body. False where a resumption does not fit and a fresh start is due."""
        headers = {"Accept": "*/*"}
        if promise is not None:
            headers |= {"Range": f"bytes={file.size}-", "If-Range": promise.validator}
        try:
            response = await self._open(url, headers)
        except TROUBLE as error:
            raise network_error(error) from error
        try:
            return await self._receive(response, file, promise, on_progress)
        except httpx.TransportError as error:
            raise network_error(error) from error
        finally:
            await response.aclose()

    async def _open(self, url: str, headers: dict[str, str]) -> httpx.Response:
        """The answer at the end of at most REDIRECTS_MAX redirects, its body unread."""
        for _ in range(REDIRECTS_MAX + 1):
            target = self._checked(url)
            response = await self._send(target, headers)
            if response.status_code not in _REDIRECTS:
                return response
            await response.aclose()
            url = _joined(target, response.headers.get("location", ""))
        raise DownloadError(ErrorKind.LINK_REFUSED, "too many redirects")

    def _checked(self, url: str) -> httpx.URL:
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise DownloadError(ErrorKind.LINK_REFUSED, "not a link") from error
        near = self._allow_loopback and is_loopback(target.host)
        if target.scheme == "http" and not near and target.port is None:
            # Object stores answer on both; a signature does not cover the scheme.
            target = target.copy_with(scheme="https")
        if target.scheme != "https" and not (target.scheme == "http" and near):
            raise DownloadError(ErrorKind.LINK_REFUSED, words(f"{target.scheme}: is not fetched", limit=80))
        if refused_host(target.host, allow_loopback=self._allow_loopback):
            raise DownloadError(ErrorKind.LINK_REFUSED, words(f"{target.host} is not a public address"))
        return target

    async def _send(self, target: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        request = request_for("GET", str(target), headers)
        patience = self._patience
        request.extensions["timeout"] = patience.extension()
        try:
            # For the whole head: a byte now and then would keep the patience for each of them.
            async with asyncio.timeout(patience.connect + patience.write + patience.read):
                return await self._pool.handle_async_request(request)
        except PeerRefused as error:
            raise DownloadError(ErrorKind.LINK_REFUSED, words(f"{target.host} leads to {error}")) from error

    async def _receive(
        self, response: httpx.Response, file: PartFile, promise: Promise | None, on_progress: Progress | None
    ) -> bool:
        if promise is not None and response.status_code in (206, 416):
            if response.status_code == 416 or not promise.continued_by(response, file.size):
                return False
        elif response.status_code == 200:
            promise = None
        else:
            raise _refusal(response)
        self._check_headers(response)
        fresh = promise is None
        promise = promise or Promise.of(response)
        if promise.total is not None and promise.total > self._limit:
            raise DownloadError(ErrorKind.LINK_REFUSED, f"{promise.total} bytes are too many")
        if fresh:
            await asyncio.to_thread(file.start, promise)
        await self._copy(response, file, promise.total, on_progress)
        return True

    def _check_headers(self, response: httpx.Response) -> None:
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
            raise DownloadError(ErrorKind.LINK_REFUSED, "a packed answer was not asked for")
        if response.headers.get("content-type", "").strip().lower().startswith("text/html"):
            raise DownloadError(ErrorKind.VIDEO_BROKEN, "a page came instead of a video")

    async def _copy(
        self, response: httpx.Response, file: PartFile, total: int | None, on_progress: Progress | None
    ) -> None:
        """Flat in memory: a buffer of WRITE_BYTES that fills while the one before goes to the disk."""
        writer, buffer = _Writer(file, self._limit, total, on_progress), bytearray()
        meter = _Meter(self._pace)
        try:
            async for piece in response.aiter_raw():
                buffer += piece
                meter.came(len(piece))
                if len(buffer) >= WRITE_BYTES or writer.is_due():
                    full, buffer = buffer, bytearray()
                    await writer.write(full)
            await writer.write(buffer)
            await writer.written()
            await asyncio.to_thread(file.sync)
        except httpx.TransportError:
            # However often a line is cut, each try gets further.
            await writer.write(buffer)
            await writer.written()
            raise
        finally:
            await writer.settled()
            await asyncio.to_thread(file.close)
        if total is not None and file.size != total:
            await asyncio.to_thread(file.discard)
            raise DownloadError(ErrorKind.VIDEO_BROKEN, f"{file.size} bytes came, {total} were promised")


class _Writer:
    """Writes a part in a thread, for a disk may block, one piece behind the network."""

    def __init__(self, file: PartFile, limit: int, total: int | None, on_progress: Progress | None) -> None:
        self._file, self._limit, self._total, self._on_progress = file, limit, total, on_progress
        self._under_way: asyncio.Future[None] | None = None
        self._wrote_at = time.monotonic()

    def is_due(self) -> bool:
        return time.monotonic() - self._wrote_at >= WRITE_EVERY

    async def write(self, data: bytearray) -> None:
        """Begins to write; waits for the piece before. DownloadError beyond the limit, OSError."""
        await self.written()
        if self._file.size + len(data) > self._limit:
            await asyncio.to_thread(self._file.discard)
            raise DownloadError(ErrorKind.LINK_REFUSED, f"more than {self._limit} bytes")
        self._wrote_at = time.monotonic()
        self._under_way = asyncio.get_running_loop().run_in_executor(None, self._file.write, data)
        self._under_way.add_done_callback(self._tell)

    async def written(self) -> None:
        """Waits until everything is with the system. OSError."""
        if self._under_way is None:
            return
        # Shielded: a thread's work cannot be cancelled; settled() waits for it.
        await asyncio.shield(self._under_way)
        self._under_way = None

    def _tell(self, written: asyncio.Future[None]) -> None:
        if self._on_progress is not None and not written.cancelled() and written.exception() is None:
            self._on_progress(self._file.size, self._total)

    async def settled(self) -> None:
        """Waits until nothing is being written, however that ended."""
        if self._under_way is not None:
            await asyncio.wait({self._under_way})
            self._under_way.exception()


class _Meter:
    """Ends a body that comes slower than its pace, as silence would."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._since, self._size = time.monotonic(), 0

    def came(self, size: int) -> None:
        """Raises httpx.ReadTimeout."""
        self._size += size
        if time.monotonic() - self._since < self._pace.seconds:
            return
        if self._size < self._pace.size:
            raise httpx.ReadTimeout(f"{self._size} bytes in {self._pace.seconds:.0f} s")
        self._since, self._size = time.monotonic(), 0


def _joined(base: httpx.URL, location: str) -> str:
    if not location:
        raise DownloadError(ErrorKind.BAD_ANSWER, "a redirect to nowhere")
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise DownloadError(ErrorKind.LINK_REFUSED, "a redirect to what is no link") from error


def _refusal(response: httpx.Response) -> DownloadError:
    status = response.status_code
    if status in _EXPIRED:
        kind = ErrorKind.LINK_EXPIRED
    elif status == 429:
        kind = ErrorKind.RATE_LIMITED
    else:
        kind = ErrorKind.SERVICE_TROUBLE if status >= 500 else ErrorKind.BAD_ANSWER
    return DownloadError(kind, f"HTTP {status}")
