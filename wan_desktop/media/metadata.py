"""Takes places, names, dates and remarks out of an image file without touching one pixel.

A photograph says where it was taken, an edited one by whom, a generated one by which prompt. None of that
is needed for a video, so none of it leaves the computer; but encoding anew would cost sharpness. JPEG, PNG
and WebP are chains of labelled pieces: those that draw the picture are kept as they stand, the rest is cut.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What draws the picture: the critical chunks, transparency, and colour.
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT")
)
_WEBP_KEPT = frozenset([b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"])
_WEBP_NOTE_FLAGS = 0x08 | 0x04
"""Bits of VP8X that announce EXIF and XMP."""

_JPEG_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The first marker after entropy-coded data: not a stuffed 0xFF00, a restart or a fill byte."""
_SOS, _EOI, _COMMENT = 0xDA, 0xD9, 0xFE
_WITHOUT_LENGTH = frozenset([0x00, 0x01, 0xFF, *range(0xD0, 0xD9)])
"""No marker of a segment: stuffing, fill bytes, restarts, a second beginning. Readers skip them."""
_USUAL_SCANS = 10
_JFIF_BYTES = 16
"""Length of a JFIF segment without a thumbnail."""


class _Unusual(ValueError):
    """The file is drawn by Pillow, but its chain of pieces is not one that can be cut safely."""


def without_notes(data: bytes, image_format: str) -> bytes | None:
    """The same picture without metadata, in bytes; ``data`` itself where there is none.

    ``image_format`` is Pillow's name. None where the picture has to be encoded anew to be rid of it.
    """
    try:
        match image_format:
            case "JPEG":
                kept = b"".join(_jpeg_pieces(data))
            case "PNG":
                kept = b"".join(_png_pieces(data))
            case "WEBP":
                kept = _webp(data)
            case _:
                return data
    except (_Unusual, IndexError, struct.error):
        return None
    return data if kept == data else kept


def jpeg_scans(data: bytes) -> int:
    """How often a JPEG goes over its picture: once, ten times if progressive, thousands to stall a reader."""
    found = data.count(b"\xff\xda")
    if found <= _USUAL_SCANS:
        return found
    try:  # by chance the two bytes stand in what was appended, such as a film
        return sum(marker == _SOS for marker, _, _ in _jpeg_segments(data))
    except (_Unusual, IndexError, struct.error):
        return found


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment from behind the first marker up to the end of the picture."""
    position = 2
    while True:
        marker = data[position + 1]
        if data[position] != 0xFF or marker in _WITHOUT_LENGTH:
            raise _Unusual
        if marker == _EOI:
            return
        end = position + 2 + int(struct.unpack_from(">H", data, position + 2)[0])
        if marker == _SOS:
            end = _end_of_scan(data, end)
        yield marker, position, end
        position = end


def _jpeg_pieces(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    for marker, start, end in _jpeg_segments(data):
        if _draws_jpeg(marker, data[start + 4 : end]):
            yield data[start:end]
    # What stands behind the end is another picture, a film or a map of depth: cut.
    yield bytes([0xFF, _EOI])


def _end_of_scan(data: bytes, start: int) -> int:
    found = _JPEG_NEXT_MARKER.search(data, start)
    if found is None:
        raise _Unusual
    return found.start()


def _draws_jpeg(marker: int, content: bytes) -> bool:
    """Whether a segment is needed to draw: all but remarks and the application segments of others."""
    if marker == 0xE0 and content.startswith(b"JFIF\0"):
        if len(content) + 2 > _JFIF_BYTES:
            raise _Unusual  # it holds a thumbnail of what the picture may have been before
        return True
    if marker == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return content.startswith(b"Adobe")
    return marker != _COMMENT and not 0xE0 <= marker <= 0xEF


def _png_pieces(data: bytes) -> Iterator[bytes]:
    yield _PNG_SIGNATURE
    position = len(_PNG_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise _Unusual
        if name in _PNG_KEPT:
            yield data[position:end]
        if name == b"IEND":
            return
        position = end


def _webp(data: bytes) -> bytes:
    body = b"WEBP" + b"".join(_webp_pieces(data))
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_pieces(data: bytes) -> Iterator[bytes]:
    end_of_file = 8 + int(struct.unpack_from("<I", data, 4)[0])
    position = 12
    while position + 8 <= min(end_of_file, len(data)):
        name, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length + length % 2
        if end > len(data):
            raise _Unusual
        if name == b"VP8X":
            flags = data[position + 8] & ~_WEBP_NOTE_FLAGS
            yield data[position : position + 8] + bytes([flags]) + data[position + 9 : end]
        elif name in _WEBP_KEPT:
            yield data[position:end]
        position = end
