"""Writes HEIC files as phones do: HEVC by x265 (which PyAV brings), in ISO/IEC 23008-12 boxes made here.

The program only reads HEIC, and what it must read is what cameras write: grids of tiles, turns as properties,
thumbnails beside the picture, colours by an ICC profile or by numbers. Here each of these is one argument.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av
from PIL import Image

from wan_desktop.media.boxes import make_box

SRGB = (1, 13, 6)
DISPLAY_P3 = (12, 13, 6)
"""Primaries, transfer, matrix by ISO/IEC 23091-2."""
_ALPHA = b"urn:mpeg:hevc:2015:auxid:1\0"
_ENCODER = "keyint=1:range=full:log-level=none:info=0:pools=1"
_NEXT_UNIT = re.compile(rb"\0\0\0?\x01")
_VPS, _SPS, _PPS, _SEI = 32, 33, 34, (39, 40)


@dataclass(frozen=True, slots=True)
class Coded:
    """One picture in HEVC: its configuration, its units with their lengths, its size in pixels."""

    configuration: bytes
    data: bytes
    size: tuple[int, int]


@dataclass(slots=True)
class _Item:
    kind: bytes
    data: bytes
    properties: list[tuple[bytes, bool]] = field(default_factory=list)
    """Each a whole box, and whether a reader must know it."""
    hidden: bool = False


@dataclass(slots=True)
class _File:
    items: list[_Item] = field(default_factory=list)
    references: list[tuple[bytes, int, tuple[int, ...]]] = field(default_factory=list)

    def add(self, item: _Item) -> int:
        self.items.append(item)
        return len(self.items)


def heic(
    picture: Image.Image,
    *,
    tile: int = 0,
    rotated: int = 0,
    mirrored: bool = False,
    nclx: tuple[int, int, int] | None = SRGB,
    icc: bytes | None = None,
    thumbnail: int = 0,
    exif: bytes | None = None,
    depth: int = 8,
    others: Iterable[Image.Image] = (),
) -> bytes:
    """The file. ``tile``: side of the squares of a grid. ``rotated``: quarter turns against the clock that a
    reader makes, ``mirrored``: left to right, after them. ``thumbnail``: longest side of the small copy.
    ``others``: pictures beside the main one. Transparency of RGBA and LA becomes a picture of its own.
    """
    file = _File()
    looks = [(_colours(nclx), False)] if nclx else []
    looks += [(_box(b"colr", b"prof", icc), False)] if icc else []
    turns = [(_box(b"irot", bytes([rotated])), True)] if rotated else []
    turns += [(_box(b"imir", b"\1"), True)] if mirrored else []
    opaque = picture.convert("L" if picture.mode in ("L", "LA") else "RGB")
    main = _add_picture(file, opaque, tile, looks + turns, depth)
    if picture.mode in ("RGBA", "LA"):
        alpha = _add_picture(file, picture.getchannel("A"), 0, [(_full(b"auxC", _ALPHA), True), *turns], 8)
        file.references.append((b"auxl", alpha, (main,)))
    if thumbnail:
        small = opaque.copy()
        small.thumbnail((thumbnail, thumbnail))
        file.references.append((b"thmb", _add_picture(file, small, 0, looks + turns, 8), (main,)))
    if exif:
        noted = file.add(_Item(b"Exif", struct.pack(">I", 0) + exif.removeprefix(b"Exif\0\0")))
        file.references.append((b"cdsc", noted, (main,)))
    for other in others:
        _add_picture(file, other, 0, looks, 8)
    return _written(file, main)


def tiled(
    parts: list[Coded], columns: int, size: tuple[int, int], thumbnail: Image.Image | None = None
) -> bytes:
    """A grid of tiles that are encoded already: one may stand in it many times, so that a photograph as large
    and as slow to decode as any is there in a second."""
    file = _File()
    looks = [(_colours(SRGB), False)]
    main = _add_grid(file, parts, columns, len(parts) // columns, size, looks)
    if thumbnail is not None:
        file.references.append((b"thmb", _add_picture(file, thumbnail, 0, looks, 8), (main,)))
    return _written(file, main)


def encoded(picture: Image.Image, depth: int = 8, quality: int = 12) -> Coded:
    """RGB as 4:2:0 or L as grey, full range, BT.601; with even sides. ``quality``: x265's crf."""
    layout = "gray" if picture.mode == "L" else "yuv420p"
    layout += "" if depth == 8 else "10le"
    frame = av.VideoFrame.from_bytes(picture.convert("RGBA").tobytes(), *picture.size)
    frame = frame.reformat(format=layout, dst_colorspace="ITU601", dst_color_range="JPEG")
    encoder = av.CodecContext.create("libx265", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, layout
    encoder.time_base = Fraction(1)
    encoder.options = {"preset": "ultrafast", "crf": str(quality), "x265-params": _ENCODER}
    stream = b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])
    units = list(_units(stream))
    heads = {kind: unit for unit in units if (kind := _kind(unit)) in (_VPS, _SPS, _PPS)}
    slices = [unit for unit in units if _kind(unit) not in (*heads, *_SEI)]
    return Coded(
        _configuration(heads, picture.mode, depth), b"".join(map(_with_length, slices)), picture.size
    )


