"""The framed ground of the drop area: dashed while it waits, filled by the image that is sent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wan_desktop.ui.theme import Role, Theme

HEIGHT = 180
RADIUS = 10
CROP_MAX = 0.3
"""Most of an image that the preview hides to fill the frame; beyond, it shows the whole, between bars."""


class DropFrame(QWidget):
    """Paints the ground; the pages of the drop area lie on it.

    Signals:
        clicked(): a click beside every control.
        double_clicked(): a second one, after ``clicked``.
    """

    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._hovered = self._dimmed = False
        self._line = Role.MUTED
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_image(self, image: QImage) -> None:
        """What fills the frame; a null image empties it."""
        self._image = image
        self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Puts the image far back: words stand on it."""
        self._dimmed = dimmed
        self.update()

    def set_hover(self, line: Role | None) -> None:
        """Marks the frame in a colour while something is held over it; None takes the mark away."""
        self._hovered = line is not None
        self._line = line or Role.MUTED
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(area, RADIUS, RADIUS)
        painter.fillPath(outline, self._ground())
        if not self._image.isNull():
            self._paint_image(painter, outline)
        painter.setPen(self._pen())
        painter.drawPath(outline)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def _ground(self) -> QColor:
        if self._hovered:
            return self._theme.colour(Role.SELECTED)
        return self._theme.colour(Role.RAISED if self._image.isNull() or self._dimmed else Role.STAGE)

    def _pen(self) -> QPen:
        line = self._line if self._hovered or self._image.isNull() else Role.LINE
        pen = QPen(self._theme.colour(line), 1.5 if self._hovered else 1.0)
        pen.setDashPattern([3.0, 3.0])
        return pen

    def _paint_image(self, painter: QPainter, outline: QPainterPath) -> None:
        painter.save()
        painter.setClipPath(outline)
        painter.setOpacity(0.15 if self._dimmed else 1.0)
        size = shown_size(QSizeF(self._image.size()), QSizeF(self.size()))
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(target, self._image)
        painter.restore()


def shown_size(image: QSizeF, frame: QSizeF) -> QSizeF:
    """The size at which ``image`` is drawn: filling ``frame``, or whole where too much would be hidden."""
    filling = image.scaled(frame, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    hidden = 1 - (frame.width() * frame.height()) / (filling.width() * filling.height())
    return filling if hidden <= CROP_MAX else image.scaled(frame, Qt.AspectRatioMode.KeepAspectRatio)
