"""The job list is damaged or missing: what can be brought back, and what that means for money."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.restored import Restored
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.messages import failure_words
from wan_desktop.ui.restored_words import restored_lines
from wan_desktop.ui.sentence import SentenceLabel
from wan_desktop.ui.theme import SPACING, set_look

WIDTH = 560


class RestoreDialog(Dialog):
    """Asks before the program is whole. Enter restores, which pays nothing; closing it quits.

    Signals:
        restore_requested(): the user wants the list back.
        quit_requested(): nothing is touched and the program ends.
        folder_requested(): the folder with the list and its copies is wanted.
    """

    restore_requested = Signal()
    quit_requested = Signal()
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._kind, self._found = ErrorKind.DATABASE_DAMAGED, Restored()
        self._busy = False
        self.words, self.heading, self.found, self.kept = (QLabel(self) for _ in range(4))
        self.problem = SentenceLabel(self)
        self.bar = QProgressBar(self, textVisible=False, maximum=0)
        self.folder_button, self.quit_button, self.restore_button = (QPushButton(self) for _ in range(3))
        self._dress()
        self._lay_out()
        self.folder_button.clicked.connect(self.folder_requested)
        self.quit_button.clicked.connect(self.reject)
        self.restore_button.clicked.connect(self.restore_requested)

    def ask(self, kind: ErrorKind, found: Restored) -> None:
        """Opens the question. ``kind`` is DATABASE_DAMAGED or DATABASE_LOST."""
        self._kind, self._found = kind, found
        self._show(busy=False)
        self.open()
        self.restore_button.setFocus()

    def show_busy(self) -> None:
        """It is being restored: nothing can be chosen until that ends."""
        self._show(busy=True)

    def show_problem(self, words: str) -> None:
        """It could not be restored now, and why; nothing was changed, and the question stands."""
        self._show(busy=False, problem=words)
        self.restore_button.setFocus()

    def reject(self) -> None:
        if not self._busy:
            super().reject()
            self.quit_requested.emit()

    def _show(self, *, busy: bool, problem: str = "") -> None:
        self._busy = busy
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.bar.setVisible(busy)
        for button in (self.folder_button, self.quit_button, self.restore_button):
            button.setEnabled(not busy)
        self._retranslate()

    def _dress(self) -> None:
        set_look(self.words, "muted")
        set_look(self.heading, "label")
        set_look(self.kept, "muted")
        set_look(self.problem, "warn")
        set_look(self.restore_button, "primary")
        for label in (self.words, self.found, self.kept, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.restore_button.setDefault(True)
        for button in (self.folder_button, self.quit_button):
            button.setAutoDefault(False)
        self.restore_button.setObjectName("restoreButton")
        self.quit_button.setObjectName("quitButton")

    def _lay_out(self) -> None:
        card = QFrame(self)
        set_look(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(SPACING)
        column.addWidget(self.heading)
        column.addWidget(self.found)
        for widget in (self.words, card, self.kept, self.bar, self.problem):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.buttons.addWidget(self.folder_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.quit_button)
        self.buttons.addWidget(self.restore_button)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        failure = failure_words(Failure(self._kind))
        self.setWindowTitle(self.tr("Restore the job list"))
        self.title.setText(failure.title)
        self.words.setText(failure.meaning)
        self.heading.setText(self.tr("What can be brought back"))
        self.found.setText("\n".join(f"• {line}" for line in restored_lines(self._found)))
        self.kept.setText(
            self.tr("Nothing is sent and nothing is paid by this. What is left of the old list is kept.")
        )
        self.restore_button.setText(self.tr("Restoring…") if self._busy else self.tr("Restore"))
        self.quit_button.setText(self.tr("Quit"))
        self.folder_button.setText(self.tr("Show folder"))
