"""How long the UI's loop is ever busy: gaps between the ticks of a timer, while the program works hard.

The whole program; twenty jobs polled at the demo service in another process over real HTTP, as the runner
polls them; three downloads of large videos from a server in a third process, as fast as they go; and a 1080P
video playing. Nothing is rendered meanwhile. A gap is the time between two
ticks of a 1 ms timer less that millisecond. Measured without a screen, and under Xvfb where there is one.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from tests.bench import program, service
from tests.bench.clip import an_order, finished_task, job_of_task, lengthen, make_clip
from tests.bench.download import served
from tests.bench.figures import Figure, Row, Skipped, percentile
from wan_desktop.app.main import App
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.paths import Paths, resource
from wan_desktop.core.secrets import KEY_VARIABLE
from wan_desktop.core.settings import Settings
from wan_desktop.core.store import Store
from wan_desktop.demo.app import KEY
from wan_desktop.demo.order import Outcome
from wan_desktop.demo.tasks import TaskFolder

SECONDS = 15.0
POLLED, DOWNLOADS = 20, 3
MEGABYTES = 1500
TASK_SECONDS = 600
"""The polled tasks are half done: a new percent every few seconds, no end before the measure's."""
TICK_MS = 1
LONG_MS = 16.0
BLAME = "WAN_DESKTOP_BENCH_BLAME"
"""Set to anything: says on standard error where the loop's thread stood in gaps over 16 ms."""


@dataclass(slots=True)
class Seen:
    """What one run saw. Gaps in milliseconds; ``blame``: where the loop's thread stood in long ones."""

    gaps: list[float] = field(default_factory=list)
    changes: int = 0
    megabytes: float = 0.0
    seconds: float = 0.0
    frames: int = 0
    blame: dict[str, int] = field(default_factory=dict)


class Ticker(QObject):
    """A timer of the UI's loop, and the gaps between its ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, (now - self.last) * 1000 - TICK_MS))
        self.last = now


class Watcher(threading.Thread):
    """Looks where the loop's thread stands whenever a tick is overdue (asked for by ``BLAME``)."""

    def __init__(self, ticker: Ticker, blame: dict[str, int]) -> None:
        super().__init__(name="stall watcher", daemon=True)
        self._ticker, self._blame = ticker, blame
        self._main = threading.main_thread().ident or 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.004):
            if (time.perf_counter() - self._ticker.last) * 1000 > LONG_MS:
                frame = sys._current_frames().get(self._main)
                stack = traceback.extract_stack(frame)[-4:]
                where = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in stack[::-1])
                self._blame[where] = self._blame.get(where, 0) + 1


def measure(seconds: float = SECONDS, megabytes: int = MEGABYTES, scale: float = 1.0) -> list[Row]:
    seen = run(seconds, megabytes, scale)
    tell_blame(seen)
    rows = figures(seen, "offscreen")
    if not shutil.which("xvfb-run"):
        return [*rows, Skipped("stall under Xvfb", "there is no xvfb-run on this computer")]
    return [*rows, *under_xvfb(seconds, megabytes, scale)]


def figures(seen: Seen, where: str) -> list[Row]:
    long = [gap for gap in seen.gaps if gap > LONG_MS]
    note = (
        f"{len(seen.gaps)} ticks, {seen.changes} changes of jobs, {seen.megabytes / seen.seconds:.0f} MB/s, "
        f"{seen.frames / seen.seconds:.0f} frames/s, {len(long)} over 16 ms"
    )
    return [
        Figure(f"stall of the UI's loop, p99, {where}", percentile(seen.gaps, 99), "ms", 16, note=note),
        Figure(f"stall of the UI's loop, worst, {where}", max(seen.gaps), "ms", 50),
        Figure(f"time inside gaps over 16 ms, {where}", 100 * sum(long) / (seen.seconds * 1000), "%"),
    ]


