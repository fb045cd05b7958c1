"""A box for words: Tab leaves it, Up brings earlier words, and what is no text goes where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from wan_desktop.ui.announce import announce
from wan_desktop.ui.dropped import DropKind, holds_words, kind_of
from wan_desktop.ui.prompt_history import PromptHistory
from wan_desktop.ui.words import number_words


class PromptEdit(QPlainTextEdit):
    """Plain text of a few lines. Up in the first of them, and Down in the last, go through ``history``.

    Signals:
        other_pasted(object QMimeData): an image or a file was pasted; it is valid during the call only.
    """

    other_pasted = Signal(object)

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = PromptHistory()
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

    def setPlainText(self, text: str) -> None:
        self.history.leave()
        super().setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._walks(event):
            super().keyPressEvent(event)

    def _walks(self, event: QKeyEvent) -> bool:
        """Whether the key was taken for a step through the history.

        A key held down stays within the text, and so does one that would end a selection.
        """
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if not plain or event.isAutoRepeat() or self.composing() or self.textCursor().hasSelection():
            return False
        now = self.toPlainText()
        if event.key() == Qt.Key.Key_Up and self._in_first_line():
            return self._show(self.history.older(now), older=True)
        if event.key() == Qt.Key.Key_Down and self._in_last_line():
            return self._show(self.history.newer(now), older=False)
        return False

    def _show(self, text: str | None, *, older: bool) -> bool:
        """Replaces the text, to be undone as any other change; the same key then goes on."""
        if text is None:
            return False
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start if older else QTextCursor.MoveOperation.End)
        if older:
            self.moveCursor(QTextCursor.MoveOperation.EndOfLine)
        number, count = self.history.place
        words = self.tr("Earlier text {number} of {count}") if number else self.tr("Your text of before")
        announce(self, words.format(number=number_words(number), count=number_words(count)))
        return True

    def _in_first_line(self) -> bool:
        return self.textCursor().blockNumber() == 0 and self._line() == 0

    def _in_last_line(self) -> bool:
        cursor = self.textCursor()
        last = max(0, cursor.block().layout().lineCount() - 1)
        return cursor.blockNumber() == self.blockCount() - 1 and self._line() == last

    def _line(self) -> int:
        """Which line of its paragraph the cursor is in, as they wrap."""
        cursor = self.textCursor()
        line = cursor.block().layout().lineForTextPosition(cursor.positionInBlock())
        return line.lineNumber() if line.isValid() else 0

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
