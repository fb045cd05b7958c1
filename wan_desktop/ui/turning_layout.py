"""A row where that fits, else a column: words of a longer language do not make a form scroll sideways."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QBoxLayout, QWidget


class TurningLayout(QBoxLayout):
    """A row of widgets that becomes a column where the width is less than the least that the row needs.

    ``spacing`` is between widgets side by side, ``spacing_down`` between those one above the other, pixels.
    Its least width is that of the widest of them. ``equal``: it turns before one of them has less than it
    wants in an equal part of the row, for widgets that would then turn inside.
    """

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int, spacing_down: int, equal: bool = False
    ) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        if parent is not None:
            parent.setLayout(self)
        self._equal = equal
        self._spacings = {
            QBoxLayout.Direction.LeftToRight: spacing,
            QBoxLayout.Direction.TopToBottom: spacing_down,
        }
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def minimumSize(self) -> QSize:
        self._go(QBoxLayout.Direction.TopToBottom)
        width = super().minimumSize().width()
        # Whoever asks no further takes the row's height; with a width at hand, it is heightForWidth's.
        self._go(QBoxLayout.Direction.LeftToRight)
        return QSize(width, super().minimumSize().height())

    def sizeHint(self) -> QSize:
        self._go(QBoxLayout.Direction.LeftToRight)
        return super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._turn(width)
        return super().heightForWidth(width) if super().hasHeightForWidth() else super().sizeHint().height()

    def setGeometry(self, rect: QRect) -> None:
        self._turn(rect.width())
        super().setGeometry(rect)

    def _turn(self, width: int) -> None:
        self._go(QBoxLayout.Direction.LeftToRight)
        if self._least_of_row() > width:
            self._go(QBoxLayout.Direction.TopToBottom)

    def _least_of_row(self) -> int:
        if not self._equal:
            return super().minimumSize().width()
        items = [item for index in range(self.count()) if (item := self.itemAt(index)) is not None]
        widest = max((item.sizeHint().width() for item in items), default=0)
        return widest * len(items) + self.spacing() * max(len(items) - 1, 0)

    def _go(self, direction: QBoxLayout.Direction) -> None:
        if direction is not self.direction():
            self.setDirection(direction)
            self.setSpacing(self._spacings[direction])
