"""One theme for the tests of widgets, taken off the application again at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wan_desktop.ui.theme import Theme


@pytest.fixture
def light_theme(qapp: QApplication, qtbot: QtBot) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("light")
    yield theme
    qapp.setStyleSheet("")
