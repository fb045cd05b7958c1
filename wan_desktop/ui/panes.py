"""The three panes: the outer two keep the user's widths, and give way where the window is small."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from wan_desktop.ui.theme import set_look

LEFT_WIDTH, RIGHT_WIDTH = 348, 344
LEFT_LEAST, MIDDLE_LEAST, RIGHT_LEAST = 264, 408, 280
WIDEST = 4000
"""Widths beyond are no user's: what remembers them is damaged."""


class Panes(QSplitter):
    """Left, middle, right. ``widths`` are those that the user wants, whatever the window has room for.

    Signals:
        folded(bool, bool): whether left and right are shown from now on, where there is no room for both: the
            one asked for last stays. So small is a window on a screen that shows everything much enlarged.
    """

    folded = Signal(bool, bool)

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._left, self._middle, self._right = left, middle, right
        self._right_asked_last = False
        self._widths = (LEFT_WIDTH, RIGHT_WIDTH)
        for pane, least in ((left, LEFT_LEAST), (middle, MIDDLE_LEAST), (right, RIGHT_LEAST)):
            pane.setMinimumWidth(least)
            self.addWidget(pane)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._moved)

    @property
    def widths(self) -> tuple[int, int]:
        """Left and right, in pixels."""
        return self._widths

    def set_widths(self, left: int, right: int) -> None:
        """Takes widths that were remembered; impossible ones are brought into bounds."""
        self._widths = (min(max(left, LEFT_LEAST), WIDEST), min(max(right, RIGHT_LEAST), WIDEST))
        self._fit()

    def show_sides(self, left: bool, right: bool) -> None:
        """Which of the outer panes are shown."""
        if (right and self._right.isHidden()) or (left and self._left.isHidden()):
            self._right_asked_last = right and self._right.isHidden()
        self._left.setVisible(left)
        self._right.setVisible(right)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _moved(self, _position: int, handle: int) -> None:
        """The user dragged a handle: that pane's width is wanted from now on."""
        left, _, right = self.sizes()
        self._widths = (left, self._widths[1]) if handle == 1 else (self._widths[0], right)

    def _fit(self) -> None:
        left = 0 if self._left.isHidden() else self._widths[0]
        right = 0 if self._right.isHidden() else self._widths[1]
        if self.isVisible() and left and right and self.width() < LEFT_LEAST + MIDDLE_LEAST + RIGHT_LEAST + 2:
            self.folded.emit(not self._right_asked_last, self._right_asked_last)
            return
        # A pane alone beside the middle may take some of its least.
        beside = LEFT_LEAST if left else RIGHT_LEAST if right else 0
        self._middle.setMinimumWidth(min(MIDDLE_LEAST, max(self.width() - beside - 2, 0)))
        left, right = fitting(self.width(), left, right)
        self.setSizes([left, self.width() - left - right, right])


def side_pane(content: QWidget) -> QWidget:
    """An outer pane that ``content`` fills."""
    pane = QWidget()
    set_look(pane, "panel")
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(content)
    return pane


def fitting(total: int, left: int, right: int) -> tuple[int, int]:
    """Widths of the outer panes that leave the middle its least, as far as they have something to give."""
    missing = left + right + MIDDLE_LEAST + 2 - total
    spare_left, spare_right = max(0, left - LEFT_LEAST), max(0, right - RIGHT_LEAST)
    if missing <= 0 or not spare_left + spare_right:
        return left, right
    share = min(1.0, missing / (spare_left + spare_right))
    return left - round(spare_left * share), right - round(spare_right * share)
