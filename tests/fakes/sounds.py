"""Sound files made for tests: a noise that is like itself at no other time, in any format and codec."""

from __future__ import annotations

import math
import wave
from array import array
from fractions import Fraction
from functools import cache
from io import BytesIO
from operator import mul
from pathlib import Path
from random import Random

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

CHECK_RATE = 8_000
"""Samples a second at which two sounds are compared: an eighth of a millisecond apart."""


@cache
def noise(seconds: float, rate: int, seed: int = 1) -> array[int]:
    """Mono 16-bit samples: noise without its highest part, so that every codec keeps it."""
    chance, values, level = Random(seed), array("h"), 0.0
    for _ in range(round(seconds * rate)):
        level += (chance.uniform(-20_000, 20_000) - level) * min(1.0, 6_000 / rate)
        values.append(round(level))
    return values


@cache
def tone(seconds: float, rate: int, level: float = 0.5, hertz: float = 440.0) -> array[int]:
    """Mono 16-bit samples of a sine, ``level`` of the loudest."""
    step = math.tau * hertz / rate
    return array("h", (round(32_767 * level * math.sin(step * i)) for i in range(round(seconds * rate))))


def write_sound(
    path: Path,
    samples: array[int],
    codec: str,
    *,
    format: str | None = None,
    rate: int = 44_100,
    layout: str = "mono",
    picture: bool = False,
) -> Path:
    """Encodes mono ``samples`` (on all channels of ``layout``); with a ``picture`` it is a video's sound."""
    with av.open(str(path), "w", format=format) as container:
        pictures = container.add_stream("mpeg4", rate=10) if picture else None
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        # FFmpeg's own encoder of Vorbis counts as an experiment, and wants two channels.
        layout = "stereo" if codec == "vorbis" else layout
        track = container.add_stream(codec, rate=rate, layout=layout, options={"strict": "experimental"})
        assert isinstance(track, AudioStream)
        if codec == "wmav2":
            track.bit_rate = 96_000
        if pictures is not None:
            _film(container, pictures, len(samples) // (rate // 10))
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts = rate, 0
        for ready in av.AudioResampler(track.format.name, layout, rate).resample(frame):
            container.mux(track.encode(ready))
        container.mux(track.encode(None))
    return path


def _film(container: OutputContainer, pictures: VideoStream, count: int) -> None:
    """``count`` pictures of nothing, ten a second."""
    for index in range(count):
        picture = av.VideoFrame(64, 48, "yuv420p")
        picture.pts, picture.time_base = index, Fraction(1, 10)
        container.mux(pictures.encode(picture))
    container.mux(pictures.encode(None))


def write_wave(path: Path, seconds: float, channels: int, rate: int = 8_000) -> Path:
    """Silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * channels * int(rate * seconds)))
    return path


def heard(source: Path | bytes) -> array[int]:
    """What a player hears of a whole file, mono at CHECK_RATE."""
    values = array("h")
    with av.open(BytesIO(source) if isinstance(source, bytes) else str(source), "r") as container:
        resampler = av.AudioResampler("s16", "mono", CHECK_RATE)
        for frame in (*container.decode(audio=0), None):
            if frame is not None:
                frame.pts = None
            for ready in resampler.resample(frame):
                values.frombytes(bytes(ready.planes[0])[: 2 * ready.samples])
    return values


def lag(whole: array[int], part: array[int], start: float, within: float = 0.02) -> float:
    """Seconds by which ``part`` comes later in ``whole`` than at ``start``, by correlation. Both as heard."""
    probe = part[400:1600]  # past the edges that codecs blur
    first, reach = round(start * CHECK_RATE) + 400, round(within * CHECK_RATE)

    def likeness(shift: int) -> float:
        begin = max(0, first + shift)
        piece = whole[begin : begin + len(probe)]
        energy = math.sqrt(sum(map(mul, piece, piece)) or 1)
        return float(sum(map(mul, piece, probe)) / energy)

    return max(range(-reach, reach + 1), key=likeness) / CHECK_RATE


def loudest(values: array[int]) -> float:
    """0 to 1."""
    return max(map(abs, values), default=0) / 32_768
