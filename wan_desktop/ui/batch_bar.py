"""Above the rows, while a batch has something to send: how far it is, and Pause, Resume, Stop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from wan_desktop.core.batches import Batch
from wan_desktop.ui.action_words import action_hint, action_words
from wan_desktop.ui.actions import Action
from wan_desktop.ui.announce import announce
from wan_desktop.ui.batch_words import progress_words, why_paused
from wan_desktop.ui.field import show_words, wrapping_label
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.theme import SPACING, SPACING_SMALL, set_look


class BatchBar(QFrame):
    """Shows one batch, or nothing.

    Signals:
        action_requested(str, str): an act (``Action``) is wanted, for the job of an id.
    """

    action_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch: Batch | None = None
        self._job_id = ""
        set_look(self, "card")
        self.setObjectName("batchBar")
        self._progress, self._reason = wrapping_label("strong"), wrapping_label("warn")
        self.decide_button = self._button(Action.DECIDE)
        self.pause_button = self._button(Action.PAUSE_BATCH)
        self.resume_button = self._button(Action.RESUME_BATCH)
        self.stop_button = self._button(Action.STOP_BATCH)
        self._lay_out()
        self.show_batch(None, "")

    def show_batch(self, batch: Batch | None, job_id: str) -> None:
        """A batch with something to send, and any job of it that waits; None hides the bar."""
        news = batch is not None and why_paused(batch)
        if news and (self._batch is None or not self._batch.paused):
            announce(self, news)
        self._batch, self._job_id = batch, job_id
        self.setVisible(batch is not None)
        self._show()

    def _button(self, action: Action) -> QPushButton:
        button = QPushButton(self, autoDefault=False)
        button.setObjectName(f"batch_{action}")
        button.setProperty("action", str(action))
        button.clicked.connect(self._act)
        return button

    def _lay_out(self) -> None:
        # In some languages the words of three buttons are wider than the pane.
        row = FlowLayout(spacing=SPACING)
        for button in (self.decide_button, self.resume_button, self.pause_button, self.stop_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING + 2, SPACING, SPACING + 2, SPACING)
        column.setSpacing(SPACING_SMALL + 2)
        column.addWidget(self._progress)
        column.addWidget(self._reason)
        column.addLayout(row)

    def _act(self) -> None:
        action = Action(self.sender().property("action"))
        doubtful = self._batch.doubtful if self._batch is not None else None
        job_id = doubtful.id if action is Action.DECIDE and doubtful is not None else self._job_id
        self.action_requested.emit(job_id, str(action))

    def _show(self) -> None:
        self._name_buttons()
        batch = self._batch
        if batch is None:
            return
        self._progress.setText(progress_words(batch))
        show_words(self._reason, why_paused(batch))
        self.decide_button.setVisible(bool(batch.paused) and batch.doubtful is not None)
        self.resume_button.setVisible(bool(batch.paused))
        self.pause_button.setVisible(not batch.paused)

    def _name_buttons(self) -> None:
        words = {
            self.decide_button: (action_words(Action.DECIDE), Action.DECIDE),
            self.pause_button: (self.tr("Pause"), Action.PAUSE_BATCH),
            self.resume_button: (self.tr("Resume"), Action.RESUME_BATCH),
            self.stop_button: (self.tr("Stop"), Action.STOP_BATCH),
        }
        for button, (text, action) in words.items():
            button.setText(text)
            button.setAccessibleName(action_words(action))
            button.setToolTip(action_hint(action) or action_words(action))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)
