"""What the crop view draws: the frame with its thirds and handles, and a ground of blurred picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from wan_desktop.core.framing import BLUR

FRAME = QColor(255, 255, 255)
SHADOW = QColor(0, 0, 0, 140)
"""Beside every white line, so that it is seen on white, too."""
THIRDS = QColor(255, 255, 255, 120)
HANDLE_LENGTH, HANDLE_WIDTH = 16.0, 4.0
"""Logical pixels."""
BLURRED_SIDE = 24
"""Pixels of the longer side to which a picture is shrunk to be blurred: a look, not the very pixels sent."""


def paint_frame(painter: QPainter, rect: QRectF, focus: QColor | None) -> None:
    """The frame around what is kept; a ring in the colour ``focus`` where it has the keys."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint_thirds(painter, rect)
    if focus is not None:
        painter.setPen(_pen(focus, 3.0))
        painter.drawRect(rect.adjusted(-3.5, -3.5, 3.5, 3.5))
    painter.setPen(_pen(SHADOW, 4.0))
    painter.drawRect(rect)
    painter.setPen(_pen(FRAME, 2.0))
    painter.drawRect(rect)
    _paint_handles(painter, rect)
    painter.restore()


def paint_outline(painter: QPainter, rect: QRectF) -> None:
    """Around what is sent, where that is another part than the frame holds."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, style in ((SHADOW, Qt.PenStyle.SolidLine), (FRAME, Qt.PenStyle.DashLine)):
        painter.setPen(QPen(colour, 1.5, style))
        painter.drawRect(rect)
    painter.restore()


def paint_ground(painter: QPainter, area: QRectF, background: str, kept: QImage) -> None:
    """The background of a Framing over ``area``; ``kept`` is what a blurred copy is made of."""
    if background != BLUR:
        painter.fillRect(area, QColor(background))
        return
    painter.fillRect(area, Qt.GlobalColor.white)
    if not kept.isNull() and not area.isEmpty():
        painter.drawImage(area, blurred(kept, area.size().toSize()))


def blurred(image: QImage, size: QSize) -> QImage:
    """The middle of ``image`` in the shape of ``size``, without any detail."""
    cover, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    target = size.scaled(BLURRED_SIDE, BLURRED_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    target = target.expandedTo(QSize(2, 2))
    small = image.scaled(target, cover, smooth)
    corner = (small.width() - target.width()) // 2, (small.height() - target.height()) // 2
    middle = small.copy(*corner, target.width(), target.height())
    return middle.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def _paint_thirds(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(QPen(THIRDS, 1.0))
    for third in (1 / 3, 2 / 3):
        across, down = rect.left() + rect.width() * third, rect.top() + rect.height() * third
        painter.drawLine(QPointF(across, rect.top()), QPointF(across, rect.bottom()))
        painter.drawLine(QPointF(rect.left(), down), QPointF(rect.right(), down))


def _paint_handles(painter: QPainter, rect: QRectF) -> None:
    """Angles at the corners and bars on the sides, where there is room for them."""
    length = min(HANDLE_LENGTH, rect.width() / 3, rect.height() / 3)
    painter.setPen(_pen(FRAME, HANDLE_WIDTH))
    for across in (rect.left(), rect.right()):
        for down in (rect.top(), rect.bottom()):
            corner = QPointF(across, down)
            inward = (1 if across == rect.left() else -1, 1 if down == rect.top() else -1)
            painter.drawLine(corner, corner + QPointF(length * inward[0], 0))
            painter.drawLine(corner, corner + QPointF(0, length * inward[1]))
    half, middle = length / 2, rect.center()
    for across in (rect.left(), rect.right()):
        painter.drawLine(QPointF(across, middle.y() - half), QPointF(across, middle.y() + half))
    for down in (rect.top(), rect.bottom()):
        painter.drawLine(QPointF(middle.x() - half, down), QPointF(middle.x() + half, down))


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
