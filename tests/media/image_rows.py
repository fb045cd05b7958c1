"""The table of inputs: what a file holds, how it is to be framed, and what is then sent or said.

A new row is a name, a way to make the file, and what is expected. Rows given a ``path`` are read from a file
of that name, which may say anything: content decides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PIL import Image

from tests.fakes.heic import DISPLAY_P3, heic
from tests.fakes.pictures import (
    BLUE,
    GREEN,
    GREY,
    RED,
    Colour,
    file_of,
    four_corners,
    jpeg_header,
    lying,
    png_header,
    sixteen_bit_colour,
    srgb_profile,
    swapped_profile,
    transparent,
    webp_header,
)
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.framing import AS_IT_IS, BLUR, Framing
from wan_desktop.media.image_plan import Change

UPRIGHT = (RED, GREEN, BLUE, GREY)
GREYS = ((87,) * 3, (119,) * 3, (55,) * 3, GREY)
"""The four corners without colours."""
WHITE, DARK = (255, 255, 255), (30, 30, 30)
_C = Change


@dataclass(frozen=True, slots=True)
class Row:
    """One input. Without ``said`` it is sent: ``size`` in pixels, ``changes`` in any order, ``pixels`` in the
    four corners (None: anything) within ``tolerance`` levels. ``unchanged``: to the byte."""

    name: str
    make: Callable[[], bytes]
    size: tuple[int, int] = (640, 480)
    changes: frozenset[Change] = frozenset()
    pixels: tuple[Colour | None, ...] = UPRIGHT
    tolerance: int = 6
    framing: Framing = AS_IT_IS
    unchanged: bool = False
    path: str = ""
    said: ErrorKind | None = None


def _of(image_format: str, mode: str = "RGB", **options: object) -> Callable[[], bytes]:
    return lambda: file_of(four_corners(mode=mode), image_format, **options)


def _sized(width: int, height: int, image_format: str = "PNG") -> Callable[[], bytes]:
    return lambda: file_of(four_corners(width, height), image_format)


def legal() -> Iterator[Row]:
    """What the service takes as it is goes as it is."""
    for name, make, path in (
        ("JPEG", _of("JPEG", quality=95), "photo.jpg"),
        ("JPEG named .heic", _of("JPEG", quality=95), "IMG_0001.HEIC"),
        ("JPEG progressive", _of("JPEG", quality=95, progressive=True), ""),
        (
            "JPEG with a profile of sRGB",
            lambda: file_of(four_corners(), "JPEG", icc_profile=srgb_profile()),
            "",
        ),
        ("PNG", _of("PNG"), "图片 1.png"),
        ("PNG interlaced name", _of("PNG"), "no suffix"),
        ("PNG with a palette", _of("PNG", "P"), ""),
        ("WebP", _of("WEBP", quality=95), "photo.webp"),
        ("WebP lossless", _of("WEBP", lossless=True), ""),
        ("BMP", _of("BMP"), "photo.jpeg"),
    ):
        yield Row(name, make, unchanged=True, path=path, tolerance=12)
    for image_format in ("JPEG", "PNG"):
        yield Row(f"{image_format} grey", _of(image_format, "L"), unchanged=True, pixels=GREYS)


def formats() -> Iterator[Row]:
    """What the service does not take becomes JPEG."""
    for name, make in (
        ("GIF", _of("GIF", "P")),
        ("AVIF", _of("AVIF", quality=95)),
        ("HEIC", lambda: heic(four_corners())),
        ("HEIC of tiles", lambda: heic(four_corners(), tile=256)),
        ("HEIC whose main brand is mif1", lambda: heic(four_corners()).replace(b"ftypheic", b"ftypmif1")),
        (
            "HEIC of several pictures",
            lambda: heic(four_corners(), others=[Image.new("RGB", (640, 480), BLUE)]),
        ),
        ("HEIC with a thumbnail", lambda: heic(four_corners(), thumbnail=320)),
        ("TIFF", _of("TIFF")),
        ("TIFF by LZW", _of("TIFF", compression="tiff_lzw")),
        ("TIFF by Deflate", _of("TIFF", compression="tiff_adobe_deflate")),
        ("TIFF by PackBits", _of("TIFF", compression="packbits")),
        ("TIFF by Zstandard", _of("TIFF", compression="zstd")),
        ("TIFF by JPEG", _of("TIFF", compression="jpeg", quality=95)),
        ("TIFF with a palette", _of("TIFF", "P")),
        ("TIFF of four bytes for each pixel", _of("TIFF", "RGBX")),
        ("BigTIFF", _of("TIFF", big_tiff=True)),
    ):
        if "Zstandard" in name and sys.platform == "win32":
            continue  # Pillow's wheel for Windows cannot.
        path = "scan.dat" if name == "TIFF" else "IMG_0001.HEIC" if name == "HEIC" else ""
        yield Row(name, make, changes=frozenset({_C.REENCODED}), path=path)


def modes() -> Iterator[Row]:
    """Every kind of pixel becomes 8-bit sRGB without transparency."""
    colours = frozenset({_C.COLOURS})
    for name, make in (
        ("CMYK JPEG", _of("JPEG", "CMYK", quality=95)),
        ("CMYK TIFF", _of("TIFF", "CMYK")),
        ("LAB TIFF", _of("TIFF", "LAB")),
        ("YCbCr TIFF", _of("TIFF", "YCbCr")),
        ("HEIC of 10 bits", lambda: heic(four_corners(), depth=10)),
    ):
        yield Row(name, make, changes=colours, tolerance=8)
    yield Row(
        "grey HEIC of 10 bits", lambda: heic(four_corners(mode="L"), depth=10), changes=colours, pixels=GREYS
    )
    half = Row("", sixteen_bit_colour, (400, 400), colours, (GREY,) * 4, tolerance=2)
    for name, mode, image_format, level in (
        ("grey of 16 bits, PNG", "I;16", "PNG", 32768),
        ("grey of 16 bits, TIFF", "I;16", "TIFF", 32768),
        ("grey of 16 bits, TIFF, big end first", "I;16B", "TIFF", 32768),
        ("grey of 32 bits, TIFF", "I", "TIFF", 32768),
        ("floating grey to 1, TIFF", "F", "TIFF", 0.5),
        ("floating grey to 255, TIFF", "F", "TIFF", 128.0),
        ("floating grey to 65535, TIFF", "F", "TIFF", 32768.0),
    ):
        make = partial(file_of, Image.new(mode, (400, 400), level), image_format)
        yield replace(half, name=name, make=make)
    yield replace(half, name="colours of 16 bits, PNG")
    dots = frozenset({_C.REENCODED})
    yield Row("black and white, TIFF by fax", _of("TIFF", "1", compression="group4"), (640, 480), dots, ())
    yield Row("black and white, PNG", _of("PNG", "1"), (640, 480), dots, ())


def transparencies() -> Iterator[Row]:
    """Dark at the left, transparent at the right: what lies beneath is chosen."""
    for mode, image_format in (
        ("RGBA", "PNG"), ("LA", "PNG"), ("P with a key", "PNG"), ("RGB with a key", "PNG"),
        ("P with a key", "GIF"), ("PA", "TIFF"), ("RGBA", "TIFF"), ("RGBA", "WEBP"), ("RGBA", "AVIF"),
    ):  # fmt: skip
        yield _transparency(f"{mode}, {image_format}", partial(_with_alpha, mode, image_format))
    yield _transparency("RGBA, HEIC", lambda: heic(transparent("RGBA")[0]))
    yield _transparency("LA, HEIC", lambda: heic(transparent("LA")[0]))
    for name, background, change, ground in (
        ("on a colour", "#20c040", _C.ON_COLOUR, (32, 192, 64)),
        ("on a blurred copy", BLUR, _C.ON_BLUR, DARK),
    ):
        framing = Framing(background=background)
        yield _transparency(name, partial(_with_alpha, "RGBA", "PNG"), framing, change, ground)


def _with_alpha(mode: str, image_format: str) -> bytes:
    picture, options = transparent(mode)
    return file_of(picture, image_format, **options, **({"quality": 95} if image_format == "AVIF" else {}))


def _transparency(
    name: str, make: Callable[[], bytes], framing: Framing = AS_IT_IS, change: Change = _C.FLATTENED,
    ground: Colour = WHITE,
) -> Row:  # fmt: skip
    pixels = (DARK, ground, DARK, ground)
    return Row(f"transparent {name}", make, (400, 400), frozenset({change}), pixels, framing=framing)


def turns() -> Iterator[Row]:
    """Upright by EXIF, or by the properties of HEIC, and never by both."""
    for orientation in range(2, 9):
        yield Row(
            f"EXIF turn {orientation}, JPEG", partial(turned_by_exif, orientation, "JPEG"), changes=TURNED
        )
    for image_format in ("PNG", "WEBP", "TIFF", "AVIF"):
        for orientation in (5, 6):
            name = f"EXIF turn {orientation}, {image_format}"
            notes = TURNED if image_format != "TIFF" else {_C.TURNED}
            yield Row(name, partial(turned_by_exif, orientation, image_format), changes=frozenset(notes))
    for quarters in (1, 2, 3):
        # The reader turns against the clock by as much as the picture was turned clockwise.
        name = f"HEIC turned by {quarters}, with the same in its EXIF"
        yield Row(name, partial(_turned_heic, quarters), changes=_ANEW | {_C.METADATA_REMOVED})
    mirrored = (GREEN, RED, GREY, BLUE)
    yield Row("HEIC mirrored", lambda: heic(four_corners(), mirrored=True), pixels=mirrored, changes=_ANEW)


TURNED = frozenset({_C.TURNED, _C.METADATA_REMOVED})
_ANEW = frozenset({_C.REENCODED})


def turned_by_exif(orientation: int, image_format: str) -> bytes:
    picture, exif = lying(orientation)
    return file_of(picture, image_format, exif=exif, **({} if image_format == "TIFF" else {"quality": 95}))


def _turned_heic(quarters: int) -> bytes:
    picture, exif = lying({1: 8, 2: 3, 3: 6}[quarters])
    return heic(picture, rotated=quarters, exif=exif.tobytes())


def sizes() -> Iterator[Row]:
    for size, sent, change in (
        ((360, 360), (360, 360), None),
        ((2000, 360), (2000, 360), None),
        ((4000, 3000), (2000, 1500), _C.SHRUNK),
        ((2001, 2000), (2000, 1999), _C.SHRUNK),
        ((200, 300), (360, 540), _C.ENLARGED),
        ((32, 32), (360, 360), _C.ENLARGED),
    ):
        changes = frozenset({change} if change else ())
        yield Row(f"{size[0]} × {size[1]}", _sized(*size), sent, changes, unchanged=change is None)
    yield Row(
        "HEIC 2400 × 1600",
        lambda: heic(four_corners(2400, 1600), tile=800),
        (2000, 1333),
        frozenset({_C.SHRUNK}),
    )
    yield Row("JPEG 4000 × 3000", _sized(4000, 3000, "JPEG"), (2000, 1500), frozenset({_C.SHRUNK}))
    for size in ((1, 1), (31, 100)):
        yield Row(f"{size[0]} × {size[1]}", _sized(*size), said=ErrorKind.IMAGE_TOO_SMALL)
    for size in ((2001, 360), (100, 1000), (1, 5000)):
        yield Row(f"{size[0]} × {size[1]}", _sized(*size), said=ErrorKind.IMAGE_TOO_NARROW)


def profiles() -> Iterator[Row]:
    """Colours of another profile become those of sRGB; one without effect is no reason to touch a file."""
    swapped = (RED[1], RED[0], RED[2]), None, None, GREY
    colours = frozenset({_C.COLOURS})
    for image_format in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        make = _of(image_format, icc_profile=swapped_profile())
        yield Row(f"another profile, {image_format}", make, (640, 480), colours, swapped, 14)
    in_heic = partial(heic, four_corners(), icc=swapped_profile(), nclx=None)
    yield Row("another profile, HEIC", in_heic, (640, 480), colours, swapped, 14)
    # By the matrix from P3 to sRGB, counted by hand.
    p3 = (241, 0, 0), (0, 183, 0), (27, 40, 208), GREY
    yield Row(
        "Display P3 by numbers, HEIC",
        lambda: heic(four_corners(), nclx=DISPLAY_P3),
        changes=colours,
        pixels=p3,
    )
    yield Row("Display P3 by numbers, AVIF", _p3_avif, (640, 480), colours, p3, 8)
    yield Row("a broken profile", _of("JPEG", icc_profile=b"no profile at all", quality=95), unchanged=True)


def _p3_avif() -> bytes:
    """Pillow writes the numbers of sRGB."""
    data = file_of(four_corners(), "AVIF", quality=98, subsampling="4:4:4")
    place = data.index(b"nclx") + 4
    return data[:place] + DISPLAY_P3[0].to_bytes(2) + data[place + 2 :]


def refusals() -> Iterator[Row]:
    for name, data, said in (
        ("nothing", b"", ErrorKind.FILE_EMPTY),
        ("a letter", b"Dear all, see the picture.\n" * 9, ErrorKind.NOT_AN_IMAGE),
        ("a letter on cars", b"BMW is a maker of cars.\n" * 9, ErrorKind.NOT_AN_IMAGE),
        ("SVG", b'<svg xmlns="http://www.w3.org/2000/svg"/>', ErrorKind.NOT_AN_IMAGE),
        ("EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n", ErrorKind.NOT_AN_IMAGE),
        ("PDF", b"%PDF-1.7\n", ErrorKind.NOT_AN_IMAGE),
        ("MP4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(99), ErrorKind.NOT_AN_IMAGE),
        ("the start of a JPEG", b"\xff\xd8\xff", ErrorKind.IMAGE_BROKEN),
        ("the start of a PNG", b"\x89PNG\r\n\x1a\n", ErrorKind.IMAGE_BROKEN),
        ("the start of a GIF", b"GIF89a", ErrorKind.IMAGE_BROKEN),
        ("the start of a TIFF", b"II*\0\x08\0\0\0", ErrorKind.IMAGE_BROKEN),
        ("the start of a WebP", b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", ErrorKind.IMAGE_BROKEN),
        ("the start of an AVIF", b"\0\0\0\x18ftypavif\0\0\0\0avifmif1" + bytes(99), ErrorKind.IMAGE_BROKEN),
        ("the start of a HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), ErrorKind.IMAGE_BROKEN),
        ("a bomb, PNG", png_header(10_001, 10_000), ErrorKind.IMAGE_TOO_MANY_PIXELS),
        (
            "a bomb without end, PNG",
            png_header(2_000_000_000, 2_000_000_000),
            ErrorKind.IMAGE_TOO_MANY_PIXELS,
        ),
        ("a bomb, JPEG", jpeg_header(65_000, 65_000), ErrorKind.IMAGE_TOO_MANY_PIXELS),
        ("a bomb, WebP", webp_header(16_000, 16_000), ErrorKind.IMAGE_TOO_MANY_PIXELS),
    ):
        yield Row(name, partial(bytes, data), said=said, path="holiday 假期.jpg")
    yield Row("a bomb, HEIC", partial(_heic_bomb, 20_000, 20_000), said=ErrorKind.IMAGE_TOO_MANY_PIXELS)


def _heic_bomb(width: int, height: int) -> bytes:
    """A grid whose box ispe says another size."""
    said = b"ispe" + bytes(4)
    return heic(four_corners(), tile=256).replace(
        said + (640).to_bytes(4) + (480).to_bytes(4), said + width.to_bytes(4) + height.to_bytes(4)
    )


PLAIN_ROWS = tuple(
    row
    for rows in (
        legal, formats, modes, transparencies, turns, sizes, profiles, refusals,
    )
    for row in rows()
)  # fmt: skip


def source_of(row: Row, folder: Path) -> Path | bytes:
    """The input itself: bytes, or the file."""
    data = row.make()
    if not row.path:
        return data
    path = folder / row.path
    path.write_bytes(data)
    return path
