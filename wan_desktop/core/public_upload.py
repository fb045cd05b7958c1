"""Puts a file on a public host, after a consent to this very upload (``core.public_host``)."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from wan_desktop.core.bucket_client import (
    LOOK_PATIENCE,
    LOOKED_AT,
    PIECE,
    UPLOAD_PATIENCE,
    kind_of_status,
    unreachable,
)
from wan_desktop.core.errors import ErrorKind, NetworkError, UploadError
from wan_desktop.core.pool import FindProxy, exchange_alone
from wan_desktop.core.public_host import PublicHost
from wan_desktop.core.redaction import words
from wan_desktop.core.transport import Answer, Patience, request_for

LINK_MAX = 500
"""Most characters of a link."""
_GONE = frozenset({404, 410})


async def put_public(
    host: PublicHost,
    data: bytes,
    suffix: str,
    mime: str,
    *,
    find_proxy: FindProxy | None = None,
    patience: Patience = UPLOAD_PATIENCE,
) -> str:
    """Puts a file there. Its link, at which nobody has looked yet (:func:`is_behind`); UploadError."""
    boundary = f"sound-{secrets.token_hex(16)}"
    head, tail = _form(host, boundary, suffix, mime)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(len(head) + len(data) + len(tail)),
    }
    message = request_for("POST", host.upload_url, headers, content=_pieces(head, data, tail))
    try:
        answer = await exchange_alone(find_proxy, message, patience)
    except NetworkError as error:
        raise unreachable(error) from error
    return _link_of(host, answer)


async def is_behind(link: str, data: bytes, *, find_proxy: FindProxy | None = None) -> bool:
    """Fetches the beginning of a file by its link and compares it: false where it is gone, or is another.

    A paid request with a dead link in it would be paid for nothing. UploadError where it could not be seen:
    then the file lies there for all anyone knows, and must not be put there once more.
    """
    try:
        ask = request_for("GET", link, {"Range": f"bytes=0-{min(LOOKED_AT, len(data)) - 1}"})
        seen = await exchange_alone(find_proxy, ask, LOOK_PATIENCE)
    except NetworkError as error:
        raise unreachable(error) from error
    if seen.status in _GONE:
        return False
    if seen.status not in (200, 206):
        raise UploadError(kind_of_status(seen.status), f"HTTP {seen.status} at the link of the sound")
    if seen.cut is not None and len(seen.body) < min(LOOKED_AT, len(data)):
        raise UploadError(ErrorKind.UPLOAD_UNREACHABLE, seen.cut.failure.detail)
    return seen.body[:LOOKED_AT] == data[:LOOKED_AT]


def _link_of(host: PublicHost, answer: Answer) -> str:
    if answer.status != 200:
        said = words(answer.body[:2048].decode("utf-8", "replace"), limit=120)
        raise UploadError(kind_of_status(answer.status), f"HTTP {answer.status} {said}".strip())
    text = answer.body[: LINK_MAX + 1].decode("utf-8", "replace").strip()
    parts = urlsplit(text)
    wanted = urlsplit(host.links_begin)
    good = text.startswith(host.links_begin) and len(text) <= LINK_MAX and text.isascii()
    if not good or not text.isprintable() or " " in text or parts.netloc != wanted.netloc:
        raise UploadError(ErrorKind.UPLOAD_REFUSED, "its answer is no link of its own")
    return text


def _form(host: PublicHost, boundary: str, suffix: str, mime: str) -> tuple[bytes, bytes]:
    """The form before and after the file (RFC 7578). The file's name tells nothing of the user's."""
    fields = (("reqtype", "fileupload"), ("time", f"{host.hours}h"))
    lines = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    ]
    lines.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="fileToUpload"; filename="sound{suffix}"\r\n'
        f"Content-Type: {mime}\r\n\r\n"
    )
    return "".join(lines).encode(), f"\r\n--{boundary}--\r\n".encode()


async def _pieces(head: bytes, data: bytes, tail: bytes) -> AsyncIterator[bytes]:
    yield head
    for start in range(0, len(data), PIECE):
        yield data[start : start + PIECE]
    yield tail
