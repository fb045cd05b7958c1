"""One service over real sockets: submit, result and video as the wire has them, with faults on a schedule.

In the test's own loop (``async with VideoService(…)``), or in a process of its own: :func:`service_process`.
Its time is a clock's, so that tasks of minutes may take seconds. It counts what a submit would cost.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.fast_clock import FastClock

VIDEO = "/video/"
PATHS = {"submit": "/v3/async/wan2.6-i2v", "result": "/v3/async/task-result", "video": VIDEO}
LINK_SECONDS = 3600.0
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens instead of a good answer.

    ``status`` 0 ends the connection: after ``share`` of the true answer's body, or before its first byte
    where that is 0.
    """

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    share: float = 0.0


Faults = Callable[[str, int], Fault | None]
"""By the kind of request ("submit", "result", "video") and its number from 1."""

TROUBLE = Fault(503, b"<html><body>upstream</body></html>", {"Content-Type": "text/html"})
TOO_MANY = Fault(429, b'{"code":429,"reason":"RATE_LIMIT_EXCEEDED","message":"wait"}', {"Retry-After": "4"})
LAG = Fault(404, b'{"code":404,"reason":"TASK_NOT_FOUND","message":"not found"}')
DEAD_LINK = Fault(403, b"<Error><Code>AccessDenied</Code></Error>")
DROPPED = Fault()
HALF = Fault(share=0.5)

#: Every so many requests of a kind one fails so; the numbers have no common divisor, so that they mix.
USUAL: Mapping[str, Sequence[tuple[int, Fault]]] = {
    "submit": ((23, TOO_MANY),),
    "result": ((41, TROUBLE), (59, TOO_MANY), (61, LAG), (67, DROPPED), (71, HALF)),
    "video": ((7, HALF), (11, DEAD_LINK), (13, DROPPED), (17, TROUBLE)),
}


def no_faults(_kind: str, _number: int) -> Fault | None:
    return None


def usual_faults(kind: str, number: int) -> Fault | None:
    """Lag, 429, 5xx, dead links and cut lines, sprinkled; none that leaves a submit in doubt."""
    return next((fault for every, fault in USUAL[kind] if number % every == 0), None)


