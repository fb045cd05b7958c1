"""Title, comment and cover inside an MP4, as ffprobe, exiftool and players read them; nothing else changes.

The index of the file (``moov``) is written anew with these tags in it, in front of the pictures and sound.
Those are copied byte by byte, and the places that the index gives for them are moved along. A remux would be
shorter, but FFmpeg's loses what it does not know: marks that the service put in (in China the law asks for
one that says "made by AI"); it changes fragments and refuses tracks of time codes.

Two dialects are spoken: items with fixed names (iTunes', ``mdir``: what FFmpeg writes by default), and a list
of free keys (QuickTime's, ``mdta``), where the file has that one already. A file too odd to be sure of raises
:class:`~wan_desktop.media.boxes.Malformed`.
"""

from __future__ import annotations

import io
import os
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import bring_to_disk
from wan_desktop.media.boxes import BOXES_MAX, Box, Malformed, children, find, make_box

TITLE, COMMENT = "title", "comment"
"""The texts by FFmpeg's names for them; they are the names of QuickTime's free keys too."""
_COVER = "com.apple.quicktime.artwork"
"""The picture of the whole, by the name of its free key."""
_ITUNES = {TITLE: b"\xa9nam", COMMENT: b"\xa9cmt", _COVER: b"covr"}
TEXT_MAX = 128 * 1024
"""Most bytes of one text."""
COVER_MAX = 1024 * 1024
"""Most bytes of a cover."""
INDEX_MAX = 16 * 1024 * 1024
"""Most bytes of an index: hours of video."""
UTF8 = 1
"""The kind of data that a text is, in both dialects."""
#: The kinds of data that a cover is, by what it begins with: JPEG, PNG and Windows' bitmap.
_COVER_KINDS = {b"\xff\xd8\xff": 13, b"\x89PNG": 14, b"BM": 27}

_EPOCH_1904 = 2_082_844_800
"""Seconds from 1904, where MP4 counts from, to 1970."""
_COPY_BYTES = 1024 * 1024
_KEY_MAX = 1024
_PLACES_MAX = 0xFFFF_FFFF
_Tags = Mapping[str, tuple[int, bytes]]
"""Kind and bytes of each tag, by the name of its free key."""

#: Which boxes lead to the places of pictures and sound in the file.
_WAYS = {
    b"moov": (b"trak",),
    b"trak": (b"mdia",),
    b"mdia": (b"minf",),
    b"minf": (b"stbl",),
    b"stbl": (),
    b"moof": (b"traf",),
    b"traf": (),
    b"mfra": (),
}
#: A packed index, and boxes that give places in a way that is not followed here.
_UNKNOWN_WAYS = (b"cmov", b"iloc", b"saio")


def read_text(path: Path, key: str) -> str | None:
    """One text of an MP4; None where there is none, or no MP4. Bounded in time and memory. DiskError."""
    found = _read_tag(path, key, TEXT_MAX)
    return found[1].decode("utf-8", "replace") if found is not None and found[0] == UTF8 else None


def read_cover(path: Path) -> bytes | None:
    """The cover of an MP4, an encoded image as it lies there; otherwise as :func:`read_text`."""
    found = _read_tag(path, _COVER, COVER_MAX)
    return found[1] if found is not None and found[1] and found[0] == cover_kind(found[1]) else None


def cover_kind(image: bytes) -> int | None:
    """The number for an encoded image; None for one that can be no cover."""
    return next((kind for start, kind in _COVER_KINDS.items() if image.startswith(start)), None)


def write_tags(
    source: Path, target: Path, texts: Mapping[str, str], created: float = 0.0, cover: bytes = b""
) -> None:
    """Writes the MP4 ``source`` with ``texts`` as ``target``, which is on the disk on return.

    ``created`` (seconds since 1970) goes in where the file does not say when it was made. ``cover``, where
    there is one, is a JPEG, PNG or BMP of at most COVER_MAX bytes. Raises Malformed where the file cannot be
    taken apart with certainty, and DiskError; ``target`` may be half there then.
    """
    try:
        with source.open("rb") as file:
            tags = _tags(texts, cover)
            layout = _Layout(file, lambda moov: _new_index(moov, tags, created))
            _write_to_disk(layout, target)
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def copy_notes(source: Path, made: Path, target: Path) -> None:
    """Writes the MP4 ``made`` with all that ``source`` says of itself as ``target``, the index in front.

    The user data and notes of the whole file, and boxes that only their maker understands (``uuid``). Raises
    as :func:`write_texts`.
    """
    try:
        with source.open("rb") as given, made.open("rb") as file:
            boxes = list(children(given, 0, os.fstat(given.fileno()).st_size))
            moov = next((_whole(given, box) for box in boxes if box.name == b"moov"), b"")[8:]
            notes = {name: _child(moov, name) for name in (b"udta", b"meta")}
            own = [_whole(given, box) for box in boxes if box.name == b"uuid"]
            _write_to_disk(_Layout(file, lambda index: _noted_index(index, notes)), target, own)
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def _write_to_disk(layout: _Layout, target: Path, behind: Sequence[bytes] = ()) -> None:
    with target.open("wb") as made:
        layout.write(made)
        made.writelines(behind)
        made.flush()
        bring_to_disk(made.fileno())


