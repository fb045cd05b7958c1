"""The picture with the part of it that is kept: a frame with thirds to move, resize and zoom."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from wan_desktop.core.framed_size import Size, fitted_shape
from wan_desktop.core.framing import WHITE, Fit
from wan_desktop.ui.accessible_roles import set_role
from wan_desktop.ui.announce import announce
from wan_desktop.ui.crop_box import (
    ABOUT_CENTRE,
    HANDLES,
    Box,
    Handle,
    Ratio,
    largest,
    moved,
    resized,
    whole,
    zoomed,
)
from wan_desktop.ui.crop_painting import paint_frame, paint_ground, paint_outline
from wan_desktop.ui.theme import Role, Theme
from wan_desktop.ui.words import number_words

MARGIN = 14
"""Around the picture, in logical pixels: room for handles that lie on its edge."""
REACH = 12
"""How far from a side the pointer still takes hold of it, in logical pixels."""
RADIUS = 8
DIMMED = QColor(0, 0, 0, 165)
ZOOM_STEP = 1.1
BIG_STEP = 10
QUIET_MS = 400
"""A screen reader hears of a change once it has rested so long."""
NOTCH = 120
"""The wheel's unit for one click of it."""

_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOM_KEYS = {
    Qt.Key.Key_Plus: 1 / ZOOM_STEP,
    Qt.Key.Key_Equal: 1 / ZOOM_STEP,
    Qt.Key.Key_Minus: ZOOM_STEP,
}
_CURSORS = {
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
}


@dataclass(frozen=True, slots=True)
class _Drag:
    """What a press took hold of: a side or corner, or (None) the whole box. The picture rests meanwhile."""

    start: QPointF
    box: Box
    handle: Handle | None
    picture: QRectF


