"""A box for words: Tab leaves it, and what is no text goes where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from wan_desktop.ui.dropped import local_paths


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
        return holds_text(source) or source.hasImage() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_text(source):
            super().insertFromMimeData(source)
        else:
            self.other_pasted.emit(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes words; all else is left to the window."""
        if holds_text(event.mimeData()):
            super().dragEnterEvent(event)
        else:
            event.ignore()


def holds_text(mime: QMimeData) -> bool:
    """Whether words are what ``mime`` is for: file managers add a file's path as text, which is none."""
    return mime.hasFormat("text/plain") and bool(mime.text().strip()) and not local_paths(mime)
