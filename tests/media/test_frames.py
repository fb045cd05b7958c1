"""Frames of animations and pages of documents: counted at once, reached soon, whoever made them."""

from __future__ import annotations

import struct
import time
from io import BytesIO

import pytest
from PIL import Image

from tests.fakes.heic import heic
from tests.fakes.pictures import BLUE, GREEN, RED, animation, colour_at, file_of, four_corners, near
from tests.media.fuzz.mutators import resealed
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.framing import Framing
from wan_desktop.media.images import look, prepare
from wan_desktop.media.open_image import FRAMES_MAX
from wan_desktop.media.source_image import ANIMATION_PIXELS_MAX


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_frames_are_counted_and_each_can_be_looked_at(image_format: str) -> None:
    data = animation(image_format, GREEN, RED, BLUE)
    for frame, colour in enumerate((GREEN, RED, BLUE)):
        seen = look(data, frame=frame)
        assert seen.frames == 3
        assert near(colour_at(Image.open(BytesIO(seen.thumbnail)), 0.5, 0.5), colour, 8)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP", "AVIF"])
def test_a_still_picture_is_one_frame(image_format: str) -> None:
    assert look(file_of(four_corners(), image_format)).frames == 1


def test_of_a_heic_the_main_picture_alone_counts() -> None:
    assert look(heic(four_corners(), others=[four_corners()])).frames == 1


def test_a_gif_counts_as_pillow_counts() -> None:
    frames = [four_corners(64, 48).rotate(angle).quantize() for angle in range(0, 350, 10)]
    data = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=b"x" * 600)
    assert look(data).frames == Image.open(BytesIO(data)).n_frames  # type: ignore[attr-defined]


def seconds_to_look(data: bytes) -> float:
    start = time.process_time()
    assert look(data).frames == FRAMES_MAX
    return time.process_time() - start


def test_a_gif_of_a_million_frames_is_seen_soon() -> None:
    whole = file_of(Image.new("P", (8, 8)), "GIF")
    picture = whole[whole.index(b",\0\0\0\0") : -1]
    assert seconds_to_look(whole[:-1] + picture * 1_000_000 + b";") < 2


def test_a_document_of_countless_pages_is_seen_soon() -> None:
    """Each page is a directory of its own for the same byte of picture."""
    tags = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1), (279, 1))
    page = struct.pack("<H", len(tags)) + b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags
    )
    starts = range(16, 16 + 50_000 * (len(page) + 4), len(page) + 4)
    pages = b"".join(page + struct.pack("<I", start + len(page) + 4) for start in starts)
    assert seconds_to_look(b"II*\0" + struct.pack("<I", 16) + bytes(8) + pages) < 5


def test_an_animation_that_says_it_has_billions_of_frames_shows_its_first() -> None:
    data = animation("PNG", GREEN, RED)
    place = data.index(b"acTL") + 4
    seen = look(resealed(data[:place] + struct.pack(">I", 2_000_000_000) + data[place + 4 :]))
    assert seen.frames == FRAMES_MAX
    assert near(colour_at(Image.open(BytesIO(seen.thumbnail)), 0.5, 0.5), GREEN)


def test_a_frame_behind_too_many_pixels_is_not_waited_for() -> None:
    data = bytearray(animation("GIF", *[GREEN, RED] * 7))
    data[6:10] = struct.pack("<HH", 9000, 9000)
    assert look(bytes(data[:-1]), frame=0).frames == 14
    assert ANIMATION_PIXELS_MAX < 9000 * 9000 * 14
    with pytest.raises(InputError) as caught:
        prepare(bytes(data), Framing(frame=13))
    assert caught.value.kind is ErrorKind.IMAGE_TOO_MANY_PIXELS
