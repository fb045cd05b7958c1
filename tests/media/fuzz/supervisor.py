"""Runs cases in children that may die, and names the seed of each that did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FINDINGS_MAX = 20
_LAST_WORDS = 1500


@dataclass(slots=True)
class Report:
    """What came of a run. ``findings``: each a seed and the child's last words."""

    cases: int = 0
    slowest_seconds: float = 0.0
    slowest_seed: int = -1
    peak_memory: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"{self.cases} cases, slowest {self.slowest_seconds:.2f} s (seed {self.slowest_seed}), "
            f"memory at most {self.peak_memory / 1e6:.0f} MB, {len(self.findings)} findings",
            *(f"{count:7} {outcome}" for outcome, count in self.outcomes.most_common()),
            *self.findings,
        ]
        return "\n".join(lines)


def fuzz(name: str, cases: int, first: int = 0) -> Report:
    """Runs ``cases`` seeds from ``first`` on; after each death goes on behind the seed that caused it."""
    report, seed, end = Report(), first, first + cases
    while seed < end and len(report.findings) < FINDINGS_MAX:
        with tempfile.TemporaryDirectory(prefix="wan-fuzz-") as folder:
            seed = _run_child(name, seed, end - seed, Path(folder), report)
    return report


def _run_child(name: str, first: int, count: int, folder: Path, report: Report) -> int:
    """The seed to go on with."""
    work, elsewhere = folder / "work", folder / "temporary"
    work.mkdir()
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.media.fuzz.child", name, str(first), str(count), str(work)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(elsewhere)},
    )  # fmt: skip
    lines = done.stdout.splitlines()
    seed = first
    for line in lines:
        if line.startswith("{"):
            _count(report, seed, json.loads(line))
        else:
            seed = int(line)
    if done.returncode != 0:
        report.findings.append(f"seed {seed}: status {done.returncode}\n{done.stderr[-_LAST_WORDS:]}")
    elif left := sorted(path.name for path in elsewhere.rglob("*")):
        report.findings.append(f"seeds {first} to {seed} left files behind: {left}")
    return seed + 1 if lines else first + count


def _count(report: Report, seed: int, case: dict[str, float | str]) -> None:
    report.cases += 1
    report.outcomes[str(case["outcome"])] += 1
    report.peak_memory = max(report.peak_memory, int(case["memory"]))
    if float(case["seconds"]) > report.slowest_seconds:
        report.slowest_seconds, report.slowest_seed = float(case["seconds"]), seed
