"""A pasted link of a sound, looked at before anything is paid: whether it leads to a sound the service takes.

The service fetches it from its own place in the network, so nothing found here is the last word. What cannot
be looked at from here is said to be unknown, never to be wrong.
"""

from __future__ import annotations

import asyncio
import tempfile
from functools import partial
from pathlib import Path

import httpx

from wan_desktop.core.addresses import refused_host, refused_peer
from wan_desktop.core.errors import InputError, NetworkError
from wan_desktop.core.link_finding import LinkFinding, LinkLook
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.core.pool import ConnectionPool, FindProxy, PeerRefused
from wan_desktop.core.transport import TROUBLE, Patience, network_error, request_for
from wan_desktop.media.audio import SoundFacts, probe

PATIENCE = Patience(connect=10, write=10, read=15, total=40)
REDIRECTS_MAX = 5
PADDING_SECONDS = 0.5
"""By which an MP3 may be longer than its sound."""

#: What the service takes (WIRE §1), by FFmpeg's names.
_CODECS = ("mp3", "pcm_")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class _Answered(Exception):
    """The look is over before the sound was heard."""

    def __init__(self, finding: LinkFinding, status: int = 0) -> None:
        super().__init__(finding)
        self.look = LinkLook(finding, status=status)


async def look_at_link(
    url: str,
    *,
    find_proxy: FindProxy | None = None,
    allow_loopback: bool = False,
    patience: Patience = PATIENCE,
) -> LinkLook:
    """Opens a link as a stranger would, fetches at most AUDIO_BYTES_MAX of it, and says what it is.

    ``allow_loopback`` is for a service on this computer.
    """
    judge = partial(refused_peer, allow_loopback=allow_loopback)
    pool = ConnectionPool(find_proxy, refused_peer=judge)
    try:
        async with asyncio.timeout(patience.total):
            data = await _fetched(pool, url, allow_loopback, patience)
        return await asyncio.to_thread(_heard, data)
    except _Answered as answered:
        return answered.look
    except (TimeoutError, NetworkError):
        return LinkLook(LinkFinding.UNKNOWN)
    finally:
        await pool.aclose()


async def _fetched(pool: ConnectionPool, url: str, allow_loopback: bool, patience: Patience) -> bytes:
    for _ in range(REDIRECTS_MAX + 1):
        target = _checked(url, allow_loopback)
        request = request_for("GET", str(target), {"Accept": "*/*"})
        request.extensions["timeout"] = patience.extension()
        try:
            response = await pool.handle_async_request(request)
        except PeerRefused as error:
            raise _Answered(LinkFinding.NOT_PUBLIC) from error
        except TROUBLE as error:
            raise network_error(error) from error
        try:
            if response.status_code not in _REDIRECTS:
                return await _body(response)
        except httpx.TransportError as error:
            raise network_error(error) from error
        finally:
            await response.aclose()
        url = _joined(target, response.headers.get("location", ""))
    raise _Answered(LinkFinding.NOT_OPEN, response.status_code)


def _joined(base: httpx.URL, location: str) -> str:
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise _Answered(LinkFinding.NOT_OPEN) from error


def _checked(url: str, allow_loopback: bool) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise _Answered(LinkFinding.NOT_OPEN) from error
    if target.scheme not in ("http", "https") or refused_host(target.host, allow_loopback=allow_loopback):
        raise _Answered(LinkFinding.NOT_PUBLIC)
    return target


async def _body(response: httpx.Response) -> bytes:
    status = response.status_code
    if status >= 500 or status in (408, 429):
        raise _Answered(LinkFinding.UNKNOWN, status)
    if status != 200:
        raise _Answered(LinkFinding.NOT_OPEN, status)
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > AUDIO_BYTES_MAX:
        raise _Answered(LinkFinding.TOO_LARGE)
    data = bytearray()
    async for piece in response.aiter_raw():
        data += piece
        if len(data) > AUDIO_BYTES_MAX:
            raise _Answered(LinkFinding.TOO_LARGE)
    return bytes(data)


def _heard(data: bytes) -> LinkLook:
    """Blocks."""
    with tempfile.TemporaryDirectory(prefix="wan-desktop-") as folder:
        file = Path(folder) / "sound"
        file.write_bytes(data)
        try:
            facts = probe(file)
        except InputError:
            return LinkLook(LinkFinding.NO_SOUND)
    return LinkLook(_finding(facts), facts.seconds, facts.codec)


def _finding(facts: SoundFacts) -> LinkFinding:
    if not facts.codec.startswith(_CODECS):
        return LinkFinding.WRONG_FORMAT
    if facts.seconds < AUDIO_SECONDS_MIN:
        return LinkFinding.TOO_SHORT
    if facts.seconds > AUDIO_SECONDS_MAX + PADDING_SECONDS:
        return LinkFinding.TOO_LONG
    return LinkFinding.GOOD
