"""A picture to look at: all of it in the room there is, or each of its pixels as one of the screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QAccessible, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from wan_desktop.ui.accessible_roles import set_role
from wan_desktop.ui.theme import Role, Theme

KEY_STEP = 40
"""Logical pixels of one arrow key."""


class PictureView(QAbstractScrollArea):
    """Shows a picture; larger than the view, it is scrolled by bars, arrow keys, or dragged."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image, self._scaled = QImage(), QImage()
        self._whole = True
        self._held: QPointF | None = None
        set_role(self, QAccessible.Role.Graphic)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        theme.changed.connect(self.viewport().update)

    def show_picture(self, image: QImage) -> None:
        self._image, self._scaled = image, QImage()
        self._set_bars()
        self.viewport().update()

    def set_whole(self, whole: bool) -> None:
        """All of it, or (False) every pixel."""
        self._whole = whole
        self._set_bars()
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setValue(bar.maximum() // 2)
        self.viewport().update()

    def picture_rect(self) -> QRectF:
        """Where it is drawn, in logical pixels of the viewport; the edges may lie outside."""
        room = QRectF(self.viewport().rect())
        size = self._full_size()
        if self._whole and (size.width() > room.width() or size.height() > room.height()):
            size = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = max((room.width() - size.width()) / 2, 0.0) - self.horizontalScrollBar().value()
        top = max((room.height() - size.height()) / 2, 0.0) - self.verticalScrollBar().value()
        return QRectF(QPointF(round(left), round(top)), size)

    def sizeHint(self) -> QSize:
        return QSize(360, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 140)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour(Role.STAGE))
        if not self._image.isNull():
            rect = self.picture_rect()
            painter.drawImage(rect, self._picture_at(rect.size()))
        if self.hasFocus():
            painter.setPen(self._theme.colour(Role.ACCENT))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_bars()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._whole:
            self._held = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            way = event.position() - self._held
            self._held = event.position()
            self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() - way.x()))
            self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() - way.y()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None
        self.viewport().unsetCursor()

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        self.viewport().update()

    def _full_size(self) -> QSizeF:
        """One pixel of the picture for one of the screen."""
        return QSizeF(self._image.size()) / self.devicePixelRatioF()

    def _picture_at(self, size: QSizeF) -> QImage:
        wanted = (size * self.devicePixelRatioF()).toSize()
        if wanted == self._image.size():
            return self._image
        if self._scaled.size() != wanted:
            any_shape, smooth = (
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = self._image.scaled(wanted, any_shape, smooth)
        return self._scaled

    def _set_bars(self) -> None:
        size, room = self._full_size().toSize(), self.viewport().size()
        pairs = (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        )
        for bar, length, seen in pairs:
            bar.setRange(0, 0 if self._whole else max(length - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(KEY_STEP)
