"""Measures how loud a sound is along its length: in one pass, in the memory of a picture, of any length."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import chain
from operator import mul
from pathlib import Path

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.waveform import Waveform
from wan_desktop.media.open_sound import open_sound, packed

SECONDS_MAX = 6 * 3600.0
"""Longest sound that is measured: a day's recording is not what somebody wants five seconds of."""
BLOCKS_A_SECOND = 200
BLOCKS_MIN = 4_096
"""Of so few one can be long, though the sound is short."""
LOOKS = 250
"""Samples of a block that are looked at: in short sounds each one, in an hour one in some dozens."""
_RMS_STEP = 5
"""One in so many of those is enough for a mean. Odd, so that it meets both channels in turn."""
_FULL_SCALE = 32_768.0


def waveform(
    path: Path,
    buckets: int,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float], object] = lambda _share: None,
) -> Waveform | None:
    """Decodes a whole sound and gives ``buckets`` peaks and rms of it; None once ``stop`` says so. Blocks.

    ``progress`` hears now and then how much is done, 0 to 1, as far as the file tells its length.

    InputError as ``media.audio.probe``, and SOUND_TOO_LONG.
    """
    with open_sound(path) as sound:
        told = sound.told_seconds
        if told > SECONDS_MAX:
            raise InputError(ErrorKind.SOUND_TOO_LONG)
        blocks = sound.blocks()
        first = next(blocks, None)
        if first is None:
            raise InputError(ErrorKind.NOT_A_SOUND)
        rate, mono = first[1].sample_rate, first[1].layout.nb_channels == 1
        loudness = _Loudness(rate, 1 if mono else 2, max(2 * buckets, BLOCKS_MIN))
        for at, frame in packed(chain((first,), blocks), "mono" if mono else "stereo", rate):
            if stop():
                return None
            if at > SECONDS_MAX:
                raise InputError(ErrorKind.SOUND_TOO_LONG)
            loudness.add(array("h", bytes(frame.planes[0])), frame.samples)
            progress(min(1.0, at / told) if told > 0 else 0.0)
    return loudness.waveform(buckets)


class _Loudness:
    """Blocks of equal length; where they become more than ``most``, each two become one."""

    def __init__(self, rate: int, channels: int, most: int) -> None:
        self._rate, self._channels, self._most = rate, channels, most
        self._length = max(1, rate // BLOCKS_A_SECOND) * channels
        self._peaks, self._squares = array("f"), array("d")
        self._peak, self._square, self._filled = 0, 0.0, 0

    def add(self, values: array[int], count: int) -> None:
        """``count`` samples of each channel, interleaved, at the beginning of ``values``."""
        place, end = 0, count * self._channels
        while place < end:
            taken = min(self._length - self._filled, end - place)
            looked = values[place : place + taken : (self._length // LOOKS) | 1]
            few = looked[::_RMS_STEP]
            self._peak = max((self._peak, max(looked), -min(looked)))
            self._square += sum(map(mul, few, few)) / len(few) * taken
            self._filled += taken
            place += taken
            if self._filled == self._length:
                self._close()

    def waveform(self, buckets: int) -> Waveform:
        """What was added, in ``buckets`` parts."""
        seconds = (len(self._peaks) * self._length + self._filled) / self._channels / self._rate
        if self._filled:
            self._close()
        fine = Waveform(seconds, self._peaks, [square**0.5 for square in self._squares])
        columns = fine.columns(0.0, seconds, buckets)
        return Waveform(seconds, tuple(peak for peak, _ in columns), tuple(rms for _, rms in columns))

    def _close(self) -> None:
        self._peaks.append(min(1.0, self._peak / _FULL_SCALE))
        self._squares.append(self._square / self._filled / _FULL_SCALE**2)
        self._peak, self._square, self._filled = 0, 0.0, 0
        if len(self._peaks) >= self._most:
            self._halve()

    def _halve(self) -> None:
        if len(self._peaks) % 2:
            return  # with the next one
        pairs = range(0, len(self._peaks), 2)
        self._peaks = array("f", (max(self._peaks[i], self._peaks[i + 1]) for i in pairs))
        self._squares = array("d", ((self._squares[i] + self._squares[i + 1]) / 2 for i in pairs))
        self._length *= 2
