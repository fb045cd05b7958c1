"""A public host for files over real HTTP, in a thread: takes a form, answers with a link, hands files out."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wan_desktop.core.public_host import PublicHost


@dataclass
class FakeHost:
    """``files`` by name; ``forms`` as they came; ``looks`` is how often a file was asked for.

    ``answer`` replaces the link, ``look`` the file at the so many-th look, counted from 1. ``links_at`` is
    where its links lead, "" for itself.
    """

    base_url: str
    files: dict[str, bytes] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    answer: Response | None = None
    look: Callable[[int], Response | None] = lambda number: None
    looks: int = 0
    links_at: str = ""

    @property
    def host(self) -> PublicHost:
        """As the program is told of it."""
        return PublicHost("files.example", f"{self.base_url}/api.php", f"{self._links}/", 24)

    @property
    def _links(self) -> str:
        return self.links_at or self.base_url

    async def take(self, request: Request) -> Response:
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + await request.body(), policy=email.policy.HTTP)
        form: dict[str, str] = {}
        for part in message.iter_parts():
            name, file = str(part.get_param("name", header="content-disposition")), part.get_filename()
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if file:
                form[f"{name}.type"] = part.get_content_type()
                stored = f"Xy7{len(self.files)}q0Ab{file[-4:]}"
                self.files[stored] = content
            form[name] = file or content.decode().strip()
        self.forms.append(form)
        return self.answer or PlainTextResponse(f"{self._links}/{stored}\n")

    async def hand_out(self, request: Request) -> Response:
        self.looks += 1
        other, name = self.look(self.looks), request.path_params["name"]
        if other is not None:
            return other
        if name not in self.files:
            return PlainTextResponse("404", 404)
        return Response(self.files[name], media_type="audio/mpeg")


@contextmanager
def public_host() -> Iterator[FakeHost]:
    """Runs one until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fake = FakeHost(f"http://127.0.0.1:{listener.getsockname()[1]}")
        routes = [Route("/api.php", fake.take, methods=["POST"]), Route("/{name}", fake.hand_out)]
        config = uvicorn.Config(Starlette(routes=routes), ws="none", lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=_run, args=(server, listener), name="public host")
        thread.start()
        try:
            yield fake
        finally:
            server.should_exit = True
            thread.join(20)


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    asyncio.run(server.serve(sockets=[listener]))
