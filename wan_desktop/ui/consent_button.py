"""A button that may cost money: one deliberate press is one consent, and nothing else is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget


class ConsentButton(QPushButton):
    """Pressed by a click or Space.

    Return never presses it, whatever the desktop's habits (GNOME's and KDE's press any button by it), and
    neither does the second half of a double click, which may have begun on another button in this place.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
