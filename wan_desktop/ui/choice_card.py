"""A framed choice in a dialog: a radio button, a sentence, and whatever it needs to be acted on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from wan_desktop.ui.theme import SPACING, SPACING_SMALL, set_look

INDENT = 26
"""The words below start where the radio button's own words do."""


class ChoiceCard(QFrame):
    """One of several; a click anywhere on it chooses it.

    Put the ``radio`` buttons of all cards of a question into one QButtonGroup: each has a parent of its own.

    Signals:
        chosen_changed(bool).
    """

    chosen_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        self.radio = QRadioButton(self)
        self.radio.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        set_look(self.words, "muted")
        self._more: list[QWidget] = []
        self._body = QVBoxLayout()
        self._body.setContentsMargins(INDENT, 0, 0, 0)
        self._body.setSpacing(SPACING)
        self._body.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 12, 12)
        column.setSpacing(SPACING_SMALL)
        column.addWidget(self.radio)
        column.addLayout(self._body)
        self.radio.toggled.connect(self._toggled)

    @property
    def chosen(self) -> bool:
        return self.radio.isChecked()

    def add(self, widget: QWidget) -> None:
        """Adds a control that is there only while the card is chosen."""
        self._body.addWidget(widget)
        widget.setVisible(self.chosen)
        self._more.append(widget)

    def set_words(self, title: str, words: str) -> None:
        self.radio.setText(title)
        self.radio.setAccessibleDescription(words)
        self.words.setText(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.radio.setChecked(True)
            self.radio.setFocus()
        else:
            super().mousePressEvent(event)

    def _toggled(self, chosen: bool) -> None:
        self.setProperty("chosen", chosen)
        set_look(self, "card")
        for widget in self._more:
            widget.setVisible(chosen)
        self.chosen_changed.emit(chosen)
