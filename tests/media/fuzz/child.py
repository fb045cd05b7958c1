"""``python -m tests.media.fuzz.child TARGET FIRST COUNT FOLDER``: the process in which files may do harm.

One line before each case, its seed, and one after it: JSON with seconds, bytes of memory at most so far, and
what came of it. A case that takes too long ends the process with every thread's stack on stderr.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.media.fuzz.mutators import damaged
from tests.media.fuzz.targets import Target, target


def main(name: str, first: int, count: int, folder: Path) -> None:
    fuzzed = target(name)
    # Readers log and warn of what they then raise as well.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    corpus = fuzzed.corpus()
    for sound in corpus:
        fuzzed.exercise(sound, Random(0), folder)  # what is imported late is imported before the limit
    _limit_memory(fuzzed.memory_max)
    files_open = _files_open()
    for seed in range(first, first + count):
        _say(str(seed))
        faulthandler.dump_traceback_later(fuzzed.seconds_max, exit=True)
        _say(json.dumps(_case(fuzzed, corpus, seed, folder)))
        faulthandler.cancel_dump_traceback_later()
        assert _files_open() <= files_open, "a file is left open"


def _case(fuzzed: Target, corpus: Sequence[bytes], seed: int, folder: Path) -> dict[str, object]:
    chance = Random(seed)
    data = damaged(corpus, chance)
    start = time.perf_counter()
    outcome = fuzzed.exercise(data, chance, folder)
    seconds = time.perf_counter() - start
    left = os.listdir(folder)
    assert not left, f"left behind: {left}"
    return {"seconds": seconds, "memory": _peak_memory(), "outcome": outcome}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _limit_memory(beyond: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + beyond,) * 2)


def _peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _files_open() -> int:
    return len(os.listdir("/proc/self/fd"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
