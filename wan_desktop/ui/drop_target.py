"""Makes any widget, so a whole window, take drops for one drop area, which says what will happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from wan_desktop.ui.dropped import DropKind, kind_of

USABLE = frozenset({DropKind.IMAGE, DropKind.SEVERAL, DropKind.TEXT, DropKind.VIDEO})
"""What a drop can be used as."""


class Area(Protocol):
    """What shows and takes a drop: the drop area."""

    def show_hover(self, text: str | None, usable: bool = True) -> None: ...

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

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        handler = self._handlers.get(event.type())
        if handler is None:
            return False
        handler(event)
        return True

    def _enter(self, event: QEvent) -> None:
        if isinstance(event, QDragEnterEvent):
            kind = kind_of(event.mimeData())
            self._area.show_hover(hover_words(kind), kind in USABLE)
        self._accept(event)

    def _accept(self, event: QEvent) -> None:
        # Never the proposed action: told "move", the source may delete its file.
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _leave(self, _event: QEvent) -> None:
        self._area.show_hover(None)

    def _drop(self, event: QEvent) -> None:
        self._area.show_hover(None)
        self._accept(event)
        if isinstance(event, QDropEvent):
            self._area.take(event.mimeData())


def hover_words(kind: DropKind) -> str:
    """What letting go will do, or why it can do nothing."""
    match kind:
        case DropKind.IMAGE:
            return QCoreApplication.translate("DropTarget", "Drop to use this image")
        case DropKind.SEVERAL:
            return QCoreApplication.translate("DropTarget", "Drop to use the first image of these")
        case DropKind.VIDEO:
            return QCoreApplication.translate("DropTarget", "Drop to use this video")
        case DropKind.TEXT:
            return QCoreApplication.translate("DropTarget", "Drop to add this text to the prompt")
        case _:
            return refusal_words(kind)


def refusal_words(kind: DropKind) -> str:
    """Why a drop of this kind can't be used, and what can."""
    match kind:
        case DropKind.FOLDER:
            return QCoreApplication.translate("DropTarget", "This is a folder. Drop an image out of it.")
        case DropKind.SOUND:
            return QCoreApplication.translate("DropTarget", "This is a sound. Drop an image instead.")
        case DropKind.LINK:
            return QCoreApplication.translate(
                "DropTarget", "This is only a link. Save the image first, then drop its file."
            )
        case DropKind.SEVERAL:
            return QCoreApplication.translate("DropTarget", "None of these files is an image.")
        case _:
            return QCoreApplication.translate("DropTarget", "This is not an image that can be used.")
