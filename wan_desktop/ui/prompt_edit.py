"""A box for words: Tab leaves it, and what is no text goes where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from wan_desktop.ui.dropped import DropKind, holds_words, kind_of


class PromptEdit(QPlainTextEdit):
    """Plain text of a few lines.

    Signals:
        other_pasted(object QMimeData): an image or a file was pasted; it is valid during the call only.
    """

    other_pasted = Signal(object)

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(height)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)

    def composing(self) -> bool:
        """Whether an input method holds letters that are not yet text."""
        block = self.textCursor().block()
        return bool(block.layout().preeditAreaText())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return kind_of(source) is not DropKind.UNKNOWN

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_words(source):
            super().insertFromMimeData(source)
        else:
            self.other_pasted.emit(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes words; all else is left to the window."""
        if holds_words(event.mimeData()):
            super().dragEnterEvent(event)
        else:
            event.ignore()
