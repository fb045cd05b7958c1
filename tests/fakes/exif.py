"""EXIF as cameras write it, with a small picture in its second directory, which Pillow does not write."""

from __future__ import annotations

import struct

ORIENTATION, JPEG_START, JPEG_LENGTH = 0x0112, 0x0201, 0x0202
_SHORT, _LONG = 3, 4


def exif_with_thumbnail(jpeg: bytes, orientation: int = 1, length: int | None = None) -> bytes:
    """``length`` is what is said of the thumbnail's bytes: their number, unless it is to be wrong."""
    first = _directory([(ORIENTATION, _SHORT, orientation)], 8, last=False)
    at = 8 + len(first)
    numbers = [(JPEG_START, _LONG, 0), (JPEG_LENGTH, _LONG, len(jpeg) if length is None else length)]
    numbers[0] = (JPEG_START, _LONG, at + len(_directory(numbers, at, last=True)))
    return b"Exif\0\0MM\0*" + struct.pack(">I", 8) + first + _directory(numbers, at, last=True) + jpeg


def _directory(entries: list[tuple[int, int, int]], at: int, *, last: bool) -> bytes:
    rows = b"".join(
        struct.pack(">HHIHH", tag, kind, 1, value, 0)
        if kind == _SHORT
        else struct.pack(">HHII", tag, kind, 1, value)
        for tag, kind, value in entries
    )
    following = 0 if last else at + 2 + len(rows) + 4
    return struct.pack(">H", len(entries)) + rows + struct.pack(">I", following)
