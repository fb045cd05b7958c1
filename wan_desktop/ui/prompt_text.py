"""A prompt to be read and copied: as high as its words, up to some lines, then it scrolls."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from wan_desktop.ui.theme import set_look


class PromptText(QPlainTextEdit):
    """Selectable plain text without a frame, ``lines_at_most`` high. Whoever shows it names it."""

    def __init__(self, parent: QWidget | None = None, *, lines_at_most: int = 3) -> None:
        super().__init__(parent)
        self._lines_at_most = lines_at_most
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        set_look(self, "prompt")

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words_height, cut = self._measure()
        # By itself Qt shows a bar for a fraction of a pixel too.
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if cut else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        height = math.ceil(words_height) + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)

    def _measure(self) -> tuple[float, bool]:
        """The height of the lines shown at once, and whether there are more.

        As laid out, not by the font: a fallback font's lines are higher.
        """
        height, room = 0.0, self._lines_at_most
        block = self.document().begin()
        while block.isValid():
            lines = max(1, block.layout().lineCount())
            height += self.blockBoundingRect(block).height() * min(lines, room) / lines
            room -= lines
            block = block.next()
            if room <= 0:
                break
        return height, room < 0 or block.isValid()
