"""From the start to the first paint: the program that ``dev.py build`` froze, against that from the sources.

Both run their self-test, which says when it has painted, and are ended there. They take turns, so that what
slows one slows the other. Where root can empty the disk's cache it is emptied before each start, as after the
computer was switched on; elsewhere both are warm.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench import program
from tests.bench.figures import Figure, Row, Skipped, ratio_of, spread
from wan_desktop.app.selftest import PAINTED

ROUNDS = 7
ROOT = Path(__file__).resolve().parents[2]
FROZEN = (
    ROOT
    / "build"
    / "dist"
    / "wan-desktop"
    / ("wan-desktop.exe" if sys.platform == "win32" else "wan-desktop")
)
SOURCES = [sys.executable, "-P", "-m", "wan_desktop"]
CACHES = Path("/proc/sys/vm/drop_caches")
EVERYTHING = "3"


def measure(rounds: int = ROUNDS) -> list[Row]:
    if not FROZEN.exists():
        return [
            Skipped("installed start / source start", "there is no frozen program: dev.py build makes it")
        ]
    cold = os.access(CACHES, os.W_OK)
    with program.home(), program.bytecode(), tempfile.TemporaryDirectory() as results:
        frozen, sources = ([*command, "--selftest", results] for command in ([str(FROZEN)], SOURCES))
        for command in (frozen, sources):  # bytecode
            to_paint(command, cold=False)
        warm = [(to_paint(frozen, cold=False), to_paint(sources, cold=False)) for _ in range(rounds)]
        rows = rows_of(warm, "warm")
        if cold:
            pairs = [(to_paint(frozen, cold=True), to_paint(sources, cold=True)) for _ in range(rounds)]
            rows = [*rows_of(pairs, "cold"), *rows]
    return rows


def rows_of(pairs: list[tuple[float, float]], cache: str) -> list[Row]:
    """``pairs``: seconds of the frozen program and of the sources; ``cache``: how the disk's cache was."""
    ratios = [frozen / sources for frozen, sources in pairs]
    return [
        Figure(f"installed start / source start, {cache}", ratio_of(pairs), goal=1.2, note=spread(ratios)),
        Figure(f"installed start to first paint, {cache}", median(ours for ours, _ in pairs) * 1000, "ms"),
        Figure(f"source start to first paint, {cache}", median(its for _, its in pairs) * 1000, "ms"),
    ]


def to_paint(command: list[str], *, cold: bool) -> float:
    """Seconds from the start of a self-test until it says that it has painted."""
    if cold:
        os.sync()
        CACHES.write_text(EVERYTHING, encoding="ascii")
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        if not process.stdout.readline().endswith(f"{PAINTED}\n"):
            raise RuntimeError(f"{command[0]} did not paint")
        seconds = time.perf_counter() - start
        process.terminate()
        process.stdout.read()
    return seconds
