"""What the job list costs at 10,000 rows: a row painted, a change, a search."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from PySide6.QtWidgets import QApplication

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.theme import Theme

ROWS = 10_000
PAGE = 500
"""What the store gives at once."""
PROMPT = "Slow dolly-in as the sun sets behind the ridges, mist drifting"


def milliseconds(work: Callable[[int], None], rounds: int) -> float:
    """The median over rounds, each with what the view lays out because of it."""
    taken = []
    for number in range(rounds):
        start = time.perf_counter()
        work(number)
        QApplication.sendPostedEvents()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def no_picture(_job: Job) -> str:
    return ""


def measure() -> dict[str, float]:
    """Milliseconds by name. Needs a QApplication."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = Theme(application)
    theme.choose("dark")
    jobs = JobList(theme, no_picture, clock=lambda: NOW)
    jobs.resize(344, 850)
    states = list(JobState)
    every = [make_job(str(n), states[n % len(states)], PROMPT) for n in range(ROWS)]
    start = time.perf_counter()
    jobs.set_jobs(every)
    filled = (time.perf_counter() - start) * 1000
    jobs.show()
    viewport = jobs.view.viewport()
    rows = viewport.height() / jobs.view.sizeHintForRow(0)

    def paint() -> None:
        viewport.grab()

    def change(row: int, number: int) -> None:
        jobs.update_job(make_job(str(row), JobState.RUNNING, PROMPT, progress=number % 100 / 100))

    def search(number: int) -> None:
        jobs.set_jobs(every[number % 2 : PAGE * 2 : 2])

    return {
        f"{ROWS} rows set (ms)": filled,
        "one row painted (ms)": milliseconds(lambda _: paint(), 30) / rows,
        "one change of a seen row, unpainted (ms)": milliseconds(lambda n: change(2, n), 300),
        "one change of an unseen row (ms)": milliseconds(lambda n: change(ROWS - 2, n), 300),
        f"a search between pages of {PAGE} (ms)": milliseconds(search, 9),
    }


if __name__ == "__main__":
    import sys

    keep = QApplication([])
    for name, figure in measure().items():
        sys.stdout.write(f"{name}: {figure:.3f}\n")
