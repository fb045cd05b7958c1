"""A small JPEG in the EXIF of a HEIC is shown first, where it surely is the same picture."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from PIL import Image

from tests.fakes.exif import exif_with_thumbnail
from tests.fakes.heic import encoded, heic, tiled
from tests.fakes.pictures import BLUE, GREY, RED, colour_at, file_of, four_corners, near
from wan_desktop.media.images import look
from wan_desktop.media.source_image import open_source

# Pillow warns of damaged EXIF, and nobody is to be told.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

SIZE, SMALL = (1200, 900), (400, 300)
CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
#: EXIF's number, and the boxes that say the same: quarters against the clock, then left to right.
TURNS = [
    (1, 0, False), (2, 0, True), (3, 2, False), (4, 2, True),
    (5, 3, True), (6, 3, False), (7, 1, True), (8, 1, False),
]  # fmt: skip


def noted(small: Image.Image, orientation: int = 1) -> bytes:
    return exif_with_thumbnail(file_of(small, "JPEG", quality=95), orientation)


def longest_side(data: bytes) -> int:
    return max(Image.open(BytesIO(look(data).thumbnail)).size)


@pytest.mark.parametrize(("orientation", "rotated", "mirrored"), TURNS)
def test_the_copy_in_exif_is_shown_upright(orientation: int, rotated: int, mirrored: bool) -> None:
    picture = four_corners(*SIZE)
    data = heic(picture, rotated=rotated, mirrored=mirrored, exif=noted(four_corners(*SMALL), orientation))
    seen = look(data)
    copy = Image.open(BytesIO(seen.thumbnail))
    assert max(copy.size) == 400
    upright = open_source(data).pixels()
    assert upright.size == (seen.width, seen.height)
    for place in CORNERS:
        assert near(colour_at(copy, *place), colour_at(upright, *place), 8)


@pytest.mark.parametrize(("orientation", "rotated"), [(3, 0), (1, 2), (8, 3)])
def test_where_exif_and_boxes_disagree_the_picture_itself_is_shown(orientation: int, rotated: int) -> None:
    data = heic(four_corners(*SIZE), rotated=rotated, exif=noted(four_corners(*SMALL), orientation))
    assert longest_side(data) == 480


@pytest.mark.parametrize("size", [(160, 120), (400, 225), (300, 400), (1600, 1200)])
def test_a_copy_too_small_or_of_another_shape_or_larger_is_not_shown(size: tuple[int, int]) -> None:
    data = heic(four_corners(*SIZE), exif=noted(Image.new("RGB", size, RED)))
    assert longest_side(data) == 480
    shown = Image.open(BytesIO(look(data).thumbnail))
    assert near(colour_at(shown, 0.9, 0.9), GREY, 8)


@pytest.mark.parametrize("length", [0, 300, 1 << 31])
def test_a_copy_cut_short_is_passed_over(length: int) -> None:
    jpeg = file_of(four_corners(*SMALL), "JPEG")
    data = heic(four_corners(*SIZE), exif=exif_with_thumbnail(jpeg, length=length))
    assert longest_side(data) == (400 if length > len(jpeg) else 480)


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"MM", b"MM\0*\0\0\0\x08", bytes(64)])
def test_damaged_exif_is_passed_over(exif: bytes) -> None:
    assert longest_side(heic(four_corners(*SIZE), exif=exif)) == 480


def test_forty_eight_megapixels_are_seen_without_being_decoded() -> None:
    tile = encoded(Image.effect_noise((512, 512), 60).convert("RGB"))
    small = Image.new("RGB", (512, 384), BLUE)
    plain, with_copy = (tiled([tile] * 192, 16, (8064, 6048), exif=exif) for exif in (None, noted(small)))
    slow, quick = seconds_to_look(plain), min(seconds_to_look(with_copy) for _ in range(3))
    assert quick < slow / 8
    assert near(colour_at(Image.open(BytesIO(look(with_copy).thumbnail)), 0.5, 0.5), BLUE, 8)


def seconds_to_look(data: bytes) -> float:
    """Of the processor, all threads together: what else runs beside it does not count."""
    start = time.process_time()
    seen = look(data)
    assert (seen.width, seen.height) == (8064, 6048)
    return time.process_time() - start
