"""A row where that fits, else a column: words of a longer language do not make a form scroll sideways."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QBoxLayout, QLayoutItem, QWidget

Direction = QBoxLayout.Direction


class TurningLayout(QBoxLayout):
    """A row of widgets that becomes a column where the width is less than the least that the row needs.

    ``spacing`` is between widgets side by side, ``spacing_down`` between those one above the other, pixels.
    Its least width is that of the widest of them. ``equal``: it turns before one of them has less than it
    wants in an equal part of the row, for widgets that would then turn inside.

    It turns where it is given its place and nowhere else: what it is asked for is reckoned from its items. A
    layout that turns to measure itself asks to be measured again, and so for ever.
    """

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int, spacing_down: int, equal: bool = False
    ) -> None:
        super().__init__(Direction.LeftToRight)
        if parent is not None:
            parent.setLayout(self)
        self._equal = equal
        self._spacings = {Direction.LeftToRight: spacing, Direction.TopToBottom: spacing_down}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items()]
        # Whoever asks no further takes the row's height; with a width at hand, it is heightForWidth's.
        return QSize(
            self._whole(sizes, Direction.TopToBottom).width(),
            self._whole(sizes, Direction.LeftToRight).height(),
        )

    def sizeHint(self) -> QSize:
        return self._whole([item.sizeHint() for item in self._items()], Direction.LeftToRight)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        direction, items = self._direction_for(width), self._items()
        margins = self.contentsMargins()
        room = width - margins.left() - margins.right()
        if direction is Direction.LeftToRight:
            # QBoxLayout's own parts are known to it alone; the items of one row are much the same here.
            gaps = self._spacings[direction] * max(len(items) - 1, 0)
            room = (room - gaps) // max(len(items), 1)
        sizes = [QSize(room, _height(item, room)) for item in items]
        return self._whole(sizes, direction).height()

    def setGeometry(self, rect: QRect) -> None:
        direction = self._direction_for(rect.width())
        if direction is not self.direction():
            self.setDirection(direction)
            self.setSpacing(self._spacings[direction])
        super().setGeometry(rect)

    def _direction_for(self, width: int) -> Direction:
        return Direction.TopToBottom if self._least_of_row() > width else Direction.LeftToRight

    def _least_of_row(self) -> int:
        items = self._items()
        sizes = [item.minimumSize() for item in items]
        if self._equal:
            widest = max((item.sizeHint().width() for item in items), default=0)
            sizes = [QSize(widest, size.height()) for size in sizes]
        return self._whole(sizes, Direction.LeftToRight).width()

    def _items(self) -> list[QLayoutItem]:
        items = [self.itemAt(index) for index in range(self.count())]
        return [item for item in items if item is not None and not item.isEmpty()]

    def _whole(self, sizes: Sequence[QSize], direction: Direction) -> QSize:
        """Of parts of these sizes, with the gaps between them and the margins."""
        widths, heights = [size.width() for size in sizes] or [0], [size.height() for size in sizes] or [0]
        gaps = self._spacings[direction] * (len(widths) - 1)
        across = direction is Direction.LeftToRight
        whole = QSize(
            sum(widths) + gaps if across else max(widths), max(heights) if across else sum(heights) + gaps
        )
        return whole.grownBy(self.contentsMargins())


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
