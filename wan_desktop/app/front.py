"""The window and the front of the screen: whether it is there, and how it gets there."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget


def is_in_front(window: QWidget) -> bool:
    """Whether the user has the program before them: one of its windows takes the keys."""
    active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
    return active and window.isVisible() and not window.isMinimized()


def bring_to_front(window: QWidget, token: str) -> None:
    """Raises a window, minimised or not; ``token`` is the launcher's leave to do so, where it gave one."""
    if token:
        # Qt's Wayland plugin takes it from there, once, at the next activation.
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    # Where the system lets no window come to the front by itself, its button in the task bar asks for a look.
    QApplication.alert(window)
