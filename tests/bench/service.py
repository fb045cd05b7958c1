"""A process: the demo service over real HTTP, whose links lead to another server.

``python -m tests.bench.service FOLDER SECONDS LINKS_BASE_URL`` prints its base URL on a line of its own. The
``demo-service`` command gathers each answer whole, so that its faults can cut it: too slow for large files.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from wan_desktop.demo.app import create_app


@contextmanager
def running(folder: Path, seconds: float, links: str) -> Iterator[str]:
    """The process over a folder of tasks; its base URL."""
    command = [sys.executable, "-m", "tests.bench.service", str(folder), str(seconds), links]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def main(folder: Path, seconds: float, links: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        app = create_app(folder, seconds=seconds, base_url=links)
        config = uvicorn.Config(app, ws="none", log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
