"""The images of a batch as small pictures in rows: to look at, to drag into another order, to take out."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wan_desktop.ui.announce import SpokenRow
from wan_desktop.ui.batch_images import IMAGE_ROLE, BatchImage, BatchImages, Index
from wan_desktop.ui.theme import Role, Theme

PICTURE = QSize(74, 47)
PREVIEW = QSize(212, 133)
"""Of the one that is chosen, beside them."""
GAP = 10
_CELL = QSize(PICTURE.width() + GAP, PICTURE.height() + GAP)
_BY_KEYBOARD = QStyle.StateFlag.State_KeyboardFocusChange
_RADIUS = 5.0


class BatchGrid(QListView):
    """Arrow keys choose, Alt with them moves, Delete takes out.

    Signals:
        chosen(object BatchImage | None): another image is the current one.
        seen(object): the rows in sight changed; a range.
    """

    chosen = Signal(object)
    seen = Signal(object)

    def __init__(self, theme: Theme, model: BatchImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        SpokenRow(self)
        self._model = model
        self.setObjectName("batchGrid")
        self.setModel(model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.verticalScrollBar().valueChanged.connect(self._tell_seen)
        model.rowsMoved.connect(self._tell_chosen)

    def rows_in_sight(self) -> range:
        """The rows of which any part is seen."""
        columns = max(1, self.viewport().width() // _CELL.width())
        top = self.verticalScrollBar().value() // _CELL.height()
        lines = self.viewport().height() // _CELL.height() + 2
        return range(top * columns, min((top + lines) * columns, self._model.rowCount()))

    def height_for(self, count: int, width: int, lines_max: int) -> int:
        """Of as many lines as so many pictures need at that width, at most ``lines_max``."""
        columns = max(1, width // _CELL.width())
        return min(lines_max, -(-count // columns)) * _CELL.height() + 2

    def choose(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._model.index(row), flags)

    def remove_current(self) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            self._model.remove(row)
            if self._model.rowCount():
                self.choose(min(row, self._model.rowCount() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        moved = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_current()
        elif moved and row >= 0 and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(self._model.move(row, row - 1 if event.key() == Qt.Key.Key_Left else row + 2))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_chosen()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._tell_seen()

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.currentIndex().data(IMAGE_ROLE))

    def _tell_seen(self, _value: int = 0) -> None:
        self.seen.emit(self.rows_in_sight())


class _Delegate(QStyledItemDelegate):
    """A picture cut to its cell, once for each; a ground while it is not there yet."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        image: BatchImage = index.data(IMAGE_ROLE)
        place = QRectF(option.rect.topLeft() + QPoint(1, 1), PICTURE)
        shape = QPainterPath()
        shape.addRoundedRect(place, _RADIUS, _RADIUS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillPath(shape, self._theme.colour(Role.RAISED))
        if image.thumbnail is not None:
            painter.setClipPath(shape)
            painter.drawImage(place, image.thumbnail, _middle(image.thumbnail))
            painter.setClipping(False)
            if not image.file_name:
                painter.setOpacity(0.45)
                painter.fillPath(shape, self._theme.colour(Role.PANEL))
                painter.setOpacity(1.0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(self._theme.colour(Role.ACCENT), 2))
            painter.drawPath(shape)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & _BY_KEYBOARD:
            painter.setPen(QPen(self._theme.colour(Role.TEXT), 2))
            painter.drawRoundedRect(place.adjusted(3, 3, -3, -3), _RADIUS - 3, _RADIUS - 3)
        painter.restore()


def _middle(image: QImage) -> QRectF:
    """The part of a picture that fills a cell."""
    whole = QRectF(image.rect())
    size = PICTURE.scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
    part = QRectF(0, 0, size.width(), size.height())
    part.moveCenter(whole.center())
    return part
