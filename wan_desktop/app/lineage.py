"""What a video continues and what continues it: told in its details, and led to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject

from wan_desktop.app.viewer import Viewer
from wan_desktop.core.errors import DiskError
from wan_desktop.core.job import Job
from wan_desktop.core.runner import Runner
from wan_desktop.core.submission import CONTINUES
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList


class Lineage(QObject):
    """Asks once for each job that is shown. The store that cannot be read tells of no kin."""

    def __init__(
        self, runner: Runner, tasks: Tasks, details: JobDetails, viewer: Viewer, job_list: JobList
    ) -> None:
        super().__init__(details)
        self._runner, self._tasks = runner, tasks
        self._details, self._viewer, self._list = details, viewer, job_list
        self._shown = ""
        viewer.job_shown.connect(self._job_shown)
        details.job_requested.connect(self.lead_to)
        self._job_shown(viewer.job)

    def lead_to(self, job_id: str) -> None:
        """Shows a job and selects its row; nothing where there is no such job any more."""
        self._tasks.spawn(self._find(job_id), name="find a job")

    def _job_shown(self, job: Job | None) -> None:
        shown, self._shown = self._shown, job.id if job is not None else ""
        if job is not None and job.id != shown:
            self._tasks.spawn(self._look(job), name="find kin")

    async def _look(self, job: Job) -> None:
        with suppress(DiskError):
            parent = job.extra.get(CONTINUES)
            before = await self._runner.meet(parent) if isinstance(parent, str) else None
            after = await self._runner.continuations(job.id)
            asyncio.get_running_loop().call_soon(self._tell, job.id, before, after)

    def _tell(self, job_id: str, before: Job | None, after: Sequence[Job]) -> None:
        self._details.show_lineage(job_id, before, after)

    async def _find(self, job_id: str) -> None:
        with suppress(DiskError):
            job = await self._runner.meet(job_id)
            if job is not None:
                asyncio.get_running_loop().call_soon(self._lead_to, job)

    def _lead_to(self, job: Job) -> None:
        if self._list.model.row_of(job.id) < 0:
            self._list.show_everything()
        self._list.await_row(job.id)
        self._viewer.show_job(job)
