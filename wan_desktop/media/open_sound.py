"""Opens sound files, and videos for their sound, that nobody vouches for.

FFmpeg decides by content. It gets the one file and no protocol: a playlist opens nothing else. What cannot
be decoded in the middle of a sound is left out, as players do; what cannot be measured is refused before it
is decoded.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from wan_desktop.core.errors import ErrorKind, InputError

#: A playlist must not make the program open other files or links: readers get the one file and no protocol.
_OPTIONS = {"protocol_whitelist": "none"}
RATE_MIN, RATE_MAX = 1_000, 768_000
"""Samples per second that are no sign of damage; from fewer, resampling would make millions out of one."""
CHANNELS_MAX = 64
COUNTED = 300.0
"""Seconds up to which a start is found by decoding from the beginning and counting: right to the sample,
whatever times the file tells, and done in a moment. Further in, the file's own times are taken."""
PREROLL = 1.0
"""Seconds decoded before such a time: decoders begin in the middle of nothing and need some blocks."""
_INDEXED = frozenset({"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"})
"""Formats whose blocks have stored times and an index, so that a jump lands exactly. Others are read through:
a jump in an MP3 guesses."""


class Sound:
    """The first sound of an opened file. Times are seconds from its first sample that can be heard."""

    def __init__(self, container: InputContainer, stream: AudioStream) -> None:
        self._container, self.stream = container, stream
        base = stream.time_base
        self._tick = float(base) if base is not None else 0.0

    @property
    def codec(self) -> str:
        """FFmpeg's name: "mp3", "pcm_s16le", "aac"…"""
        return self.stream.codec_context.codec.canonical_name

    @property
    def format(self) -> str:
        """FFmpeg's name of what the sound is packed in: "mp3", "wav", "mov,mp4,m4a,3gp,3g2,mj2"…"""
        return self._container.format.name

    @property
    def told_seconds(self) -> float:
        """How long the file says it is; 0 where it does not say."""
        if self.stream.duration is not None and self._tick:
            return self.stream.duration * self._tick
        if self._container.duration is not None:
            return self._container.duration / av.time_base
        return 0.0

    def blocks(self, start: float = 0.0) -> Iterator[tuple[float, AudioFrame]]:
        """Decoded blocks and the second at which each begins, from about ``start`` on and never after it."""
        return self._by_times(start - PREROLL) if start > COUNTED and self._tick else self._counted()

    def _counted(self) -> Iterator[tuple[float, AudioFrame]]:
        at = 0.0
        for packet in self._packets():
            for frame in _decoded(packet):
                yield at, frame
                at += frame.samples / frame.sample_rate

    def _by_times(self, first: float) -> Iterator[tuple[float, AudioFrame]]:
        origin, at = self._first_time(), 0.0
        if self.format in _INDEXED:
            self._container.seek(int(first / self._tick) + origin, stream=self.stream)
        for packet in self._packets():
            if packet.pts is not None and (packet.pts + (packet.duration or 0) - origin) * self._tick < first:
                continue
            for frame in _decoded(packet):
                at = at if frame.pts is None else (frame.pts - origin) * self._tick
                yield at, frame
                at += frame.samples / frame.sample_rate

    def _first_time(self) -> int:
        """The file's own time of the first sample that can be heard; some formats begin with idle blocks."""
        frames = (frame for packet in self._packets() for frame in _decoded(packet))
        first = next(frames, None)
        self.stream.codec_context.flush_buffers()
        return 0 if first is None or first.pts is None else first.pts

    def _packets(self) -> Iterator[Packet[AudioStream]]:
        packets = self._container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except (StopIteration, av.error.FFmpegError):
                return
            yield packet


@contextmanager
def open_sound(path: Path) -> Iterator[Sound]:
    """The first sound in a file. Reading it inside the block raises nothing but InputError.

    InputError: FILE_MISSING, FILE_FORBIDDEN, FILE_EMPTY, or NOT_A_SOUND where nothing in it can be heard.
    """
    with _opened_file(path) as file:
        try:
            with av.open(_Reader(file), "r", options=_OPTIONS, metadata_errors="replace") as container:
                if not container.streams.audio:
                    raise InputError(ErrorKind.NOT_A_SOUND)
                yield Sound(container, container.streams.audio[0])
        except (av.error.FFmpegError, ValueError) as error:
            # First: FFmpeg's "permission denied" is an OSError too and means a protocol, not the file.
            raise InputError(ErrorKind.NOT_A_SOUND) from error
        except OSError as error:
            raise InputError(ErrorKind.FILE_MISSING, error.strerror or "") from error


def packed(
    blocks: Iterable[tuple[float, AudioFrame]], layout: str, rate: int
) -> Iterator[tuple[float, AudioFrame]]:
    """The blocks as interleaved 16-bit samples in ``layout`` ("mono", "stereo") at ``rate`` a second.

    A change of the format in mid-sound, which streams and damaged files have, begins a new conversion.
    """
    found: tuple[object, ...] = ()
    resampler: AudioResampler | None = None
    at = 0.0
    for start, frame in blocks:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or shape != found:
            found, resampler, at = shape, AudioResampler("s16", layout, rate), start
        frame.pts = None  # gaps in a file's own clock would be filled with silence by some versions
        for ready in resampler.resample(frame):
            yield at, ready
            at += ready.samples / rate
    for ready in resampler.resample(None) if resampler is not None else ():
        yield at, ready
        at += ready.samples / rate


def _opened_file(path: Path) -> BinaryIO:
    try:
        # Looked at before it is opened: a pipe would block for ever, a device never ends.
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise InputError(ErrorKind.NOT_A_SOUND)
        if facts.st_size == 0:
            raise InputError(ErrorKind.FILE_EMPTY)
        return path.open("rb")
    except PermissionError as error:
        raise InputError(ErrorKind.FILE_FORBIDDEN, error.strerror or "") from error
    except OSError as error:
        raise InputError(ErrorKind.FILE_MISSING, error.strerror or "") from error
    except ValueError as error:  # a name with a zero byte in it
        raise InputError(ErrorKind.FILE_MISSING) from error


class _Reader:
    """A file for PyAV, in which every place can be sought.

    A damaged header sends its reader to places that no file system has. The error of that would come out as
    the disk's, or later and at another file, since PyAV keeps it until something else fails.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, os.SEEK_END)
        self._place = file.seek(0)

    def read(self, count: int) -> bytes:
        data = self._file.read(count) if self._place <= self._size else b""
        self._place += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The place arrived at; negative, as FFmpeg's own errors are, where there is none."""
        place = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence] + offset
        if place < 0:
            return -errno.EINVAL
        self._file.seek(min(place, self._size))
        self._place = place
        return place

    def tell(self) -> int:
        return self._place


def _decoded(packet: Packet[AudioStream]) -> Iterator[AudioFrame]:
    """The blocks of a packet that make sense; none where it is damaged."""
    try:
        frames = packet.decode()
    except av.error.FFmpegError:
        return
    for frame in frames:
        if _is_measurable(frame):
            yield frame


def _is_measurable(frame: AudioFrame) -> bool:
    return (
        RATE_MIN <= frame.sample_rate <= RATE_MAX
        and 0 < frame.layout.nb_channels <= CHANNELS_MAX
        and frame.samples > 0
    )
