"""Notifications where no freedesktop daemon is: Qt's tray icon, which Windows and macOS show a message by.

The icon stands in the tray only while its message may still be clicked. On macOS Qt 6.11 shows it by
NSUserNotification, which Apple has called deprecated since macOS 11 (QTBUG-110998): nobody has seen it there.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget


class TrayMessages(QObject):
    """Shows one message at a time.

    Signals:
        clicked: always "": these systems need no leave to bring a window to the front.
        dismissed: never told by these systems.
        unheard: there is no tray.
    """

    clicked = Signal(str)
    dismissed = Signal()
    unheard = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._icon = QSystemTrayIcon(self)
        self._icon.messageClicked.connect(self._clicked)
        self._icon.activated.connect(self._clicked)

    def show(self, title: str, text: str) -> None:
        """Shows a message."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            self.unheard.emit()
            return
        self._icon.setIcon(self._window.windowIcon())
        self._icon.setToolTip(title)
        self._icon.show()
        self._icon.showMessage(title, text, self._window.windowIcon())

    def withdraw(self) -> None:
        """Takes icon and message away."""
        self._icon.hide()

    def _clicked(self) -> None:
        self.clicked.emit("")
