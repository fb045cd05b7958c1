"""MP4 files as what they are: boxes within boxes, each with its length and name (ISO/IEC 14496-12, 4.2).

Only headers are read here, wherever they stand, so that a file of any size costs a few hundred bytes. What is
no chain of boxes, or one too long to be honest, raises :class:`Malformed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER = 8
BOXES_MAX = 100_000
"""Most boxes in one chain: a file of empty boxes must not keep its reader busy for minutes."""


class Malformed(ValueError):
    """Not a chain of boxes, or one that this program does not know how to take apart."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands in its file, in bytes: header from ``start``, content from ``body`` to ``end``."""

    name: bytes
    start: int
    body: int
    end: int


def children(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes from ``start`` to ``end``, which is their parent's end or the file's. Malformed, OSError."""
    position = start
    for _ in range(BOXES_MAX):
        if position >= end:
            return
        box = _box_at(file, position, end)
        if box is None:
            return
        yield box
        position = box.end
    raise Malformed("too many boxes")


def find(file: BinaryIO, parent: Box, name: bytes) -> Box | None:
    """The first child of that name. Malformed, OSError."""
    return next((box for box in children(file, parent.body, parent.end) if box.name == name), None)


def make_box(name: bytes, *content: bytes) -> bytes:
    """A box as bytes."""
    body = b"".join(content)
    return (HEADER + len(body)).to_bytes(4) + name + body


def _box_at(file: BinaryIO, position: int, end: int) -> Box | None:
    file.seek(position)
    header = file.read(min(16, end - position))
    if len(header) < HEADER:
        if any(header):
            raise Malformed("the file is cut short")
        return None  # QuickTime ends its user data with four zero bytes.
    length, name, body = int.from_bytes(header[:4]), header[4:8], position + HEADER
    if length == 1:
        length, body = int.from_bytes(header[8:]), position + 16
    elif length == 0:  # The rest of the file.
        length = end - position
    if length < body - position or position + length > end:
        raise Malformed("the file is cut short")
    return Box(name, position, body, position + length)
