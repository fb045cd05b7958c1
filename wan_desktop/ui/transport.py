"""The row of controls below the video. It shows and asks; it plays nothing itself."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QWidget,
)

from wan_desktop.ui.announce import announce
from wan_desktop.ui.theme import Role, Theme, set_look
from wan_desktop.ui.words import in_own_direction

HEIGHT = 46
SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
KEY_STEP_MS = 1000
"""One arrow key on the bar."""
VOLUME_STEP = 5
"""Percent for one arrow key."""


def clock(milliseconds: int) -> str:
    """Minutes, seconds and tenths, cut, not rounded: "0:01.9" is shown until two seconds are over."""
    tenths = max(0, milliseconds) // 100
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def speed_words(speed: float) -> str:
    return in_own_direction(f"{speed:g}×")


class SeekBar(QSlider):
    """The bar of time, in milliseconds: a click anywhere jumps there, a drag goes on from it.

    Signals:
        scrub_started(), scrub_ended(): around a press of the pointer.
        sought(object): the position wished for, int, by pointer or keyboard.
    """

    scrub_started = Signal()
    scrub_ended = Signal()
    sought = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, 0)
        self.setSingleStep(KEY_STEP_MS)
        self.setPageStep(KEY_STEP_MS)
        self.setMinimumWidth(60)
        # A handle that follows the video is no news: a screen reader would say a number at each frame.
        self.setTracking(False)
        self.actionTriggered.connect(self._action_triggered)

    def show_position(self, position: int) -> None:
        """Moves the handle, unless the user holds it; screen readers hear of it by :meth:`settle`."""
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setSliderPosition(position)

    def settle(self) -> None:
        """The handle stands where somebody may ask for it."""
        with QSignalBlocker(self):
            self.setValue(self.sliderPosition())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.setSliderDown(True)
        self.scrub_started.emit()
        self._go_to(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go_to(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.scrub_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Steps go from the value.
        self.settle()
        # Up and down are the volume's, wherever in the player the focus is.
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.settle()
        super().focusInEvent(event)

    def _go_to(self, point: QPoint) -> None:
        position = self._position_at(point)
        self.setSliderPosition(position)
        self.sought.emit(position)

    def _position_at(self, point: QPoint) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, control = self.style(), QStyle.ComplexControl.CC_Slider
        groove = style.subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        start = groove.x() + handle.width() // 2
        room = groove.width() - handle.width()
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), point.x() - start, room)

    def _action_triggered(self, action: int) -> None:
        if action != QSlider.SliderAction.SliderMove.value:
            self.sought.emit(self.sliderPosition())


class SoundControl(QWidget):
    """A button that mutes, and a slider that comes out to its left under the pointer or the focus.

    Signals:
        mute_requested(bool): on or off.
        volume_requested(object): 0.0 to 1.0.
    """

    mute_requested = Signal(bool)
    volume_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.button = QToolButton(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(VOLUME_STEP)
        self.slider.setFixedWidth(72)
        self.slider.hide()
        self.button.setCheckable(True)
        self.button.setIconSize(QSize(20, 20))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.slider)
        row.addWidget(self.button)
        self.button.clicked.connect(self.mute_requested)
        self.slider.valueChanged.connect(self._slider_moved)
        self.button.installEventFilter(self)
        self.slider.installEventFilter(self)
        self._roomy = True
        self.show_sound(False, 1.0)

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for the slider; keys and the wheel work without it."""
        self._roomy = roomy
        self._show_slider_where_wanted()

    def show_sound(self, muted: bool, volume: float) -> None:
        self.button.setChecked(muted)
        self.refresh_icon()
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(volume * 100))

    def refresh_icon(self) -> None:
        self.button.setIcon(
            self._theme.icon("volume-off" if self.button.isChecked() else "volume", Role.MUTED)
        )

    def _slider_moved(self, percent: int) -> None:
        self.volume_requested.emit(percent / 100)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.MouseButtonRelease):
            self._show_slider_where_wanted()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._show_slider_where_wanted()
        return super().event(event)

    def _show_slider_where_wanted(self) -> None:
        held = self.slider.isSliderDown()
        keyboard = self.button.hasFocus() or self.slider.hasFocus()
        self.slider.setVisible(self._roomy and (self.underMouse() or keyboard or held))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # One notch is 120 eighths of a degree.
        notches = event.angleDelta().y() / 120
        self.slider.setValue(round(self.slider.value() + notches * VOLUME_STEP))


