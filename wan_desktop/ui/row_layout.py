"""Where everything stands in a row of the job list: pure geometry, shared by painting and by the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyle

ROW_HEIGHT = 78
SELECTION_BAR = 3
_MARGIN_START, _MARGIN_END, _GAP = 16, 12, 10
_LINE_HEIGHT = 19
_LINE_TOPS = (8, 27, 45)
_STAR = 16
_BAR_TOP, _BAR_HEIGHT, _BELOW_BAR = 33, 4, 38
#: Below this width the thumbnail gives way to words.
_NARROW = 300


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The places of one row, mirrored already where the language is read from right to left.

    ``first``, ``second`` and ``third`` are the three lines of words; ``second_short`` leaves room for the
    star; ``below_bar`` takes the place of both where there is a bar. ``mark`` is the line at the edge of a
    selected row.
    """

    mark: QRect
    thumbnail: QRect
    first: QRect
    second: QRect
    second_short: QRect
    third: QRect
    bar: QRect
    below_bar: QRect
    star: QRect


def row_layout(row: QRect, direction: Qt.LayoutDirection) -> RowLayout:
    """The places within ``row``, of :data:`ROW_HEIGHT` and any width."""

    def place(x: int, y: int, width: int, height: int) -> QRect:
        logical = QRect(row.x() + x, row.y() + y, max(0, width), height)
        return QStyle.visualRect(direction, row, logical)

    picture_width, picture_height = (72, 45) if row.width() < _NARROW else (96, 60)
    start = _MARGIN_START + picture_width + _GAP
    width = row.width() - start - _MARGIN_END
    first, second, third = (place(start, top, width, _LINE_HEIGHT) for top in _LINE_TOPS)
    return RowLayout(
        mark=place(0, 0, SELECTION_BAR, row.height()),
        thumbnail=place(_MARGIN_START, (row.height() - picture_height) // 2, picture_width, picture_height),
        first=first,
        second=second,
        second_short=place(start, _LINE_TOPS[1], width - _STAR - 4, _LINE_HEIGHT),
        third=third,
        bar=place(start, _BAR_TOP, width, _BAR_HEIGHT),
        below_bar=place(start, _BELOW_BAR, width, _LINE_HEIGHT),
        star=place(start + width - _STAR + 2, _LINE_TOPS[1] + 1, _STAR, _STAR),
    )


def leading(rect: QRect, width: int, direction: Qt.LayoutDirection) -> QRect:
    """The first ``width`` pixels of ``rect`` in reading order."""
    part = QRect(rect.x(), rect.y(), min(width, rect.width()), rect.height())
    return QStyle.visualRect(direction, rect, part)


def without_trailing(rect: QRect, width: int, direction: Qt.LayoutDirection) -> QRect:
    """``rect`` without its last ``width`` pixels in reading order."""
    return leading(rect, max(0, rect.width() - width), direction)
