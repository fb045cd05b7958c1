"""Several workers beside one service: which trials there are, and who plays them."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Self

from tests.crash import service
from tests.crash.points import COMMAND_LINE, POINTS, WINDOW
from tests.crash.worker import ROOT, Outcome, Trial

TWICE_EVERY, COLD_EVERY = 5, 50
"""Of so many kills at a point, one has a second kill in the next start, or a next start that is cold."""

TOLD_EVERY = 500
SELDOM = {COMMAND_LINE: 4, WINDOW: 5}


def trials_for(numbers: Iterable[int], times: int) -> list[Trial]:
    """``times`` kills at each point: the first with a second kill, the third before a cold start.

    Real programs, which take seconds each, are killed a quarter and a fifth as often.
    """
    return [
        Trial(number, seed, twice=seed % TWICE_EVERY == 0, cold=seed % COLD_EVERY == 2)
        for seed in range(times)
        for number in numbers
        if seed % SELDOM.get(POINTS[number].name, 1) == SELDOM.get(POINTS[number].name, 1) - 1
    ]


class Crew:
    """Workers beside one service, from entering to leaving. ``workers`` 0: one more than processors."""

    def __init__(self, folder: Path, workers: int = 0) -> None:
        self._folder, self._count = folder, workers or (os.cpu_count() or 1) + 1
        self._stack = ExitStack()
        self._workers: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        url = self._stack.enter_context(service.running(self._folder / "service"))
        for number in range(self._count):
            started = _worker(self._folder / f"worker {number}", self._folder / "service", url)
            self._workers.append(self._stack.enter_context(started))
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            assert worker.stdin is not None
            worker.stdin.close()
        self._stack.close()

    def play(self, trials: Sequence[Trial]) -> list[Outcome]:
        """Plays all trials, each by whoever is free."""
        waiting: queue.SimpleQueue[Trial] = queue.SimpleQueue()
        for trial in trials:
            waiting.put(trial)
        outcomes: list[Outcome] = []
        threads = [
            threading.Thread(target=_drive, args=(worker, waiting, outcomes)) for worker in self._workers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(outcomes) != len(trials):
            raise RuntimeError(f"{len(trials)} trials, {len(outcomes)} outcomes: a worker's words are above")
        return outcomes


def _worker(folder: Path, service_folder: Path, url: str) -> subprocess.Popen[str]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.crash.worker", str(folder), str(service_folder), url]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8")


def _drive(
    process: subprocess.Popen[str], waiting: queue.SimpleQueue[Trial], outcomes: list[Outcome]
) -> None:
    """Gives a worker one trial after the other until there are none, or it is gone."""
    assert process.stdin is not None
    assert process.stdout is not None
    while not waiting.empty():
        try:
            trial = waiting.get_nowait()
        except queue.Empty:
            break
        process.stdin.write(json.dumps(asdict(trial)) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            break
        outcomes.append(Outcome(**json.loads(line)))
        if len(outcomes) % TOLD_EVERY == 0:
            sys.stderr.write(f"{len(outcomes)} trials played\n")
