"""A report for whoever mends the program: the user reads all that is in it before it is saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from wan_desktop.ui.announce import SpokenRow
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.sentence import SentenceLabel
from wan_desktop.ui.theme import SPACING, set_look
from wan_desktop.ui.words import size_words

WIDTH, TEXT_HEIGHT, LIST_WIDTH = 820, 320, 190


class ReportDialog(Dialog):
    """Shows the texts of a report, read-only; what is shown is what is saved.

    Signals:
        wanted(bool): a report is to be put together, with prompts and names of files in it or without.
        save_requested(): what is shown is to be saved.
    """

    drawn_taller = True
    wanted = Signal(bool)
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self.files: tuple[tuple[str, str], ...] = ()
        """Name and text of each file, as shown; empty while it is put together."""
        self._saved_as = ""
        self.words, self.outcome = QLabel(self), SentenceLabel(self)
        self.names = QListWidget(self)
        SpokenRow(self.names)
        self.text = QPlainTextEdit(self)
        self.with_words = QCheckBox(self)
        self.save_button, self.close_button = QPushButton(self), QPushButton(self)
        self._dress()
        self._lay_out()
        self.names.currentRowChanged.connect(self._show_text)
        self.with_words.toggled.connect(self._ask)
        self.save_button.clicked.connect(self.save_requested)
        self.close_button.clicked.connect(self.reject)
        self._retranslate()

    def ask(self) -> None:
        """Opens, and asks for a report without the user's own words."""
        self.with_words.setChecked(False)
        self._ask(False)
        self.open()
        self.names.setFocus()

    def show_files(self, files: Sequence[tuple[str, str]]) -> None:
        """What was put together: name and text of each file."""
        row = max(self.names.currentRow(), 0)
        self.files = tuple(files)
        self.names.clear()
        for name, _ in self.files:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            self.names.addItem(item)
        self._name_files()
        self.names.setCurrentRow(min(row, len(self.files) - 1))
        self._show_state()

    def _name_files(self) -> None:
        for row, (name, text) in enumerate(self.files):
            size = size_words(len(text.encode("utf-8", "replace")))
            self.names.item(row).setText(f"{name}\n{size}")

    def show_outcome(self, words: str, look: str) -> None:
        """What became of the saving: "ok" or "error"."""
        set_look(self.outcome, look)
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))

    def _ask(self, with_words: bool) -> None:
        self.files = ()
        self.show_outcome("", "ok")
        self._show_state()
        self.wanted.emit(with_words)

    def _show_state(self) -> None:
        self.save_button.setEnabled(bool(self.files))
        if not self.files:
            self.text.setPlainText(self.tr("The report is being put together…"))

    def _show_text(self, row: int) -> None:
        if 0 <= row < len(self.files):
            self.text.setPlainText(self.files[row][1])

    def _dress(self) -> None:
        set_look(self.words, "muted")
        set_look(self.text, "code")
        set_look(self.names, "files")
        set_look(self.save_button, "primary")
        for label in (self.words, self.outcome):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.hide()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setMinimumHeight(TEXT_HEIGHT)
        self.text.setObjectName("reportText")
        self.names.setFixedWidth(LIST_WIDTH)
        self.names.setObjectName("reportFiles")
        self.with_words.setObjectName("reportWithWords")
        self.with_words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.save_button.setObjectName("reportSave")
        self.save_button.setDefault(True)

    def _lay_out(self) -> None:
        self.body.addWidget(self.words)
        columns = QHBoxLayout()
        columns.setSpacing(SPACING)
        columns.addWidget(self.names)
        columns.addWidget(self.text, 1)
        self.body.addLayout(columns, 1)
        self.body.addWidget(self.with_words)
        self.body.addWidget(self.outcome)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)
        self.buttons.addWidget(self.save_button)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Save a report"))
        self.title.setText(self.tr("A report for whoever mends the program"))
        self.words.setText(
            self.tr(
                "This is all that is in it: no API key, no links to videos, no pictures. Nothing is sent "
                "anywhere; you decide who gets the file."
            )
        )
        self.names.setAccessibleName(self.tr("Files in the report"))
        self.text.setAccessibleName(self.tr("Text of the file"))
        self.with_words.setText(self.tr("Include my prompts and the names of my files"))
        self.close_button.setText(self.tr("Close"))
        self.save_button.setText(self.tr("Save as…"))
        self._name_files()
        self._show_state()
