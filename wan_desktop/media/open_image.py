"""Opens image files that nobody vouches for: decided by content, measured before one pixel is decoded.

The readers are called by their classes, not through ``Image.open``: its limit on pixels and the warnings
that go with it are state of the whole process, and it would try formats that nobody asked for (EPS starts
Ghostscript). The list here is closed, and the limit is this module's own.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.media import heif
from wan_desktop.media.metadata import jpeg_scans

PIXELS_MAX = 100_000_000
"""Most pixels of a source; more is a bomb, or a scan that nobody films. Decoded, that is 400 MB."""
SOURCE_BYTES_MAX = 512 * 1024 * 1024
"""Most bytes of a source file: 100 megapixels of 16-bit TIFF would be 600 MB, everything usual is below."""
SCANS_MAX = 100
"""Most passes of a progressive JPEG. One may be 100 bytes and cost 50 ms: a small file could take hours."""

FRAMES_MAX = 10_000
"""Most pictures of an animation or pages of a document that are counted."""

_GIF_PICTURE, _GIF_EXTENSION, _GIF_END = b",!;"

#: Everything that Pillow's readers let out when bytes make no sense to them.
_READER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    EOFError,
    AssertionError,
    struct.error,
    zlib.error,
)
_BMP_HEADER_BYTES = frozenset([12, 16, 40, 52, 56, 64, 108, 124])


def read_source(source: Path | bytes) -> bytes:
    """The bytes of a file, or those given. InputError: missing, forbidden, empty, too large, not a file."""
    data = source if isinstance(source, bytes) else _read_file(source)
    if not data:
        raise InputError(ErrorKind.FILE_EMPTY)
    if len(data) > SOURCE_BYTES_MAX:
        raise InputError(ErrorKind.IMAGE_TOO_LARGE)
    return data


def _read_file(path: Path) -> bytes:
    try:
        # Looked at before it is opened: a pipe would block for ever, a device never ends.
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise InputError(ErrorKind.NOT_AN_IMAGE)
        if facts.st_size > SOURCE_BYTES_MAX:
            raise InputError(ErrorKind.IMAGE_TOO_LARGE)
        with path.open("rb") as file:
            return file.read(SOURCE_BYTES_MAX + 1)
    except PermissionError as error:
        raise InputError(ErrorKind.FILE_FORBIDDEN, error.strerror or "") from error
    except OSError as error:
        raise InputError(ErrorKind.FILE_MISSING, error.strerror or "") from error
    except ValueError as error:  # a name with a zero byte in it
        raise InputError(ErrorKind.FILE_MISSING) from error


def open_image(data: bytes) -> ImageFile.ImageFile:
    """Reads the header; nothing is decoded. InputError: not an image, broken, too many pixels."""
    reader = _reader_for(data)
    if reader is None:
        raise InputError(ErrorKind.NOT_AN_IMAGE)
    with reading():
        image = reader(BytesIO(data))
    check_pixels(image.size)
    if reader is JpegImageFile and jpeg_scans(data) > SCANS_MAX:
        raise InputError(ErrorKind.IMAGE_BROKEN, "too many scans")
    return image


def frames_of(image: ImageFile.ImageFile, data: bytes) -> int:
    """How many pictures an animation or a file of several pages holds, at most FRAMES_MAX; else 1."""
    if isinstance(image, GifImageFile):
        return _gif_frames(data)
    if isinstance(image, TiffImageFile):
        return _tiff_pages(image)
    # Of HEIF only the main picture counts: the others are bursts, maps of depth and the like.
    return 1 if image.format == "HEIF" else max(min(int(getattr(image, "n_frames", 1)), FRAMES_MAX), 1)


def _gif_frames(data: bytes) -> int:
    """By the labels of its blocks: Pillow's own count takes a minute for a hostile file."""
    count, position = 0, 13 + _gif_palette(data[10])
    try:
        while count < FRAMES_MAX and data[position] != _GIF_END:
            label = data[position]
            if label == _GIF_PICTURE:
                count += 1
                position = _after_blocks(data, position + 11 + _gif_palette(data[position + 9]))
            elif label == _GIF_EXTENSION:
                position = _after_blocks(data, position + 2)
            else:
                position += 1
    except IndexError:
        pass  # cut short: what can be counted counts
    return max(count, 1)


def _gif_palette(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1


def _tiff_pages(image: TiffImageFile) -> int:
    pages = 1
    with suppress(*_READER_ERRORS):  # behind the last page, or where one is damaged
        while pages < FRAMES_MAX:
            image.seek(pages)
            pages += 1
    image.seek(0)
    return pages


def check_pixels(size: tuple[int, int]) -> None:
    """InputError where a picture of this size (pixels) is not to be decoded."""
    width, height = size
    if width * height > PIXELS_MAX:
        raise InputError(ErrorKind.IMAGE_TOO_MANY_PIXELS, f"{width} × {height}")


@contextmanager
def reading() -> Iterator[None]:
    """What goes wrong in Pillow inside becomes InputError(IMAGE_BROKEN)."""
    try:
        yield
    except (Image.DecompressionBombError, MemoryError) as error:
        raise InputError(ErrorKind.IMAGE_TOO_MANY_PIXELS) from error
    except _READER_ERRORS as error:
        raise InputError(ErrorKind.IMAGE_BROKEN, str(error)[:200]) from error


def _reader_for(data: bytes) -> Callable[[BytesIO], ImageFile.ImageFile] | None:
    for starts, reader in _READERS:
        if data.startswith(starts):
            return reader
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WebPImageFile
    # "BM" alone would take a letter that begins with "BMW".
    if data[:2] == b"BM" and data[14:18] and data[14] in _BMP_HEADER_BYTES and data[15:18] == b"\0\0\0":
        return BmpImageFile
    brands = _brands(data) if data[4:8] == b"ftyp" else frozenset()
    if b"avif" in brands:
        return AvifImageFile
    return None if brands.isdisjoint(heif.BRANDS) else heif.open_heif


#: First bytes and who reads them. A JPEG of several pictures (MPO) is read as its first.
_READERS: tuple[tuple[tuple[bytes, ...], Callable[[BytesIO], ImageFile.ImageFile]], ...] = (
    ((b"\xff\xd8\xff",), JpegImageFile),
    ((b"\x89PNG\r\n\x1a\n",), PngImageFile),
    ((b"GIF87a", b"GIF89a"), GifImageFile),
    ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), TiffImageFile),
)


def _brands(data: bytes) -> frozenset[bytes]:
    """The four-letter names by which an ISO media file says what it is: MP4, AVIF and HEIC share the box."""
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    return frozenset(
        b"avif" if box[at : at + 4] == b"avis" else box[at : at + 4] for at in range(0, len(box), 4)
    )
