"""What fills the player, in the window or over the whole screen: surface, controls, and words of trouble."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wan_desktop.ui.theme import SPACING, Role, Theme, set_look
from wan_desktop.ui.transport import Transport
from wan_desktop.ui.video_surface import MARGIN, VideoSurface

CONTROLS_STAY_MS = 2500
"""How long the controls stay over a full screen after the pointer rested."""


class PlaybackTrouble(Enum):
    """Why a video is not shown."""

    FILE_MISSING = auto()
    CANNOT_PLAY = auto()
    NO_BACKEND = auto()


class StageMessage(QWidget):
    """Calm words in the middle of the stage, with one thing to do.

    Signals:
        open_outside_clicked(): the button.
    """

    open_outside_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trouble: PlaybackTrouble | None = None
        self.title = QLabel(self)
        self.words = QLabel(self)
        self.button = QPushButton(self)
        self._lay_out()
        self.button.clicked.connect(self.open_outside_clicked)
        theme.changed.connect(self._dress)
        self._dress()
        self._retranslate()
        self.hide()

    def _lay_out(self) -> None:
        set_look(self.title, "title")
        set_look(self.words, "muted")
        self.button.setObjectName("openOutsideButton")
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(SPACING)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(SPACING)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_trouble(self, trouble: PlaybackTrouble) -> None:
        self._trouble = trouble
        self._retranslate()
        self.show()
        self.raise_()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _dress(self) -> None:
        self.button.setIcon(self._theme.icon("external", Role.TEXT, 16))

    def _retranslate(self) -> None:
        self.button.setText(self.tr("Open outside"))
        self.button.setToolTip(self.tr("Opens the video in the system's own player."))
        self.button.setAccessibleName(self.tr("Open outside"))
        self.button.setVisible(self._trouble is not PlaybackTrouble.FILE_MISSING)
        if self._trouble is not None:
            title, words = self._words(self._trouble)
            self.title.setText(title)
            self.words.setText(words)

    def _words(self, trouble: PlaybackTrouble) -> tuple[str, str]:
        match trouble:
            case PlaybackTrouble.FILE_MISSING:
                title = self.tr("The video is not in its place any more")
                words = self.tr("It was moved, renamed or deleted, or its drive is not connected.")
            case PlaybackTrouble.CANNOT_PLAY:
                title = self.tr("This video cannot be played here")
                words = self.tr("The file may be damaged. Another player may still open it.")
            case PlaybackTrouble.NO_BACKEND:
                title = self.tr("Videos cannot be played in this window")
                words = self.tr(
                    "The part of the system that plays videos is missing. Your video is safe in its folder."
                )
        return title, words


class Stage(QWidget):
    """Surface, message and controls together: what fills the screen in full screen.

    Signals:
        key_pressed(object): a QKeyEvent that no control wanted; whoever uses it accepts it.
        close_requested(): the window manager wants the full screen closed.
    """

    key_pressed = Signal(object)
    close_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "stage")
        self.surface = VideoSurface(theme, self)
        self.message = StageMessage(theme, self)
        self.transport = Transport(theme, self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setRowStretch(0, 1)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(CONTROLS_STAY_MS)
        self._resting.timeout.connect(self._hide_controls)
        self.surface.pointer_moved.connect(self.show_controls)
        self.set_floating(False)

    def set_floating(self, floating: bool) -> None:
        """Lays the controls over the picture, where they come and go with the pointer, or below it."""
        for widget in (self.surface, self.message, self.transport):
            self._grid.removeWidget(widget)
        rows = 2 if floating else 1
        self._grid.addWidget(self.surface, 0, 0, rows, 1)
        self._grid.addWidget(self.message, 0, 0)
        self._grid.addWidget(self.transport, 1, 0)
        self.surface.set_margin(0 if floating else MARGIN)
        self._floating = floating
        self.message.raise_()
        self.transport.raise_()
        self.show_controls()

    def show_controls(self) -> None:
        self.transport.show()
        self.unsetCursor()
        if self._floating:
            self._resting.start()
        else:
            self._resting.stop()

    def _hide_controls(self) -> None:
        if self.transport.underMouse() or self.transport.isAncestorOf(self.focusWidget() or self):
            self._resting.start()
            return
        self.transport.hide()
        self.setCursor(Qt.CursorShape.BlankCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_requested.emit()
