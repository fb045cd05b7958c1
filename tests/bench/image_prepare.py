"""How long a 12-megapixel photograph takes until it can be sent, against Pillow's own shortest way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

from PIL import Image

from wan_desktop.media.images import JPEG_QUALITIES, prepare

ROUNDS = 9


def photograph() -> bytes:
    """4032 × 3024 with detail of every size, as JPEG 4:2:0 of about 5 MB, as phones write it."""
    coarse = Image.frombytes("RGB", (250, 188), os.urandom(250 * 188 * 3))
    fine = Image.frombytes("RGB", (2000, 1500), os.urandom(2000 * 1500 * 3))
    size = (4032, 3024)
    picture = Image.blend(
        coarse.resize(size, Image.Resampling.BICUBIC), fine.resize(size, Image.Resampling.BICUBIC), 0.25
    )
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=90, subsampling=2)
    return buffer.getvalue()


def minimal(data: bytes) -> bytes:
    """Open, decode at half size, encode: nothing checked, nothing else made."""
    picture = Image.open(BytesIO(data))
    picture.draft("RGB", (2000, 1500))
    picture.thumbnail((2000, 2000))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=JPEG_QUALITIES[0], subsampling=0)
    return buffer.getvalue()


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    work(data)
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Medians over rounds that take turns, so that a busy machine slows both: seconds, and their ratio."""
    data = photograph()
    pairs = [(seconds(prepare, data), seconds(minimal, data)) for _ in range(ROUNDS)]
    ours, pillows = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    ratio = median(pair[0] / pair[1] for pair in pairs)
    return {
        "12 MP JPEG ready to send (s)": ours,
        "Pillow's minimal path (s)": pillows,
        "ready / minimal (goal 1.2)": ratio,
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:.3f}")  # noqa: T201  # run by hand: the figures are its output
