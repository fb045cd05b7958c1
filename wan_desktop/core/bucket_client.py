"""Objects in the user's own store: put, looked at by a signed link, removed.

obstore makes the links (Signature Version 4) and nothing else: what goes over the wire goes the same way as
everything of this program, so that the system's certificates, its proxy and its time limits count here too.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from wan_desktop.core.addresses import refused_peer
from wan_desktop.core.bucket import REGION, Bucket
from wan_desktop.core.errors import ErrorKind, InputError, NetworkError, UploadError
from wan_desktop.core.known_keys import hide
from wan_desktop.core.pool import FindProxy, exchange_alone
from wan_desktop.core.redaction import words
from wan_desktop.core.transport import Answer, Patience, request_for

LINK_SECONDS = 24 * 3600.0
"""How long the service may fetch a sound: its queue takes half an hour and more (WIRE §6)."""
OWN_LINK_SECONDS = 3600.0
"""For what this program does itself; longer than any upload may take."""
UPLOAD_PATIENCE = Patience(connect=10, write=60, read=60, total=1800)
LOOK_PATIENCE = Patience(connect=10, write=20, read=20, total=45)
PIECE = 64 * 1024
"""Bytes sent at once, each with its own time limit: slow uplinks pass."""
LOOKED_AT = 1024
"""Bytes of an object that are fetched back to see that its link works."""
CLOCK_SKEW = 900.0
"""Seconds that stores let a clock be wrong."""

Method = Literal["GET", "PUT", "DELETE"]

_CODE = re.compile(r"<Code>([A-Za-z0-9.]{1,60})</Code>")
_MESSAGE = re.compile(r"<Message>([^<]{1,300})")
_CLOCK_CODES = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
_KEY_CODES = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "AllAccessDisabled"})


class BucketClient:
    """One bucket under one secret. Its methods raise UploadError; InputError for an endpoint that is none."""

    def __init__(
        self,
        bucket: Bucket,
        secret: str,
        *,
        find_proxy: FindProxy | None = None,
        now: Callable[[], float] = time.time,
        patience: Patience = UPLOAD_PATIENCE,
        look_patience: Patience = LOOK_PATIENCE,
    ) -> None:
        self.bucket = bucket
        self._secret = secret.strip()
        hide(self._secret)
        self._find_proxy, self._now = find_proxy, now
        self._patience, self._look_patience = patience, look_patience

    def __repr__(self) -> str:
        return f"BucketClient({self.bucket.address})"

    def link(self, name: str, seconds: float = LINK_SECONDS, method: Method = "GET") -> str:
        """A signed link to an object: a key to it for as long as it lives. Blocks a few milliseconds."""
        import obstore
        from obstore.store import S3Store

        bucket, address = self.bucket, self.bucket.address
        endpoint = address if bucket.in_host else address.removesuffix(f"/{bucket.name}")
        # Whatever is left unsaid would be taken from AWS_… in the environment: another host, a token, a mode.
        store = S3Store(
            bucket.name,
            endpoint=endpoint,
            aws_endpoint_url_s3=endpoint,
            region=bucket.region or REGION,
            virtual_hosted_style_request=bucket.in_host,
            skip_signature=False,
            s3_express=False,
            request_payer=False,
            credential_provider=self._credentials,  # type: ignore[arg-type]  # its stub has no plain dict
            client_options={"allow_http": True},
        )
        link = obstore.sign(store, method, name, timedelta(seconds=seconds))
        if not link.startswith(f"{address}/"):
            raise UploadError(ErrorKind.INTERNAL, "a link to another place")
        return link

    def _credentials(self) -> dict[str, str | None]:
        return {
            "access_key_id": self.bucket.key_id,
            "secret_access_key": self._secret,
            "token": None,
            "expires_at": None,
        }

    async def put(self, name: str, data: bytes, mime: str) -> None:
        """Puts an object, in the place of an earlier one of that name."""
        headers = {"Content-Type": mime, "Content-Length": str(len(data))}
        answer = await self._exchange("PUT", name, self._patience, headers, data)
        # Every store names what it took; a portal that answers 200 to anything does not.
        if answer.status != 200 or "etag" not in answer.headers:
            raise self._refusal(answer)

    async def check(self, name: str, data: bytes) -> None:
        """Fetches the beginning of an object as the service will, and compares it."""
        headers = {"Range": f"bytes=0-{min(LOOKED_AT, len(data)) - 1}"}
        answer = await self._exchange("GET", name, self._look_patience, headers)
        if answer.status not in (200, 206):
            raise self._refusal(answer)
        if answer.body[:LOOKED_AT] != data[:LOOKED_AT]:
            raise UploadError(ErrorKind.UPLOAD_REFUSED, "something else came back")

    async def delete(self, name: str) -> None:
        """Removes an object; one that is not there is fine."""
        answer = await self._exchange("DELETE", name, self._look_patience, {})
        if answer.status not in (200, 202, 204, 404):
            raise self._refusal(answer)

    async def test(self) -> bool:
        """Puts, fetches by the signed link, compares and deletes a small object.

        True where the store stands in the public network, as far as can be seen from here: the service has
        to reach it too.
        """
        name, data = self.bucket.object_name(f"test-{secrets.token_urlsafe(12)}.txt"), secrets.token_bytes(64)
        await self.put(name, data, "text/plain")
        try:
            await self.check(name, data)
        except UploadError:
            with suppress(UploadError):  # why it could not be fetched is the better word
                await self.delete(name)
            raise
        await self.delete(name)
        return await self._is_public()

    async def _is_public(self) -> bool:
        parts = urlsplit(self.bucket.address)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or 443)
        except OSError:
            return True  # reached through a proxy, which knows more
        return not any(refused_peer(str(address[4][0])) for address in found)

    async def _exchange(
        self,
        method: Method,
        name: str,
        patience: Patience,
        headers: dict[str, str],
        body: bytes | None = None,
    ) -> Answer:
        url = await asyncio.to_thread(self.link, name, OWN_LINK_SECONDS, method)
        content = None if body is None else _pieces(body)
        try:
            message = request_for(method, url, headers, content=content)
            return await exchange_alone(self._find_proxy, message, patience)
        except NetworkError as error:
            raise unreachable(error) from error
        except InputError as error:
            raise UploadError(ErrorKind.UPLOAD_REFUSED, error.failure.detail) from error

    def _refusal(self, answer: Answer) -> UploadError:
        text = answer.body[:4096].decode("utf-8", "replace")
        code, message = _CODE.search(text), _MESSAGE.search(text)
        named = code[1] if code else ""
        said = [f"HTTP {answer.status}", named, message[1] if message else ""]
        detail = words(" · ".join(filter(None, said)), limit=200)
        return UploadError(self._kind(answer, named), detail)

    def _kind(self, answer: Answer, code: str) -> ErrorKind:
        refused = answer.status in (400, 401, 403)
        if code in _CLOCK_CODES or (refused and self._clock_is_wrong(answer)):
            return ErrorKind.UPLOAD_CLOCK_WRONG
        if code == "NoSuchBucket":
            return ErrorKind.UPLOAD_NO_BUCKET
        if code in _KEY_CODES or answer.status in (401, 403):
            return ErrorKind.UPLOAD_KEY_REFUSED
        return kind_of_status(answer.status)

    def _clock_is_wrong(self, answer: Answer) -> bool:
        """By the store's own clock: many a store calls it a wrong signature."""
        try:
            theirs = parsedate_to_datetime(answer.headers["date"]).timestamp()
        except (KeyError, ValueError):
            return False
        return abs(theirs - self._now()) > CLOCK_SKEW


def kind_of_status(status: int) -> ErrorKind:
    """What an answer that is no success means for an upload: whether trying again later may help."""
    passing = status >= 500 or status in (408, 425, 429)
    return ErrorKind.UPLOAD_TROUBLE if passing else ErrorKind.UPLOAD_REFUSED


def unreachable(error: NetworkError) -> UploadError:
    """No answer from where a sound goes or lies: it may pass by itself, unless it is not trusted."""
    untrusted = error.kind is ErrorKind.TLS_UNTRUSTED
    kind = ErrorKind.UPLOAD_UNTRUSTED if untrusted else ErrorKind.UPLOAD_UNREACHABLE
    return UploadError(kind, error.failure.detail or str(error.kind))


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), PIECE):
        yield data[start : start + PIECE]
