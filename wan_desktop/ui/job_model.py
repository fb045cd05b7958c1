"""The jobs on screen as a Qt model: one row a job, one ``dataChanged`` a change.

Filtering, sorting and paging are the store's; this model shows what it is given. A reset would lose the
selection, so a new set of jobs is reached by the few removals, moves and insertions that lead to it.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from wan_desktop.core.batches import is_held
from wan_desktop.core.job import Job
from wan_desktop.ui.messages import fact_words, state_words, title_words
from wan_desktop.ui.words import Span, moment_words

Index = QModelIndex | QPersistentModelIndex

JOB_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The :class:`Job` itself."""

TOOLTIP_CHARACTERS = 600


def no_expectation(_job: Job) -> Span | None:
    """What is known about how long a job takes, where nothing is known."""
    return None


class JobModel(QAbstractListModel):
    """Jobs in the order they were given, found by id in constant time.

    ``expected`` says how long a job should take from being sent to being ready (seconds, at least and at
    most), ``clock`` what time it is (seconds since 1970).

    Signals:
        live_changed(bool): there are jobs now whose words change with time, or there are none any more.
    """

    live_changed = Signal(bool)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        expected: Callable[[Job], Span | None] = no_expectation,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self.expected = expected
        self.clock = clock
        self._jobs: list[Job] = []
        self._rows: dict[str, int] | None = {}
        self._live: set[str] = set()

    # What views ask.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid):
            return None
        job = self._jobs[index.row()]
        match role:
            case _ if role == JOB_ROLE:
                return job
            case Qt.ItemDataRole.DisplayRole:
                return title_words(job)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(job)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(job)
            case _:
                return None

    # What the list asks and tells.

    @property
    def has_live(self) -> bool:
        """Whether any job's words change with time."""
        return bool(self._live)

    def job_at(self, row: int) -> Job:
        return self._jobs[row]

    def row_of(self, job_id: str) -> int:
        """The row of a job, -1 where it is not shown."""
        if self._rows is None:
            self._rows = {job.id: row for row, job in enumerate(self._jobs)}
        return self._rows.get(job_id, -1)

    def set_jobs(self, jobs: Sequence[Job]) -> None:
        """Shows exactly ``jobs`` (ids are unique) in this order; what stays keeps its selection."""
        if not self._jobs:
            self._fill(jobs)
        else:
            self._keep_only({job.id for job in jobs})
            self._arrange(jobs)
        self._set_live({job.id for job in jobs if _is_live(job)})

    def add_job(self, job: Job) -> None:
        """Puts a job on top; one that is there already is replaced where it stands."""
        if self.row_of(job.id) >= 0:
            self.update_job(job)
            return
        self._insert(0, [job])
        self._note_live(job)

    def update_job(self, job: Job) -> None:
        """Replaces a job; one that is not shown is ignored."""
        row = self.row_of(job.id)
        if row >= 0:
            self._replace(row, job)
            self._note_live(job)

    def remove_job(self, job_id: str) -> None:
        """Takes a job away; one that is not shown is ignored."""
        row = self.row_of(job_id)
        if row >= 0:
            self._remove(row, row)
            self._set_live(self._live - {job_id})

    # Steps, each one change that views follow.

    def _fill(self, jobs: Sequence[Job]) -> None:
        if jobs:
            self.beginResetModel()
            self._jobs = list(jobs)
            self._rows = None
            self.endResetModel()

    def _insert(self, row: int, jobs: Sequence[Job]) -> None:
        self.beginInsertRows(QModelIndex(), row, row + len(jobs) - 1)
        self._jobs[row:row] = jobs
        self._rows = None
        self.endInsertRows()

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        del self._jobs[first : last + 1]
        self._rows = None
        self.endRemoveRows()

    def _move_up(self, source: int, target: int) -> None:
        self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), target)
        self._jobs.insert(target, self._jobs.pop(source))
        self._rows = None
        self.endMoveRows()

    def _replace(self, row: int, job: Job) -> None:
        if self._jobs[row] != job:
            self._jobs[row] = job
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def _keep_only(self, ids: set[str]) -> None:
        gone = [row for row, job in enumerate(self._jobs) if job.id not in ids]
        for first, last in reversed(list(_runs(gone))):
            self._remove(first, last)

    def _arrange(self, jobs: Sequence[Job]) -> None:
        """Moves, replaces and inserts until the rows are ``jobs``; all rows are among them already."""
        known = {job.id for job in self._jobs}
        row = 0
        for is_known, group in groupby(jobs, key=lambda job: job.id in known):
            members = list(group)
            if is_known:
                self._place(row, members)
            else:
                self._insert(row, members)
            row += len(members)

    def _place(self, row: int, jobs: Sequence[Job]) -> None:
        for target, job in enumerate(jobs, start=row):
            if self._jobs[target].id != job.id:
                self._move_up(self.row_of(job.id), target)
            self._replace(target, job)

    def _note_live(self, job: Job) -> None:
        self._set_live(self._live | {job.id} if _is_live(job) else self._live - {job.id})

    def _set_live(self, live: set[str]) -> None:
        had, self._live = bool(self._live), live
        if had != bool(live):
            self.live_changed.emit(bool(live))

    def state_words(self, job: Job) -> str:
        """Where a job stands now, in words."""
        state = state_words(job, self.clock(), self.expected(job))
        return " ".join(filter(None, (state.text, state.percent)))

    def _spoken(self, job: Job) -> str:
        now = self.clock()
        parts = [title_words(job), self.state_words(job), fact_words(job)]
        parts.append(moment_words(job.finished_at or job.created_at, now))
        return ". ".join(parts)

    def _tooltip(self, job: Job) -> str:
        """The prompt and, since a narrow row cuts it, where the job stands."""
        text = job.request.prompt.strip() or title_words(job)
        if len(text) > TOOLTIP_CHARACTERS:
            text = text[:TOOLTIP_CHARACTERS] + "…"
        state = state_words(job, self.clock(), self.expected(job)).text
        # Escaped and in paragraphs: plain text that looks like markup would be shown as markup, and only
        # rich text is wrapped.
        return f'<p style="white-space: pre-wrap">{html.escape(text)}</p><p>{html.escape(state)}</p>'


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as unbroken runs, first and last of each."""
    for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        run = [row for _, row in group]
        yield run[0], run[-1]


def _is_live(job: Job) -> bool:
    """Whether its words change with time: those of one that waits for its user do not."""
    return job.unfinished and not is_held(job)
