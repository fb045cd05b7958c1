"""What takes long to prepare is shown before it is ready, without being decoded twice."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
from PIL import Image

from tests.fakes.exif import exif_with_thumbnail
from tests.fakes.heic import encoded, tiled
from tests.fakes.pictures import BLUE, colour_at, file_of, four_corners, near
from wan_desktop.core.errors import InputError
from wan_desktop.core.framing import AS_IT_IS, Crop, Framing
from wan_desktop.media.images import SHOWN_EARLY_FROM, ImageLook, prepare


def looks_at(data: bytes, framing: Framing = AS_IT_IS) -> list[ImageLook]:
    """What was shown on the way; what came of it is the same as if nobody had looked."""
    found: list[ImageLook] = []
    assert prepare(data, framing, found.append) == prepare(data, framing)
    return found


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def large_heic(copy: Image.Image) -> bytes:
    """Of noise; it says of itself that it is a picture as small as ``copy``."""
    tile = encoded(Image.effect_noise((512, 512), 60).convert("RGB"))
    data = tiled([tile] * 24, 6, (3072, 2048), exif=exif_with_thumbnail(file_of(copy, "JPEG")))
    assert len(data) >= SHOWN_EARLY_FROM
    return data


def test_a_large_jpeg_is_seen_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = four_corners(4800, 3200)
    picture.paste(noise(1600, 1200), (1600, 1000))
    data = file_of(picture, "JPEG", exif=exif)
    [seen] = looks_at(data)
    assert (seen.width, seen.height, seen.format, seen.frames) == (3200, 4800, "JPEG", 1)
    shown, sent = (Image.open(BytesIO(jpeg)) for jpeg in (seen.thumbnail, prepare(data).thumbnail))
    assert shown.size == sent.size == (320, 480)
    for place in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)):
        assert near(colour_at(shown, *place), colour_at(sent, *place), 8)


def test_a_large_picture_with_transparent_parts_says_so() -> None:
    picture = noise(900, 700)
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    [seen] = looks_at(file_of(picture, "PNG"))
    assert seen.has_alpha
    assert seen.format == "PNG"


def test_the_copy_inside_is_what_is_seen() -> None:
    [seen] = looks_at(large_heic(Image.new("RGB", (480, 320), BLUE)))
    assert (seen.width, seen.height) == (3072, 2048)
    assert near(colour_at(Image.open(BytesIO(seen.thumbnail)), 0.5, 0.5), BLUE, 8)


def test_a_framed_picture_is_not_shown_unframed() -> None:
    assert looks_at(file_of(noise(2400, 1600), "JPEG"), Framing(crop=Crop(0, 0, 0.5, 1))) == []


def test_a_small_file_and_one_that_goes_as_it_is_are_ready_at_once() -> None:
    assert looks_at(file_of(four_corners(3000, 2000), "JPEG")) == []
    large = file_of(noise(700, 600), "PNG")
    assert len(large) >= SHOWN_EARLY_FROM
    assert looks_at(large) == []


def test_what_cannot_be_sent_is_not_shown() -> None:
    found: list[ImageLook] = []
    with pytest.raises(InputError):
        prepare(file_of(noise(4000, 400), "PNG"), AS_IT_IS, found.append)
    assert found == []
