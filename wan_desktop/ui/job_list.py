"""The right pane: search, filters with counts, the rows. It is the caller (the store) who searches."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from wan_desktop.core.job import Counts, Job, JobGroup, JobState
from wan_desktop.ui.announce import announce
from wan_desktop.ui.batch_bar import BatchBar
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.job_model import JobModel, no_expectation
from wan_desktop.ui.job_view import JobView
from wan_desktop.ui.theme import SPACING, Theme, set_look
from wan_desktop.ui.words import Span

#: How long the search waits for the next key, in milliseconds.
SEARCH_DELAY = 150
#: What is read out of a job on its way: the steps that take their time.
_SAID_STATES = frozenset({JobState.QUEUED, JobState.RUNNING})


class JobList(QWidget):
    """Search field, filters and rows.

    ``thumbnail_path`` names a small picture for a job that has no poster yet ("" where there is none);
    ``expected`` says how long a job should take (see :class:`JobModel`); ``clock`` gives seconds since 1970.

    Signals:
        job_selected(Job | None): the user or :meth:`select` made another row the current one.
        action_requested(str, str): an act (``Action``) is wanted for the job of an id.
        search_changed(str, str): jobs that match a text in a group (``JobGroup``) are wanted.
    """

    job_selected = Signal(object)
    action_requested = Signal(str, str)
    search_changed = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        thumbnail_path: Callable[[Job], str],
        parent: QWidget | None = None,
        *,
        expected: Callable[[Job], Span | None] = no_expectation,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._counts = Counts()
        self._selected_id = ""
        self._quiet = False
        self.model = JobModel(self, expected=expected, clock=clock)
        self.search_edit = QLineEdit(self, clearButtonEnabled=True)
        self.search_edit.setObjectName("searchEdit")
        self.search_action = QAction(self, shortcut=QKeySequence(QKeySequence.StandardKey.Find))
        self._filters = QWidget(self)
        self._buttons = self._make_filters()
        self.batch_bar = BatchBar(self)
        self.view = JobView(theme, self.model, thumbnail_path, self)
        self._empty = QLabel(self.view.viewport(), alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY)
        self._lay_out()
        self._connect()
        self._retranslate()
        self._show_what_there_is()

    # What the window tells.

    def set_jobs(self, jobs: Sequence[Job]) -> None:
        """Shows exactly these jobs. A selected one that is among them stays or becomes the current row.

        One that is not does not make another current: a search must not start another video.
        """
        self._quiet = True
        if all(job.id != self._selected_id for job in jobs):
            self.view.setCurrentIndex(QModelIndex())
        self.model.set_jobs(jobs)
        self._make_current(self._selected_id)
        self._quiet = False
        self._show_what_there_is()

    def add_job(self, job: Job) -> None:
        """Puts a new job on top."""
        self.model.add_job(job)
        self._show_what_there_is()

    def update_job(self, job: Job) -> None:
        """Shows a job's new standing; one that is not shown is ignored.

        Each job's end is read out, and of the one in the window its way there, too.
        """
        row = self.model.row_of(job.id)
        before = self.model.job_at(row) if row >= 0 else None
        self.model.update_job(job)
        if before is None:
            return
        if before.unfinished and not job.unfinished:
            self._say(row)
        elif job.id == self._selected_id and _is_news(before, job):
            announce(self.view, self.model.state_words(job))

    def _say(self, row: int) -> None:
        announce(self.view, str(self.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)))

    def remove_job(self, job_id: str) -> None:
        """Takes a row away; where it was the current one, a neighbour becomes that."""
        self.model.remove_job(job_id)
        self._show_what_there_is()

    def set_counts(self, counts: Counts) -> None:
        self._counts = counts
        self._name_filters()
        self._show_what_there_is()

    def select(self, job_id: str) -> None:
        """Makes a job the current row, shows it and has it read out.

        One that is not among the rows leaves things as they are.
        """
        before = self.view.current_job()
        self._make_current(job_id)
        self.view.scrollTo(self.view.currentIndex())
        now = self.view.current_job()
        if now is not None and (before is None or now.id != before.id):
            self._say(self.view.currentIndex().row())

    def await_row(self, job_id: str) -> None:
        """As :meth:`select`; a job that is not shown becomes the current row once it is."""
        self._selected_id = job_id
        self.select(job_id)

    @property
    def group(self) -> JobGroup:
        """The filter that is on."""
        return next(group for group, button in self._buttons.items() if button.isChecked())

    def show_everything(self) -> None:
        """Clears search and filter, as for a new job that must be seen."""
        self._buttons[JobGroup.ALL].setChecked(True)
        self.search_edit.clear()
        self._search()

    # Building.

    def _make_filters(self) -> dict[JobGroup, QPushButton]:
        flow = FlowLayout(self._filters, spacing=2, line_spacing=2)
        group = QButtonGroup(self._filters)
        buttons: dict[JobGroup, QPushButton] = {}
        for member in JobGroup:
            button = QPushButton(self._filters)
            button.setObjectName(f"filter_{member}")
            button.setCheckable(True)
            # The group excludes by itself; this tells screen readers that it does.
            button.setAutoExclusive(True)
            set_look(button, "filter")
            group.addButton(button)
            flow.addWidget(button)
            buttons[member] = button
        buttons[JobGroup.ALL].setChecked(True)
        return buttons

    def _lay_out(self) -> None:
        set_look(self, "panel")
        set_look(self._empty, "muted")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QVBoxLayout(self.view.viewport()).addWidget(self._empty)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 6)
        top.setSpacing(SPACING)
        top.addWidget(self.search_edit)
        top.addWidget(self._filters)
        top.addWidget(self.batch_bar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self.view, 1)
        self.setMinimumWidth(220)
        self.addAction(self.search_action)

    def _connect(self) -> None:
        self.search_edit.textChanged.connect(self._delay.start)
        self.search_edit.returnPressed.connect(self._enter_rows)
        self.search_edit.installEventFilter(self)
        self.search_action.triggered.connect(self._focus_search)
        self._delay.timeout.connect(self._search)
        for button in self._buttons.values():
            button.clicked.connect(self._search)
        self.view.job_selected.connect(self._row_became_current)
        self.view.action_requested.connect(self.action_requested)
        self.batch_bar.action_requested.connect(self.action_requested)
        self.model.modelReset.connect(self._show_what_there_is)

    # Reacting.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.search_edit.text():
                self.search_edit.clear()
                return True
            if event.key() == Qt.Key.Key_Down:
                self._enter_rows()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _enter_rows(self) -> None:
        if not self.model.rowCount():
            return
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0))

    def _focus_search(self) -> None:
        self.search_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_edit.selectAll()

    def _search(self) -> None:
        self._delay.stop()
        self.search_changed.emit(self.search_edit.text().strip(), str(self.group))

    def _row_became_current(self, job: Job | None) -> None:
        if not self._quiet:
            self._selected_id = job.id if job is not None else ""
            self.job_selected.emit(job)

    def _make_current(self, job_id: str) -> None:
        row = self.model.row_of(job_id)
        if row >= 0:
            index = self.model.index(row)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(index, flags)

    def _show_what_there_is(self) -> None:
        """The filters once there is something to filter; words in place of rows where there is none."""
        empty = self.model.rowCount() == 0
        searching = bool(self.search_edit.text().strip()) or self.group is not JobGroup.ALL
        self._filters.setVisible(not empty or searching or self._counts.all > 0)
        self._empty.setVisible(empty)
        # Without a row there is nothing to go to, and nothing that would show the focus.
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus if empty else Qt.FocusPolicy.StrongFocus)
        if searching:
            self._empty.setText(self.tr("Nothing found."))
        else:
            self._empty.setText(self.tr("Your videos appear here,\nfrom the first moment on."))

    # Words.

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Jobs"))
        self.search_edit.setPlaceholderText(self.tr("Search prompts and files"))
        self.search_edit.setAccessibleName(self.tr("Search prompts and files"))
        self.search_action.setText(self.tr("Search"))
        shortcut = self.search_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.search_edit.setToolTip(self.tr("Search ({shortcut})").format(shortcut=shortcut))
        self.view.setAccessibleName(self.tr("Videos, newest first"))
        self._name_filters()
        self._show_what_there_is()
        self.view.viewport().update()

    def _name_filters(self) -> None:
        counts = self._counts
        self._name(JobGroup.ALL, self.tr("All"), counts.all, counted=counts.all > 0)
        self._name(JobGroup.RUNNING, self.tr("Running"), counts.running, counted=counts.running > 0)
        self._name(JobGroup.DONE, self.tr("Done"), counts.done)
        self._name(JobGroup.FAILED, self.tr("Failed"), counts.failed)
        self._name(JobGroup.STARRED, self.tr("Starred"), counts.starred)
        self._buttons[JobGroup.STARRED].setText("★")

    def _name(self, group: JobGroup, name: str, count: int, *, counted: bool = False) -> None:
        button = self._buttons[group]
        button.setText(f"{name} {count}" if counted else name)
        spoken = self.tr("{name}: {count}").format(name=name, count=count)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)


def _is_news(before: Job, now: Job) -> bool:
    """Whether a job on its way came to a step that takes time, or into trouble."""
    if now.trouble is not None:
        return before.trouble is None
    return now.state is not before.state and now.state in _SAID_STATES
