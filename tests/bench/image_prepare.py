"""How long a 12-megapixel photograph takes until it can be sent, against Pillow's own shortest way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

from PIL import Image

from tests.bench.figures import Figure, Row, ratio_of, spread
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


def measure(rounds: int = ROUNDS) -> list[Row]:
    """The rounds take turns, so that a busy machine slows both."""
    data = photograph()
    pairs = [(seconds(prepare, data), seconds(minimal, data)) for _ in range(rounds)]
    ratios = [ours / pillows for ours, pillows in pairs]
    return [
        Figure("12 MP JPEG ready to send / Pillow alone", ratio_of(pairs), "", 1.2, note=spread(ratios)),
        Figure("12 MP JPEG ready to send", median(ours for ours, _ in pairs) * 1000, "ms"),
    ]
