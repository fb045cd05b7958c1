"""What lies under transparent parts and beside an extended picture: white, black, a colour, a blur."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLabel, QWidget

from wan_desktop.core.framing import BLUR, WHITE
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.theme import SPACING, set_look

BLACK = "#000000"
COLOUR = "colour"
"""The choice; which one it is, is asked."""
FIRST_COLOUR = "#808080"
SWATCH = 12


class BackgroundField(QWidget):
    """One background, as ``core.framing.Framing.background`` names it.

    Signals:
        background_changed(): another one is chosen, or being tried in the dialog of colours.
    """

    background_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = self._colour_before = FIRST_COLOUR
        self._dialog: QColorDialog | None = None
        self._label = QLabel(self)
        set_look(self._label, "label")
        self.choice = Segmented((WHITE, BLACK, COLOUR, BLUR), self)
        self.choice.setObjectName("backgroundControl")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self._label)
        row.addWidget(self.choice)
        row.addStretch(1)
        self.choice.value_changed.connect(self._chosen)
        self._colour_button = self.choice.buttons()[2]
        self._colour_button.setIconSize(QSize(SWATCH, SWATCH))
        # Pressed again, it asks again; chosen by the arrow keys, it takes the colour it shows.
        self._colour_button.clicked.connect(self.ask_colour)
        self._retranslate()

    def background(self) -> str:
        value = str(self.choice.value())
        return self._colour if value == COLOUR else value

    def set_background(self, background: str) -> None:
        """Shows one without a signal."""
        with QSignalBlocker(self.choice):
            known = background in self.choice.values()
            if not known:
                self._colour = background
            self.choice.set_value(background if known else COLOUR)
        self._paint_swatch()

    def ask_colour(self) -> None:
        """Lets the user choose a colour and see it at once; the dialog does not block."""
        if self._dialog is None:
            self._dialog = QColorDialog(self)
            self._dialog.currentColorChanged.connect(self._take_colour)
            self._dialog.rejected.connect(self._take_back)
        self._colour_before = self._colour
        self._dialog.setWindowTitle(self.tr("Colour of the background"))
        self._dialog.setCurrentColor(QColor(self._colour))
        self._dialog.open()

    def _chosen(self, _value: object) -> None:
        self.background_changed.emit()

    def _take_colour(self, colour: QColor) -> None:
        if colour.isValid() and colour.name() != self._colour:
            self._colour = colour.name()
            self._paint_swatch()
            self.background_changed.emit()

    def _take_back(self) -> None:
        self._take_colour(QColor(self._colour_before))

    def _paint_swatch(self) -> None:
        pixmap = QPixmap(SWATCH * 2, SWATCH * 2)
        pixmap.setDevicePixelRatio(2)
        pixmap.fill(QColor(self._colour))
        self._colour_button.setIcon(QIcon(pixmap))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._label.setText(self.tr("Background"))
        words = (self.tr("White"), self.tr("Black"), self.tr("Colour…"), self.tr("Blurred copy"))
        self.choice.set_words(self.tr("Background"), words)
        self._paint_swatch()
