"""A page of a dialog that is as tall as its words need, and scrolls where the screen has less than that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wan_desktop.ui.theme import set_look

LEAST_HEIGHT = 160


class TallPage(QScrollArea):
    """Holds ``parts`` one below the other; hidden ones take no room."""

    def __init__(self, parts: tuple[QWidget, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        content = QWidget()
        set_look(content, "panel")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._column.totalMinimumSize().width(), LEAST_HEIGHT)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # A scroll area keeps from its window that what it holds became taller.
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._show_bar()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_bar()

    def _show_bar(self) -> None:
        """A bar narrows the words, which makes them taller: where all of it fits there must be none."""
        fits = self.height() >= self.heightForWidth(self.width())
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)
