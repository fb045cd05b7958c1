"""Keeps the job list in step with the store: search, filters, counts, and every change of a job."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from wan_desktop.app.batch_status import BatchStatus
from wan_desktop.app.expected_spans import ExpectedSpans
from wan_desktop.core.errors import DiskError
from wan_desktop.core.job import Counts, Job, JobGroup, JobState
from wan_desktop.core.runner import Runner
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.job_list import JobList

COUNT_AFTER_MS = 150
"""Counts are read once after a burst of changes, not at each."""


class JobFeed(QObject):
    """Feeds one JobList from one Runner.

    Signals:
        job_changed: a Job, after the list has it.
        counts_changed: Counts, and how many jobs wait to be sent.
        removed_elsewhere: the id of a job that another process removed; the list has it no longer.
        failed: a Failure of reading the database.
    """

    job_changed = Signal(object)
    counts_changed = Signal(object, int)
    removed_elsewhere = Signal(str)
    failed = Signal(object)

    def __init__(
        self, runner: Runner, job_list: JobList, spans: ExpectedSpans, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._list, self._tasks = runner, job_list, tasks
        self._text, self._group = "", JobGroup.ALL
        self._states: dict[str, JobState] = {}
        self._newcomers: set[str] = set()
        self._spans = spans
        self._batches = BatchStatus(job_list.batch_bar, self)
        self._turn = 0
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(COUNT_AFTER_MS)
        self._count_timer.timeout.connect(self._count)
        self._unsubscribe = runner.subscribe(self._job_published)
        self._unsubscribe_removals = runner.subscribe_removals(self._removed_elsewhere)
        job_list.search_changed.connect(self._search)
        self.refresh()
        self._count()

    def close(self) -> None:
        """Asks and tells nothing any more."""
        self._unsubscribe()
        self._unsubscribe_removals()
        self._list.search_changed.disconnect(self._search)
        self._count_timer.stop()

    def refresh(self) -> None:
        """Asks the store again with the search in force."""
        self._turn += 1
        self._tasks.spawn(self._find(self._turn), name="find jobs")

    def _search(self, text: str, group: str) -> None:
        self._text, self._group = text, JobGroup(group)
        self.refresh()

    async def _find(self, turn: int) -> None:
        self._newcomers.clear()
        try:
            jobs = await self._runner.find(self._text, self._group)
        except DiskError as error:
            asyncio.get_running_loop().call_soon(self.failed.emit, error.failure)
            return
        asyncio.get_running_loop().call_soon(self._show, jobs, turn)

    def _show(self, jobs: list[Job], turn: int) -> None:
        if turn != self._turn:
            return
        if self._newcomers - {job.id for job in jobs}:
            # Asked for since the store was: their rows must not go.
            self.refresh()
        else:
            # What the runner holds is newer than what the store was asked a moment ago.
            self._list.set_jobs([self._runner.get(job.id) or job for job in jobs])

    def _job_published(self, job: Job) -> None:
        known = self._states.get(job.id)
        if known is None:
            self._newcomers.add(job.id)
        self._states[job.id] = job.state
        if known is None and not self._text and self._group in (JobGroup.ALL, JobGroup.RUNNING):
            self._list.add_job(job)
        else:
            self._list.update_job(job)
        if known is None or job.state is JobState.DONE:
            self._tasks.spawn(self._learn_span(job), name="read history")
        if job.state is not known:
            self._count_timer.start()
            if known is not None and self._group is not JobGroup.ALL:
                self.refresh()
        self._batches.job_changed(job)
        self.job_changed.emit(job)

    async def _learn_span(self, job: Job) -> None:
        # Without a history a row says nothing of the time left, and the next change asks again.
        with suppress(DiskError):
            self._spans.learn(job, await self._runner.finished_seconds(job))

    def job_removed(self, job_id: str) -> None:
        self._states.pop(job_id, None)
        self._batches.job_removed(job_id)
        self._list.remove_job(job_id)
        self._count_timer.start()

    def _removed_elsewhere(self, job_id: str) -> None:
        self.job_removed(job_id)
        self.removed_elsewhere.emit(job_id)

    def _count(self) -> None:
        self._tasks.spawn(self._read_counts(), name="count jobs")

    async def _read_counts(self) -> None:
        try:
            counts = await self._runner.counts()
        except DiskError as error:
            asyncio.get_running_loop().call_soon(self.failed.emit, error.failure)
            return
        waiting = sum(state in (JobState.WAITING, JobState.PREPARING) for state in self._states.values())
        asyncio.get_running_loop().call_soon(self._show_counts, counts, waiting)

    def _show_counts(self, counts: Counts, waiting: int) -> None:
        self._list.set_counts(counts)
        self.counts_changed.emit(counts, waiting)
