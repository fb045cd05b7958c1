"""The media engine behind the player, and the only importer of QtMultimedia.

One QMediaPlayer and one QAudioOutput live as long as the program. Every command goes to the player through
the event queue (``QMetaObject.invokeMethod``), never by a direct call: the audio thread waits for Python's
lock while a direct ``stop`` or ``setSource`` holds it and waits for the audio thread.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from contextlib import suppress
from typing import Any

from PySide6.QtCore import (
    Q_ARG,
    QFileInfo,
    QLoggingCategory,
    QMetaObject,
    QObject,
    Qt,
    QTimer,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtMultimedia import (
    QAudioOutput,
    QMediaMetaData,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from wan_desktop.ui.stage import PlaybackTrouble

log = logging.getLogger(__name__)

DEFAULT_FRAME_RATE = 30.0
SEEK_PATIENCE_MS = 1000
"""A seek that shows no frame (past the end, into damage) must not hold back the next one for ever."""


_FFMPEG_VERSIONS = range(56, 64)
"""Numbers that libavutil has or may come to have; none but the one that Qt loaded is touched."""
_FFMPEG_ERRORS = 16
"""FFmpeg's own number for "only what fails"."""


class Playback(QObject):
    """Plays one file at a time, into frames. Times are milliseconds.

    Signals:
        frame_arrived(object): a QVideoFrame, always a valid one: at the end the last one stays.
        playing_changed(bool): playing or not, whoever caused it.
        position_changed(object): start of the frame that arrived last, int.
        duration_changed(object): int, 0 while unknown.
        failed(object): a PlaybackTrouble; nothing of this file will be shown any more.
        released(): the file that was open is closed.
    """

    frame_arrived = Signal(object)
    playing_changed = Signal(bool)
    position_changed = Signal(object)
    duration_changed = Signal(object)
    failed = Signal(object)
    released = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # FFmpeg describes every file that it opens, and names every library that it can do without.
        QLoggingCategory.setFilterRules("qt.multimedia.*=false\nqt.multimedia.*.critical=true")
        self._sink = QVideoSink(self)
        self._output = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        _keep_ffmpeg_quiet()
        self._player.setAudioOutput(self._output)
        self._player.setVideoSink(self._sink)
        self._url = QUrl()
        self._accepting = False
        self._wants_to_play = False
        self._position = 0
        self._target: int | None = None
        self._next_target: int | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SEEK_PATIENCE_MS)
        self._patience.timeout.connect(self._seek_done)
        self._connect()

    def _connect(self) -> None:
        self._sink.videoFrameChanged.connect(self._frame_changed)
        self._player.sourceChanged.connect(self._source_changed)
        self._player.playbackStateChanged.connect(self._state_changed)
        self._player.durationChanged.connect(self._duration_changed)
        self._player.errorOccurred.connect(self._error_occurred)
        self._player.mediaStatusChanged.connect(self._status_changed)

    @property
    def available(self) -> bool:
        """Whether Qt found a multimedia backend."""
        return self._player.isAvailable()

    @property
    def playing(self) -> bool:
        return self._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState

    @property
    def wants_to_play(self) -> bool:
        """What was asked for last, though the player may not have got to it yet."""
        return self._wants_to_play

    @property
    def position(self) -> int:
        """Start of the frame shown, in milliseconds."""
        return self._position

    @property
    def duration(self) -> int:
        return self._player.duration()

    @property
    def frame_rate(self) -> float:
        """Frames per second as the file says, 30 where it does not."""
        told = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
        return float(told) if told else DEFAULT_FRAME_RATE

    def load(self, path: str) -> None:
        """Opens a file and plays it from the start."""
        self._forget()
        # Through an empty source, so that the same path is opened again: the file may be another one now.
        self._set_source(QUrl())
        if not QFileInfo.exists(path):
            self.failed.emit(PlaybackTrouble.FILE_MISSING)
            return
        self._url = QUrl.fromLocalFile(path)
        self._set_source(self._url)

    def release(self) -> None:
        """Closes the file; ``released`` says when (at once where none was open)."""
        self._forget()
        self._set_source(QUrl())
        QMetaObject.invokeMethod(self, "_report_release", Qt.ConnectionType.QueuedConnection)

    def play(self) -> None:
        self._wants_to_play = True
        self._command("play")

    def pause(self) -> None:
        self._wants_to_play = False
        self._command("pause")

    def seek(self, position: int) -> None:
        """Shows the frame at ``position``. While one seek is under way only the last wish is remembered."""
        wish = max(0, min(position, self.frame_time(self.last_frame)))
        if self._target is not None:
            self._next_target = wish
            return
        self._send_seek(wish)

    def step(self, frames: int) -> None:
        """Pauses and goes on or back by whole frames, counted from the last wish."""
        self.pause()
        self.seek(self.frame_time(max(0, self.wanted_frame + frames)))

    @property
    def wanted_frame(self) -> int:
        """Number of the frame shown, or of the one on its way."""
        for wish in (self._next_target, self._target):
            if wish is not None:
                return int(wish * self.frame_rate / 1000)
        return round(self._position * self.frame_rate / 1000)

    @property
    def last_frame(self) -> int:
        return max(0, round(self.duration * self.frame_rate / 1000) - 1)

    def frame_time(self, frame: int) -> int:
        """A time that lies inside a frame: one millisecond in, since starts are rounded. Measured exact."""
        return round(frame * 1000 / self.frame_rate) + 1

    def set_loop(self, loop: bool) -> None:
        self._player.setLoops(QMediaPlayer.Loops.Infinite if loop else QMediaPlayer.Loops.Once)

    def set_speed(self, speed: float) -> None:
        self._command("setPlaybackRate", Q_ARG("double", speed))

    def set_muted(self, muted: bool) -> None:
        self._output.setMuted(muted)

    def set_volume(self, volume: float) -> None:
        """0 to 1 as ears hear it."""
        self._output.setVolume(volume**2)

    def _command(self, name: str, *arguments: Any) -> None:
        QMetaObject.invokeMethod(self._player, name, Qt.ConnectionType.QueuedConnection, *arguments)

    def _set_source(self, url: QUrl) -> None:
        self._command("setSource", Q_ARG(QUrl, url))

    def _forget(self) -> None:
        self._accepting = False
        self._patience.stop()
        self._target = self._next_target = None
        self._position = 0
        self._url = QUrl()

    def _source_changed(self, url: QUrl) -> None:
        if not self._url.isEmpty() and url == self._url:
            # Frames of the file before may still be in the queue; this call stands behind them.
            QMetaObject.invokeMethod(self, "_begin", Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _begin(self) -> None:
        if self._player.source() == self._url and not self._accepting:
            self._accepting = True
            if self._player.error() is QMediaPlayer.Error.NoError:
                self.play()

    @Slot()
    def _report_release(self) -> None:
        if self._player.source().isEmpty():
            self.released.emit()

    def _send_seek(self, position: int) -> None:
        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self.pause()  # Where stopped (at the end) a seek shows nothing.
        self._target = position
        self._patience.start()
        self._command("setPosition", Q_ARG("qlonglong", position))

    def _seek_done(self) -> None:
        self._patience.stop()
        self._target, wish, self._next_target = None, self._next_target, None
        if wish is not None:
            self._send_seek(wish)

    def _frame_changed(self, frame: QVideoFrame) -> None:
        if not self._accepting or not frame.isValid():
            return
        self._position = round(frame.startTime() / 1000)
        self.frame_arrived.emit(frame)
        self.position_changed.emit(self._position)
        if self._target is not None:
            self._seek_done()

    def _state_changed(self, state: QMediaPlayer.PlaybackState) -> None:
        if state is QMediaPlayer.PlaybackState.StoppedState:
            self._wants_to_play = False
        self.playing_changed.emit(self.playing)

    def _duration_changed(self, duration: int) -> None:
        self.duration_changed.emit(duration)

    def _status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        loaded = status is QMediaPlayer.MediaStatus.LoadedMedia
        if loaded and self._player.source() == self._url and not self._player.hasVideo():
            self.failed.emit(PlaybackTrouble.CANNOT_PLAY)

    def _error_occurred(self, error: QMediaPlayer.Error, words: str) -> None:
        if error is QMediaPlayer.Error.NoError or self._player.source() != self._url:
            return
        log.info("cannot play: %s", words)
        self.failed.emit(PlaybackTrouble.CANNOT_PLAY)


def _keep_ffmpeg_quiet() -> None:
    """FFmpeg says on the terminal, of every video with a cover, that a picture has no clock."""
    for version in _FFMPEG_VERSIONS:
        with suppress(OSError):
            _loaded_library(version).av_log_set_level(_FFMPEG_ERRORS)


def _loaded_library(version: int) -> ctypes.CDLL:
    """FFmpeg's, where this process has it already. OSError."""
    if sys.platform == "win32":
        name, handle = f"avutil-{version}.dll", ctypes.c_void_p()
        if not ctypes.WinDLL("kernel32").GetModuleHandleExW(0, ctypes.c_wchar_p(name), ctypes.byref(handle)):
            raise FileNotFoundError(name)
        library = ctypes.CDLL(name, handle=handle.value)
    else:
        library = ctypes.CDLL(f"libavutil.so.{version}", mode=os.RTLD_NOLOAD)
    return library
