"""``python -m tests.soak [jobs] [window]``: long runs of the real parts; exit status 1 where one failed.

jobs: 1,000 jobs over two hours of the service's time through the core. window: 300 jobs and 200 playbacks in
the whole program. About five minutes each; every run prints its samples and what grew in its second half.
"""

from __future__ import annotations

import sys

from tests.soak import jobs, window
from tests.soak.runs import Part, run_jobs, run_window
from tests.soak.samples import growths, slopes, table


def main(names: list[str]) -> int:
    runs = {
        "jobs": lambda: run_jobs(jobs.JOBS, jobs.SPEED),
        "window": lambda: run_window(window.JOBS, window.PLAYBACKS, window.SPEED),
    }
    unknown = [name for name in names if name not in runs]
    if unknown:
        say(str(__doc__))
        return 2
    wrong = [words for name in names or runs for words in told(name, *runs[name]())]
    say("\n".join(wrong) if wrong else "Flat, and everything as it should be.")
    return 1 if wrong else 0


def told(name: str, parts: list[Part], faults: list[str], facts: dict[str, object]) -> list[str]:
    """Prints one run; what was wrong with it, in words."""
    say(f"\n{name}: {', '.join(f'{key} {value}' for key, value in facts.items())}")
    wrong = [f"{name}: not so: {words}" for words in faults]
    for part in parts:
        say(f"\n{part.name}\n{table(part.samples)}")
        say(f"growth with 100 more, second half: {slopes(part.samples)}")
        wrong += [f"{part.name}: {words}" for words in growths(part.samples, part.bounds)]
    return wrong


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
