"""Images and sounds by link: data URIs and http(s), with the service's limits on their size."""

from __future__ import annotations

import base64
import binascii

import httpx

FETCH_SECONDS = 20.0
PIECE = 128 * 1024
"""Characters decoded at once; a multiple of 4."""


class Unreachable(Exception):
    """The link could not be fetched, or what came is too large; the text is for the task's reason."""


def is_web_link(link: str) -> bool:
    return link.startswith(("http://", "https://"))


def data_of(uri: str, family: str) -> bytes:
    """The bytes inside ``data:<family>/<kind>;base64,<data>``. Raises ValueError for anything else."""
    head, comma, text = uri.partition(",")
    if not (comma and head.startswith(f"data:{family}/") and head.endswith(";base64")):
        raise ValueError(f"not data:{family}/...;base64,")
    try:
        return _decoded(text)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from error


def _decoded(text: str) -> bytes:
    """In pieces: decoding 10 MB at once would hold the GIL, and with it the window, for 30 ms."""
    if "=" in text[:-2]:
        raise binascii.Error("padding before the end")
    data = bytearray()
    for start in range(0, len(text), PIECE):
        data += base64.b64decode(text[start : start + PIECE], validate=True)
    return bytes(data)


def fetched(link: str, family: str, most_bytes: int) -> bytes:
    """What stands behind a link of either kind. Blocks; raises Unreachable."""
    if not is_web_link(link):
        try:
            return data_of(link, family)
        except ValueError as error:
            raise Unreachable(f"InvalidURL: {error}") from error
    try:
        return _downloaded(link, most_bytes)
    except httpx.TimeoutException as error:
        raise Unreachable(
            "Download the media resource timed out during the data inspection process."
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(
            "Unable to download the media resource during the data inspection process."
        ) from error


def _downloaded(link: str, most_bytes: int) -> bytes:
    data = bytearray()
    with httpx.stream("GET", link, follow_redirects=True, timeout=FETCH_SECONDS) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > most_bytes:
                raise Unreachable(f"InvalidFile: the media resource is larger than {most_bytes} bytes.")
    return bytes(data)
