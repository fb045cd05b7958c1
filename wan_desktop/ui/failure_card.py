"""The card that explains: what happened, what it means for money, what to do now, the service's own words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.fold import fold_sign
from wan_desktop.ui.messages import Sign, explanation, failure_of
from wan_desktop.ui.prompt_text import PromptText
from wan_desktop.ui.theme import SPACING_SMALL, set_look


class FailureCard(QFrame):
    """Shown for a job that did not simply go well, hidden for every other.

    Signals:
        copy_requested(): the user wants the details of this job in the clipboard.
    """

    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failureCard")
        self._job: Job | None = None
        self._title = _words(self, "strong")
        self._meaning = _words(self, "muted")
        self._money = _words(self, "")
        self._advice = _words(self, "")
        self._fold = QPushButton(self)
        self._copy = QPushButton(self)
        self._detail = PromptText(self, lines_at_most=5)
        self._lay_out()
        self._fold.toggled.connect(self._unfold)
        self._copy.clicked.connect(self.copy_requested)
        self._retranslate()

    def show_job(self, job: Job | None) -> None:
        if job is None or self._job is None or job.id != self._job.id:
            self._fold.setChecked(False)
        self._job = job
        self._retranslate()

    def tab_stops(self) -> tuple[QWidget, ...]:
        """What the Tab key goes through, in the order in which it is seen."""
        return self._fold, self._copy, self._detail

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _lay_out(self) -> None:
        set_look(self, "card")
        set_look(self._fold, "fold")
        set_look(self._copy, "link")
        self._fold.setCheckable(True)
        self._fold.setObjectName("failureDetails")
        foot = QHBoxLayout()
        foot.addWidget(self._fold)
        foot.addWidget(self._copy)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(SPACING_SMALL)
        for widget in (self._title, self._meaning, self._money, self._advice):
            column.addWidget(widget)
        column.addLayout(foot)
        column.addWidget(self._detail)
        self._detail.hide()

    def _retranslate(self) -> None:
        words = explanation(self._job) if self._job is not None else None
        self.setVisible(words is not None)
        if self._job is None or words is None:
            return
        set_look(self._title, _look(self._job))
        self._title.setText(f"{_sign(self._job)} {words.title}".strip())
        self._meaning.setText(words.meaning)
        self._money.setText(words.money)
        self._money.setVisible(bool(words.money))
        self._advice.setText(words.advice)
        self._advice.setVisible(bool(words.advice))
        self._show_detail(self._job)

    def _show_detail(self, job: Job) -> None:
        failure = failure_of(job)
        detail = failure.detail if failure is not None else ""
        self._detail.show_text(detail)
        self._detail.setAccessibleName(self.tr("The service’s own words"))
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy details"))
        self._copy.setToolTip(self.tr("Copies what helps somebody else to find out what went wrong."))
        self._fold.setVisible(bool(detail))
        self._copy.setVisible(bool(detail))
        self._unfold(self._fold.isChecked() and bool(detail))

    def _unfold(self, unfolded: bool) -> None:
        self._fold.setText(f"{fold_sign(unfolded, self)} " + self.tr("Details"))
        self._fold.setAccessibleName(self.tr("Details"))
        self._detail.setVisible(unfolded)


def _words(parent: QWidget, look: str) -> QLabel:
    label = QLabel(parent, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if look:
        set_look(label, look)
    return label


def _look(job: Job) -> str:
    if job.state is JobState.FAILED:
        return "error title"
    return "strong" if job.state is JobState.STOPPED or job.elsewhere else "warn title"


def _sign(job: Job) -> Sign:
    if job.elsewhere:
        return Sign.NONE
    if job.state is JobState.FAILED:
        return Sign.BAD
    return Sign.HALTED if job.state is JobState.STOPPED else Sign.DOUBT
