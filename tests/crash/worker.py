"""Plays trials one after the other: ``python -m tests.crash.worker FOLDER URL`` reads and writes JSON lines.

A trial: a first life is killed, perhaps a next start too; then a next start is let go on to its end, and
everything is looked at. Lives are forked from this process, which has everything loaded, no thread and no
loop; starts that are measured cold are processes of their own.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.crash import checks, life, programs, service
from tests.crash.checks import Fault, Verdict
from tests.crash.edges import Death, watch
from tests.crash.life import Ground
from tests.crash.points import POINTS, RANDOM, Point
from wan_desktop.core.transport import tls_context

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds until a life that neither ends nor dies is a fault."""


@dataclass(frozen=True, slots=True)
class Trial:
    """``twice``: the next start is killed too, at an edge that ``seed`` chooses. ``cold``: see the module."""

    point: int
    seed: int
    twice: bool = False
    cold: bool = False


@dataclass
class Outcome:
    """``killed``: how many processes died. ``seconds``: until a start could be used (``Ground.usable``)."""

    point: int
    killed: int = 0
    seconds: float = 0.0
    by_clock: float = 0.0
    cold: bool = False
    in_doubt: int = 0
    """Submits that the service accepted and whose answer died with the program: the user is asked."""
    faults: list[tuple[str, str]] = field(default_factory=list)


class Worker:
    """Owns a folder for its trials; ``service_folder`` holds the books of the service's side."""

    def __init__(self, folder: Path, service_folder: Path, url: str) -> None:
        self._folder, self._service_folder, self._url = folder, service_folder, url
        self._length = 0.0
        """Seconds of a life that nobody kills."""

    def rehearse(self) -> None:
        """One life and one start that nobody kills: what they load is loaded here, for all that follow."""
        tls_context()
        ground = self._ground("rehearsal")
        life.prepare(ground)
        self._load_ahead(ground, life.first_life(ground, self._url))
        shutil.rmtree(ground.folder)
        life.prepare(ground)
        began = time.perf_counter()
        self._run(ground, Death(), life.first_life(ground, self._url))
        self._length = time.perf_counter() - began
        shutil.rmtree(ground.folder)

    def play(self, trial: Trial) -> Outcome:
        point = POINTS[trial.point]
        ground = self._ground(f"{trial.point}-{trial.seed}")
        outcome, verdict = Outcome(trial.point, cold=trial.cold), Verdict()
        life.prepare(ground, full_log=point.full_log)
        chance = random.Random(f"{trial.point}/{trial.seed}")
        program = None
        if point.name in programs.LINES:
            program = programs.Program(point.name, ground, self._url, _environment(ground))
            outcome.killed += program.kill(chance) == -signal.SIGKILL
        else:
            self._kill_first(ground, point, chance, outcome, verdict)
        before = self._look(ground, verdict, "after the kill")
        ends = frozenset({point.end})
        if program is not None:
            self._start_program(program, ground, outcome, verdict)
        elif trial.twice:
            self._kill_next(ground, chance, outcome)
            self._look(ground, verdict, "after the second kill")
            ends = checks.ends_after(before, point.end)
        checks.let_time_pass(ground)
        self._start(ground, outcome, verdict, program is not None)
        after = self._look(ground, verdict, "after the next start")
        book = service.read_book(self._service_folder, ground.account)
        checks.check_money(ground, book, before, after, verdict)
        outcome.in_doubt = sum(row.state == "unconfirmed" and row.prompt in book.submits for row in after)
        checks.check_end(ground, ends, after, verdict)
        checks.check_files(ground, after, verdict)
        outcome.faults = [(str(fault), words) for fault, words in verdict.found]
        if not verdict.found:
            shutil.rmtree(ground.folder)
        return outcome

    def _ground(self, name: str) -> Ground:
        return Ground(self._folder / name, f"account-{os.getpid()}-{name}")

    def _look(self, ground: Ground, verdict: Verdict, moment: str) -> list[checks.Row]:
        checks.check_visible(ground, verdict, moment)
        checks.check_secrets(ground, verdict, moment)
        return checks.rows_of(ground, verdict, moment)

    def _kill_first(
        self, ground: Ground, point: Point, chance: random.Random, outcome: Outcome, verdict: Verdict
    ) -> None:
        death = Death("" if point.name == RANDOM else point.name)
        after = chance.uniform(0.0, self._length) if point.name == RANDOM else None
        status = self._run(ground, death, life.first_life(ground, self._url), links=point.links, after=after)
        if status == -signal.SIGKILL:
            outcome.killed += 1
        elif point.name != RANDOM or status:
            verdict.add(Fault.WRONG_END, f"the first life ended with {status}, {_words(ground)}")

    def _kill_next(self, ground: Ground, chance: random.Random, outcome: Outcome) -> None:
        """Somewhere in a start; one that has fewer edges ends, which is as good."""
        death = Death(after=chance.randint(1, 60))
        status = self._run(ground, death, life.next_start(ground, self._url, time.monotonic()))
        outcome.killed += status == -signal.SIGKILL

    def _start_program(
        self, program: programs.Program, ground: Ground, outcome: Outcome, verdict: Verdict
    ) -> None:
        complaint = program.again()
        if complaint:
            verdict.add(Fault.WRONG_END, f"started again: {complaint}")
        outcome.cold = True
        self._look(ground, verdict, "after the program's next start")

    def _start(self, ground: Ground, outcome: Outcome, verdict: Verdict, program: bool) -> None:
        if outcome.cold:
            status = self._start_cold(ground)
        else:
            status = self._run(ground, Death(), life.next_start(ground, self._url, time.monotonic()))
        if status:
            verdict.add(Fault.WRONG_END, f"the next start ended with {status}, {_words(ground)}")
        else:
            # Of a program's trial, that of the program itself, where it tells one.
            outcome.seconds = float(ground.heard("usable after")[0 if program else -1])
            outcome.by_clock = float(ground.heard("usable by the clock")[0 if program else -1])

    def _start_cold(self, ground: Ground) -> int:
        command = [sys.executable, "-m", "tests.crash.life", str(ground.folder), ground.account, self._url]
        command.append(str(time.monotonic()))
        with (ground.folder / "said").open("w") as said:
            return subprocess.call(command, cwd=ROOT, env=_environment(ground), stderr=said, timeout=PATIENCE)

    def _run(
        self,
        ground: Ground,
        death: Death,
        work: Coroutine[Any, Any, object],
        *,
        links: bool = True,
        after: float | None = None,
    ) -> int:
        """Forks a life; its exit status, negative for the signal that ended it. ``after`` seconds: killed."""
        child = os.fork()
        if child == 0:
            _live(ground, lambda: watch(death, ground.say, links=links), work)
        work.close()
        return _wait(child, PATIENCE if after is None else after)

    def _load_ahead(self, ground: Ground, work: Coroutine[Any, Any, object]) -> None:
        names = ground.folder / "modules"
        child = os.fork()
        if child == 0:
            _live(ground, lambda: None, work, lambda: names.write_text("\n".join(sys.modules)))
        work.close()
        if _wait(child, PATIENCE):
            raise RuntimeError(f"the rehearsal failed: {_words(ground)}")
        for name in names.read_text().splitlines():
            if name not in sys.modules:
                importlib.import_module(name)
        gc.collect()
        gc.freeze()  # So that a child's collector does not copy every page of it.
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1:
            raise RuntimeError(f"{threads} threads: what is forked now may hang")


