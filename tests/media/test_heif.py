"""What only HEIC and its kin have: a decoder of its own, thumbnails inside, colours by numbers."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from tests.fakes.heic import heic
from tests.fakes.pictures import BLUE, GREEN, GREY, RED, colour_at, four_corners, near
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.media.colour import needs_conversion, to_srgb
from wan_desktop.media.heif import embedded_thumbnail
from wan_desktop.media.images import look
from wan_desktop.media.nclx import profile_of


def test_the_decoder_is_imported_by_the_first_heic_and_is_no_plugin() -> None:
    code = (
        "import sys; from wan_desktop.media import images; assert 'pi_heif' not in sys.modules\n"
        "images.look(sys.stdin.buffer.read()); assert 'pi_heif' in sys.modules\n"
        "from PIL import Image; assert 'HEIF' not in Image.OPEN"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=heic(four_corners(64, 64)), timeout=60, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("rotated", range(4))
def test_the_thumbnail_inside_serves_the_quick_look(rotated: int) -> None:
    picture = four_corners(1600, 1200)
    data = heic(picture, tile=800, thumbnail=320, rotated=rotated)
    seen = look(data)
    thumbnail = Image.open(BytesIO(seen.thumbnail))
    assert max(thumbnail.size) == 320
    assert (seen.width, seen.height) == ((1200, 1600) if rotated % 2 else (1600, 1200))
    upright = [RED, GREEN, GREY, BLUE]
    wanted = upright[rotated:] + upright[:rotated]
    for colour, (x, y) in zip(wanted, ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)), strict=True):
        assert near(colour_at(thumbnail, x, y), colour, 8)


def test_a_thumbnail_too_small_is_not_shown_large() -> None:
    data = heic(four_corners(1200, 900), thumbnail=160)
    assert max(Image.open(BytesIO(look(data).thumbnail)).size) == 480
    assert max(Image.open(BytesIO(look(data, side=200).thumbnail)).size) == 160
    assert max(Image.open(BytesIO(look(data, side=1000).thumbnail)).size) == 1000


def test_a_thumbnail_larger_than_asked_is_made_smaller() -> None:
    data = heic(four_corners(1200, 900), thumbnail=640)
    assert max(Image.open(BytesIO(look(data).thumbnail)).size) == 480
    assert embedded_thumbnail(data, (1200, 900), 240) is not None


def test_a_thumbnail_of_another_shape_is_of_another_picture() -> None:
    data = heic(four_corners(1200, 900), thumbnail=320)
    assert embedded_thumbnail(data, (1200, 900), 240) is not None
    assert embedded_thumbnail(data, (1200, 600), 240) is None


def test_a_damaged_thumbnail_is_passed_over() -> None:
    data = heic(four_corners(1200, 900), thumbnail=320)
    # Its data stand last in the file.
    assert max(Image.open(BytesIO(look(data[:-200] + bytes(200)).thumbnail)).size) in (320, 480)
    assert max(Image.open(BytesIO(look(data[:-200]).thumbnail)).size) == 480


def shown(primaries: int, transfer: int, colour: tuple[int, int, int]) -> tuple[int, ...]:
    picture = Image.new("RGB", (2, 2), colour)
    return colour_at(to_srgb(picture, profile_of(primaries, transfer)), 0, 0)


@pytest.mark.parametrize("numbers", [(1, 13), (1, 1), (1, 2), (2, 2), (99, 13)])
def test_colours_of_srgb_and_unknown_ones_stay(numbers: tuple[int, int]) -> None:
    assert profile_of(*numbers) is None


@pytest.mark.parametrize("numbers", [(12, 13), (9, 13), (9, 16), (9, 18), (1, 4), (1, 8)])
def test_greys_stay_grey_black_and_white_stay(numbers: tuple[int, int]) -> None:
    profile = profile_of(*numbers)
    assert needs_conversion(Image.new("RGB", (1, 1)), profile)
    assert near(shown(*numbers, (0, 0, 0)), (0, 0, 0), 1)
    assert near(shown(*numbers, (255, 255, 255)), (255, 255, 255), 1)
    red, green, blue = shown(*numbers, (128, 128, 128))
    assert max(red, green, blue) - min(red, green, blue) <= 2


@pytest.mark.parametrize(
    ("numbers", "colour", "wanted"),
    [
        ((12, 13), (200, 120, 100), (211, 117, 94)),  # by the matrix from P3, counted by hand
        ((1, 8), (55, 55, 55), (128, 128, 128)),  # linear light
        # Paper white of HDR stays bright and below the brightest.
        ((9, 16), (148, 148, 148), (236, 236, 236)),
        ((9, 18), (191, 191, 191), (236, 236, 236)),
    ],
)
def test_known_colours(
    numbers: tuple[int, int], colour: tuple[int, int, int], wanted: tuple[int, int, int]
) -> None:
    assert near(shown(*numbers, colour), wanted, 4)


def test_a_grey_picture_of_fewer_bits_than_its_header_says_is_broken() -> None:
    """pi_heif's own reader writes behind the end of such a picture."""
    data = heic(four_corners(mode="L"))
    depths = data.index(b"hvcC") + 4 + 17
    assert data[depths] == 0xF8
    with pytest.raises(InputError) as caught:
        look(data[:depths] + b"\xfc\xfc" + data[depths + 2 :])
    assert caught.value.kind is ErrorKind.IMAGE_BROKEN
