"""Chinese on a system that has no font for it: the window stays readable, and says what to install.

Only a bare Linux has none. What is said here is English for everybody, since nothing else can be drawn.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit

from wan_desktop.app.language import Language, draws_chinese
from wan_desktop.ui.main_window import MainWindow

LACKING = "Chinese cannot be shown: this system has no font for it."
PACKAGES = (
    ("Debian, Ubuntu", "fonts-noto-cjk"),
    ("Fedora", "google-noto-sans-cjk-fonts"),
    ("Arch", "noto-fonts-cjk"),
    ("openSUSE", "google-noto-sans-sc-fonts"),
)
"""The first is also that of ``packaging/linux/system-packages.txt`` [fonts]."""
_CHINESE = re.compile("[\u3400-\u9fff]")


def advice() -> str:
    """What to install, a line for each kind of system."""
    lines = (f"{system}: {package}" for system, package in PACKAGES)
    return "\n".join(("Install one of these packages and start Wan Desktop again:", "", *lines))


class ChineseFont(QObject):
    """Says once a start that a font is missing: where Chinese is the language, or is typed as a prompt."""

    def __init__(self, window: MainWindow, prompt: QPlainTextEdit, language: Language) -> None:
        super().__init__(window)
        self._window, self._prompt = window, prompt
        self._said = draws_chinese()
        if self._said:
            return
        language.font_missed.connect(self._say)
        prompt.textChanged.connect(self._look)
        if language.lacks_font:
            window.first_painted.connect(self._say)

    def _look(self) -> None:
        if not self._said and _CHINESE.search(self._prompt.toPlainText()):
            self._say()

    def _say(self) -> None:
        if self._said:
            return
        self._said = True
        box = QMessageBox(QMessageBox.Icon.Information, "Wan Desktop", LACKING, parent=self._window)
        box.setInformativeText(advice())
        box.open()
