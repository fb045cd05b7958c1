"""The larger look that is framed: upright, transparent where the source is, one frame of many."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.odd_frames import FRAMES, encode
from wan_desktop.core.errors import DownloadError, ErrorKind, InputError
from wan_desktop.core.framing import Framing
from wan_desktop.media.framing_look import SIDE, FramingLook, look_closely
from wan_desktop.media.images import prepare
from wan_desktop.media.video import pace


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def picture_of(look: FramingLook) -> Image.Image:
    return Image.frombytes("RGBA", look.shown, look.rgba)


def test_a_large_photo_is_seen_upright_and_smaller() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = Image.new("RGB", (4000, 3000), "teal")
    photo.paste("red", (0, 0, 400, 300))
    look = look_closely(file_of(photo, "JPEG", exif=exif))
    assert (look.width, look.height) == (3000, 4000)
    assert look.shown == (1200, SIDE)
    assert not look.has_alpha
    # What lay at the upper left of the file stands at the upper right.
    red, green, blue, _ = picture_of(look).getpixel((1190, 10))  # type: ignore[misc]
    assert red > 240
    assert green + blue < 20


def test_transparency_is_kept() -> None:
    image = Image.new("RGBA", (64, 48))
    image.paste((200, 10, 10, 255), (0, 0, 32, 48))
    look = look_closely(file_of(image, "PNG"))
    assert look.has_alpha
    assert picture_of(look).getpixel((50, 20))[3] == 0  # type: ignore[index]
    assert picture_of(look).getpixel((10, 20)) == (200, 10, 10, 255)


def test_each_frame_of_an_animation_can_be_seen() -> None:
    frames = [Image.new("RGB", (400, 360), colour) for colour in ("red", "lime", "blue")]
    animation = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    for number, colour in enumerate(("red", "lime", "blue")):
        look = look_closely(animation, number)
        assert look.frames == 3
        assert picture_of(look).getpixel((5, 5)) == Image.new("RGBA", (1, 1), colour).getpixel((0, 0))
        sent = Image.open(io.BytesIO(prepare(animation, Framing(frame=number)).data))
        assert sent.getpixel((5, 5)) == pytest.approx(frames[number].getpixel((0, 0)), abs=4)


@pytest.mark.parametrize("size", [(3000, 20), (1, 1)])
def test_what_cannot_be_sent_can_still_be_framed(size: tuple[int, int]) -> None:
    look = look_closely(file_of(Image.new("L", size), "PNG"))
    assert (look.width, look.height) == size


@pytest.mark.parametrize(("data", "kind"), [(b"text", ErrorKind.NOT_AN_IMAGE), (b"", ErrorKind.FILE_EMPTY)])
def test_what_is_no_image_is_refused(data: bytes, kind: ErrorKind) -> None:
    with pytest.raises(InputError) as refused:
        look_closely(data)
    assert refused.value.failure.kind is kind


def test_a_film_says_how_long_and_how_fast_it_is(tmp_path: Path) -> None:
    encode(film := tmp_path / "film.mkv")
    seconds, rate = pace(film)
    assert seconds == pytest.approx(FRAMES / 30, abs=0.05)
    assert rate == pytest.approx(30, abs=0.1)


def test_what_is_no_film_has_no_pace(tmp_path: Path) -> None:
    (film := tmp_path / "film.mp4").write_bytes(b"no film at all")
    with pytest.raises(DownloadError) as refused:
        pace(film)
    assert refused.value.failure.kind is ErrorKind.VIDEO_BROKEN
