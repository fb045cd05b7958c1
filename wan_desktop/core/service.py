"""The service on the wire: submit, result, price, balance and the check of a key (WIRE.md).

Paths, JSON keys and status words of the wire stand here, in ``wire_results`` and in ``wire_errors``, and
nowhere else.

The law of money: a submit ends in exactly one of :class:`Accepted` (with an id), :class:`NotAccepted`
(provably refused, or nothing left this computer) and :class:`Unknown`. It is sent once, over a connection of
its own, and never repeated here.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.errors import ErrorKind, Failure, NetworkError, ServiceError, WanError
from wan_desktop.core.known_keys import hide, holds_key
from wan_desktop.core.money import Money
from wan_desktop.core.params import PARAMETERS, Kind, Request, SoundWay
from wan_desktop.core.pool import ConnectionPool, FindProxy, exchange_alone
from wan_desktop.core.redaction import words
from wan_desktop.core.settings import HOSTS
from wan_desktop.core.transport import (
    Answer,
    Departure,
    Patience,
    exchange,
    request_for,
)
from wan_desktop.core.wire_errors import (
    Complaint,
    complaint_of,
    is_page,
    kind_of_reason,
    kind_of_refusal,
    parsed,
    retry_after,
)
from wan_desktop.core.wire_results import (
    TaskResult,
    TaskState,
    VideoLink,
    balance_of,
    is_of_another_task,
    price_of,
    result_of,
    task_id_of,
)

__all__ = [
    "Accepted",
    "Attached",
    "NotAccepted",
    "Service",
    "SubmitOutcome",
    "TaskResult",
    "TaskState",
    "Unknown",
    "VideoLink",
    "check_base_url",
    "submit_body",
]

SUBMIT_PATH = "/v3/async/wan2.6-i2v"
RESULT_PATH = "/v3/async/task-result"
PRICE_PATH = "/v1/product/batch-price"
#: Path, field and unit of the balances that sister gateways serve (WIRE §4), tried in this order.
BALANCES = (
    ("/openapi/v1/billing/balance/detail", "availableBalance", "$"),
    ("/v3/user", "credit_balance", "¥"),
)
MADE_UP_TASK = "00000000-0000-0000-0000-000000000000"

SUBMIT_PATIENCE = Patience(connect=10, write=60, read=120, total=1800)
"""A body of 13 MB leaves in pieces of PIECE bytes, each with its own minute: slow uplinks pass."""
POLL_PATIENCE = Patience(connect=10, write=20, read=20, total=45)
PIECE = 48 * 1024
"""Bytes of image or sound encoded and sent at once; a multiple of 3, so that base64 pads at the end only."""

#: Answers that look like refusals, but come from gateways that gave up on a request they had passed on.
UNDECIDED_STATUSES = frozenset({408, 499})


@dataclass(frozen=True, slots=True)
class Attached:
    """A sound that goes inside the request."""

    data: bytes = field(repr=False)
    mime: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service took the request and named its task."""

    task_id: str


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Provably not accepted, so nothing is billed.

    ``send_again``: the cause may pass by itself (no connection, DNS, the proxy, 429), so the same consent may
    be used once more. ``retry_after`` is the service's wish in seconds, where it gave one.
    """

    failure: Failure
    send_again: bool
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes left and no usable answer came: it may have been accepted. Only the user may send it again."""

    failure: Failure


SubmitOutcome = Accepted | NotAccepted | Unknown


