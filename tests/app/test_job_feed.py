"""What the list shows while jobs come and the store is being asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import make_job
from wan_desktop.app.expected_spans import ExpectedSpans
from wan_desktop.app.job_feed import JobFeed
from wan_desktop.core.job import Counts, Job, JobGroup, JobState
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.theme import Theme


class SlowStore:
    """A runner whose store answers only when it is let; what it holds then does not count, but before."""

    def __init__(self) -> None:
        self.held: list[Job] = []
        self.go = asyncio.Event()
        self.listeners: list[Callable[[Job], None]] = []

    def subscribe(self, listener: Callable[[Job], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def subscribe_removals(self, listener: Callable[[str], None]) -> Callable[[], None]:
        return lambda: None

    def get(self, job_id: str) -> Job | None:
        return None

    async def find(self, text: str = "", group: JobGroup = JobGroup.ALL) -> list[Job]:
        found = list(self.held)
        await self.go.wait()
        return found

    async def counts(self) -> Counts:
        return Counts()

    async def finished_seconds(self, job: Job) -> list[float]:
        return []

    def publish(self, job: Job) -> None:
        self.held.insert(0, job)
        for listener in self.listeners:
            listener(job)


@pytest.fixture
def job_list(qtbot: QtBot, qapp: object) -> JobList:
    made = JobList(Theme(qapp), lambda job: "")  # type: ignore[arg-type]  # pytest-qt gives it as object
    qtbot.addWidget(made)
    return made


async def test_a_job_asked_for_while_the_list_is_read_keeps_its_row(job_list: JobList) -> None:
    store, tasks, parent = SlowStore(), Tasks(), QObject()
    feed = JobFeed(store, job_list, ExpectedSpans(), tasks, parent)  # type: ignore[arg-type]  # a fake of what it asks
    await asyncio.sleep(0)
    store.publish(make_job("new", JobState.WAITING))
    store.go.set()
    for _ in range(20):  # Turns of the loop: far more than two reads take.
        await asyncio.sleep(0)
    assert len(tasks) == 0
    assert job_list.model.row_of("new") == 0
    feed.close()
