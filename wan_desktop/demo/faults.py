"""Faults to order, for tests: what can go wrong on the wire, at which point, and how often.

``Faults`` is a queue by endpoint; each request to an endpoint takes the next one. In ``demo-service`` it is
filled by ``POST /demo/faults`` with one JSON object (the fields of :class:`Fault`) or a list of them, and
``GET /demo/counts`` tells how many submits came and how many were accepted: the service's side of the law
that no paid request is sent twice. The in-process demo has neither.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import httpx
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Endpoint(StrEnum):
    SUBMIT = "submit"
    RESULT = "result"
    DOWNLOAD = "download"
    PRICE = "price"


PATHS = {
    "/v3/async/wan2.6-i2v": Endpoint.SUBMIT,
    "/v3/async/task-result": Endpoint.RESULT,
    "/v1/product/batch-price": Endpoint.PRICE,
}
VIDEOS = "/demo/videos/"


class Stage(StrEnum):
    """When a fault strikes."""

    START = "start"
    """Before the request's body is read."""
    READ = "read"
    """The body was read; nothing was done with it."""
    HANDLED = "handled"
    """The request was carried out (a submit is accepted, and would be billed); no byte of the answer left."""
    ANSWER = "answer"
    """Half of the answer's body left."""


class Kind(StrEnum):
    ANSWER = "answer"
    """Another answer: ``status``, ``headers``, ``body``. Not at Stage.ANSWER."""
    DROP = "drop"
    """The connection ends."""
    DELAY = "delay"
    """``seconds`` pass, then all goes on."""
    TRUNCATE = "truncate"
    """Half of the true body, with a Content-Length that fits the half. Whenever it strikes."""
    PASS = "pass"
    """Nothing happens: the fault after it strikes a later request."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, ``times`` requests in a row."""

    endpoint: Endpoint
    kind: Kind
    stage: Stage = Stage.READ
    times: int = 1
    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Fault:
        """From JSON. Raises ValueError, KeyError or TypeError where it is no fault."""
        words = {**values, "endpoint": Endpoint(values["endpoint"]), "kind": Kind(values["kind"])}
        return cls(**{**words, "stage": Stage(values.get("stage", Stage.READ))})


class Faults:
    """What was ordered and not yet struck, and what was counted. One for each running service.

    ``drop`` ends the connection of a client (host, port); ``demo.server`` sets it. Without it, in-process, a
    drop raises what httpx would.
    """

    def __init__(self, ordered: Iterable[Fault] = ()) -> None:
        self._waiting: dict[Endpoint, deque[Fault]] = {endpoint: deque() for endpoint in Endpoint}
        self.received: Counter[Endpoint] = Counter()
        self.accepted: Counter[Endpoint] = Counter()
        self.drop: Callable[[tuple[str, int]], None] | None = None
        self.order(*ordered)

    def order(self, *faults: Fault) -> None:
        for fault in faults:
            self._waiting[fault.endpoint].append(fault)

    def take(self, endpoint: Endpoint) -> Fault | None:
        waiting = self._waiting[endpoint]
        if not waiting:
            return None
        fault = waiting.popleft()
        if fault.times > 1:
            waiting.appendleft(replace(fault, times=fault.times - 1))
        return fault

    def counts(self) -> dict[str, dict[str, int]]:
        """By endpoint: requests received, and those answered with 200 by the service itself."""
        return {
            endpoint: {"received": self.received[endpoint], "accepted": self.accepted[endpoint]}
            for endpoint in Endpoint
        }


class _Ended(Exception):
    """The fault took the place of the answer."""


class FaultLayer:
    """ASGI middleware around the service: strikes with the ordered faults, counts, and takes new orders."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = _endpoint(scope)
        if endpoint is not None:
            self._faults.received[endpoint] += 1
            fault = self._faults.take(endpoint) or Fault(endpoint, Kind.PASS)
            await _Exchange(self._app, self._faults, fault, scope, receive, send).run()
        elif scope["type"] == "http" and scope["path"] == "/demo/counts":
            await JSONResponse(self._faults.counts())(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/demo/faults":
            await self._take_order(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _take_order(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = json.loads(await _read(receive))
            faults = [Fault.from_dict(values) for values in (body if isinstance(body, list) else [body])]
        except (ValueError, KeyError, TypeError) as error:
            await Response(f"not a fault: {error}", 400)(scope, receive, send)
            return
        self._faults.order(*faults)
        await Response(status_code=204)(scope, receive, send)


class _Exchange:
    """One request and its answer, with one fault."""

    def __init__(
        self, app: ASGIApp, faults: Faults, fault: Fault, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._app = app
        self._faults = faults
        self._fault = fault
        self._scope = scope
        self._receive = receive
        self._send = send

    async def run(self) -> None:
        try:
            await self._at(Stage.START)
            body = await _read(self._receive)
            await self._at(Stage.READ)
            start, content = await self._handled(body)
            await self._at(Stage.HANDLED)
            await self._answer(start, content)
        except _Ended:
            return

    async def _handled(self, body: bytes) -> tuple[Message, bytes]:
        """The service's own answer, gathered whole."""
        start: Message = {}
        content = bytearray()
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            """The body once, then whatever comes: file answers wait here for the client to leave."""
            return unread.pop() if unread else await self._receive()

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            content.extend(message.get("body", b""))

        await self._app({**self._scope, "extensions": {}}, receive, send)
        if start["status"] == 200:
            self._faults.accepted[self._fault.endpoint] += 1
        return start, bytes(content)

    async def _answer(self, start: Message, content: bytes) -> None:
        half = len(content) // 2
        if self._fault.kind is Kind.TRUNCATE:
            content = content[:half]
            start["headers"] = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
            start["headers"].append((b"content-length", str(half).encode()))
        await self._send(start)
        if self._fault.stage is Stage.ANSWER:
            await self._send({"type": "http.response.body", "body": content[:half], "more_body": True})
            await self._at(Stage.ANSWER)
            content = content[half:]
        await self._send({"type": "http.response.body", "body": content, "more_body": False})

    async def _at(self, stage: Stage) -> None:
        """Lets the fault strike if this is its stage. Raises _Ended where no answer is to follow."""
        fault = self._fault
        if fault.stage is not stage:
            return
        if fault.kind is Kind.DELAY:
            await asyncio.sleep(fault.seconds)
        elif fault.kind is Kind.DROP:
            await self._drop()
        elif fault.kind is Kind.ANSWER:
            answer = Response(fault.body, fault.status, dict(fault.headers))
            await answer(self._scope, self._receive, self._send)
            raise _Ended

    async def _drop(self) -> None:
        if self._faults.drop is None:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        self._faults.drop(tuple(self._scope["client"]))
        while (await self._receive())["type"] != "http.disconnect":
            pass
        raise _Ended


def _endpoint(scope: Scope) -> Endpoint | None:
    if scope["type"] != "http":
        return None
    return Endpoint.DOWNLOAD if scope["path"].startswith(VIDEOS) else PATHS.get(scope["path"])


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