def _tags(texts: Mapping[str, str], cover: bytes) -> _Tags:
    tags = {key: (UTF8, text.encode("utf-8", "replace")) for key, text in texts.items()}
    if any(len(text) > TEXT_MAX for _, text in tags.values()):
        raise Malformed("a text too long")
    if cover:
        kind = cover_kind(cover)
        if kind is None or len(cover) > COVER_MAX:
            raise Malformed("not a cover")
        tags[_COVER] = (kind, cover)
    return tags


class _Layout:
    """The order of the boxes in the new file: as in the old one, the index in front of what it points to."""

    def __init__(self, file: BinaryIO, new_index: Callable[[bytes], bytes]) -> None:
        """``new_index`` makes the whole new index of the content of the old one."""
        self._file = file
        self._boxes = list(children(file, 0, os.fstat(file.fileno()).st_size))
        names = [box.name for box in self._boxes]
        if names[:1] != [b"ftyp"] or names.count(b"moov") != 1 or b"meta" in names:
            raise Malformed("not a plain MP4")
        at = names.index(b"moov")
        if b"sidx" in names[:at]:
            raise Malformed("an index of fragments stands before the index")
        moov = self._boxes[at]
        self._old_starts = [box.start for box in self._boxes]
        self._old_boxes = tuple(self._boxes)
        if not {b"mdat", b"moof"}.isdisjoint(names[:at]):
            self._boxes.insert(1, self._boxes.pop(at))
        self._moov = new_index(_whole(file, moov)[moov.body - moov.start :])
        self._starts = self._new_starts()

    def _new_starts(self) -> dict[Box, int]:
        starts, position = {}, 0
        for box in self._boxes:
            starts[box] = position
            position += len(self._moov) if box.name == b"moov" else box.end - box.start
        return starts

    def write(self, target: BinaryIO) -> None:
        """Malformed, OSError."""
        for box in self._boxes:
            if box.name == b"moov":
                target.write(self._moved(self._moov))
            elif box.name in (b"moof", b"mfra"):
                target.write(self._moved(_whole(self._file, box)))
            else:
                _copy(self._file, box, target)

    def _moved(self, data: bytes) -> bytes:
        moved = bytearray(data)
        file = io.BytesIO(data)
        for box in _boxes_with_places(file, next(children(file, 0, len(data)))):
            _MOVERS[box.name](moved, box, self._new_place)
        return bytes(moved)

    def _new_place(self, place: int) -> int:
        """Where the byte stands in the new file that stood at ``place`` in the old one."""
        box = self._old_boxes[bisect_right(self._old_starts, place) - 1]
        if place >= box.end or box.name == b"moov":
            raise Malformed("a place where no pictures are")
        return place - box.start + self._starts[box]


# Places


def _boxes_with_places(file: BinaryIO, parent: Box) -> Iterator[Box]:
    for box in children(file, parent.body, parent.end):
        if box.name in _MOVERS:
            yield box
        elif box.name in _WAYS[parent.name]:
            yield from _boxes_with_places(file, box)


def _move_chunks(data: bytearray, box: Box, move: Callable[[int], int]) -> None:
    """``stco`` and ``co64``: a list of places, of 32 or 64 bits (14496-12, 8.7.5)."""
    sign, size = ("I", 4) if box.name == b"stco" else ("Q", 8)
    (count,) = _unpacked(">I", data, box, 4)
    if count * size > box.end - box.body - 8:
        raise Malformed("a list longer than its box")
    numbers = f">{count}{sign}"
    places = [move(place) for place in struct.unpack_from(numbers, data, box.body + 8)]
    if size == 4 and max(places, default=0) > _PLACES_MAX:
        raise Malformed("too large for its list of places")
    struct.pack_into(numbers, data, box.body + 8, *places)


