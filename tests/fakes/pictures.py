"""Small picture files of every kind, made here, and how to look at what became of them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

from wan_desktop.core.params import IMAGE_BYTES_MAX
from wan_desktop.media.images import PreparedImage

Colour = tuple[int, int, int]
RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 180, 40), (30, 40, 200), (128, 128, 128)
CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
#: What a camera did to a picture that each EXIF turn undoes.
_DONE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def four_corners(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red, green, blue and grey, so that every turn can be told from every other."""
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for colour, (x, y) in zip((RED, GREEN, BLUE, GREY), ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        draw.rectangle([x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2], colour)
    match mode:
        case "LAB":
            return _lab(picture)
        case "P":
            return picture.quantize()  # plain conversion would dither
        case _:
            return picture.convert(mode)


def _lab(picture: Image.Image) -> Image.Image:
    lab = ImageCms.profileToProfile(
        picture, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    return lab


def file_of(picture: Image.Image, image_format: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, image_format, **options)
    return buffer.getvalue()


def lying(orientation: int, width: int = 640, height: int = 480) -> tuple[Image.Image, Image.Exif]:
    """The four corners as a camera held in one of eight ways stores them, and its EXIF."""
    picture, exif = four_corners(width, height), Image.Exif()
    exif[0x0112] = orientation
    return picture.transpose(_DONE[orientation]) if orientation in _DONE else picture, exif


def transparent(mode: str) -> tuple[Image.Image, dict[str, object]]:
    """Dark at the left; at the right fully transparent. With what it is to be saved by."""
    picture = Image.new("RGBA", (400, 400), (30, 30, 30, 255))
    ImageDraw.Draw(picture).rectangle([200, 0, 400, 400], (200, 0, 0, 0))
    match mode:
        case "P with a key":
            flat = Image.new("P", (400, 400), 0)
            flat.putpalette([30, 30, 30, 200, 0, 0])
            ImageDraw.Draw(flat).rectangle([200, 0, 400, 400], 1)
            return flat, {"transparency": 1}
        case "RGB with a key":
            return picture.convert("RGB"), {"transparency": (200, 0, 0)}
        case "PA":
            return picture.convert("LA"), {}
        case _:
            return picture.convert(mode), {}


def animation(image_format: str, *colours: Colour) -> bytes:
    """One frame or page of 400 × 400 for each colour."""
    frames = [Image.new("RGB", (400, 400), colour) for colour in colours]
    options = {} if image_format == "TIFF" else {"duration": 90}
    options |= {"lossless": True} if image_format == "WEBP" else {}
    return file_of(frames[0], image_format, save_all=True, append_images=frames[1:], **options)


def sixteen_bit_colour() -> bytes:
    """A PNG that Pillow cannot write: the chunks by hand, 400 × 400 of half grey."""
    rows = b"".join(b"\0" + struct.pack(">HHH", 32896, 32896, 32896) * 400 for _ in range(400))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, body)
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", 400, 400, 16, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_header(width: int, height: int) -> bytes:
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", body) + b"\0\0\0\x04IDAT" + bytes(8)


def jpeg_header(width: int, height: int) -> bytes:
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda\0\x0c\3\1\0\2\0\3\0\0\x3f\0"


def webp_header(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + sides


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB with red and green exchanged: a profile whose effect nobody can miss."""
    profile = bytearray(srgb_profile())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red], profile[green] = profile[green], profile[red]
    return bytes(profile)


def seen(prepared: PreparedImage, places: Sequence[tuple[float, float]] = CORNERS) -> list[tuple[int, ...]]:
    """The colours of what is sent, by default in its four corners. Places are fractions of the sides."""
    picture = Image.open(BytesIO(prepared.data)).convert("RGB")
    return [colour_at(picture, x, y) for x, y in places]


def colour_at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    return found if isinstance(found, tuple) else (int(found or 0),) * 3


def near(found: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 6) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))


def assert_sendable(prepared: PreparedImage) -> None:
    """What the service demands of every image, whatever it was before."""
    picture = Image.open(BytesIO(prepared.data))
    picture.load()
    assert picture.size == (prepared.width, prepared.height)
    assert 360 <= min(picture.size) <= max(picture.size) <= 2000
    assert len(prepared.data) <= IMAGE_BYTES_MAX
    assert Image.MIME[str(picture.format)] == prepared.mime
    assert not picture.has_transparency_data
    assert picture.getexif().get(0x0112, 1) == 1
    thumbnail = Image.open(BytesIO(prepared.thumbnail))
    assert thumbnail.format == "JPEG"
    assert max(thumbnail.size) <= 480
