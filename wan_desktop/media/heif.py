"""HEIC and HEIF: opened by pi_heif, whose decoder turns the picture upright; and what stands in their boxes.

pi_heif takes some 10 ms to import and is needed for these files alone: it is imported at the first of them,
in the thread that reads it. AVIF has the same boxes, though Pillow itself decodes it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageFile

from wan_desktop.media.boxes import Box, Malformed, children
from wan_desktop.media.nclx import profile_of

BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))

Size = tuple[int, int]

_FULL = (b"meta", b"iref")
_FULL_HEADER = 4
"""Version and flags, before what is inside of some boxes."""
_FORGOTTEN = b"skip"
"""A kind of reference that nobody knows."""
_SHAPE_TOLERANCE = 0.02
_DAMAGED = (OSError, SyntaxError, ValueError, RuntimeError, EOFError)
"""What is thrown for a damaged thumbnail; it says nothing of the picture."""


def open_heif(file: BytesIO) -> ImageFile.ImageFile:
    """Reads the headers of the main picture; nothing is decoded. Lets out what Pillow's readers let out."""
    from wan_desktop.media.heif_reader import HeifFile

    return HeifFile(file)


def profile_by_numbers(data: bytes) -> bytes | None:
    """The ICC profile for what the first box of colours by numbers says; None for sRGB or without one."""
    file = BytesIO(data)
    try:
        for colours in _walk(file, len(data), (b"meta", b"iprp", b"ipco", b"colr")):
            file.seek(colours.body)
            kind, primaries, transfer = struct.unpack(">4sHH", file.read(8))
            if kind == b"nclx":
                return profile_of(primaries, transfer)
    except (Malformed, struct.error):
        pass
    return None


def embedded_thumbnail(data: bytes, size: Size, least: int) -> Image.Image | None:
    """The smallest copy that a camera put beside a picture of ``size``, decoded, upright; None without one
    that is sound, of the same shape, and whose longest side has ``least`` pixels.

    pi_heif shows main pictures only. So it is handed a copy of the file in which a thumbnail is the main one.
    """
    found = []
    for promoted in _with_thumbnails_promoted(data):
        with suppress(*_DAMAGED):
            image = open_heif(BytesIO(promoted))
            if _same_shape(image.size, size) and max(size) > max(image.size) >= least:
                found.append(image)
    for image in sorted(found, key=lambda image: image.width):
        with suppress(*_DAMAGED):
            image.load()
            return image
    return None


def _same_shape(one: Size, other: Size) -> bool:
    return abs(one[0] * other[1] / (one[1] * other[0]) - 1) <= _SHAPE_TOLERANCE


def _with_thumbnails_promoted(data: bytes) -> Iterator[bytes]:
    file = BytesIO(data)
    try:
        [main] = _walk(file, len(data), (b"meta", b"pitm"))
        links = list(_walk(file, len(data), (b"meta", b"iref", b"thmb")))
        [references] = _walk(file, len(data), (b"meta", b"iref"))
    except (Malformed, ValueError):
        return
    main_width, link_width = (4 if data[box.body] else 2 for box in (main, references))
    for link in links:
        number = int.from_bytes(data[link.body : link.body + link_width])
        at = main.body + _FULL_HEADER
        copy = bytearray(data)
        copy[link.start + 4 : link.start + 8] = _FORGOTTEN
        copy[at : at + main_width] = number.to_bytes(4)[-main_width:]
        yield bytes(copy)


def _walk(file: BytesIO, end: int, path: tuple[bytes, ...]) -> Iterator[Box]:
    """The boxes at the end of a path of names. Malformed."""
    parents = [Box(b"", 0, 0, end)]
    for name in path:
        parents = [
            box
            for parent in parents
            for box in children(file, parent.body + _FULL_HEADER * (parent.name in _FULL), parent.end)
            if box.name == name
        ]
    yield from parents