def under_xvfb(seconds: float, megabytes: int, scale: float) -> list[Row]:
    """The same in a child of xvfb-run."""
    with tempfile.TemporaryDirectory() as name:
        result = Path(name) / "seen"
        command = [
            "xvfb-run",
            "-a",
            "-s",
            "-screen 0 1600x1000x24",
            sys.executable,
            "-m",
            "tests.bench.stall",
        ]
        command += [str(seconds), str(megabytes), str(scale), str(result)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
        if subprocess.run(command, env=environment, check=False).returncode:
            return [Skipped("stall under Xvfb", "the program did not run there")]
        return figures(Seen(**json.loads(result.read_text(encoding="utf-8"))), "Xvfb")


def run(seconds: float, megabytes: int, scale: float) -> Seen:
    os.environ[KEY_VARIABLE] = KEY
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as name:
        demo = Path(name)
        (demo / "files").mkdir()
        clip = make_clip(demo / "clip.mp4", scale=scale)
        large = lengthen(clip, demo / "large.mp4", megabytes)
        with served(demo / "files") as files, service.running(demo, TASK_SECONDS, files) as url:
            settings = Settings(service=url, theme="light", language="en", muted=True, loop=True)
            with program.home(settings) as paths:
                fill(paths, url, demo, clip, large)
                return program.run_in_program(watched(seconds))


def fill(paths: Paths, url: str, demo: Path, clip: Path, large: Path) -> None:
    """The home as a busy user left it: jobs to be polled, jobs whose video is there, one finished."""
    now = time.time()
    tasks = TaskFolder(demo / "tasks")
    # Fails when its time is over, and renders nothing until then.
    endless = replace(an_order(), outcome=Outcome.FAIL)
    image = resource("samples", "lake.jpg").read_bytes()
    jobs = []
    for number in range(POLLED):
        task_id = tasks.accept(endless, image).id
        age_task(demo, task_id, TASK_SECONDS / 2)
        jobs.append(job_of_task(number, task_id, url, JobState.QUEUED, now))
    for number in range(POLLED, POLLED + DOWNLOADS):
        task_id = finished_task(demo, large)
        os.link(large, demo / "files" / f"{task_id}.mp4")
        age_task(demo, task_id, TASK_SECONDS + 1)
        # Old ones are asked for first, so that all three are under way soon.
        jobs.append(job_of_task(number, task_id, url, JobState.QUEUED, now - 60))
    shown = job_of_task(99, "shown", url, JobState.DONE, now)
    jobs.append(replace(shown, finished_at=now, video=str(clip), video_seconds=5.0))
    store = Store(paths.database, paths.locks)
    for job in jobs:
        store.save(job)
    store.close()


def age_task(demo: Path, task_id: str, seconds: float) -> None:
    """Puts the beginning of a task into the past."""
    then = time.time() - seconds
    os.utime(demo / "tasks" / task_id / "order.json", (then, then))


class News:
    """What happens in the program meanwhile."""

    def __init__(self) -> None:
        self.changes = self.frames = 0
        self._states: dict[str, JobState] = {}
        self.less_to_load = asyncio.Event()

    def published(self, job: Job) -> None:
        self.changes += 1
        self._states[job.id] = job.state
        if self.downloads() < DOWNLOADS:
            self.less_to_load.set()
        else:
            self.less_to_load.clear()

    def frame_came(self, _position: object) -> None:
        self.frames += 1

    def all_is_under_way(self) -> bool:
        return self.frames > 0 and self.downloads() == DOWNLOADS

    def downloads(self) -> int:
        return sum(state is JobState.DOWNLOADING for state in self._states.values())


def watched(seconds: float) -> Callable[[App], Coroutine[Any, Any, Seen]]:
    async def watch(app: App) -> Seen:
        seen, news, ticker = Seen(), News(), Ticker()
        app.backend.runner.subscribe(news.published)
        app.player.position_moved.connect(news.frame_came)
        await program.select(app, "job99")
        await program.until(news.all_is_under_way, "three downloads and a playing video")
        watcher = Watcher(ticker, seen.blame)
        if BLAME in os.environ:
            watcher.start()
        news.changes = news.frames = 0
        before = megabytes_in(app.paths.library)
        ticker.start()
        began = time.perf_counter()
        with suppress(TimeoutError):  # The ordinary end: every download was too large for the time.
            await asyncio.wait_for(news.less_to_load.wait(), seconds)
        ticker.stop()
        watcher.over.set()
        seen.gaps, seen.seconds = ticker.gaps, time.perf_counter() - began
        seen.megabytes = megabytes_in(app.paths.library) - before
        seen.changes, seen.frames = news.changes, news.frames
        return seen

    return watch


def megabytes_in(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / (1024 * 1024)


def tell_blame(seen: Seen) -> None:
    for where, times in sorted(seen.blame.items(), key=itemgetter(1), reverse=True)[:25]:
        sys.stderr.write(f"{times:5} × {where}\n")


def main(arguments: list[str]) -> None:
    """In a process of its own: the run's sizes, and the file to leave what was seen in."""
    seen = run(float(arguments[0]), int(arguments[1]), float(arguments[2]))
    tell_blame(seen)
    # As plain data: a class of __main__ is another class elsewhere.
    Path(arguments[3]).write_text(json.dumps(asdict(seen)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