class CropView(QWidget):
    """Shows a picture and the box that is kept of it. The box counts in the picture's own pixels.

    Pointer: drag the box or its sides; the wheel and a pinch zoom; a double click takes all. Keys: arrows
    move (Shift: further), with Ctrl or Alt they move the right and the lower side; + and − zoom; Home takes
    all.

    Signals:
        box_changed(): the box is another one.
    """

    box_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, QAccessible.Role.Graphic)
        self.setObjectName("cropView")
        self._theme = theme
        self._image, self._scaled = QImage(), QImage()
        self._size: Size = (1, 1)
        self._box = whole(self._size)
        self._ratio: Ratio | None = None
        self._background, self._fit = WHITE, Fit.REFUSE
        self._drag: _Drag | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._announce)
        theme.changed.connect(self.update)
        self._retranslate()

    def show_picture(self, image: QImage, size: Size, box: Box) -> None:
        """A picture of ``size`` pixels, which ``image`` shows in its own, and what is kept of it."""
        self._image, self._scaled = image, QImage()
        self._size, self._box, self._drag = size, box, None
        self._describe()
        self.update()

    def set_ratio(self, ratio: Ratio | None, *, fill: bool = True) -> None:
        """Locks the shape; ``fill`` keeps the largest box of it around the middle of the one before."""
        self._ratio = ratio
        if ratio is not None and fill:
            self._change(largest(self._size, ratio, self._box.centre))

    def set_ground(self, background: str, fit: Fit) -> None:
        """As in a Framing: what lies under the picture, and what is done to shapes that can't be sent."""
        self._background, self._fit = background, fit
        self.update()

    @property
    def box(self) -> Box:
        return self._box

    def reset(self) -> None:
        """Keeps all of the picture, or as much as the ratio allows."""
        self._change(largest(self._size, self._ratio))

    def sizeHint(self) -> QSize:
        return QSize(692, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 170)

    # Where things are

    def picture_rect(self) -> QRectF:
        """Where the picture is drawn, in logical pixels; its corner on a whole pixel of the screen."""
        if self._drag is not None:
            return self._drag.picture
        shown = self._goes().united(QRectF(0, 0, *self._size))
        area = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = min(area.width() / shown.width(), area.height() / shown.height())
        corner = area.center() - shown.center() * scale
        pixels = self.devicePixelRatioF()
        corner = QPointF(round(corner.x() * pixels) / pixels, round(corner.y() * pixels) / pixels)
        return QRectF(corner, QSizeF(*self._size) * scale)

    def box_rect(self) -> QRectF:
        """Where the box is drawn."""
        return self._on_screen(_rect(self._box))

    def handle_at(self, point: QPointF) -> Handle | None:
        """The side or corner within reach of a point; None in the middle of the box and outside."""
        rect = self.box_rect()
        if not rect.adjusted(-REACH, -REACH, REACH, REACH).contains(point):
            return None
        inside = min(REACH, rect.width() / 4, rect.height() / 4)
        across = _held(point.x(), rect.left() + inside, rect.right() - inside)
        down = _held(point.y(), rect.top() + inside, rect.bottom() - inside)
        handle = Handle(across, down)
        return handle if handle in HANDLES else None

    def _goes(self) -> QRectF:
        """What is sent, in the picture's pixels: the box, or what ``fit`` makes of its shape."""
        box = _rect(self._box)
        goes = QRectF(0, 0, *fitted_shape(self._box.width, self._box.height, self._fit))
        goes.moveCenter(box.center())
        return goes

    def _on_screen(self, area: QRectF) -> QRectF:
        picture = self.picture_rect()
        scale = picture.width() / self._size[0]
        return QRectF(picture.topLeft() + area.topLeft() * scale, area.size() * scale)

    def _step(self) -> int:
        """The picture's pixels for one of the screen, so that an arrow key is seen to move."""
        return max(1, round(self._size[0] / max(self.picture_rect().width(), 1)))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(Role.STAGE))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        if self._image.isNull():
            return
        picture, goes = self.picture_rect(), self._on_screen(self._goes())
        painter.drawImage(picture.topLeft(), self._picture_at(picture.size()))
        painter.fillRect(picture, DIMMED)
        self._paint_kept(painter, picture, goes)
        box = self.box_rect()
        if goes != box:
            paint_outline(painter, goes)
        paint_frame(painter, box, self._theme.colour(Role.ACCENT) if self.hasFocus() else None)

    def _paint_kept(self, painter: QPainter, picture: QRectF, goes: QRectF) -> None:
        """In full light, as it will go: the ground first, and on it what is kept of the picture."""
        painter.save()
        kept = self.box_rect()
        scaled = self._picture_at(picture.size())
        if scaled.hasAlphaChannel() or not kept.contains(goes):
            pixels = self.devicePixelRatioF()
            inside = kept.translated(-picture.topLeft())
            part = QRectF(inside.topLeft() * pixels, inside.size() * pixels).toAlignedRect()
            paint_ground(painter, goes, self._background, scaled.copy(part.intersected(scaled.rect())))
        painter.setClipRect(kept.intersected(goes))
        painter.drawImage(picture.topLeft(), scaled)
        painter.restore()

    def _picture_at(self, size: QSizeF) -> QImage:
        """Scaled once for each size, all pixels weighed: a painter alone would skip most of them."""
        pixels = self.devicePixelRatioF()
        wanted = QSize(max(round(size.width() * pixels), 1), max(round(size.height() * pixels), 1))
        if self._scaled.size() != wanted:
            any_shape, smooth = (
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = self._image.scaled(wanted, any_shape, smooth)
        self._scaled.setDevicePixelRatio(pixels)
        return self._scaled

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._image.isNull():
            event.ignore()
            return
        handle = self.handle_at(event.position())
        if handle is not None or self.box_rect().contains(event.position()):
            self._drag = _Drag(event.position(), self._box, handle, self.picture_rect())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._show_cursor(event.position())
            return
        scale = self._drag.picture.width() / self._size[0]
        way = (event.position() - self._drag.start) / scale
        if self._drag.handle is None:
            self._change(moved(self._drag.box, way.x(), way.y(), self._size))
        else:
            self._change(
                resized(self._drag.box, self._drag.handle, way.x(), way.y(), self._size, self._ratio)
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self._show_cursor(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag = None
            self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turned = event.angleDelta().y() / NOTCH
        if turned and self._drag is None:
            self._zoom(ZOOM_STEP**-turned, event.position())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1 / max(1 + event.value(), 0.1), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture) and pinch.scaleFactor() > 0:
                self._zoom(1 / pinch.scaleFactor(), None)
            return True
        return super().event(event)

    def _zoom(self, factor: float, point: QPointF | None) -> None:
        """About the point of the box under the pointer, where it is over the box."""
        about, rect = ABOUT_CENTRE, self.box_rect()
        if point is not None and rect.contains(point):
            inside = point - rect.topLeft()
            about = inside.x() / rect.width(), inside.y() / rect.height()
        self._change(zoomed(self._box, factor, self._size, self._ratio, about))

    def _show_cursor(self, point: QPointF) -> None:
        handle = self.handle_at(point)
        if handle is not None:
            self.setCursor(_CURSORS[handle.across, handle.down])
        elif self.box_rect().contains(point):
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.unsetCursor()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ZOOM_KEYS:
            self._zoom(_ZOOM_KEYS[key], None)
        elif key == Qt.Key.Key_Home:
            self.reset()
        elif key in _KEYS:
            self._arrow(*_KEYS[key], event.modifiers())
        else:
            super().keyPressEvent(event)

    def _arrow(self, across: int, down: int, held: Qt.KeyboardModifier) -> None:
        step = self._step() * (BIG_STEP if held & Qt.KeyboardModifier.ShiftModifier else 1)
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            handle = Handle(abs(across), abs(down))
            self._change(resized(self._box, handle, across * step, down * step, self._size, self._ratio))
        else:
            self._change(moved(self._box, across * step, down * step, self._size))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Change

    def _change(self, box: Box) -> None:
        if box == self._box:
            return
        self._box = box
        self._describe()
        self._quiet.start()
        self.update()
        self.box_changed.emit()

    def _describe(self) -> None:
        box = self._box
        words = self.tr("{width} × {height} pixels, {left} from the left, {top} from the top")
        sides = {name: number_words(getattr(box, name)) for name in ("width", "height", "left", "top")}
        self.setAccessibleDescription(words.format(**sides))

    def _announce(self) -> None:
        if self.hasFocus():
            announce(self, self.accessibleDescription())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Part of the picture that is used"))
        self.setToolTip(
            self.tr(
                "Drag the frame or its sides. Arrow keys move it, Ctrl with arrow keys resizes it, + and − "
                "zoom, a double click takes the whole picture."
            )
        )
        self._describe()


def _rect(box: Box) -> QRectF:
    return QRectF(QRect(box.left, box.top, box.width, box.height))


def _held(at: float, start: float, end: float) -> int:
    """-1 before ``start``, 1 beyond ``end``, 0 between."""
    if at < start:
        return -1
    return 1 if at > end else 0
