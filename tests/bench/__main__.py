"""``python -m tests.bench [NAME …]``: measures the real parts and prints one table; the exit status is 0.

Each measure runs in a process of its own, one after the other. Quiet seconds give quiet figures: the load of
the computer is printed with them.
"""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import Row, Skipped, table

MEASURES = {
    "start": "process start to first paint, against a bare window with the same widgets",
    "installed_start": "the frozen program to its first paint, against the same from the sources",
    "stall": "the UI loop under 20 polled jobs, 3 downloads and a 1080P video",
    "first_frame": "a finished job to its first frame on the screen",
    "idle": "CPU and memory while nothing happens",
    "download": "200 MB against curl",
    "tagging": "what settings in the video add before it can be seen",
    "image_prepare": "photographs until they are seen and can be sent, against the libraries alone",
    "image_seen": "photographs dropped on the window until they are painted",
    "job_list": "the job list at 10,000 rows",
}
LONGEST_SECONDS = 600


def main(names: list[str]) -> int:
    if names[:1] == ["--into"]:
        Path(names[1]).write_bytes(pickle.dumps(measured_here(names[2])))
        return 0
    unknown = [name for name in names if name not in MEASURES]
    if unknown or "--help" in names:
        say("\n".join(["python -m tests.bench [NAME …]", *(f"  {n:14} {w}" for n, w in MEASURES.items())]))
        return 0 if "--help" in names else 2
    rows: list[Row] = []
    say(f"{os.cpu_count()} processors, {load()}")
    for name in names or MEASURES:
        say(f"… {name}: {MEASURES[name]}")
        rows += measured(name)
    say(f"{load()}\n\n{table(rows)}")
    return 0


def measured_here(name: str) -> list[Row]:
    rows: list[Row] = importlib.import_module(f"tests.bench.{name}").measure()
    return rows


def measured(name: str) -> list[Row]:
    """The figures of one measure, run by a fresh process without a screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6"}
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as folder:
        result = Path(folder) / "rows"
        command = [sys.executable, "-m", "tests.bench", "--into", str(result), name]
        try:
            status = subprocess.run(command, env=environment, timeout=LONGEST_SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            return [Skipped(name, f"no end within {LONGEST_SECONDS} s")]
        if status:
            return [Skipped(name, f"the measure failed with exit status {status}, its words are above")]
        rows: list[Row] = pickle.loads(result.read_bytes())  # our own child wrote it
        return rows


def load() -> str:
    if not hasattr(os, "getloadavg"):
        return "load unknown"
    return "load {:.1f} (1 min) {:.1f} (5 min)".format(*os.getloadavg()[:2])


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
