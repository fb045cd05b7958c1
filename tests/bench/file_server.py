"""A process that serves one folder over HTTP/1.1 as fast as the kernel sends files.

``python -m tests.bench.file_server FOLDER`` prints its base URL on a line of its own.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


class Handler(BaseHTTPRequestHandler):
    """GET of a whole file by the last part of its address."""

    protocol_version = "HTTP/1.1"
    folder = Path()

    def do_GET(self) -> None:
        path = self.folder / Path(urlsplit(self.path).path).name
        if not path.is_file():
            self.send_error(404)
            return
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            self.send_response(200)
            self.send_header("Content-Type", "video/mp4")
            self.send_header("Content-Length", str(stat.st_size))
            self.send_header("Last-Modified", formatdate(stat.st_mtime, usegmt=True))
            self.end_headers()
            with suppress(ConnectionError):  # The client had enough: its right.
                self.connection.sendfile(file)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def main(folder: Path) -> None:
    Handler.folder = folder
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
