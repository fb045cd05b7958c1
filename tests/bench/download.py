"""A large video from a server on this computer, against curl, and what it costs in memory.

The program's Downloader as it is: judged addresses, a ``.part`` with its promise, synced to the disk at the
end. curl syncs nothing, so both are compared twice: with the sync (curl's file synced by us after it) and
without (the time spent in ``fsync`` taken off ours). The server is a process of its own that uses sendfile.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unittest.mock import patch

from tests.bench.figures import Figure, Row, Skipped, ratio_of, spread
from wan_desktop.core.download import Downloader

ROUNDS = 7
MEGABYTES = 200
NAME, SMALL = "video.mp4", "small.mp4"


@dataclass(slots=True)
class Seconds:
    """One download: in all, and how much of that was the sync."""

    whole: float
    synced: float

    @property
    def unsynced(self) -> float:
        return self.whole - self.synced


class TimedSync:
    """``os.fsync`` with a clock beside it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sync = os.fsync

    def __call__(self, descriptor: int) -> None:
        start = time.perf_counter()
        self._sync(descriptor)
        self.seconds += time.perf_counter() - start


def measure(rounds: int = ROUNDS, megabytes: int = MEGABYTES) -> list[Row]:
    if shutil.which("curl") is None:
        return [Skipped("download speed / curl", "there is no curl on this computer")]
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as name:
        folder = Path(name)
        make_file(folder / NAME, megabytes)
        with served(folder) as base_url:
            return figures(f"{base_url}/{NAME}", folder, rounds, megabytes)


def figures(url: str, folder: Path, rounds: int, megabytes: int) -> list[Row]:
    make_file(folder / SMALL, 4)
    asyncio.run(by_us(url.replace(NAME, SMALL), folder / "ours.part"))
    by_curl(url, folder / "curl.mp4")
    resting = peak_memory()
    pairs = []
    for _ in range(rounds):
        pairs.append((by_curl(url, folder / "curl.mp4"), asyncio.run(by_us(url, folder / "ours.part"))))
    synced = [(curl.whole, ours.whole) for curl, ours in pairs]
    unsynced = [(curl.unsynced, ours.unsynced) for curl, ours in pairs]
    speeds = [megabytes / ours.whole for _, ours in pairs]
    return [
        Figure(f"{megabytes} MB, speed / curl's, synced", ratio_of(synced), "", 0.8, True, _note(synced)),
        Figure(
            f"{megabytes} MB, speed / curl's, unsynced", ratio_of(unsynced), "", 0.8, True, _note(unsynced)
        ),
        Figure("download speed, synced", median(speeds), "MB/s", note=spread(speeds, 0)),
        Figure(
            f"peak memory, growth by {rounds} downloads",
            peak_memory() - resting,
            "MB",
            16,
            note="over one download of 4 MB",
        ),
    ]


def _note(pairs: list[tuple[float, float]]) -> str:
    return spread([curl / ours for curl, ours in pairs])


def make_file(path: Path, megabytes: int) -> None:
    """Bytes that no file system packs away."""
    block = os.urandom(1024 * 1024)
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(block)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server process over a folder; its base URL."""
    command = [sys.executable, "-m", "tests.bench.file_server", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def by_curl(url: str, target: Path) -> Seconds:
    target.unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run(["curl", "--silent", "--fail", "--output", str(target), url], check=True)
    fetched = time.perf_counter()
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    end = time.perf_counter()
    return Seconds(end - start, end - fetched)


async def by_us(url: str, target: Path) -> Seconds:
    for old in (target, target.with_name(target.name + ".json")):
        old.unlink(missing_ok=True)
    clock = TimedSync()
    downloader = Downloader(allow_loopback=True)
    with patch.object(os, "fsync", clock):
        start = time.perf_counter()
        await downloader.fetch(url, target)
        end = time.perf_counter()
    await downloader.close()
    return Seconds(end - start, clock.seconds)


def peak_memory() -> float:
    """The most memory that this process ever had resident, in MB; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
