"""Decoded samples of a short sound, faded and padded in memory, and the mp3 or wav made of them."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec import Codec

from wan_desktop.core.params import AUDIO_SECONDS_MAX

BITS_PER_SECOND = {1: 128_000, 2: 192_000}
"""By channels: free of loss that anyone hears, a third of a megabyte for the longest video."""
MP3_MARGIN = 0.1
"""Seconds that an mp3 stays under the longest: its blocks round up, and some readers count the padding."""
ENCODER = "libmp3lame"
_LOUDEST = 32_767


class Samples:
    """16-bit samples, interleaved, at ``rate`` a second. ``count`` is for each channel."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate, self.channels = rate, channels
        self.values = array("h")

    @property
    def count(self) -> int:
        return len(self.values) // self.channels

    @property
    def seconds(self) -> float:
        return self.count / self.rate

    def add(self, data: bytes, first: int, end: int) -> None:
        """Takes the samples from ``first`` to before ``end`` out of ``data``, native 16-bit."""
        step = 2 * self.channels
        self.values.frombytes(data[first * step : end * step])

    def keep(self, count: int) -> None:
        """Drops what comes after the first ``count`` samples."""
        del self.values[count * self.channels :]

    def pad(self, seconds: float) -> float:
        """Silence at the end, up to ``seconds`` in all; how much it was."""
        missing = max(0, round(seconds * self.rate) - self.count)
        self.values.frombytes(bytes(2 * missing * self.channels))
        return missing / self.rate

    def fade(self, fade_in: float, fade_out: float) -> None:
        """Raises the first ``fade_in`` seconds from silence and lowers the last ``fade_out`` to it."""
        rising = min(round(fade_in * self.rate), self.count)
        falling = min(round(fade_out * self.rate), self.count)
        for index in range(rising):
            self._scale(index, _level(index, rising))
        for index in range(falling):
            self._scale(self.count - 1 - index, _level(index, falling))

    def _scale(self, index: int, level: float) -> None:
        for place in range(index * self.channels, (index + 1) * self.channels):
            self.values[place] = round(self.values[place] * level)


def encoded(samples: Samples) -> tuple[bytes, str]:
    """An mp3 where FFmpeg was built with its encoder, else a wav; and the suffix of that."""
    try:
        Codec(ENCODER, "w")
    except av.codec.codec.UnknownCodecError:
        return _wav(samples), ".wav"
    return _mp3(samples), ".mp3"


def _level(index: int, length: int) -> float:
    """A quarter of a sine, so that a sound seems to come evenly."""
    return math.sin(index / length * math.pi / 2)


def _mp3(samples: Samples) -> bytes:
    samples.keep(round((AUDIO_SECONDS_MAX - MP3_MARGIN) * samples.rate))
    layout = "mono" if samples.channels == 1 else "stereo"
    file = io.BytesIO()
    # The header names the encoder's delay, so that readers leave it out and the first sample is the first.
    with av.open(file, "w", format="mp3") as container:
        track = container.add_stream(ENCODER, rate=samples.rate, layout=layout)
        assert isinstance(track, AudioStream)
        track.bit_rate = BITS_PER_SECOND[samples.channels]
        container.mux(track.encode(_frame(samples, layout)))
        container.mux(track.encode(None))
    return file.getvalue()


def _frame(samples: Samples, layout: str) -> AudioFrame:
    frame = AudioFrame(format="s16", layout=layout, samples=samples.count)
    frame.planes[0].update(samples.values.tobytes())
    frame.sample_rate = samples.rate
    frame.pts = 0
    return frame


def _wav(samples: Samples) -> bytes:
    values = array("h", samples.values)
    if sys.byteorder == "big":
        values.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(samples.channels)
        writer.setsampwidth(2)
        writer.setframerate(samples.rate)
        writer.writeframes(values.tobytes())
    return file.getvalue()
