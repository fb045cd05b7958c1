"""What the job list costs at 10,000 rows: a row painted, a change, a search."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from PySide6.QtWidgets import QApplication

from tests.bench.figures import Figure, Row
from tests.fakes.jobs import NOW, make_job
from wan_desktop.app.application import make_application
from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.theme import Theme

ROWS = 10_000
ROUNDS = 30
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


def measure(rows: int = ROWS, rounds: int = ROUNDS) -> list[Row]:
    theme = Theme(make_application())
    theme.choose("dark")
    jobs = JobList(theme, no_picture, clock=lambda: NOW)
    jobs.resize(344, 850)
    states = list(JobState)
    every = [make_job(str(n), states[n % len(states)], PROMPT) for n in range(rows)]
    start = time.perf_counter()
    jobs.set_jobs(every)
    filled = (time.perf_counter() - start) * 1000
    jobs.show()
    viewport = jobs.view.viewport()
    seen = viewport.height() / jobs.view.sizeHintForRow(0)

    def paint(_number: int) -> None:
        viewport.grab()

    def change_seen(number: int) -> None:
        jobs.update_job(make_job("2", JobState.RUNNING, PROMPT, progress=number % 100 / 100))

    def change_unseen(number: int) -> None:
        jobs.update_job(make_job(str(rows - 2), JobState.RUNNING, PROMPT, progress=number % 100 / 100))

    def search(number: int) -> None:
        jobs.set_jobs(every[number % 2 : PAGE * 2 : 2])

    return [
        Figure(f"job list, {rows} rows set", filled, "ms"),
        Figure("job list, one row painted", milliseconds(paint, rounds) / seen, "ms"),
        Figure("job list, one change of a seen row, unpainted", milliseconds(change_seen, rounds * 10), "ms"),
        Figure("job list, one change of an unseen row", milliseconds(change_unseen, rounds * 10), "ms"),
        Figure(f"job list, a search between pages of {PAGE}", milliseconds(search, rounds), "ms"),
    ]
