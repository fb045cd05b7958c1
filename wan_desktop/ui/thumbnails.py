"""Small pictures for rows: decoded one at a time between events, cut to size, kept in Qt's pixmap cache.

A row that has no picture yet paints without it and is told when it came; painting never reads a file.
"""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImageReader, QPainter, QPixmap, QPixmapCache

#: Rows scrolled past quickly are forgotten beyond this many, the oldest first.
QUEUE_LENGTH = 32


class Thumbnails(QObject):
    """Rounded thumbnails by path, size and pixel ratio.

    For small files (posters and thumbnails of at most 480 px, some milliseconds each): they are decoded on
    the window's thread, one a turn of the loop.

    Signals:
        loaded(): a picture that was asked for is there now; whoever asked paints again.
    """

    loaded = Signal()

    def __init__(self, parent: QObject | None = None, *, radius: int = 7) -> None:
        super().__init__(parent)
        self._radius = radius
        self._queue: OrderedDict[str, tuple[str, QSize, float]] = OrderedDict()
        self._unreadable: set[str] = set()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._load_one)

    def find(self, path: str, size: QSize, ratio: float) -> QPixmap | None:
        """The picture, ``size`` in logical pixels, or None: then it is on its way, or there is none."""
        key = f"thumbnail {size.width()}x{size.height()}@{ratio} {path}"
        pixmap = QPixmap()
        if QPixmapCache.find(key, pixmap):
            return pixmap
        if path and key not in self._unreadable:
            self._ask(key, (path, size, ratio))
        return None

    def _ask(self, key: str, picture: tuple[str, QSize, float]) -> None:
        self._queue[key] = picture
        self._queue.move_to_end(key)
        if len(self._queue) > QUEUE_LENGTH:
            self._queue.popitem(last=False)
        if not self._next.isActive():
            self._next.start()

    def _load_one(self) -> None:
        key, (path, size, ratio) = self._queue.popitem()
        pixmap = read_filling(path, size, ratio)
        if pixmap.isNull():
            self._unreadable.add(key)
        else:
            QPixmapCache.insert(key, rounded(pixmap, self._radius))
            self.loaded.emit()
        if self._queue:
            self._next.start()


def read_filling(path: str, size: QSize, ratio: float) -> QPixmap:
    """A picture scaled to fill ``size`` (logical pixels) and cut to it; null where it is unreadable."""
    reader = QImageReader(path)
    target = size * ratio
    full = reader.size()
    if full.isValid():
        reader.setScaledSize(full.scaled(target, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    pixmap = QPixmap.fromImage(reader.read())
    if not pixmap.isNull():
        middle = QRect(pixmap.rect().center() - QRect(0, 0, target.width(), target.height()).center(), target)
        pixmap = pixmap.copy(middle)
        pixmap.setDevicePixelRatio(ratio)
    return pixmap


def rounded(pixmap: QPixmap, radius: float) -> QPixmap:
    """The same picture with round, transparent corners; ``radius`` in logical pixels."""
    made = QPixmap(pixmap.size())
    made.setDevicePixelRatio(pixmap.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(QRectF(QPointF(), pixmap.deviceIndependentSize()), radius, radius)
    # Into the shape drawn, not clipped by it: a clip's edge would not be smooth.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return made
