"""Fetches the image behind a link that was dropped or pasted, within limits; the service has no part in it.

A link comes from outside and may lead anywhere: each address, those of redirects and of a page's own picture
too, is judged as written, and the address that was really reached is judged once connected, before a byte of
the request leaves. So what a name resolves to in between does not matter. Behind the system's proxy, names
are the proxy's to resolve, as for every download. Nothing of the user goes along: no cookie, no Referer, no
name or password of the link. What comes is judged by its bytes alone.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx

from wan_desktop.core.addresses import is_loopback, refused_host, refused_peer
from wan_desktop.core.errors import ErrorKind, InputError, NetworkError
from wan_desktop.core.file_kinds import HEAD_BYTES, FileKind, kind_of_bytes
from wan_desktop.core.html_images import HTML_CHARACTERS_MAX, images_of
from wan_desktop.core.pool import ConnectionPool, FindProxy, PeerRefused
from wan_desktop.core.redaction import words
from wan_desktop.core.transport import TROUBLE, Patience, network_error, request_for

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/*;q=0.9,text/html;q=0.5,*/*;q=0.1"
_PAGE_BYTES = 4 * HTML_CHARACTERS_MAX


@dataclass(frozen=True, slots=True)
class Limits:
    """Redirects followed, bytes and seconds in all, the links of one drop taken together."""

    redirects: int = 5
    size: int = 64 * 1024**2
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """The file as it came; ``name`` is the end of its address, which may be ""."""

    data: bytes
    name: str


class LinkFetcher:
    """``allow_loopback`` is for tests and the demo: links whose own host is this computer are fetched then.

    Opens nothing before the first fetch; :meth:`close` closes what was kept.
    """

    def __init__(
        self,
        *,
        find_proxy: FindProxy | None = None,
        allow_loopback: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._limits = limits or Limits()
        self._pools = {
            near: ConnectionPool(find_proxy, refused_peer=partial(refused_peer, allow_loopback=near))
            for near in (False, True)
        }

    async def fetch(self, *links: str, pages: bool = True) -> FetchedImage:
        """The image behind the first of ``links`` that is one, else (``pages``) a page's own picture.

        InputError of the last one: IMAGE_LINK_REFUSED (where it leads), IMAGE_LINK_FAILED (nothing came, or
        an error), LINK_WITHOUT_IMAGE, IMAGE_TOO_LARGE.
        """
        trouble = InputError(ErrorKind.IMAGE_LINK_REFUSED, "not a link")
        try:
            async with asyncio.timeout(self._limits.seconds):
                found: list[_Page] = []
                for link in links:
                    try:
                        return await self._image_at(link, found)
                    except InputError as error:
                        trouble = error
                for page in found if pages else ():
                    try:
                        return await page.picture()
                    except InputError as error:
                        trouble = error
        except TimeoutError as error:
            detail = f"more than {self._limits.seconds:.0f} s"
            raise InputError(ErrorKind.IMAGE_LINK_FAILED, detail) from error
        raise trouble

    async def close(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def _image_at(self, link: str, pages: list[_Page]) -> FetchedImage:
        journey = self._journey(link)
        came = await journey.get(_url(link))
        if came.kind is FileKind.PAGE:
            pages.append(_Page(journey, came))
        return _image_of(came)

    def _journey(self, link: str) -> _Journey:
        near = self._allow_loopback and is_loopback(_url(link).host)
        return _Journey(self._pools[near], near, self._limits)


@dataclass(frozen=True, slots=True)
class _Came:
    """What an address gave in the end, and the address that gave it."""

    url: httpx.URL
    data: bytes
    kind: FileKind


class _Journey:
    """From one link to what is behind it; ``redirects`` counts down over all of it."""

    def __init__(self, pool: ConnectionPool, near: bool, limits: Limits) -> None:
        self._pool, self._near, self._limits = pool, near, limits
        self._redirects = limits.redirects

    async def get(self, url: httpx.URL) -> _Came:
        while True:
            response = await self._send(self._checked(url))
            try:
                if response.status_code not in _REDIRECTS:
                    data = await self._body(response)
                    return _Came(url, data, kind_of_bytes(data[:HEAD_BYTES]))
            except TROUBLE as error:
                raise _failed(error) from error
            finally:
                await response.aclose()
            url = self._redirected(url, response.headers.get("location", ""))

    def _redirected(self, url: httpx.URL, location: str) -> httpx.URL:
        self._redirects -= 1
        if self._redirects < 0:
            raise InputError(ErrorKind.IMAGE_LINK_FAILED, "too many redirects")
        target = _joined(url, location)
        if url.scheme == "https" and target.scheme == "http":
            raise InputError(ErrorKind.IMAGE_LINK_REFUSED, "it leads from https to http")
        return target

    def _checked(self, url: httpx.URL) -> httpx.URL:
        if url.scheme not in ("http", "https"):
            raise InputError(ErrorKind.IMAGE_LINK_REFUSED, words(f"{url.scheme}:", limit=40))
        if refused_host(url.host, allow_loopback=self._near):
            raise InputError(ErrorKind.IMAGE_LINK_REFUSED, words(url.host, limit=80))
        return url.copy_with(userinfo=b"", fragment=None)

    async def _send(self, url: httpx.URL) -> httpx.Response:
        try:
            request = request_for("GET", str(url), {"Accept": _ACCEPT})
            seconds = self._limits.seconds
            request.extensions["timeout"] = Patience(seconds, seconds, seconds, seconds).extension()
            return await self._pool.handle_async_request(request)
        except PeerRefused as error:
            raise InputError(ErrorKind.IMAGE_LINK_REFUSED, words(str(error), limit=80)) from error
        except NetworkError as error:  # the system names a proxy that cannot be one
            raise InputError(ErrorKind.IMAGE_LINK_FAILED, error.failure.detail) from error
        except TROUBLE as error:
            raise _failed(error) from error

    async def _body(self, response: httpx.Response) -> bytes:
        if response.status_code != 200:
            raise InputError(ErrorKind.IMAGE_LINK_FAILED, f"HTTP {response.status_code}")
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
            raise InputError(ErrorKind.IMAGE_LINK_FAILED, "a packed answer was not asked for")
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > self._limits.size:
                raise InputError(ErrorKind.IMAGE_TOO_LARGE, f"more than {self._limits.size} bytes")
            if len(body) >= _PAGE_BYTES and kind_of_bytes(bytes(body[:HEAD_BYTES])) is not FileKind.IMAGE:
                break  # a page's head is here; of anything else nothing more is wanted
        return bytes(body)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and the journey that led there: its picture is judged as the link itself was."""

    journey: _Journey
    came: _Came

    async def picture(self) -> FetchedImage:
        return _image_of(await self.journey.get(_picture_of(self.came)))


