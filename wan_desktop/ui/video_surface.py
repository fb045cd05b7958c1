"""The stage: paints frames, or a poster while none has come, and knows nothing of files or playing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wan_desktop.ui.accessible_roles import set_role
from wan_desktop.ui.theme import Role, Theme

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

MARGIN = 16


class VideoSurface(QWidget):
    """Paints the last frame it was given, letterboxed.

    A frame becomes an image when it is painted, once: what is hidden, covered or late costs nothing. At
    1080P without a GPU that is 8 ms of the GUI thread, as it is for QGraphicsVideoItem and for
    ``QVideoFrame.paint``, which convert the same way but again at each repaint.

    Signals:
        clicked(): one press of the left button.
        double_clicked(): a second one, after ``clicked``.
        pointer_moved(): over the surface, with or without a button.
        first_frame_painted(): the first frame since ``show_poster`` or ``clear`` is on the screen.
    """

    clicked = Signal()
    double_clicked = Signal()
    pointer_moved = Signal()
    first_frame_painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: QVideoFrame | None = None
        self._image = QImage()
        self._waiting_for_first = True
        self._margin = MARGIN
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        set_role(self, QAccessible.Role.Animation)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    @property
    def empty(self) -> bool:
        """Whether there is neither a frame nor a poster to see."""
        return self._frame is None and self._image.isNull()

    def set_margin(self, margin: int) -> None:
        """Ground left around the picture on every side, in logical pixels."""
        self._margin = margin
        self.update()

    def show_frame(self, frame: QVideoFrame) -> None:
        self._frame = frame
        self.update()

    def show_poster(self, poster: QImage) -> None:
        """Shows an image (a null one: bare ground) until the next frame."""
        self._frame = None
        self._image = poster
        self._waiting_for_first = True
        self.update()

    def clear(self) -> None:
        self.show_poster(QImage())

    def picture_rect(self) -> QRectF:
        """Where the picture is painted; empty while there is none."""
        size = self._image.size()
        if size.isEmpty():
            return QRectF()
        margin = min(self._margin, self.width() // 8, self.height() // 8)
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        fitted = QSizeF(size).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = room.center() - QPointF(fitted.width() / 2, fitted.height() / 2)
        return QRectF(corner, fitted)

    def paintEvent(self, _event: QPaintEvent) -> None:
        first = self._take_frame() and self._waiting_for_first
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(Role.STAGE))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_rect(), self._image)
        if self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            painter.setPen(QPen(self._theme.colour(Role.ACCENT), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        if first:
            self._waiting_for_first = False
            self.first_frame_painted.emit()

    def _take_frame(self) -> bool:
        """Turns the frame that waits, if any, into the image that is painted."""
        if self._frame is None:
            return False
        image = self._frame.toImage()
        self._frame = None
        if image.isNull():
            return False
        self._image = image
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer_moved.emit()
        super().mouseMoveEvent(event)
