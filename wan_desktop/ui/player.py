"""The player: a stage, its keys and full screen, around one :class:`~wan_desktop.ui.playback.Playback`.

Where QtMultimedia is missing or finds no backend, the program goes on: the stage says so and offers to open
the file outside.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wan_desktop.ui.announce import announce
from wan_desktop.ui.stage import PlaybackTrouble, Stage
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.transport import KEY_STEP_MS, VOLUME_STEP
from wan_desktop.ui.words import percent_words

if TYPE_CHECKING:
    from wan_desktop.ui.playback import Playback

log = logging.getLogger(__name__)

STILL_SIDE = 1000
"""Pixels of a still: sharp enough for the stage, decoded in about 10 ms."""


class Player(QWidget):
    """Plays one finished video in the window.

    Keys, while the focus is inside: Space or K, comma and full stop (one frame), arrows (one second, volume),
    Home, M, L, F or F11, Escape.

    Signals:
        first_frame_shown(object): path of the video whose first frame is on the screen.
        position_moved(object): milliseconds, at each frame.
        failed(object): path of a video that cannot be shown; the stage already says so.
        open_outside_requested(object): path; the system's player is wanted.
        released(): the file is closed and can be moved or deleted.
        muted_changed(bool), volume_changed(object), loop_changed(bool): by the user, to be remembered.
    """

    first_frame_shown = Signal(object)
    position_moved = Signal(object)
    failed = Signal(object)
    open_outside_requested = Signal(object)
    released = Signal()
    muted_changed = Signal(bool)
    volume_changed = Signal(object)
    loop_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("player")
        self._playback: Playback | None = None
        self._path = ""
        self._muted, self._volume, self._loop, self._speed = False, 1.0, True, 1.0
        self._resume_after_scrub = False
        self.stage = Stage(theme, self)
        self.surface, self.transport = self.stage.surface, self.stage.transport
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)
        self.setFocusProxy(self.surface)
        self._keys = self._key_table()
        self._connect()
        self.transport.show_loop(self._loop)
        self._retranslate()

    def _key_table(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            Qt.Key.Key_Space: self.toggle_play,
            Qt.Key.Key_K: self.toggle_play,
            Qt.Key.Key_Comma: partial(self.step, -1),
            Qt.Key.Key_Period: partial(self.step, 1),
            Qt.Key.Key_Left: partial(self._seek_by, -KEY_STEP_MS),
            Qt.Key.Key_Right: partial(self._seek_by, KEY_STEP_MS),
            Qt.Key.Key_Home: partial(self.seek, 0),
            Qt.Key.Key_Up: partial(self._change_volume, VOLUME_STEP),
            Qt.Key.Key_Down: partial(self._change_volume, -VOLUME_STEP),
            Qt.Key.Key_M: self.toggle_mute,
            Qt.Key.Key_L: self.toggle_loop,
            Qt.Key.Key_F: self.toggle_full_screen,
            Qt.Key.Key_F11: self.toggle_full_screen,
        }

    def _connect(self) -> None:
        stage, surface, transport = self.stage, self.surface, self.transport
        stage.key_pressed.connect(self._key_pressed)
        stage.close_requested.connect(self.leave_full_screen)
        stage.message.open_outside_clicked.connect(self._open_outside)
        surface.clicked.connect(self.toggle_play)
        surface.double_clicked.connect(self._double_clicked)
        # Queued: whoever hears of the first frame may change the window, and must not do so inside a paint.
        surface.first_frame_painted.connect(self._first_frame_painted, Qt.ConnectionType.QueuedConnection)
        transport.play_toggled.connect(self.toggle_play)
        transport.step_requested.connect(self.step)
        transport.seek_requested.connect(self.seek)
        transport.scrub_started.connect(self._scrub_started)
        transport.scrub_ended.connect(self._scrub_ended)
        transport.loop_requested.connect(self._loop_chosen)
        transport.mute_requested.connect(self._mute_chosen)
        transport.volume_requested.connect(self._volume_chosen)
        transport.speed_requested.connect(self.set_speed)
        transport.full_screen_toggled.connect(self.toggle_full_screen)

    @property
    def path(self) -> str:
        """The video loaded, "" where none is."""
        return self._path

    @property
    def playing(self) -> bool:
        return self._playback is not None and self._playback.playing

    @property
    def position(self) -> int:
        """Milliseconds: the start of the frame on the screen."""
        return self._playback.position if self._playback is not None else 0

    @property
    def full_screen(self) -> bool:
        return self.stage.isWindow()

    def prepare(self) -> bool:
        """Loads the multimedia library and its backend; once, up to 0.7 s on a cold disk, so after the first
        paint or at the first :meth:`load`. False where there is none."""
        if self._playback is None:
            self._playback = self._make_playback()
        return self._playback is not None

    def load(self, path: str, poster: str = "") -> None:
        """Shows the poster at once (an image file, may be ""), then plays the video from the start."""
        self._path = path
        self.stage.message.hide()
        self.surface.show_poster(read_image(poster))
        self.transport.show_position(0)
        self.transport.show_duration(0)
        self.transport.set_enabled(True)
        if not self.prepare() or self._playback is None:
            self._failed(PlaybackTrouble.NO_BACKEND)
            return
        self._playback.load(path)

    def release(self) -> None:
        """Lets go of the file and clears the stage; ``released`` says when it is closed."""
        self._path = ""
        self.surface.clear()
        self.stage.message.hide()
        self.transport.set_enabled(False)
        self.transport.show_position(0)
        self.transport.show_duration(0)
        if self._playback is None:
            self.released.emit()
        else:
            self._playback.release()

    def show_still(self, picture: str) -> None:
        """Shows an image file (may be "") where there is no video yet, and lets go of the one before."""
        self.release()
        self.surface.show_poster(read_image(picture, STILL_SIDE))

    def play(self) -> None:
        if self._playback is not None and self._path:
            self._playback.play()

    def pause(self) -> None:
        if self._playback is not None and self._path:
            self._playback.pause()

    def toggle_play(self) -> None:
        if self._playback is not None and self._playback.wants_to_play:
            self.pause()
        else:
            self.play()

    def seek(self, position: int) -> None:
        """Milliseconds from the start; shown as soon as the seek before it was."""
        if self._playback is not None and self._path:
            self._playback.seek(position)
            self.transport.show_position(position)

    def step(self, frames: int) -> None:
        """Pauses and goes by whole frames, back where negative."""
        if self._playback is not None and self._path:
            self._playback.step(frames)

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        self._apply_sound()

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0."""
        self._volume = min(1.0, max(0.0, volume))
        self._apply_sound()

    def set_loop(self, loop: bool) -> None:
        self._loop = loop
        self.transport.show_loop(loop)
        if self._playback is not None:
            self._playback.set_loop(loop)

    def set_speed(self, speed: float) -> None:
        """Holds for the videos that follow, too."""
        self._speed = speed
        if self._playback is not None:
            self._playback.set_speed(speed)

    def toggle_mute(self) -> None:
        self._mute_chosen(not self._muted)

    def toggle_loop(self) -> None:
        self._loop_chosen(not self._loop)

    def toggle_full_screen(self) -> None:
        if self.full_screen:
            self.leave_full_screen()
        else:
            self.enter_full_screen()

    def enter_full_screen(self) -> None:
        if self.full_screen or not self._path:
            return
        self._column().removeWidget(self.stage)
        self.stage.setParent(self, Qt.WindowType.Window)
        self.stage.setWindowTitle(self.window().windowTitle())
        # By hand, too: without a window manager nobody else does it.
        self.stage.setGeometry(self.screen().geometry())
        self.stage.showFullScreen()
        self._full_screen_switched(True)

    def leave_full_screen(self) -> None:
        if not self.full_screen:
            return
        self.stage.setParent(self, Qt.WindowType.Widget)
        self._column().addWidget(self.stage)
        self.stage.show()
        self._full_screen_switched(False)

    def _full_screen_switched(self, full_screen: bool) -> None:
        self.stage.set_floating(full_screen)
        self.transport.show_full_screen(full_screen)
        self.surface.setFocus()

    def _column(self) -> QVBoxLayout:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        return layout

    def _make_playback(self) -> Playback | None:
        try:
            from wan_desktop.ui.playback import Playback
        except ImportError as error:
            log.info("no multimedia library: %s", error)
            return None
        playback = Playback(self)
        if not playback.available:
            log.info("no multimedia backend")
            playback.deleteLater()
            return None
        self._connect_playback(playback)
        playback.set_muted(self._muted)
        playback.set_volume(self._volume)
        playback.set_loop(self._loop)
        playback.set_speed(self._speed)
        return playback

    def _connect_playback(self, playback: Playback) -> None:
        playback.frame_arrived.connect(self.surface.show_frame)
        playback.playing_changed.connect(self.transport.show_playing)
        playback.position_changed.connect(self._position_changed)
        playback.duration_changed.connect(self.transport.show_duration)
        playback.failed.connect(self._failed)
        playback.released.connect(self.released)

    def _position_changed(self, position: int) -> None:
        self.transport.show_position(position)
        self.position_moved.emit(position)

    def _first_frame_painted(self) -> None:
        self.first_frame_shown.emit(self._path)

    def _failed(self, trouble: PlaybackTrouble) -> None:
        self.transport.set_enabled(False)
        if trouble is not PlaybackTrouble.NO_BACKEND:
            self.surface.clear()
        self.stage.message.show_trouble(trouble)
        self.failed.emit(self._path)

    def _open_outside(self) -> None:
        self.open_outside_requested.emit(self._path)

    def _double_clicked(self) -> None:
        self.toggle_play()  # Takes back what the first of the two clicks did.
        self.toggle_full_screen()

    def _scrub_started(self) -> None:
        self._resume_after_scrub = self._playback is not None and self._playback.wants_to_play
        self.pause()

    def _scrub_ended(self) -> None:
        if self._resume_after_scrub:
            self.play()

    def _seek_by(self, milliseconds: int) -> None:
        self.seek(max(0, self.position + milliseconds))

    def _change_volume(self, percent: int) -> None:
        self._volume_chosen(round(self._volume * 100 + percent) / 100)

    def _loop_chosen(self, loop: bool) -> None:
        self.set_loop(loop)
        self.loop_changed.emit(loop)

    def _mute_chosen(self, muted: bool) -> None:
        self.set_muted(muted)
        self.muted_changed.emit(muted)

    def _volume_chosen(self, volume: float) -> None:
        self.set_volume(volume)
        self.volume_changed.emit(self._volume)
        if self._muted and self._volume > 0:
            self._mute_chosen(False)

    def _apply_sound(self) -> None:
        self.transport.sound.show_sound(self._muted, self._volume)
        if self._playback is not None:
            self._playback.set_muted(self._muted)
            self._playback.set_volume(self._volume)

    def _key_pressed(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Escape and self.full_screen:
            self.leave_full_screen()
            event.accept()
        elif plain and event.key() in self._keys:
            self._keys[Qt.Key(event.key())]()
            self._say(Qt.Key(event.key()))
            event.accept()

    def _say(self, key: Qt.Key) -> None:
        """What a key did, where the focus is on the video and no control tells of it."""
        words = ""
        match key:
            case Qt.Key.Key_Space | Qt.Key.Key_K if self._playback is not None:
                words = self.tr("Playing") if self._playback.wants_to_play else self.tr("Paused")
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Home:
                words = self.transport.time_words()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                words = self.tr("Volume: {percent}").format(percent=percent_words(self._volume))
            case Qt.Key.Key_M:
                words = self.tr("Sound is off") if self._muted else self.tr("Sound is on")
            case Qt.Key.Key_L:
                words = self.tr("Loop is on") if self._loop else self.tr("Loop is off")
        if words:
            announce(self.surface, words)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Player"))
        self.surface.setAccessibleName(self.tr("Video"))


def read_image(path: str, side: int = 0) -> QImage:
    """The image of a file, no longer than ``side`` pixels where given; a null one where none can be read."""
    reader = QImageReader(path)
    size = reader.size() if path else QSize()
    if side and max(size.width(), size.height()) > side:
        # A JPEG is then decoded small, which takes a fraction of the time.
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read() if path else QImage()
