"""A prompt to be read and copied: as high as its words, up to some lines, then it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from wan_desktop.ui.theme import set_look


class PromptText(QPlainTextEdit):
    """Selectable plain text without a frame, ``lines_at_most`` high."""

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
        self._retranslate()

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _fit(self) -> None:
        # A plain text document measures its height in lines.
        lines = max(1, min(self._lines_at_most, round(self.document().size().height())))
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + margins.top() + margins.bottom() + 2
        if height != self.height():
            self.setFixedHeight(height)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Prompt"))
