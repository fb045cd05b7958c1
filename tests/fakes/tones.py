"""Real sound files, made with PyAV: a tone of a known height for so many seconds."""

from __future__ import annotations

import math
from array import array
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av

RATE = 44_100
CODECS = {".mp3": "libmp3lame", ".wav": "pcm_s16le", ".m4a": "aac"}
HERTZ = 523.0


def write_tone(path: Path, seconds: float, hertz: float = HERTZ) -> Path:
    """A mono tone; the name's end says in which format."""
    with av.open(str(path), "w") as container:
        track = container.add_stream(CODECS[path.suffix], rate=RATE, layout="mono")
        assert isinstance(track, av.AudioStream)
        for start in range(0, round(seconds * RATE), RATE):
            count = min(RATE, round(seconds * RATE) - start)
            wave = (9000 * math.sin(math.tau * hertz * n / RATE) for n in range(start, start + count))
            frame = av.AudioFrame("s16", "mono", count)
            frame.planes[0].update(array("h", map(round, wave)).tobytes())
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(track.encode(frame))
        container.mux(track.encode(None))
    return path


def heard(path: Path) -> list[float]:
    """How loud each tenth of a second of a file's first sound is, from 0 to 1, and so how long it is."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    samples = array("h")
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for ready in resampler.resample(frame):
                samples.frombytes(bytes(ready.planes[0])[: ready.samples * 2])
    for ready in resampler.resample(None):
        samples.frombytes(bytes(ready.planes[0])[: ready.samples * 2])
    step = RATE // 10
    parts = (samples[start : start + step] for start in range(0, len(samples), step))
    return [max(map(abs, part)) / 32768 for part in parts]


def pitch(path: Path) -> int:
    """The height of a file's tone in hertz, by its crossings of zero in the first second."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    samples = array("h")
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for ready in resampler.resample(frame):
                samples.frombytes(bytes(ready.planes[0])[: ready.samples * 2])
            if len(samples) > RATE + RATE // 5:
                break
    second = samples[RATE // 10 : RATE + RATE // 10]
    return sum(1 for before, after in pairwise(second) if before < 0 <= after)
