"""Small parts that the pages of the settings share: columns, rows, lists that hold values, marked fields."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from wan_desktop.ui.field import mark_wrong
from wan_desktop.ui.theme import SPACING, set_look


def choose(box: QComboBox, data: str) -> None:
    """Chooses the entry that holds ``data``, the first one where none does."""
    box.setCurrentIndex(max(0, box.findData(data)))


def set_words(box: QComboBox, data: str, words: str) -> None:
    box.setItemText(box.findData(data), words)


def show_problem(field: QLineEdit, words: QLabel, wrong: bool) -> None:
    """Shows or hides the words below a field, and the field's red frame with them."""
    words.setVisible(wrong)
    mark_wrong(field, words.text() if wrong else "")


def stacked(*parts: QWidget | QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return column


def beside(first: QWidget, second: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACING)
    row.addWidget(first, 1)
    row.addWidget(second)
    return row


def rule(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    set_look(line, "rule")
    return line
