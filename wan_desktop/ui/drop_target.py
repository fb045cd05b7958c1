"""Makes any widget, so a whole window, take drops for one drop area, which says what will happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from wan_desktop.ui.dropped import holds_words

_TAKES_WORDS = "takesDroppedWords"


class Area(Protocol):
    """What shows and takes a drop: the drop area."""

    def hover(self, mime: QMimeData) -> None: ...

    def show_hover(self, text: str | None, usable: bool = True) -> None: ...

    def hovered(self) -> bool: ...

    def take(self, mime: QMimeData) -> None: ...


class DropTarget(QObject):
    """Watches widgets for drags and hands what is dropped on them to ``area``.

    Every drag is accepted, useless ones too: a refused one would get no word about why.
    """

    def __init__(self, area: Area, parent: QObject) -> None:
        super().__init__(parent)
        self._area = area
        self._handlers: dict[QEvent.Type, Callable[[QEvent], None]] = {
            QEvent.Type.DragEnter: self._enter,
            QEvent.Type.DragMove: self._accept,
            QEvent.Type.DragLeave: self._leave,
            QEvent.Type.Drop: self._drop,
        }

    def watch(self, widget: QWidget) -> None:
        """Takes drops on ``widget`` and on all its children that take none themselves."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def watch_field(self, field: QWidget) -> None:
        """Leaves words to a field that takes them, and takes everything else that is dropped on it."""
        field.setProperty(_TAKES_WORDS, True)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handler = self._handlers.get(event.type())
        if handler is None or (watched.property(_TAKES_WORDS) and self._are_words(event)):
            return False
        handler(event)
        return True

    def _enter(self, event: QEvent) -> None:
        if isinstance(event, QDragEnterEvent):
            self._area.hover(event.mimeData())
        self._accept(event)

    def _accept(self, event: QEvent) -> None:
        # Never the proposed action: told "move", the source may delete its file.
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _are_words(self, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # the others but the leaving are kinds of it
            return holds_words(event.mimeData())
        return not self._area.hovered()

    def _leave(self, _event: QEvent) -> None:
        self._area.show_hover(None)

    def _drop(self, event: QEvent) -> None:
        self._area.show_hover(None)
        self._accept(event)
        if isinstance(event, QDropEvent):
            self._area.take(event.mimeData())
