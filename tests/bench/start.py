"""From the start of the process to the first paint, against a bare PySide6 window of the same widgets.

Both are whole processes of this Python without a screen. The bare one imports PySide6 alone and builds, from
a description taken from the program's own window, as many widgets of the same classes in the same tree,
with their words, box layouts, menus and entries; it has no style sheet, no icons, no model, no code behind.
"Painted" is the same moment in both: the window's first paint event is over and the loop is free again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import program
from tests.bench.figures import Figure, Row, ratio_of, spread
from tests.bench.widget_tree import counted, described
from wan_desktop.app.main import App

ROUNDS = 9


def measure(rounds: int = ROUNDS) -> list[Row]:
    with program.home(), program.bytecode(), tempfile.TemporaryDirectory() as folder:
        window = Path(folder) / "window.json"
        description = program.run_in_program(describe)
        window.write_text(json.dumps(description), encoding="utf-8")
        bare = ["tests.bench.bare_window", str(window)]
        ours = ["tests.bench.painted_program"]
        for command in (bare, ours):  # bytecode, the disk's cache
            to_paint(command)
        pairs = [(to_paint(ours), to_paint(bare)) for _ in range(rounds)]
    count = counted(description)
    walls = [(our.wall, its.wall) for our, its in pairs]
    rows: list[Row] = [
        Figure("start to first paint / bare window", ratio_of(walls), goal=1.5, note=_note(walls)),
        Figure("start to first paint", median(wall for wall, _ in walls) * 1000, "ms"),
        Figure(
            "bare window to first paint", median(wall for _, wall in walls) * 1000, "ms", note=said(count)
        ),
    ]
    processor = [(our.processor, its.processor) for our, its in pairs if its.processor]
    if processor:
        name = "the same by processor time, free of what else runs"
        rows.append(Figure(name, ratio_of(processor), note=_note(processor)))
    return rows


def _note(pairs: list[tuple[float, float]]) -> str:
    return spread([ours / bare for ours, bare in pairs])


async def describe(app: App) -> dict[str, object]:
    return described(app.window)


@dataclass(frozen=True, slots=True)
class Seconds:
    """What one start took: on the wall, and of processors (0 where the system does not say)."""

    wall: float
    processor: float


def to_paint(module: list[str]) -> Seconds:
    """Starts ``python -m module …`` and waits for its one line, which it writes when it has painted."""
    command = [sys.executable, "-m", *module]
    before = processor_of_children()
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        if process.stdout.readline() != b"painted\n":
            raise RuntimeError(f"{module[0]} did not paint")
        wall = time.perf_counter() - start
    return Seconds(wall, processor_of_children() - before)


def processor_of_children() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def said(count: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(count.items(), key=lambda item: -item[1]))