def _image_of(came: _Came) -> FetchedImage:
    if came.kind is not FileKind.IMAGE:
        raise InputError(ErrorKind.LINK_WITHOUT_IMAGE, "" if came.data else "nothing came")
    return FetchedImage(came.data, _name(came.url))


def _picture_of(page: _Came) -> httpx.URL:
    found = images_of(page.data[:_PAGE_BYTES].decode("utf-8", errors="replace"))
    if not found.page_picture:
        raise InputError(ErrorKind.LINK_WITHOUT_IMAGE, "a page without a picture of its own")
    return _joined(_joined(page.url, found.base or "."), found.page_picture)


def _url(link: str) -> httpx.URL:
    try:
        return httpx.URL(link)
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise InputError(ErrorKind.IMAGE_LINK_REFUSED, "not a link") from error


def _joined(base: httpx.URL, location: str) -> httpx.URL:
    if not location:
        raise InputError(ErrorKind.IMAGE_LINK_FAILED, "a redirect to nowhere")
    try:
        return base.join(location)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InputError(ErrorKind.IMAGE_LINK_REFUSED, "it leads to what is no link") from error


def _failed(error: BaseException) -> InputError:
    return InputError(ErrorKind.IMAGE_LINK_FAILED, network_error(error).failure.detail)


def _name(url: httpx.URL) -> str:
    return words(unquote(PurePosixPath(url.path).name), limit=80)
