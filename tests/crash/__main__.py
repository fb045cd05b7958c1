"""``python -m tests.crash [--times N] [--point NAME] [--workers N]``: kills everywhere, prints one table.

Exit status 0 only where every column of faults is 0 and every start could be used in time.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.crew import Crew, trials_for
from tests.crash.points import POINTS
from tests.crash.table import table_of, verdict_of

TIMES = 100


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 packaging/dev.py crash", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help=f"kills at each point ({TIMES})")
    parser.add_argument("--point", action="append", metavar="NAME", help="only points whose name holds this")
    parser.add_argument("--workers", type=int, default=0, help="trials at once (processors and one)")
    chosen = parser.parse_args(arguments)
    if sys.platform != "linux":
        say("Children are watched by Linux's pidfd, so this runs on Linux only.")
        return 2
    numbers = [
        number
        for number, point in enumerate(POINTS)
        if not chosen.point or any(words in point.title for words in chosen.point)
    ]
    if not numbers:
        say("\n".join(["There is no such point. These are:", *(f"  {point.title}" for point in POINTS)]))
        return 2
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="wan-desktop-crash-"))
    trials = trials_for(numbers, chosen.times)
    say(f"{len(trials)} trials at {len(numbers)} points.")
    with Crew(folder, chosen.workers) as crew:
        outcomes = crew.play(trials)
    say(table_of(outcomes))
    words = verdict_of(outcomes)
    say(f"{time.monotonic() - began:.0f} s. {words or 'Nothing lost, nothing paid twice.'}")
    if words:
        say(f"What is left of each such trial stands in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
