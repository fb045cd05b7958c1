"""The same client over the built-in service's ASGI transport: no second code path."""

from __future__ import annotations

from pathlib import Path

import httpx

from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.params import Request
from wan_desktop.core.service import NotAccepted, Service, Unknown
from wan_desktop.core.transport import Patience
from wan_desktop.demo.app import BASE_URL, create_app


async def test_the_demo_service_refuses_over_its_transport_what_it_would_over_a_socket(
    tmp_path: Path,
) -> None:
    app = create_app(tmp_path)
    service = Service(BASE_URL, "demo", transport=httpx.ASGITransport(app=app))
    await service.check_key()
    price = await service.price(Request())
    assert price is not None
    outcome = await service.submit(Request(), b"no image", "image/png")
    assert isinstance(outcome, NotAccepted)
    assert outcome.failure.kind is ErrorKind.BAD_REQUEST
    await service.close()
    await app.aclose()


class Broken(httpx.AsyncBaseTransport):
    """A transport of another kind, which tells nothing of what left."""

    def __init__(self, error: httpx.TransportError) -> None:
        self._error = error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise self._error


async def test_a_transport_that_tells_nothing_is_trusted_only_where_no_connection_was() -> None:
    patience = Patience(1, 1, 1, 1)
    for error, fate in ((httpx.ConnectError(""), NotAccepted), (httpx.ReadError(""), Unknown)):
        service = Service(BASE_URL, "demo", transport=Broken(error), submit_patience=patience)
        assert isinstance(await service.submit(Request(), b"x", "image/png"), fate)
