"""How long photographs take until they are seen and can be sent, against the libraries' shortest way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

import pi_heif
from PIL import Image

from tests.bench.figures import Figure, Row, ratio_of, spread
from tests.fakes.heic import encoded, tiled
from wan_desktop.media.images import JPEG_QUALITIES, look, prepare

ROUNDS = 9
LARGE = (8064, 6048)
"""48 megapixels, as the newest phones write them."""
_TILE = 512
_LONGEST = 2000


def photograph(size: tuple[int, int] = (4032, 3024)) -> Image.Image:
    """Detail of every size; its JPEG of 12 megapixels has about 5 MB, as phones write it."""
    coarse = Image.frombytes("RGB", (250, 188), os.urandom(250 * 188 * 3))
    fine = Image.frombytes("RGB", (2000, 1500), os.urandom(2000 * 1500 * 3))
    return Image.blend(
        coarse.resize(size, Image.Resampling.BICUBIC), fine.resize(size, Image.Resampling.BICUBIC), 0.25
    )


def as_jpeg(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=90, subsampling=2)
    return buffer.getvalue()


def as_heic(picture: Image.Image, thumbnail: int = 0) -> bytes:
    """A grid of tiles of which one in twelve is encoded and stands for the others too."""
    columns, rows = (-(-side // _TILE) for side in picture.size)
    places = [(x * columns // 4 * _TILE, y * rows // 3 * _TILE) for x in range(4) for y in range(3)]
    coded = [encoded(picture.crop((x, y, x + _TILE, y + _TILE)), quality=24) for x, y in places]
    small = picture.resize((thumbnail, thumbnail * picture.height // picture.width)) if thumbnail else None
    return tiled([coded[i % len(coded)] for i in range(columns * rows)], columns, picture.size, small)


def minimal_jpeg(data: bytes) -> bytes:
    """Open, decode no larger than need be, encode: nothing checked, nothing else made."""
    picture = Image.open(BytesIO(data))
    picture.draft("RGB", (_LONGEST, _LONGEST * 3 // 4))
    return _encoded(picture)


def minimal_heic(data: bytes) -> bytes:
    """pi_heif's own decoding, Pillow's own encoding."""
    return _encoded(pi_heif.open_heif(data).to_pillow())


def _encoded(picture: Image.Image) -> bytes:
    picture.thumbnail((_LONGEST, _LONGEST))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=JPEG_QUALITIES[0], subsampling=0)
    return buffer.getvalue()


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    work(data)
    return time.perf_counter() - start


def measure(rounds: int = ROUNDS, large: tuple[int, int] = LARGE) -> list[Row]:
    usual, big = as_jpeg(photograph()), photograph(large)
    big_jpeg, big_heic = as_jpeg(big), as_heic(big, thumbnail=416)
    megapixels = f"{large[0] * large[1] // 1_000_000} MP"
    return [
        *_ready("12 MP JPEG", usual, minimal_jpeg, 1.2, rounds),
        *_ready(f"{megapixels} JPEG", big_jpeg, minimal_jpeg, 1.3, rounds),
        *_ready(f"{megapixels} HEIC", big_heic, minimal_heic, 1.3, rounds),
        _seen(f"{megapixels} JPEG", big_jpeg, 300, rounds),
        _seen(f"{megapixels} HEIC", big_heic, 300, rounds, "by the thumbnail inside"),
        _seen(
            f"{megapixels} HEIC without a thumbnail",
            as_heic(big),
            None,
            rounds,
            "HEVC has no smaller decoding",
        ),
        _thumbnails(usual, rounds),
    ]


def _ready(
    name: str, data: bytes, minimal: Callable[[bytes], object], goal: float, rounds: int
) -> list[Figure]:
    """The rounds take turns, so that a busy machine slows both."""
    pairs = [(seconds(prepare, data), seconds(minimal, data)) for _ in range(rounds)]
    ratios = [ours / theirs for ours, theirs in pairs]
    size = f"{len(data) / 1e6:.1f} MB"
    return [
        Figure(f"{name} ready to send / library alone", ratio_of(pairs), "", goal, note=spread(ratios)),
        Figure(f"{name} ready to send", median(ours for ours, _ in pairs) * 1000, "ms", note=size),
    ]


def _seen(name: str, data: bytes, goal: float | None, rounds: int, note: str = "") -> Figure:
    times = [seconds(look, data) * 1000 for _ in range(rounds)]
    return Figure(f"{name} seen", median(times), "ms", goal, note=f"{spread(times, 0)} {note}".strip())


def _thumbnails(data: bytes, rounds: int) -> Figure:
    """By the time of the processor: what else runs beside it does not count."""
    look(data)
    start = time.process_time()
    for _ in range(rounds):
        look(data)
    each = (time.process_time() - start) / rounds
    return Figure("thumbnails of 12 MP JPEGs", 1 / each, "each second and core", 15, at_least=True)
