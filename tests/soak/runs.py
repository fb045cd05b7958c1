"""Each run in a process of its own, so that what it measures is its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.soak import jobs, window
from tests.soak.samples import Bound, Sample

Run = tuple[list["Part"], list[str], dict[str, object]]
"""The parts of a run with their samples, what was not so at its end, and facts worth telling."""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    samples: list[Sample]
    bounds: Sequence[Bound]


def run_jobs(count: int, speed: float) -> Run:
    """So many jobs through the core. RuntimeError where the run itself failed."""
    outcome = _outcome("tests.soak.jobs", count, speed)
    parts = [Part(f"{count} jobs", _samples(outcome["samples"]), jobs.BOUNDS)]
    facts = {"hours of service": round(outcome["hours"], 2), "minutes": round(outcome["minutes"], 1)}
    return parts, outcome["faults"], {**facts, **outcome["requests"]}


def run_window(count: int, playbacks: int, speed: float) -> Run:
    """So many jobs and playbacks in the whole program. RuntimeError where the run itself failed."""
    outcome = _outcome("tests.soak.window", count, playbacks, speed)
    parts = [
        Part(f"{count} jobs in the window", _samples(outcome["jobs"]), window.JOB_BOUNDS),
        Part(f"{playbacks} playbacks", _samples(outcome["playbacks"]), window.PLAYBACK_BOUNDS),
    ]
    return parts, outcome["faults"], {"minutes": round(outcome["minutes"], 1)}


def _outcome(module: str, *sizes: float) -> Any:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6"}
    command = [sys.executable, "-m", module, *map(str, sizes)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stderr[-8000:]}")
    return json.loads(done.stdout)


def _samples(values: list[dict[str, Any]]) -> list[Sample]:
    return [Sample(**one) for one in values]
