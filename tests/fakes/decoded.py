"""A video file decoded whole, by PyAV alone and none of the program's own code."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path

import av


@dataclass(frozen=True)
class Decoded:
    """What a decoder found. ``loudest`` is the largest sample, 0..1; None where there is no sound stream."""

    width: int
    height: int
    seconds: float
    frames_per_second: float
    loudest: float | None


def decode(path: Path | str) -> Decoded:
    """Decodes every frame and every sample. av.error.FFmpegError where anything is wrong with them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = [float(frame.time) for frame in frames if frame.time is not None]
        step = (times[-1] - times[0]) / (len(times) - 1)
        picture = (frames[0].width, frames[0].height)
    return Decoded(*picture, times[-1] - times[0] + step, 1 / step, _loudest(path))


def _loudest(path: Path | str) -> float | None:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        resampler = av.AudioResampler(format="flt", layout="mono")
        parts = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        return max(max(map(abs, array("f", bytes(part.planes[0])))) for part in parts)