def _move_fragment(data: bytearray, box: Box, move: Callable[[int], int]) -> None:
    """``tfhd``: where the data of a fragment stands, where it says so (8.8.7)."""
    (flags,) = _unpacked(">I", data, box, 0)
    if flags & 1:
        (place,) = _unpacked(">Q", data, box, 8)
        struct.pack_into(">Q", data, box.body + 8, move(place))


def _move_fragment_list(data: bytearray, box: Box, move: Callable[[int], int]) -> None:
    """``tfra``: time and place of each fragment, then three numbers of 1 to 4 bytes (8.8.10)."""
    version, lengths, count = (_unpacked(">I", data, box, offset)[0] for offset in (0, 8, 12))
    sign, size = ("Q", 8) if version >> 24 else ("I", 4)
    step = 2 * size + 3 + sum(lengths >> shift & 3 for shift in (0, 2, 4))
    if count > BOXES_MAX or count * step > box.end - box.body - 16:
        raise Malformed("a list longer than its box")
    for number in range(count):
        at = box.body + 16 + number * step + size
        place = move(struct.unpack_from(f">{sign}", data, at)[0])
        if size == 4 and place > _PLACES_MAX:
            raise Malformed("too large for its list of places")
        struct.pack_into(f">{sign}", data, at, place)


_MOVERS = {
    b"stco": _move_chunks,
    b"co64": _move_chunks,
    b"tfhd": _move_fragment,
    b"tfra": _move_fragment_list,
}


def _unpacked(numbers: str, data: bytearray, box: Box, offset: int) -> tuple[int, ...]:
    if box.body + offset + struct.calcsize(numbers) > box.end:
        raise Malformed("a box shorter than its content")
    return struct.unpack_from(numbers, data, box.body + offset)


# The index with tags in it


def _new_index(moov: bytes, tags: _Tags, created: float) -> bytes:
    if any(name in moov for name in _UNKNOWN_WAYS):
        raise Malformed("places in a way that is not known")
    user_data = _child(moov, b"udta") or b""
    meta = _new_meta(_child(user_data, b"meta"), tags)
    # Behind the tracks: FFmpeg counts the tracks as it meets them, and a cover is one to it.
    moov = _with_child(moov, b"udta", _with_child(user_data, b"meta", meta), last=True)
    return make_box(b"moov", _with_time(moov, int(created)))


def _noted_index(moov: bytes, notes: Mapping[bytes, bytes | None]) -> bytes:
    """The index with another's notes in the place of its own."""
    boxes = children(io.BytesIO(moov), 0, len(moov))
    kept = [moov[box.start : box.end] for box in boxes if box.name not in notes]
    given = (make_box(name, note) for name, note in notes.items() if note is not None)
    return make_box(b"moov", *kept, *given)


def _new_meta(meta: bytes | None, tags: _Tags) -> bytes:
    if meta is None:
        return bytes(4) + _handler(b"mdir", b"appl") + make_box(b"ilst", _with_itunes(b"", tags))
    start = _meta_start(meta)
    head, boxes = meta[:start], meta[start:]
    items = _child(boxes, b"ilst") or b""
    kind = (_child(boxes, b"hdlr") or b"")[8:12]
    if kind == b"mdir":
        return head + _with_child(boxes, b"ilst", _with_itunes(items, tags))
    if kind != b"mdta":
        raise Malformed("notes in a way that is not known")
    return head + _with_keys(boxes, items, tags)


def _with_keys(boxes: bytes, items: bytes, tags: _Tags) -> bytes:
    """The free keys with ours among them, and the items, which are named by a key's number (from 1)."""
    keys = _child(boxes, b"keys") or bytes(8)
    for key, tag in tags.items():
        names = _keys(io.BytesIO(keys), Box(b"keys", 0, 0, len(keys)))
        if key not in names:
            names.append(key)
            keys = keys[:4] + len(names).to_bytes(4) + keys[8:] + make_box(b"mdta", key.encode())
        items = _with_child(items, (names.index(key) + 1).to_bytes(4), _data(*tag))
    return _with_child(_with_child(boxes, b"keys", keys), b"ilst", items)


def _with_itunes(items: bytes, tags: _Tags) -> bytes:
    for key, tag in tags.items():
        items = _with_child(items, _ITUNES[key], _data(*tag))
    return items


