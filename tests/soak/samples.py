"""What a long run must not pile up, looked at again and again, and whether it stayed flat."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import linear_regression


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the own process. ``done`` counts what the run is about: jobs, playbacks."""

    done: int
    megabytes: float
    """Resident, after the collector ran and the allocator gave back what it could."""
    threads: int
    handles: int
    tasks: int
    objects: int
    """Everything that the collector follows."""
    locks: int
    """Locks, tasks and futures of asyncio: what a job might leave behind."""
    log_kilobytes: float
    """SQLite's write-ahead log."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that one figure of a sample may grow with 100 more done, over the second half of the run.

    ``slack`` is how much it may grow in all however short the run: noise.
    """

    figure: str
    per_hundred: float
    slack: float = 0.0


def look(done: int, database: Path | None = None) -> Sample:
    """A sample now; Linux only. Called on the loop's thread."""
    gc.collect()
    _trim()
    alive = gc.get_objects()
    kinds = Counter(type(one) for one in alive)
    log = Path(f"{database}-wal")
    return Sample(
        done=done,
        megabytes=int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20,
        threads=len(list(Path("/proc/self/task").iterdir())),
        handles=len(list(Path("/proc/self/fd").iterdir())) - 1,
        tasks=len(asyncio.all_tasks()),
        objects=len(alive),
        locks=sum(kinds[kind] for kind in (asyncio.Lock, asyncio.Task, asyncio.Future, asyncio.Event)),
        log_kilobytes=log.stat().st_size / 1024 if database and log.exists() else 0.0,
    )


def _trim() -> None:
    """Hands free memory back to the system, where the C library knows how: what stays is in use."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def growths(samples: Sequence[Sample], bounds: Sequence[Bound]) -> list[str]:
    """In words, which figures grew more than they may; empty where the run was flat.

    Judged by the line of best fit over the samples of the second half.
    """
    half = [sample for sample in samples if sample.done >= samples[-1].done / 2]
    done = [sample.done for sample in half]
    wrong = []
    for bound in bounds:
        values = [getattr(sample, bound.figure) for sample in half]
        slope = linear_regression(done, values).slope * 100
        grown = slope * (done[-1] - done[0]) / 100
        if slope > bound.per_hundred and grown > bound.slack:
            wrong.append(f"{bound.figure}: {slope:+.3g} with 100 more, {bound.per_hundred:g} are allowed")
    return wrong


def slopes(samples: Sequence[Sample]) -> str:
    """Growth with 100 more done over the second half, for the foot of a table."""
    half = [sample for sample in samples if sample.done >= samples[-1].done / 2]
    done = [sample.done for sample in half]
    names = [field.name for field in fields(Sample)][1:]
    grown = (linear_regression(done, [getattr(one, name) for one in half]).slope * 100 for name in names)
    return ", ".join(f"{name} {value:+.3g}" for name, value in zip(names, grown, strict=True))


def table(samples: Sequence[Sample]) -> str:
    """The samples under one another, as text."""
    names = [field.name for field in fields(Sample)]
    lines = [names, *([f"{value:.10g}" for value in _rounded(sample)] for sample in samples)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )


def _rounded(sample: Sample) -> list[float]:
    return [round(value, 1) for value in asdict(sample).values()]
