"""The foot of the form, always in sight: what it costs, what is left, why not yet, and Generate."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from wan_desktop.ui.field import show_words, wrapping_label
from wan_desktop.ui.fold import SideBySide
from wan_desktop.ui.generate_button import GenerateButton
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, SPACING_SMALL, Role, Theme, set_look


class Foot(QWidget):
    """Words may mark their figures by ``<b>``: those are shown in the colour of text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._theme = theme
        self._words = ("", "")
        self._cost, self._balance = QLabel(), QLabel()
        self._reason = wrapping_label("label")
        self.button = GenerateButton(theme)
        self._arrange()
        theme.changed.connect(self._show_words)

    def set_cost(self, cost: str, balance: str) -> None:
        """The two sentences above the button, as HTML; "" for what is not known."""
        self._words = (cost, balance)
        self._show_words()

    def set_reason(self, reason: str) -> None:
        """Why nothing can be generated yet; "" where it can."""
        show_words(self._reason, reason)
        self.button.set_ready(not reason, reason)

    def hold(self, reason: str) -> None:
        """Closes the button for a moment: its ``reason`` is in the tooltip alone, so that nothing jumps."""
        self.button.set_ready(False, reason)

    def set_videos(self, videos: int) -> None:
        """How many videos a press of the button asks for."""
        self.button.set_videos(videos)

    def reason(self) -> str:
        return self._reason.text()

    def _arrange(self) -> None:
        rule = QFrame()
        set_look(rule, "rule")
        for label in (self._cost, self._balance):
            set_look(label, "label")
        self._balance.setAlignment(Qt.AlignmentFlag.AlignRight)
        money = SideBySide((self._cost, self._balance), SPACING, SPACING_SMALL)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACING_LARGE, 11, SPACING_LARGE, SPACING_LARGE)
        inner.setSpacing(SPACING)
        inner.addWidget(money)
        inner.addWidget(self._reason)
        inner.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule)
        column.addLayout(inner)
        self._reason.hide()

    def _show_words(self) -> None:
        strong = f'<b style="color:{self._theme.colour(Role.TEXT).name()}">'
        for label, words in zip((self._cost, self._balance), self._words, strict=True):
            label.setTextFormat(Qt.TextFormat.RichText)
            show_words(label, words.replace("<b>", strong))
        plain = (QTextDocumentFragment.fromHtml(words).toPlainText() for words in self._words)
        self.button.set_money(" ".join(filter(None, plain)))
