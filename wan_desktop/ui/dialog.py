"""What all dialogs share: a title, a column, a row of buttons, and a height that follows their words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wan_desktop.ui.theme import SPACING, SPACING_LARGE, set_look

MARGIN = 20
TITLE_BAR = 40
"""At least as much as window managers put around a dialog, above and below."""


class Dialog(QDialog):
    """Shown by ``open()``, never by ``exec()``. Fill ``body``, and ``buttons`` from left to right.

    A window does not follow words that wrap: those of a longer language, or a sentence of trouble that
    appears, would be cut. This one is made as tall as they need at its width.
    """

    drawn_taller = False
    """Whether the user may make it taller than its words need, to read a long text in it."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        set_look(self.title, "title")
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACING_LARGE)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACING)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(SPACING_LARGE)
        column.addWidget(self.title)
        column.addLayout(self.body, 1)
        column.addLayout(self.buttons)
        self.setMinimumWidth(width)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.fit()
        return done

    def fit(self) -> None:
        """Makes the dialog as tall as its words need; as the screen, where that is less."""
        wanted = self.needed_size()
        wanted.setHeight(min(wanted.height(), self._room()))
        self.setMinimumHeight(wanted.height())
        if self.drawn_taller:
            return
        self.resize(wanted)
        self._stay_on_screen()

    def _room(self) -> int:
        """The height that the screen has for a dialog below its title bar."""
        return self.screen().availableGeometry().height() - TITLE_BAR

    def _stay_on_screen(self) -> None:
        """One that grew past the end of the screen goes up, so that its buttons can be reached."""
        screen, frame = self.screen().availableGeometry(), self.frameGeometry()
        past = frame.bottom() - screen.bottom()
        if self.isVisible() and past > 0:
            self.move(frame.x(), max(screen.top(), frame.y() - past))

    def needed_size(self) -> QSize:
        """The least size at which nothing is cut, at the width of now."""
        layout = self.layout()
        assert layout is not None
        width = max(self.width(), layout.totalMinimumSize().width(), self.minimumWidth())
        if layout.hasHeightForWidth():
            return QSize(width, layout.totalHeightForWidth(width))
        return QSize(width, layout.totalMinimumSize().height())