def _data(kind: int, content: bytes) -> bytes:
    return make_box(b"data", struct.pack(">II", kind, 0), content)


def _handler(kind: bytes, maker: bytes) -> bytes:
    return make_box(b"hdlr", bytes(8), kind, maker, bytes(9))


def _with_time(moov: bytes, created: int) -> bytes:
    """The time of making, where the file gives 0 for "unknown" (``mvhd``, 8.2.2)."""
    header = _child(moov, b"mvhd") or b""
    size = 8 if header[:1] == b"\1" else 4
    seconds = created + _EPOCH_1904
    if created <= 0 or any(header[4 : 4 + size]) or len(header) < 20 or seconds.bit_length() > size * 8:
        return moov
    return _with_child(moov, b"mvhd", header[:4] + seconds.to_bytes(size) + header[4 + size :])


# Tags, read


def _read_tag(path: Path, key: str, most: int) -> tuple[int, bytes] | None:
    """Kind and bytes of one tag, where it has no more than ``most`` of them. DiskError."""
    try:
        with path.open("rb") as file:
            end = os.fstat(file.fileno()).st_size
            moov = next((box for box in children(file, 0, end) if box.name == b"moov"), None)
            item = None if moov is None else _found_item(file, moov, key)
            return None if item is None else _data_of(file, item, most)
    except Malformed:
        return None
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def _found_item(file: BinaryIO, moov: Box, key: str) -> Box | None:
    user_data = find(file, moov, b"udta")
    for parent in filter(None, (user_data, moov)):
        meta = find(file, parent, b"meta")
        item = None if meta is None else _item(file, meta, key)
        if item is not None:
            return item
    return None


def _item(file: BinaryIO, meta: Box, key: str) -> Box | None:
    start = meta.body + _meta_start(_read(file, meta.body, meta.end, 12))
    found = {box.name: box for box in children(file, start, meta.end)}
    if b"ilst" not in found:
        return None
    name = _ITUNES.get(key)
    if b"keys" in found:
        names = _keys(file, found[b"keys"])
        name = (names.index(key) + 1).to_bytes(4) if key in names else None
    return find(file, found[b"ilst"], name) if name else None


def _data_of(file: BinaryIO, item: Box, most: int) -> tuple[int, bytes] | None:
    data = find(file, item, b"data")
    if data is None or not 8 <= data.end - data.body <= most + 8:
        return None
    content = _read(file, data.body, data.end, most + 8)
    return int.from_bytes(content[:4]), content[8:]


def _keys(file: BinaryIO, box: Box) -> list[str]:
    boxes = children(file, box.body + 8, box.end)
    return [_read(file, key.body, key.end, _KEY_MAX).decode("utf-8", "replace") for key in boxes]


def _meta_start(content: bytes) -> int:
    """Where the boxes of a ``meta`` begin: QuickTime's have no version in front."""
    return 0 if content[4:8] == b"hdlr" else 4


# Bytes


def _child(body: bytes, name: bytes) -> bytes | None:
    """The content of the first child of that name."""
    file = io.BytesIO(body)
    found = find(file, Box(b"", 0, 0, len(body)), name)
    return None if found is None else body[found.body : found.end]


def _with_child(body: bytes, name: bytes, content: bytes, *, last: bool = False) -> bytes:
    """The same children with this one in the place of all others of its name, or behind the last.

    ``last``: behind the last in any case.
    """
    boxes = list(children(io.BytesIO(body), 0, len(body)))
    end = boxes[-1].end if boxes else 0
    first = None if last else next((box for box in boxes if box.name == name), None)
    pieces = []
    for box in boxes:
        if box is first:
            pieces.append(make_box(name, content))
        elif box.name != name:
            pieces.append(body[box.start : box.end])
    if first is None:
        pieces.append(make_box(name, content))
    return b"".join(pieces) + body[end:]


def _whole(file: BinaryIO, box: Box) -> bytes:
    if box.end - box.start > INDEX_MAX:
        raise Malformed("an index too large")
    return _read(file, box.start, box.end, INDEX_MAX)


def _read(file: BinaryIO, start: int, end: int, most: int) -> bytes:
    file.seek(start)
    return file.read(min(end - start, most))


def _copy(file: BinaryIO, box: Box, target: BinaryIO) -> None:
    file.seek(box.start)
    left = box.end - box.start
    while left:
        piece = file.read(min(left, _COPY_BYTES))
        if not piece:
            raise Malformed("the file is cut short")
        target.write(piece)
        left -= len(piece)