class VideoService:
    """``seconds`` gives the time of the task with that number; videos are handed out in turn."""

    def __init__(
        self,
        videos: Sequence[bytes],
        now: Callable[[], float],
        seconds: Callable[[int], float] = lambda number: 20.0,
        faults: Faults = no_faults,
    ) -> None:
        self._videos, self._now, self._seconds, self.faults = videos, now, seconds, faults
        self._began: list[float] = []
        self.requests: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        """Submits that would be billed, by prompt."""
        self.sent: Counter[str] = Counter()
        """Bytes of video handed out, by task."""
        self.starts: dict[str, list[int]] = {}
        """Where each handing out of a task's video began."""
        self.hold_after: int | None = None
        """Bytes of a video after which the rest waits for ``go``."""
        self.hold_submits = False
        """Whether an accepted submit is answered only after ``go``."""
        self.go = asyncio.Event()
        self._playing: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._playing:
            task.cancel()
        if self._playing:
            await asyncio.wait(self._playing)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._playing.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # The client went first: its right.
        finally:
            self._playing.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False where the connection ends with it."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        target = head.split(" ", 2)[1]
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        url = urlsplit(target)
        kind = next((kind for kind, path in PATHS.items() if url.path.startswith(path)), None)
        if kind is None:
            return await _answer(writer, 404, b"404 page not found", {"Content-Type": "text/plain"})
        self.requests[kind] += 1
        fault = self.faults(kind, self.requests[kind])
        if fault is not None and (fault.status or not fault.share):
            return fault.status > 0 and await _answer(writer, fault.status, fault.body, fault.headers)
        if kind == "video":
            return await self._hand_out(writer, url.path.removeprefix(VIDEO), headers, fault)
        answer = self._submit(body) if kind == "submit" else self._result(parse_qs(url.query)["task_id"][0])
        if kind == "submit" and self.hold_submits:
            await self.go.wait()
        content = json.dumps(answer).encode()
        cut = len(content) if fault is None else int(len(content) * fault.share)
        return await _answer(writer, 200, content, {"Content-Type": "application/json"}, cut=cut)

    def _submit(self, body: bytes) -> dict[str, object]:
        self._began.append(self._now())
        self.accepted[json.loads(body)["input"].get("prompt", "")] += 1
        return {"task_id": f"task-{len(self._began)}"}

    def _result(self, task_id: str) -> dict[str, object]:
        number = int(task_id.removeprefix("task-"))
        done = self._now() - self._began[number - 1] >= self._seconds(number)
        link = {
            "video_url": f"{self.url}{VIDEO}{task_id}?signature=signed",
            "video_url_ttl": str(round(LINK_SECONDS)),
            "video_type": "mp4",
        }
        status = "TASK_STATUS_SUCCEED" if done else "TASK_STATUS_PROCESSING"
        return {"task": {"task_id": task_id, "status": status}, "videos": [link] if done else []}

    async def _hand_out(
        self, writer: asyncio.StreamWriter, task_id: str, headers: Mapping[str, str], fault: Fault | None
    ) -> bool:
        number = int(task_id.removeprefix("task-"))
        video = self._videos[number % len(self._videos)]
        facts = {"ETag": f'"{task_id}"', "Content-Type": "video/mp4"}
        first = 0
        if headers.get("if-range") == facts["ETag"]:
            first = int(headers["range"].removeprefix("bytes=").removesuffix("-"))
            facts["Content-Range"] = f"bytes {first}-{len(video) - 1}/{len(video)}"
        content = video[first:]
        cut = len(content) if fault is None else int(len(content) * fault.share)
        status = 206 if "Content-Range" in facts else 200
        self.starts.setdefault(task_id, []).append(first)
        return await _answer(writer, status, content, facts, cut=cut, after=partial(self._handed, task_id))

    async def _handed(self, task_id: str, size: int) -> None:
        self.sent[task_id] += size
        if self.hold_after is not None and self.sent[task_id] >= self.hold_after:
            await self.go.wait()


async def _nothing_after(_size: int) -> None:
    """Most answers are of no interest once they left."""


async def _answer(
    writer: asyncio.StreamWriter,
    status: int,
    content: bytes,
    headers: Mapping[str, str],
    *,
    cut: int | None = None,
    after: Callable[[int], Awaitable[None]] = _nothing_after,
) -> bool:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    sent = len(content) if cut is None else cut
    for start in range(0, sent, PIECE):
        piece = content[start : min(start + PIECE, sent)]
        writer.write(piece)
        await writer.drain()
        await after(len(piece))
    return sent == len(content)


@contextmanager
def service_process(videos: Sequence[Path], clock: FastClock) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The service with its usual faults in a process of its own.

    Yields its URL, and what ends it and gives its counts of requests and of accepted prompts.
    """
    command = [sys.executable, "-m", "tests.fakes.video_service", str(clock.speed), str(clock.began)]
    command += [str(video) for video in videos]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        url = process.stdout.readline().strip()

        def counts() -> Any:
            return json.loads(process.communicate(timeout=20)[0])

        try:
            yield url, counts
        finally:
            process.kill()


def task_seconds(number: int) -> float:
    """One to three minutes, spread evenly and the same way every time."""
    return 60.0 + number * 37 % 120


async def _run(clock: FastClock, videos: Sequence[bytes]) -> None:
    async with VideoService(videos, clock.monotonic, task_seconds, usual_faults) as service:
        sys.stdout.write(f"{service.url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)  # Until the other side has enough.
        counts = {"requests": service.requests, "accepted": service.accepted}
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(
            _run(
                FastClock(float(sys.argv[1]), float(sys.argv[2])),
                [Path(name).read_bytes() for name in sys.argv[3:]],
            )
        )