def _live(
    ground: Ground,
    begin: Callable[[], object],
    work: Coroutine[Any, Any, object],
    end: Callable[[], object] = lambda: None,
) -> None:
    """The child's whole life; never returns."""
    status = 1
    try:
        said = os.open(ground.folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(said, stream)
        os.environ.update(_environment(ground))
        begin()
        asyncio.run(work)
        end()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def _environment(ground: Ground) -> dict[str, str]:
    mine = {"XDG_DATA_HOME": str(ground.folder / "share"), "HOME": str(ground.folder), "NO_PROXY": "*"}
    mine |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "QT_QPA_PLATFORM": "offscreen"}
    return {**os.environ, **mine}


def _wait(child: int, seconds: float) -> int:
    """Kills a child that still lives after so many seconds."""
    watch_child = os.pidfd_open(child)
    try:
        if not select.select([watch_child], [], [], seconds)[0]:
            os.kill(child, signal.SIGKILL)
    finally:
        os.close(watch_child)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _words(ground: Ground) -> str:
    path = ground.folder / "said"
    return path.read_text(encoding="utf-8", errors="replace")[-2000:] if path.exists() else ""


def main(folder: Path, service_folder: Path, url: str) -> None:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    worker = Worker(folder, service_folder, url)
    worker.rehearse()
    for line in sys.stdin:
        outcome = worker.play(Trial(**json.loads(line)))
        sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
