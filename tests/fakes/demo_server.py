"""The demo service over real HTTP, in a thread of the test or in a process of its own."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wan_desktop.core.paths import own_command
from wan_desktop.demo.faults import Faults
from wan_desktop.demo.server import make_server

SCALE = 0.2
"""Videos of a fifth of the sides: real ones, made in half a second."""


@contextmanager
def running_server(
    folder: Path,
    faults: Faults | None = None,
    *,
    seconds: float = 0.1,
    link_seconds: float = 3600.0,
    scale: float = SCALE,
) -> Iterator[str]:
    """Yields the base URL of a server in this process; ends it, and its renderer, at the end."""
    ready = threading.Event()
    server = make_server(
        0,
        folder,
        seconds=seconds,
        scale=scale,
        link_seconds=link_seconds,
        faults=faults or Faults(),
        on_ready=lambda base_url: ready.set(),
    )
    thread = threading.Thread(target=server.run_here, name="demo server")
    thread.start()
    try:
        assert ready.wait(20)
        yield server.base_url
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def server_process(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yields a ``demo-service`` process and its base URL; kills it at the end if it still lives."""
    command = own_command("demo-service", "--port", "0", "--folder", str(folder), *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().removeprefix("listening on ").strip()
        finally:
            process.kill()
