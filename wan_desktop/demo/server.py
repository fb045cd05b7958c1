"""The demo service over real HTTP on this computer: ``wan-desktop demo-service --port N``."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from wan_desktop.core.paths import Paths
from wan_desktop.demo.app import KEY, LINK_SECONDS, create_app
from wan_desktop.demo.faults import Faults

HOST = "127.0.0.1"


def main(arguments: Sequence[str]) -> int:
    """Serves until it is interrupted; prints one line when it is ready."""
    parser = argparse.ArgumentParser(
        prog="wan-desktop demo-service",
        description=f"The built-in demo service over HTTP. Its key is {KEY!r}.",
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long a task takes at least")
    parser.add_argument("--folder", type=Path, default=None, help="where its tasks lie")
    parser.add_argument("--scale", type=float, default=1.0, help="shortens the sides of videos, for tests")
    parser.add_argument("--link-seconds", type=float, default=LINK_SECONDS, help="how long links live")
    chosen = parser.parse_args(arguments)
    folder = chosen.folder or Paths.of_user().demo
    serve(chosen.port, folder, seconds=chosen.seconds, scale=chosen.scale, link_seconds=chosen.link_seconds)
    return 0


def serve(
    port: int,
    folder: Path,
    *,
    seconds: float = 6.0,
    scale: float = 1.0,
    link_seconds: float = LINK_SECONDS,
    faults: Faults | None = None,
) -> None:
    """Serves on ``HOST`` until interrupted. Raises OSError where the port is taken."""
    server = make_server(
        port,
        folder,
        seconds=seconds,
        scale=scale,
        link_seconds=link_seconds,
        faults=faults or Faults(),
        on_ready=_announce,
    )
    server.run_here()


class DemoServer(uvicorn.Server):
    """uvicorn with its socket bound beforehand, so that the address is known before it starts."""

    def __init__(
        self, config: uvicorn.Config, listener: socket.socket, on_ready: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._listener = listener
        self._on_ready = on_ready
        self.base_url = _base_url(listener)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._on_ready is not None:
            self._on_ready(self.base_url)

    def run_here(self) -> None:
        """Blocks until ``should_exit`` is set or the process is interrupted."""
        with self._listener, suppress(KeyboardInterrupt):  # uvicorn raises it anew after an orderly end.
            self.run(sockets=[self._listener])


def make_server(
    port: int,
    folder: Path,
    *,
    seconds: float = 6.0,
    scale: float = 1.0,
    link_seconds: float = LINK_SECONDS,
    faults: Faults,
    on_ready: Callable[[str], None] | None = None,
) -> DemoServer:
    """A server that is bound and not yet running. Raises OSError where the port is taken."""
    listener = _bound(port)
    app = create_app(
        folder,
        seconds=seconds,
        base_url=_base_url(listener),
        faults=faults,
        scale=scale,
        link_seconds=link_seconds,
    )
    connections = _Connections()
    faults.drop = connections.drop
    config = uvicorn.Config(
        app,
        http=connections.protocol(),
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )
    return DemoServer(config, listener, on_ready)


class _Connections:
    """Knows each client's open connection, so that a fault can end it."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def drop(self, client: tuple[str, int]) -> None:
        """Ends the connection after what was already written."""
        transport = self._open.pop(client, None)
        if transport is not None:
            transport.close()

    def protocol(self) -> type[asyncio.Protocol]:
        connections = self._open

        class Protocol(H11Protocol):
            """uvicorn's protocol, which also enters its connection."""

            def connection_made(self, transport: Any) -> None:
                connections[tuple(transport.get_extra_info("peername")[:2])] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(tuple(self.transport.get_extra_info("peername")[:2]), None)
                super().connection_lost(exc)

        return Protocol


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        # Without, a program that sets SO_REUSEADDR, which forces its way there, could share the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


def _base_url(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _announce(base_url: str) -> None:
    if sys.stdout is not None:  # None in a windowed program on Windows.
        sys.stdout.write(f"listening on {base_url}\n")
        sys.stdout.flush()
