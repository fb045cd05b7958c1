"""A raw server over real sockets that does exactly what a script says, right or wrong.

A script is a tuple of steps for one connection; the server plays the first script on the first connection
and so on, the last one again and again. What each connection brought is kept in ``requests``.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
import struct
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

Step = Callable[["Wire"], Awaitable[None]]
Script = tuple[Step, ...]


@dataclass
class Wire:
    """One accepted connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    received: bytearray

    async def take(self, data: bytes) -> bytes:
        self.received += data
        return data


async def read_head(wire: Wire) -> None:
    await wire.take(await wire.reader.readuntil(b"\r\n\r\n"))


async def read_all(wire: Wire) -> None:
    """The head of the next request and as much body as it announces."""
    start = len(wire.received)
    await read_head(wire)
    length = header_of(bytes(wire.received[start:]), "content-length")
    await wire.take(await wire.reader.readexactly(int(length or 0)))


def read_some(count: int) -> Step:
    async def step(wire: Wire) -> None:
        await wire.take(await wire.reader.readexactly(count))

    return step


def send(data: bytes) -> Step:
    async def step(wire: Wire) -> None:
        wire.writer.write(data)
        await wire.writer.drain()

    return step


def send_for_ever(data: bytes) -> Step:
    async def step(wire: Wire) -> None:
        while True:
            wire.writer.write(data)
            await wire.writer.drain()

    return step


def send_slowly(data: bytes, *, piece: int, pause: float) -> Step:
    """Slow-loris: ``piece`` bytes, then ``pause`` seconds, and so on."""

    async def step(wire: Wire) -> None:
        for start in range(0, len(data), piece):
            wire.writer.write(data[start : start + piece])
            await wire.writer.drain()
            await asyncio.sleep(pause)

    return step


async def stall(wire: Wire) -> None:
    """Says nothing and reads nothing until the other side goes."""
    wire.writer.transport.pause_reading()  # type: ignore[attr-defined]  # streams have socket transports
    await asyncio.Event().wait()


async def listen(wire: Wire) -> None:
    """Says nothing, but takes everything until the other side goes."""
    await wire.reader.read()


async def reset(wire: Wire) -> None:
    """RST instead of FIN."""
    sock = wire.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.writer.transport.abort()


def answer(
    status: int, body: bytes | str | dict[str, Any] = b"", *headers: str, length: int | None = None
) -> Step:
    """A whole HTTP/1.1 answer; ``length`` lies about the body's length."""
    content = json.dumps(body) if isinstance(body, dict) else body
    data = content.encode() if isinstance(content, str) else content
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(data) if length is None else length}", *headers]
    return send("\r\n".join([*lines, "", ""]).encode("latin-1") + data)


def header_of(request: bytes, name: str) -> str:
    head = request.partition(b"\r\n\r\n")[0].decode("latin-1")
    found = [
        line.partition(":")[2].strip() for line in head.split("\r\n") if line.lower().startswith(name + ":")
    ]
    return found[0] if found else ""


def tunnel(port: int) -> Step:
    """A proxy that does as it is told: after a CONNECT, everything goes to ``port`` of this computer."""

    async def step(wire: Wire) -> None:
        await read_head(wire)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await send(b"HTTP/1.1 200 OK\r\n\r\n")(wire)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_relay(wire.reader, writer))
                group.create_task(_relay(reader, wire.writer))
        finally:
            writer.close()

    return step


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()


class WireServer:
    """``async with WireServer(script, …) as server``: listens on a port of 127.0.0.1."""

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None) -> None:
        self._scripts = scripts
        self._tls = tls
        self._wires: list[Wire] = []
        self._playing: set[asyncio.Task[Any]] = set()

    def play(self, *scripts: Script) -> None:
        """Other scripts from now on, counted from the first connection."""
        self._scripts = scripts

    @property
    def requests(self) -> list[bytes]:
        return [bytes(wire.received) for wire in self._wires if wire.received]

    @property
    def connections(self) -> int:
        return len(self._wires)

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._play, "127.0.0.1", 0, ssl=self._tls)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._playing:
            task.cancel()
        if self._playing:
            await asyncio.wait(self._playing)

    async def _play(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._playing.add(task)
        wire = Wire(reader, writer, bytearray())
        self._wires.append(wire)
        try:
            for step in self._scripts[min(len(self._wires), len(self._scripts)) - 1]:
                await step(wire)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # The client went first: its right.
        finally:
            self._playing.discard(task)
            writer.close()


def untrusted_tls(folder: Path, *names: str) -> ssl.SSLContext:
    """The server's side of TLS with a certificate that no store knows, made by openssl.

    It is for 127.0.0.1 and ``names``, and stands in ``folder / "certificate.pem"``.
    """
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=wire"]
    command += ["-addext", f"subjectAltName={','.join(['IP:127.0.0.1', *(f'DNS:{name}' for name in names)])}"]
    if shutil.which(command[0]) is None:
        pytest.skip("no openssl to make a certificate with")
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def closed_port() -> int:
    """A port of this computer on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
