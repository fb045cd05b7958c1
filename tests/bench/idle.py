"""What the program costs while nothing happens: processor time, and memory over a bare window.

Twenty finished jobs in the list, the first page drawn, no display. Measured inside the process after it
settled, with nothing added to its loop. Then again with a 1080P video loaded and paused. The bare window is
the one of the measure ``start``, shown for as long.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import program
from tests.bench.clip import job_of_task
from tests.bench.figures import Figure, Row, Skipped
from tests.bench.start import describe
from wan_desktop.app.main import App
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

JOBS = 20
SECONDS = 12.0
SETTLE_SECONDS = 5.0
STATUS = Path("/proc/self/status")


def measure(seconds: float = SECONDS, settle: float = SETTLE_SECONDS, scale: float = 1.0) -> list[Row]:
    with program.home() as paths, tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as name:
        # In another process: rendering would leave its own memory behind in this one.
        clip = Path(name) / "clip.mp4"
        subprocess.run([sys.executable, "-m", "tests.bench.clip", str(clip), str(scale)], check=True)
        keep_finished(paths, clip)
        window, processor, empty, loaded_processor, loaded = program.run_in_program(rest(seconds, settle))
        bare = bare_memory(Path(name), window)
    rows: list[Row] = [
        Figure("idle, processor", processor, "% of one", 0.5, note=f"{seconds:g} s, {JOBS} finished jobs"),
        Figure("idle with a video paused, processor", loaded_processor, "% of one"),
    ]
    if not (bare and empty):
        return [*rows, Skipped("idle, memory over a bare window", "only Linux tells it without a library")]
    return [
        *rows,
        Figure("idle, memory over a bare window", empty - bare, "MB", 60, note=f"{empty:.0f} − {bare:.0f}"),
        Figure("with a video paused, memory over it", loaded - bare, "MB", note=f"{loaded:.0f} MB"),
    ]


def keep_finished(paths: Paths, clip: Path) -> None:
    store = Store(paths.database, paths.locks)
    for number in range(JOBS):
        job = job_of_task(number, f"task{number}", "demo", JobState.DONE, time.time() - 60)
        store.save(replace(job, finished_at=time.time(), video=str(clip), video_seconds=5.0))
    store.close()


Rest = tuple[dict[str, object], float, float, float, float]


def rest(seconds: float, settle: float) -> Callable[[App], Coroutine[Any, Any, Rest]]:
    async def work(app: App) -> Rest:
        await asyncio.sleep(settle)
        processor = await used_percent(seconds)
        empty = resident_megabytes()
        await pause_first_video(app)
        await asyncio.sleep(settle)
        loaded = await used_percent(seconds)
        return await describe(app), processor, empty, loaded, resident_megabytes()

    return work


async def pause_first_video(app: App) -> None:
    shown: list[object] = []
    app.player.first_frame_shown.connect(shown.append)
    await program.select(app, "job0")
    await program.until(lambda: bool(shown), "first frame")
    program.soon(app.player.pause)


async def used_percent(seconds: float) -> float:
    """Processor time of the whole process, all threads, as percent of one processor."""
    start, used = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    return 100 * (time.process_time() - used) / (time.perf_counter() - start)


def resident_megabytes(status: Path = STATUS) -> float:
    """Memory resident now, in MB; 0 where there is no /proc."""
    if not status.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024


def bare_memory(folder: Path, window: dict[str, object]) -> float:
    file = folder / "window.json"
    file.write_text(json.dumps(window), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.bare_window", str(file), "--stay"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            process.stdout.readline()
            return resident_megabytes(Path(f"/proc/{process.pid}/status"))
        finally:
            process.kill()
