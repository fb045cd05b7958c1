"""Real MP4s (H.264, AAC) whose every frame carries its number as eight black or white columns."""

from __future__ import annotations

import math
from array import array
from fractions import Fraction
from pathlib import Path

import av
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

BITS = 8
SAMPLE_RATE = 48_000


def write_counted_video(
    path: Path,
    *,
    frames: int = 90,
    rate: int = 30,
    width: int = 320,
    height: int = 176,
    group: int = 10,
    sound: bool = True,
) -> Path:
    """Writes ``frames`` frames (at most 256) at ``rate`` a second, with a key frame every ``group``."""
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"preset": "ultrafast", "g": str(group)}
        audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo") if sound else None
        for number in range(frames):
            container.mux(video.encode(columns(number, width, height)))
        container.mux(video.encode())
        if audio is not None:
            for tone in tones(frames / rate):
                container.mux(audio.encode(tone))
            container.mux(audio.encode())
    return path


def columns(number: int, width: int, height: int) -> av.VideoFrame:
    picture = av.VideoFrame(width, height, "yuv420p")
    lights = [235 if number >> bit & 1 else 16 for bit in range(BITS)]
    row = b"".join(bytes([light]) * (width // BITS) for light in lights)
    luma, *chroma = picture.planes
    luma.update(row.ljust(luma.line_size, b"\x10") * height)
    for plane in chroma:
        plane.update(b"\x80" * plane.buffer_size)
    return picture


def tones(seconds: float) -> list[av.AudioFrame]:
    made = []
    for start in range(0, round(seconds * SAMPLE_RATE), 1024):
        wave = array(
            "f", (0.1 * math.sin(math.tau * 440 * n / SAMPLE_RATE) for n in range(start, start + 1024))
        )
        frame = av.AudioFrame("fltp", "stereo", 1024)
        for plane in frame.planes:
            plane.update(wave.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        made.append(frame)
    return made


def number_shown(screen: QImage, picture: QRectF) -> int:
    """The number of the frame in a grabbed picture whose place is ``picture``."""
    middle = round(picture.center().y())
    step = picture.width() / BITS
    lights = [
        screen.pixelColor(round(picture.left() + (bit + 0.5) * step), middle).lightness()
        for bit in range(BITS)
    ]
    return sum(1 << bit for bit, light in enumerate(lights) if light > 127)