class Transport(QWidget):
    """Play, steps, time, bar, loop, speed, sound, full screen.

    Where the row is narrow the total, then the steps and the speed give way; all of them have keys too.

    Signals:
        play_toggled(): play or pause.
        step_requested(int): frames, −1 or 1.
        seek_requested(object): milliseconds, int.
        scrub_started(), scrub_ended(): the pointer holds the bar.
        loop_requested(bool), mute_requested(bool), volume_requested(object), speed_requested(object).
        full_screen_toggled(): into it or out of it.
    """

    play_toggled = Signal()
    step_requested = Signal(int)
    seek_requested = Signal(object)
    scrub_started = Signal()
    scrub_ended = Signal()
    loop_requested = Signal(bool)
    mute_requested = Signal(bool)
    volume_requested = Signal(object)
    speed_requested = Signal(object)
    full_screen_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Time goes from left to right on players everywhere, whatever way the words go.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._theme = theme
        self._playing = False
        self._full_screen = False
        self.setFixedHeight(HEIGHT)
        set_look(self, "transport")
        self.play_button = self._button("playButton")
        self.back_button = self._button("stepBackButton")
        self.forward_button = self._button("stepForwardButton")
        self.loop_button = self._button("loopButton")
        self.speed_button = self._button("speedButton")
        self.full_screen_button = self._button("fullScreenButton")
        self.time = self._time_label("timeLabel")
        self.total = self._time_label("totalLabel")
        self.bar = SeekBar(self)
        self.bar.setObjectName("seekBar")
        self.sound = SoundControl(theme, self)
        self.sound.button.setObjectName("muteButton")
        self.sound.slider.setObjectName("volumeSlider")
        self.speed_menu = QMenu(self)
        self._speeds = QActionGroup(self)
        set_look(self.speed_button, "words")
        self._fill_speeds()
        self._lay_out()
        self._connect()
        self._dress()
        self._retranslate()
        self.set_enabled(False)
        theme.changed.connect(self._dress)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIconSize(QSize(20, 20))
        return button

    def _time_label(self, name: str) -> QLabel:
        label = QLabel(clock(0), self)
        label.setObjectName(name)
        set_look(label, "muted")
        # Of one size, so that a tenth of a second neither moves the bar nor lays out the window anew.
        metrics = label.fontMetrics()
        label.setFixedSize(metrics.horizontalAdvance("00:00.0"), metrics.height() + 2)
        return label

    def _fill_speeds(self) -> None:
        for speed in SPEEDS:
            action = QAction(speed_words(speed), self._speeds)
            action.setCheckable(True)
            action.setChecked(speed == 1.0)
            action.triggered.connect(partial(self._choose_speed, speed))
            self.speed_menu.addAction(action)
        self.speed_button.setText(speed_words(1.0))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        for widget in (self.play_button, self.back_button, self.forward_button):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.time)
        row.addWidget(self.bar, 1)
        row.addSpacing(8)
        row.addWidget(self.total)
        row.addWidget(self.loop_button)
        row.addWidget(self.speed_button)
        row.addWidget(self.sound)
        row.addWidget(self.full_screen_button)
        self.loop_button.setCheckable(True)
        stops = (
            *(self.play_button, self.back_button, self.forward_button, self.bar, self.loop_button),
            *(self.speed_button, self.sound.button, self.sound.slider, self.full_screen_button),
        )
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.play_button.clicked.connect(self.play_toggled)
        self.back_button.clicked.connect(partial(self._step, -1))
        self.forward_button.clicked.connect(partial(self._step, 1))
        self.back_button.setAutoRepeat(True)
        self.forward_button.setAutoRepeat(True)
        self.bar.sought.connect(self._sought)
        self.bar.scrub_started.connect(self.scrub_started)
        self.bar.scrub_ended.connect(self.scrub_ended)
        self.loop_button.clicked.connect(self.loop_requested)
        self.speed_button.clicked.connect(self._open_speeds)
        self.sound.mute_requested.connect(self.mute_requested)
        self.sound.volume_requested.connect(self.volume_requested)
        self.full_screen_button.clicked.connect(self.full_screen_toggled)

    def set_enabled(self, enabled: bool) -> None:
        """Off while there is nothing to play; loop, sound and full screen can be chosen at any time."""
        for widget in (self.play_button, self.back_button, self.forward_button, self.bar):
            widget.setEnabled(enabled)

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        self.bar.settle()
        self._dress()
        self._retranslate()

    def show_position(self, position: int) -> None:
        self.bar.show_position(position)
        if not self._playing:
            self.bar.settle()
        self.time.setText(clock(position))

    def show_duration(self, duration: int) -> None:
        self.bar.setRange(0, duration)
        self.total.setText(clock(duration))

    def time_words(self) -> str:
        """Where the video stands, for whoever does not see it."""
        words = self.tr("{time} of {length}")
        return words.format(time=self.time.text(), length=self.total.text())

    def show_loop(self, loop: bool) -> None:
        self.loop_button.setChecked(loop)
        self._dress()

    def show_full_screen(self, full_screen: bool) -> None:
        self._full_screen = full_screen
        self._dress()
        self._retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sound.set_roomy(self.width() >= 480)
        self.total.setVisible(self.width() >= 420)
        self.speed_button.setVisible(self.width() >= 370)
        for button in (self.back_button, self.forward_button):
            button.setVisible(self.width() >= 330)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _sought(self, position: object) -> None:
        self.seek_requested.emit(position)
        if not self.bar.isSliderDown():
            announce(self.bar, self.time_words())

    def _step(self, frames: int) -> None:
        self.step_requested.emit(frames)

    def _open_speeds(self) -> None:
        size = self.speed_menu.sizeHint()
        self.speed_menu.popup(self.speed_button.mapToGlobal(QPoint(0, -size.height())))

    def _choose_speed(self, speed: float) -> None:
        self.speed_button.setText(speed_words(speed))
        self._retranslate()
        self.speed_requested.emit(speed)

    def _dress(self) -> None:
        icon = self._theme.icon
        self.play_button.setIcon(icon("pause" if self._playing else "play"))
        self.back_button.setIcon(icon("step-back", Role.MUTED))
        self.forward_button.setIcon(icon("step-forward", Role.MUTED))
        self.loop_button.setIcon(icon("loop", Role.ACCENT if self.loop_button.isChecked() else Role.MUTED))
        self.full_screen_button.setIcon(
            icon("fullscreen-exit" if self._full_screen else "fullscreen", Role.MUTED)
        )
        self.sound.refresh_icon()

    def _retranslate(self) -> None:
        play = self.tr("Pause") if self._playing else self.tr("Play")
        full = self.tr("Leave full screen") if self._full_screen else self.tr("Full screen")
        name_control(self.play_button, play, self.tr("Space"))
        name_control(self.back_button, self.tr("One frame back"), ",")
        name_control(self.forward_button, self.tr("One frame on"), ".")
        name_control(self.loop_button, self.tr("Loop"), "L")
        speed = self.tr("Speed: {speed}").format(speed=self.speed_button.text())
        name_control(self.speed_button, speed, "")
        name_control(self.sound.button, self.tr("Mute"), "M")
        name_control(self.sound.slider, self.tr("Volume"), "↑ ↓")
        name_control(self.full_screen_button, full, "F")
        self.bar.setAccessibleName(self.tr("Position in the video"))
        self.time.setAccessibleName(self.tr("Time"))
        self.total.setAccessibleName(self.tr("Length"))


def name_control(widget: QWidget, words: str, key: str) -> None:
    """Gives a control its name for screen readers, and a tooltip that names the key too."""
    widget.setAccessibleName(words)
    widget.setToolTip(f"{words} ({key})" if key else words)