class Service:
    """One service under one key. Cheap to make: connections and the TLS context come with the first use.

    ``transport`` replaces the network (the built-in service's ASGI transport) and stays its giver's to
    close; ``find_proxy`` gives the system's proxy for a URL, asked anew for each request and not used for
    services on this computer.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        find_proxy: FindProxy | None = None,
        submit_patience: Patience = SUBMIT_PATIENCE,
        poll_patience: Patience = POLL_PATIENCE,
    ) -> None:
        self._base_url = base_url
        self._key = key.strip()
        hide(self._key)
        self._given = transport
        self._find_proxy = find_proxy
        self._submit_patience = submit_patience
        self._poll_patience = poll_patience
        self._pool = transport or ConnectionPool(find_proxy)

    def __repr__(self) -> str:
        return f"Service({words(self._base_url, self._key)})"

    async def submit(
        self, request: Request, image: bytes, mime: str, sound: Attached | None = None
    ) -> SubmitOutcome:
        """Sends the one paid request. Never raises a WanError; after a cancellation its fate is unknown.

        ``sound`` goes inside the request, in the place of ``audio_url``.
        """
        departure = Departure(watched=self._given is None)
        try:
            answer = await self._post_paid(_body(request, image, mime, sound), departure)
        except NetworkError as error:
            if departure.may_have_left(error.__cause__):
                return _unknown(error.failure.detail or error.kind)
            return NotAccepted(error.failure, send_again=error.failure.retryable)
        except WanError as error:
            return NotAccepted(error.failure, send_again=False)
        return self._outcome(answer)

    async def _post_paid(self, body: list[bytes | _Encoded], departure: Departure) -> Answer:
        """Over a connection of its own: a kept-alive one gone stale would leave the fate unclear."""
        headers = self._headers() | {
            "Content-Type": "application/json",
            "Content-Length": str(sum(map(len, body))),
        }
        url = self._url(SUBMIT_PATH)
        message = request_for("POST", url, headers, content=_pieces(body), departure=departure)
        if self._given is not None:
            return await exchange(self._given, message, self._submit_patience)
        return await exchange_alone(self._find_proxy, message, self._submit_patience)

    def _outcome(self, answer: Answer) -> SubmitOutcome:
        content = parsed(answer.body)
        task_id = task_id_of(content)
        if holds_key(task_id):
            task_id = ""  # It would stand in the database and in links: an answer like that names no task.
        complaint = complaint_of(answer, self._key)
        if 200 <= answer.status < 300 and task_id and answer.cut is None:
            return Accepted(task_id)
        refused = 400 <= answer.status < 500 and answer.status not in UNDECIDED_STATUSES
        trouble = kind_of_reason(complaint) is ErrorKind.SERVICE_TROUBLE
        # An answer that refuses and names a task contradicts itself, so it proves nothing.
        if not refused or trouble or task_id:
            return _unknown(f"HTTP {answer.status}: {self._heard(answer, complaint)}")
        kind = kind_of_refusal(answer.status, complaint)
        kind = ErrorKind.BAD_REQUEST if kind is ErrorKind.TASK_NOT_FOUND else kind
        again = kind in (ErrorKind.RATE_LIMITED, ErrorKind.PROXY_REFUSED)
        return NotAccepted(Failure(kind, complaint.message), again, retry_after(answer) if again else None)

    def _heard(self, answer: Answer, complaint: Complaint) -> str:
        """All that was understood of an unusable answer: an id in it is worth money to the user."""
        said = words(answer.body.decode("utf-8", "replace"), self._key) if answer.cut else complaint.message
        why = answer.cut.failure.detail or answer.cut.kind if answer.cut else ""
        return words(" — ".join(part for part in (said, why) if part))

    async def result(self, task_id: str) -> TaskResult:
        """What the service says about a task now.

        Raises ServiceError (TASK_NOT_FOUND at 404; RATE_LIMITED, SERVICE_TROUBLE, BAD_ANSWER: keep watching;
        KEY_REFUSED and the like), NetworkError, and InputError where the base URL is none.
        """
        answer = await self._get(self._result_url(task_id))
        if answer.status != 200:
            raise self._refusal(answer)
        if answer.cut is not None:
            raise answer.cut
        content = parsed(answer.body)
        if is_of_another_task(content, task_id):
            raise ServiceError(ErrorKind.BAD_ANSWER, "an answer about another task")
        result = result_of(content, self._key)
        if result is not None:
            return result
        complaint = complaint_of(answer, self._key)
        kind = kind_of_reason(complaint) if isinstance(content, dict) else None
        raise ServiceError(kind or ErrorKind.BAD_ANSWER, complaint.message)

    async def check_key(self) -> None:
        """Returns where the service knows the key; costs nothing. Raises ServiceError or NetworkError.

        A made-up task is asked for: "not found" means that the key was good (WIRE §4).
        """
        answer = await self._get(self._result_url(MADE_UP_TASK))
        if answer.status == 404 and answer.body.strip() and not isinstance(parsed(answer.body), dict):
            raise ServiceError(ErrorKind.BAD_ANSWER, complaint_of(answer, self._key).message)
        if answer.status == 200 and result_of(parsed(answer.body)) is None:
            complaint = complaint_of(answer, self._key)
            kind = kind_of_reason(complaint) or ErrorKind.BAD_ANSWER
            if kind is not ErrorKind.TASK_NOT_FOUND:
                raise ServiceError(kind, complaint.message)
        if answer.status not in (200, 404):
            raise self._refusal(answer)

    async def price(self, request: Request) -> Money | None:
        """What one video costs by the service's own list; None where it is unknown. Never raises WanError."""
        product = f"WAN2_6_I2V_{request.resolution}_{request.duration}S"
        body = json.dumps({"businessType": "model_api", "productIds": [product]}).encode()
        try:
            # The price list lives on another host of the brand: the key does not go there.
            headers = {"Content-Type": "application/json"}
            answer = await self._exchange("POST", self._price_url(), headers, body)
        except WanError:
            return None
        readable = answer.status == 200 and answer.cut is None
        return price_of(parsed(answer.body), product) if readable else None

    async def balance(self) -> Money | None:
        """What the account still holds; None where it is not readable. Never raises WanError."""
        for path, name, unit in BALANCES:
            try:
                answer = await self._get(self._url(path))
            except WanError:
                return None
            readable = answer.status == 200 and answer.cut is None
            found = balance_of(parsed(answer.body), name, unit) if readable else None
            if found is not None:
                return found
        return None

    async def close(self) -> None:
        """Closes kept connections. A given transport stays open."""
        if self._given is None:
            await self._pool.aclose()

    async def _get(self, url: str) -> Answer:
        return await self._exchange("GET", url, self._headers() | {"Accept": "application/json"})

    async def _exchange(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None = None
    ) -> Answer:
        """A request that costs nothing, over kept connections."""
        message = request_for(method, url, headers, content=body)
        return await exchange(self._pool, message, self._poll_patience)

    def _headers(self) -> dict[str, str]:
        """Raises ServiceError(KEY_REFUSED) for a key that cannot stand in a header: nothing is sent then."""
        if not self._key:
            return {}
        if not (self._key.isascii() and self._key.isprintable()) or " " in self._key:
            raise ServiceError(ErrorKind.KEY_REFUSED, "the key holds signs that no key has")
        return {"Authorization": f"Bearer {self._key}"}

    def _url(self, path: str) -> str:
        """Raises InputError(INVALID_PARAMETER) for a base URL that the key must not be sent to."""
        return check_base_url(self._base_url) + path

    def _result_url(self, task_id: str) -> str:
        return f"{self._url(RESULT_PATH)}?task_id={quote(task_id, safe='', errors='replace')}"

    def _price_url(self) -> str:
        base = check_base_url(self._base_url)
        if base in (address for _, address in HOSTS):
            brand = (urlsplit(base).hostname or "").removeprefix("api.")
            base = f"https://api-server.{brand}"
        return base + PRICE_PATH

    def _refusal(self, answer: Answer) -> ServiceError:
        complaint = complaint_of(answer, self._key)
        kind = kind_of_refusal(answer.status, complaint)
        if answer.status == 404 and kind is ErrorKind.BAD_REQUEST:
            # A page for people at 404 is a gateway's or a portal's; only the service knows its tasks.
            kind = ErrorKind.BAD_ANSWER if is_page(answer) else ErrorKind.TASK_NOT_FOUND
        return ServiceError(kind, complaint.message, retry_after=retry_after(answer))


