"""Which batch the bar above the rows is about: one that paused itself first, else the newest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wan_desktop.core.batches import TO_SEND, Batch, batch_of, is_held, summary
from wan_desktop.core.job import Job
from wan_desktop.ui.batch_bar import BatchBar

SHOWN_AGAIN_MS = 50
"""The bar follows at most so often: a click changes hundreds of jobs."""


class BatchStatus(QObject):
    """Keeps the jobs of each batch, as they are published."""

    def __init__(self, bar: BatchBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._jobs: dict[str, dict[str, Job]] = {}
        self._later = QTimer(self, singleShot=True, interval=SHOWN_AGAIN_MS)
        self._later.timeout.connect(self._show)

    def job_changed(self, job: Job) -> None:
        batch = batch_of(job)
        if batch:
            self._jobs.setdefault(batch, {})[job.id] = job
            if not self._later.isActive():
                self._later.start()

    def job_removed(self, job_id: str) -> None:
        for jobs in self._jobs.values():
            if jobs.pop(job_id, None) is not None:
                self._later.start()

    def _show(self) -> None:
        batches = [summary(list(jobs.values())) for jobs in self._jobs.values() if jobs]
        shown = max(filter(_is_open, batches), key=_urgency, default=None)
        self._bar.show_batch(shown, self._waiting_job(shown))

    def _waiting_job(self, batch: Batch | None) -> str:
        if batch is None:
            return ""
        jobs = self._jobs[batch.id].values()
        waiting = [job for job in jobs if job.state in TO_SEND]
        # Of a paused batch a paused one: what is offered for a job is what its own menu has.
        return max(waiting, key=is_held).id


def _is_open(batch: Batch) -> bool:
    return batch.open


def _urgency(batch: Batch) -> tuple[bool, float]:
    return bool(batch.paused), batch.oldest
