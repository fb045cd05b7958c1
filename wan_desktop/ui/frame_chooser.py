"""Which picture of an animation or a film is taken: a slider, a number, and a step each way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QToolButton, QWidget

from wan_desktop.ui.theme import SPACING, Role, Theme, set_look
from wan_desktop.ui.transport import clock
from wan_desktop.ui.words import number_words

PAGE = 10
NUMBER_WIDTH = 64


class FrameChooser(QWidget):
    """Counts from 0 inside and from 1 on the screen. With a frame rate it says the time as well.

    Signals:
        frame_changed(object): the frame chosen, int.
    """

    frame_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rate = 0.0
        self._back = QToolButton(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self._on = QToolButton(self)
        self.number = QSpinBox(self)
        self._label, self._of = QLabel(self), QLabel(self)
        self._dress()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self._label)
        row.addWidget(self._film(), 1)
        row.addWidget(self.number)
        row.addWidget(self._of)
        self.slider.valueChanged.connect(self._moved)
        self.number.valueChanged.connect(self._typed)
        theme.changed.connect(self._paint_icons)
        self._paint_icons()
        self._retranslate()

    def _film(self) -> QWidget:
        film = QWidget(self)
        # Time goes from left to right, whatever way the words go.
        film.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(film)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        for widget in (self._back, self.slider, self._on):
            row.addWidget(widget, 1 if widget is self.slider else 0)
        return film

    def set_frames(self, count: int, frame: int, frames_per_second: float = 0.0) -> None:
        """How many there are, which one is chosen, and how fast they go (0: an animation has no one rate)."""
        self._rate = frames_per_second
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setRange(0, max(count - 1, 0))
            self.number.setRange(1, max(count, 1))
            self.slider.setValue(frame)
            self.number.setValue(frame + 1)
        self._show()

    def frame(self) -> int:
        return self.slider.value()

    def _moved(self, frame: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(frame + 1)
        self._show()
        self.frame_changed.emit(frame)

    def _typed(self, number: int) -> None:
        self.slider.setValue(number - 1)

    def _step(self, way: int) -> None:
        self.slider.setValue(self.slider.value() + way)

    def _show(self) -> None:
        frame, last = self.slider.value(), self.slider.maximum()
        self._back.setEnabled(frame > 0)
        self._on.setEnabled(frame < last)
        words = self.tr("of {count}").format(count=number_words(last + 1))
        if self._rate:
            words += f" · {clock(round(frame * 1000 / self._rate))}"
        self._of.setText(words)
        self.slider.setAccessibleDescription(f"{number_words(frame + 1)} {words}")

    def _dress(self) -> None:
        self.setObjectName("frameChooser")
        self.slider.setObjectName("frameSlider")
        self.number.setObjectName("frameNumber")
        self.slider.setPageStep(PAGE)
        # A number half typed is none: "1" on the way to "12" would fetch a frame.
        self.number.setKeyboardTracking(False)
        self.number.setMinimumWidth(NUMBER_WIDTH)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setBuddy(self.number)
        set_look(self._label, "label")
        set_look(self._of, "label")
        for button, way in ((self._back, -1), (self._on, 1)):
            button.setAutoRepeat(True)
            button.clicked.connect(partial(self._clicked, way))

    def _clicked(self, way: int, _checked: bool = False) -> None:
        self._step(way)

    def _paint_icons(self) -> None:
        self._back.setIcon(self._theme.icon("step-back", Role.TEXT, 18))
        self._on.setIcon(self._theme.icon("step-forward", Role.TEXT, 18))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._label.setText(self.tr("Frame"))
        self.slider.setAccessibleName(self.tr("Frame"))
        self.number.setAccessibleName(self.tr("Number of the frame"))
        for button, words in ((self._back, self.tr("One frame back")), (self._on, self.tr("One frame on"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self._show()
