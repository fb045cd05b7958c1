"""The service's side, in a process of its own that outlives every kill, and its books.

``python -m tests.crash.service FOLDER`` prints its base URL. The wire over real HTTP: a submit is written
into the book of its account (the key it came with) before it is answered, so what was accepted is known
whatever becomes of the program. A task runs for one question and is done at the next; its video is a real
small MP4.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tests.fakes.counted_video import write_counted_video
from wan_desktop.core.download import WRITE_BYTES

PADDING = 2 * WRITE_BYTES + 1000
"""Bytes of an empty box behind the pictures, so that a video takes several writes and is quick to look at."""
RUNNING, SUCCEEDED = "TASK_STATUS_PROCESSING", "TASK_STATUS_SUCCEED"


@dataclass(frozen=True, slots=True)
class Book:
    """What the service has of one account: (task id, prompt) of every submit it accepted, in their order."""

    accepted: tuple[tuple[str, str], ...]

    @property
    def submits(self) -> Counter[str]:
        """How often each prompt may be billed."""
        return Counter(prompt for _, prompt in self.accepted)

    @property
    def ids(self) -> dict[str, str]:
        """Task id to prompt."""
        return dict(self.accepted)


def read_book(folder: Path, account: str) -> Book:
    path = _book(folder, account)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return Book(tuple((entry["task_id"], entry["prompt"]) for entry in map(json.loads, lines)))


def video_of(folder: Path) -> Path:
    """The one video that every task ends with."""
    return folder / "video.mp4"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The process over ``folder``; its base URL."""
    command = [sys.executable, "-m", "tests.crash.service", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def _book(folder: Path, account: str) -> Path:
    return folder / f"{hashlib.sha256(account.encode()).hexdigest()}.jsonl"


class Desk:
    """Accepts, answers and serves."""

    def __init__(self, folder: Path, base_url: str) -> None:
        self._folder, self._base_url = folder, base_url
        self._prefix = os.urandom(4).hex()
        self._questions: Counter[str] = Counter()
        self._number = 0

    async def submit(self, request: Request) -> Response:
        body = json.loads(await request.body())
        self._number += 1
        task_id = f"task-{self._prefix}-{self._number}"
        account = request.headers["authorization"].removeprefix("Bearer ")
        entry = json.dumps({"task_id": task_id, "prompt": body["input"].get("prompt", "")}) + "\n"
        file = os.open(_book(self._folder, account), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(file, entry.encode())
        os.close(file)
        return JSONResponse({"task_id": task_id})

    async def result(self, request: Request) -> Response:
        task_id = request.query_params["task_id"]
        self._questions[task_id] += 1
        done = self._questions[task_id] > 1
        task = {"task_id": task_id, "status": SUCCEEDED if done else RUNNING, "reason": ""}
        link = {"video_url": f"{self._base_url}/videos/{task_id}.mp4?signature=planted", "video_type": "mp4"}
        return JSONResponse({"task": task, "videos": [link] if done else []})

    async def video(self, _request: Request) -> Response:
        return FileResponse(video_of(self._folder), media_type="video/mp4")


def make_video(target: Path) -> None:
    write_counted_video(target, frames=6, width=64, height=64, sound=False)
    with target.open("ab") as file:
        file.write((8 + PADDING).to_bytes(4) + b"free" + os.urandom(PADDING))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        make_video(Path(beside) / "video.mp4")
        (Path(beside) / "video.mp4").replace(video_of(folder))
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        desk = Desk(folder, base_url)
        app = Starlette(
            routes=[
                Route("/v3/async/wan2.6-i2v", desk.submit, methods=["POST"]),
                Route("/v3/async/task-result", desk.result),
                Route("/videos/{name}", desk.video),
            ]
        )
        sys.stdout.write(base_url + "\n")
        sys.stdout.flush()
        config = uvicorn.Config(app, ws="none", lifespan="off", log_level="critical", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