def submit_body(request: Request, image: bytes, mime: str, sound: Attached | None = None) -> dict[str, Any]:
    """The JSON body of a submit: rows always sent, and the others where set (never null, never "").

    A sound that is laid under the video here is none of the service's: a silent video is asked for.
    """
    if request.sound_way == SoundWay.SOUNDTRACK:
        request = replace(request, audio=False, audio_url="")
    body: dict[str, Any] = {}
    for row in PARAMETERS:
        value = getattr(request, row.name)
        if row.kind is Kind.IMAGE:
            value = _data_uri(mime, image)
        elif row.kind is Kind.LINK and sound is not None:
            value = _data_uri(sound.mime, sound.data)
        if row.always_sent or value not in ("", None):
            part, _, name = row.wire_path.partition(".")
            body.setdefault(part, {})[name] = value
    return body


def _data_uri(mime: str, data: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


class _Encoded:
    """Bytes that stand in the body as base64, encoded only as they leave."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __len__(self) -> int:
        return (len(self.data) + 2) // 3 * 4


def _body(request: Request, image: bytes, mime: str, sound: Attached | None) -> list[bytes | _Encoded]:
    """The body in parts. Encoding 10 MB at once would hold the loop 50 ms."""
    empty = None if sound is None else Attached(b"", sound.mime)
    text = json.dumps(submit_body(request, b"", mime, empty)).encode()
    # The image is the table's first text, so the first marker is its own, whatever a prompt holds …
    head, marker, tail = text.partition(_marker(mime))
    body: list[bytes | _Encoded] = [head + marker[:-1], _Encoded(image)]
    if sound is None:
        return [*body, marker[-1:] + tail]
    # … and the sound is its last.
    between, marker, tail = tail.rpartition(_marker(sound.mime))
    return [*body, b'"' + between + marker[:-1], _Encoded(sound.data), marker[-1:] + tail]


def _marker(mime: str) -> bytes:
    return json.dumps(_data_uri(mime, b"")).encode()


async def _pieces(body: list[bytes | _Encoded]) -> AsyncIterator[bytes]:
    for part in body:
        if isinstance(part, bytes):
            yield part
            continue
        for start in range(0, len(part.data), PIECE):
            # A transport that never waits (the built-in service's) would take all 10 MB in one turn.
            await asyncio.sleep(0)
            yield base64.b64encode(part.data[start : start + PIECE])


def _unknown(detail: str) -> Unknown:
    return Unknown(Failure(ErrorKind.UNCONFIRMED, words(detail), may_be_billed=True))
