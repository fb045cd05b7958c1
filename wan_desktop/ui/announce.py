"""Says aloud, where a screen reader listens, what appears in a place that has no focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget


def announce(place: QWidget, words: str) -> None:
    """Has ``words`` read out after what is being said; nothing happens where nobody listens."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(place, words))


class SpokenRow(QObject):
    """Has the current row of ``view`` read out when the keys come to it: Qt names the view alone."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and QAccessible.isActive():
            # Later: the word that the view has the focus comes first.
            QTimer.singleShot(0, self, self._say)
        return super().eventFilter(watched, event)

    def _say(self) -> None:
        row = QAccessible.queryAccessibleInterface(self._view).focusChild()
        if row is not None and self._view.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Focus))
