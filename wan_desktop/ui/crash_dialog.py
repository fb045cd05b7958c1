"""The one dialog for a fault of the program itself. Trouble with jobs shows in their rows, never here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.theme import set_look

WIDTH, TRACE_HEIGHT = 640, 260
MOST_REPORTS = 20
"""A fault in a timer may come back thirty times a second; the log has them all."""


class CrashDialog(Dialog):
    """Opens at the first fault and collects those that follow.

    Signals:
        log_folder_requested(): the folder of the log is wanted.
    """

    drawn_taller = True
    log_folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._reports: list[str] = []
        self._copied = False
        self.words = QLabel(self)
        self.trace = QPlainTextEdit(self)
        self.copy_button = QPushButton(self)
        self.folder_button = QPushButton(self)
        self.close_button = QPushButton(self)
        self._dress()
        self._lay_out()
        self.copy_button.clicked.connect(self._copy)
        self.folder_button.clicked.connect(self.log_folder_requested)
        self.close_button.clicked.connect(self.reject)
        self._retranslate()

    def report(self, trace: str) -> None:
        """Shows a fault: the trace as text, with no key in it. The same one again is not repeated."""
        if not self.isVisible():
            self._reports.clear()
        if trace in self._reports or len(self._reports) >= MOST_REPORTS:
            return
        self._reports.append(trace)
        self._copied = False
        self.trace.setPlainText("\n\n".join(self._reports))
        self._retranslate()
        self.open()
        self.copy_button.setFocus()

    def _dress(self) -> None:
        set_look(self.words, "muted")
        set_look(self.close_button, "primary")
        self.words.setWordWrap(True)
        self.trace.setReadOnly(True)
        self.trace.setTabChangesFocus(True)
        self.trace.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_look(self.trace, "code")
        self.trace.setMinimumHeight(TRACE_HEIGHT)
        self.trace.setObjectName("crashTrace")
        self.close_button.setDefault(True)

    def _lay_out(self) -> None:
        self.body.addWidget(self.words)
        self.body.addWidget(self.trace, 1)
        self.buttons.addWidget(self.copy_button)
        self.buttons.addWidget(self.folder_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.trace.toPlainText())
        self._copied = True
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("A fault of the program"))
        self.title.setText(self.tr("Something went wrong in the program"))
        self.words.setText(
            self.tr(
                "This is a fault of the program, not yours. Your videos are safe, and what runs at the "
                "service is taken up again at the next start. You can go on working. The report below "
                "helps to mend it."
            )
        )
        self.trace.setAccessibleName(self.tr("Report"))
        self.copy_button.setText(self.tr("Copied") if self._copied else self.tr("Copy"))
        self.folder_button.setText(self.tr("Open log folder"))
        self.close_button.setText(self.tr("Close"))
