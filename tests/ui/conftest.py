"""A theme for the tests of widgets, taken off the application again at the end, and a small window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from wan_desktop.ui.theme import Theme


@pytest.fixture
def light_theme(qapp: QApplication, qtbot: QtBot) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("light")
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """The smallest that the program has: what opens over it must fit."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(960, 640)
    window.show()
    return window