def _units(stream: bytes) -> Iterator[bytes]:
    """The units of an Annex B stream."""
    yield from (unit for unit in _NEXT_UNIT.split(stream) if unit)


def _kind(unit: bytes) -> int:
    return unit[0] >> 1 & 63


def _with_length(unit: bytes) -> bytes:
    return struct.pack(">I", len(unit)) + unit


def _configuration(heads: dict[int, bytes], mode: str, depth: int) -> bytes:
    """The box hvcC (ISO/IEC 14496-15, 8.3.3.1); the profile stands in the first bytes of the SPS."""
    profile = heads[_SPS].replace(b"\0\0\3", b"\0\0")[3:15]
    chroma = 0 if mode == "L" else 1
    arrays = b"".join(
        struct.pack(">BHH", 0x80 | kind, 1, len(heads[kind])) + heads[kind] for kind in (_VPS, _SPS, _PPS)
    )
    fields = b"\xf0\0\xfc" + bytes([0xFC | chroma, 0xF8 | depth - 8, 0xF8 | depth - 8, 0, 0, 0x0F, 3])
    return make_box(b"hvcC", b"\1", profile, fields, arrays)


def _add_picture(
    file: _File, picture: Image.Image, tile: int, properties: list[tuple[bytes, bool]], depth: int
) -> int:
    if not tile:
        return file.add(_picture_item(encoded(picture, depth), properties))
    columns, rows = -(-picture.width // tile), -(-picture.height // tile)
    parts = [
        encoded(picture.crop((x * tile, y * tile, (x + 1) * tile, (y + 1) * tile)), depth)
        for y in range(rows)
        for x in range(columns)
    ]
    return _add_grid(file, parts, columns, rows, picture.size, properties)


def _add_grid(
    file: _File, parts: list[Coded], columns: int, rows: int, size: tuple[int, int],
    properties: list[tuple[bytes, bool]],
) -> int:  # fmt: skip
    tiles = []
    for part in parts:
        item = _picture_item(part, [])
        item.hidden = True
        tiles.append(file.add(item))
    head = bytes([0, 1, rows - 1, columns - 1]) + struct.pack(">II", *size)
    main = file.add(_Item(b"grid", head, [(_extent(size), False), *properties]))
    file.references.append((b"dimg", main, tuple(tiles)))
    return main


def _picture_item(coded: Coded, properties: list[tuple[bytes, bool]]) -> _Item:
    return _Item(
        b"hvc1", coded.data, [(coded.configuration, True), (_extent(coded.size), False), *properties]
    )


def _extent(size: tuple[int, int]) -> bytes:
    return _full(b"ispe", struct.pack(">II", *size))


def _colours(numbers: tuple[int, int, int]) -> bytes:
    return _box(b"colr", b"nclx", struct.pack(">HHHB", *numbers, 0x80))


def _box(name: bytes, *content: bytes) -> bytes:
    return make_box(name, *content)


def _full(name: bytes, *content: bytes, version: int = 0, flags: int = 0) -> bytes:
    return make_box(name, bytes([version]) + flags.to_bytes(3), *content)


def _written(file: _File, main: int) -> bytes:
    brands = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    at = len(brands) + len(_meta(file, main, 0)) + 8
    return brands + _meta(file, main, at) + _box(b"mdat", *(item.data for item in file.items))


def _meta(file: _File, main: int, at: int) -> bytes:
    """Every length in it is the same whatever ``at`` is: where the first item's data begins."""
    handler = _full(b"hdlr", b"\0\0\0\0pict" + bytes(13))
    names = [
        _full(b"infe", struct.pack(">HH", number, 0) + item.kind + b"\0", version=2, flags=item.hidden)
        for number, item in enumerate(file.items, 1)
    ]
    places = b""
    for number, item in enumerate(file.items, 1):
        places += struct.pack(">HHHII", number, 0, 1, at, len(item.data))
        at += len(item.data)
    count = struct.pack(">H", len(file.items))
    references = b"".join(
        _box(kind, struct.pack(f">HH{len(to)}H", from_, len(to), *to)) for kind, from_, to in file.references
    )
    return _full(
        b"meta",
        handler,
        _full(b"pitm", struct.pack(">H", main)),
        _full(b"iloc", b"\x44\0", count, places),
        _full(b"iinf", count, *names),
        *([_full(b"iref", references)] if references else []),
        _properties(file.items),
    )


def _properties(items: list[_Item]) -> bytes:
    """Each property once, however many items share it; items say by numbers which are theirs."""
    known: dict[bytes, int] = {}
    rows = b""
    numbered = [(number, item) for number, item in enumerate(items, 1) if item.properties]
    for number, item in numbered:
        rows += struct.pack(">HB", number, len(item.properties))
        for box, essential in item.properties:
            rows += struct.pack(">H", known.setdefault(box, len(known) + 1) | essential << 15)
    links = _full(b"ipma", struct.pack(">I", len(numbered)), rows, flags=1)
    return _box(b"iprp", _box(b"ipco", *known), links)
