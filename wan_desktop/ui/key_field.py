"""The API key in the settings: typed unseen, checked on request, and where it is kept said in words."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.ui.announce import announce
from wan_desktop.ui.sentence import SentenceLabel
from wan_desktop.ui.theme import SPACING, Role, Theme, set_look

REVEAL_KEY = "Ctrl+Shift+K"


class KeyPlace(Enum):
    """Where the key of the chosen service is, or would be."""

    KEYRING = auto()
    FILE = auto()
    ENVIRONMENT = auto()
    PORTABLE = auto()


class KeyField(QWidget):
    """The field, its buttons and its words.

    Signals:
        edited(): another key is wanted, or none.
        check_requested(str): the key typed, "" for the one that is kept.
        page_requested(): the service's page with the user's keys.
    """

    edited = Signal()
    check_requested = Signal(str)
    page_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept = False
        self._removed = False
        self._checking = False
        self._place = KeyPlace.KEYRING
        self._file = ""
        self.edit = QLineEdit(self)
        self.eye = QAction(self)
        self.check_button = QPushButton(self)
        self.page_button = QPushButton(self)
        self.remove_button = QPushButton(self)
        self.result, self.place_words = SentenceLabel(self), QLabel(self)
        self.question = QLabel(self)
        self.file_consent = QCheckBox(self)
        self.file_consent.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()
        self._lay_out()
        self._connect()
        self.show_place(KeyPlace.KEYRING)
        theme.changed.connect(self._draw_eye)

    @property
    def key(self) -> str | None:
        """The key to keep: None for no change, "" for none any more."""
        typed = self.edit.text().strip()
        return typed or ("" if self._removed else None)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """What the Tab key goes through, in the order in which it is seen."""
        return self.edit, self.check_button, self.file_consent, self.page_button, self.remove_button

    @property
    def may_keep_in_file(self) -> bool:
        return self.file_consent.isChecked()

    @property
    def needs_consent(self) -> bool:
        """A key was typed, and it can only be kept in a file, which the user has not agreed to."""
        return bool(self.key) and not self.question.isHidden() and not self.may_keep_in_file

    def show_kept(self, kept: bool) -> None:
        """Starts anew: whether a key is kept for the service that is chosen now."""
        self._kept, self._removed = kept, False
        self.edit.clear()
        self.eye.setChecked(False)
        self.show_result(True, "")
        self._retranslate()

    def show_place(self, place: KeyPlace, file: str = "") -> None:
        """Says where the key is kept; ``file`` is the path where that is a file."""
        self._place, self._file = place, file
        self.edit.setEnabled(place is not KeyPlace.ENVIRONMENT)
        if place not in (KeyPlace.FILE, KeyPlace.PORTABLE):
            self._show_question(False)
        self._retranslate()

    def ask_for_file(self, file: str) -> None:
        """There is no keyring, or it is not to be used: asks whether a file will do."""
        self.show_place(KeyPlace.PORTABLE if self._place is KeyPlace.PORTABLE else KeyPlace.FILE, file)
        self.file_consent.setChecked(False)
        self._show_question(True)
        self.file_consent.setFocus()

    def show_result(self, good: bool, words: str) -> None:
        """What came of the check; "" for nothing yet."""
        self._checking = False
        self.result.setText(words)
        self.result.setVisible(bool(words))
        set_look(self.result, "ok" if good else "error")
        if words:
            announce(self.result, words)
        self._retranslate()

    def show_page_button(self, known: bool) -> None:
        self.page_button.setVisible(known)

    def _show_question(self, asked: bool) -> None:
        self.question.setVisible(asked)
        self.file_consent.setVisible(asked)
        self.place_words.setHidden(asked)

    def _dress(self) -> None:
        self.edit.setObjectName("keyEdit")
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye.setCheckable(True)
        self.eye.setShortcut(QKeySequence(REVEAL_KEY))
        self.eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.edit.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        self._draw_eye()
        for link in (self.page_button, self.remove_button):
            set_look(link, "link")
        for label in (self.place_words, self.question):
            set_look(label, "label")
        set_look(self.question, "warn")
        for words in (self.result, self.place_words, self.question):
            words.setWordWrap(True)
        for button in (self.check_button, self.page_button, self.remove_button):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(self.edit, 1)
        row.addWidget(self.check_button)
        links = QHBoxLayout()
        links.setSpacing(SPACING)
        links.addWidget(self.page_button)
        links.addWidget(self.remove_button)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        for widget in (self.result, self.place_words, self.question, self.file_consent):
            column.addWidget(widget)
        column.addLayout(links)

    def _connect(self) -> None:
        self.edit.textChanged.connect(self._edited)
        self.eye.toggled.connect(self._reveal)
        self.check_button.clicked.connect(self._check)
        self.page_button.clicked.connect(self.page_requested)
        self.remove_button.clicked.connect(self._remove)
        self.file_consent.toggled.connect(self.edited)

    def _edited(self) -> None:
        self._removed = False
        self.show_result(True, "")
        self.edited.emit()

    def _reveal(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._draw_eye()
        self._retranslate()

    def _draw_eye(self) -> None:
        self.eye.setIcon(self._theme.icon("eye", Role.ACCENT if self.eye.isChecked() else Role.MUTED, 16))

    def _check(self) -> None:
        self._checking = True
        # Its button rests meanwhile, and would hand the keyboard to whatever comes next.
        self.edit.setFocus()
        self.result.hide()
        self._retranslate()
        self.check_requested.emit(self.edit.text().strip())

    def _remove(self) -> None:
        self.edit.clear()
        self._removed = True
        self._retranslate()
        self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.edit.setAccessibleName(self.tr("API key"))
        self.edit.setPlaceholderText(self._placeholder())
        eye = self.tr("Hide the key") if self.eye.isChecked() else self.tr("Show the key")
        self.eye.setText(eye)
        key = self.eye.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.eye.setToolTip(f"{eye} ({key})")
        # The eye is no stop of the Tab key: how the keyboard presses it is said at the field.
        self.edit.setAccessibleDescription(f"{self.edit.placeholderText()}. {self.eye.toolTip()}")
        self.check_button.setText(self.tr("Checking…") if self._checking else self.tr("Check key"))
        has_key = bool(self.edit.text().strip()) or (self._kept and not self._removed)
        self.check_button.setEnabled(has_key and not self._checking)
        self.page_button.setText(self.tr("Get a key"))
        self.remove_button.setText(self.tr("Remove the key"))
        environment = self._place is KeyPlace.ENVIRONMENT
        self.remove_button.setVisible(self._kept and not self._removed and not environment)
        self.place_words.setText(self._words_of_place())
        question = self.tr("This system has no keyring. Keep the key in the file %1, readable by you alone?")
        if self._place is KeyPlace.PORTABLE:
            question = self.tr(
                "This copy is portable, so the key would be kept in the file %1, not on this computer. "
                "Whoever gets hold of the drive can read it. Keep it there?"
            )
        self.question.setText(question.replace("%1", self._file))
        self.file_consent.setText(self.tr("Yes, keep it in a file"))

    def _placeholder(self) -> str:
        if self._removed:
            return self.tr("Removed when you save")
        return self.tr("A key is kept; type to replace it") if self._kept else self.tr("Paste your key here")

    def _words_of_place(self) -> str:
        match self._place:
            case KeyPlace.KEYRING:
                return self.tr("Kept in the system’s keyring, never in a file of this program.")
            case KeyPlace.FILE:
                return self.tr("Kept in the file %1, readable by you alone.").replace("%1", self._file)
            case KeyPlace.PORTABLE:
                words = self.tr(
                    "Kept in the file %1, which travels with this portable copy; you are asked before. "
                    "Whoever has the drive can read it."
                )
                return words.replace("%1", self._file)
            case KeyPlace.ENVIRONMENT:
                return self.tr("Taken from WAN_DESKTOP_API_KEY, which goes before any key kept here.")
