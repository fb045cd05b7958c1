"""Real drag and drop events, as the window system would send them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

MOVE_OR_COPY = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


def files(paths: Iterable[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def enter(widget: QWidget, mime: QMimeData) -> QDragEnterEvent:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(20, 20), MOVE_OR_COPY, mime, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event


def move(widget: QWidget, mime: QMimeData) -> QDragMoveEvent:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragMoveEvent(QPoint(25, 25), MOVE_OR_COPY, mime, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QDragLeaveEvent())


def drop(widget: QWidget, mime: QMimeData) -> QDropEvent:
    """Enters and lets go: Qt swallows a drop on a widget that was not entered."""
    enter(widget, mime)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(25, 25), MOVE_OR_COPY, mime, buttons, keys, QEvent.Type.Drop)
    QApplication.sendEvent(widget, event)
    return event
