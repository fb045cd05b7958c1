"""Damage: from a sound file and a source of chance to a broken one. The same seed does the same damage."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from random import Random

HEAD = 256
"""Bytes; headers are short and decide everything, so half of the damage goes there."""
_PNG = b"\x89PNG\r\n\x1a\n"
_TELLING = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)
_LENGTHS = (0, 1, 2, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

Mutator = Callable[[bytearray, Random, Sequence[bytes]], None]


def _place(data: bytearray, chance: Random) -> int:
    end = min(HEAD, len(data)) if chance.random() < 0.5 else len(data)
    return chance.randrange(max(end, 1))


def flip(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    """A few bits."""
    for _turn in range(chance.randint(1, 8)):
        data[_place(data, chance)] ^= 1 << chance.randrange(8)


def telling_bytes(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    """Bytes at the edges of what a byte can say."""
    for _turn in range(chance.randint(1, 4)):
        data[_place(data, chance)] = chance.choice(_TELLING)


def lengths(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    """A number of two or four bytes where a size, a count or a place may stand."""
    width = chance.choice((2, 4))
    value = chance.choice(_LENGTHS) & (1 << 8 * width) - 1
    place = _place(data, chance)
    data[place : place + width] = value.to_bytes(width, chance.choice(("big", "little")))


def cut_short(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    del data[_place(data, chance) :]


def cut_out(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    place = _place(data, chance)
    del data[place : place + chance.randint(1, 64)]


def repeat(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    """A piece many times over: chunks, blocks, boxes and scans without end."""
    start = _place(data, chance)
    piece = bytes(data[start : start + chance.choice((4, 16, 64, 512))])
    data[start:start] = piece * chance.choice((1, 2, 50, 500))


def insert(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    place = _place(data, chance)
    data[place:place] = chance.randbytes(chance.randint(1, 40))


def zeroes(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    place = _place(data, chance)
    length = min(chance.choice((8, 100, 4000)), len(data) - place)
    data[place : place + length] = bytes(length)


def swap(data: bytearray, chance: Random, _: Sequence[bytes]) -> None:
    """Two pieces of one file change places."""
    length = chance.choice((4, 12, 100))
    first, second = sorted((_place(data, chance), _place(data, chance)))
    if first + length <= second and second + length <= len(data):
        data[first : first + length], data[second : second + length] = (
            data[second : second + length],
            data[first : first + length],
        )


def graft(data: bytearray, chance: Random, corpus: Sequence[bytes]) -> None:
    """The head of this file on the body of another."""
    other = chance.choice(corpus)
    data[_place(data, chance) :] = other[chance.randrange(max(len(other), 1)) :]


MUTATORS: tuple[Mutator, ...] = (
    flip, telling_bytes, lengths, cut_short, cut_out, repeat, insert, zeroes, swap, graft,
)  # fmt: skip


def damaged(corpus: Sequence[bytes], chance: Random) -> bytes:
    """One of the files, damaged in one to four ways."""
    data = bytearray(chance.choice(corpus))
    for mutate in chance.choices(MUTATORS, k=chance.choice((1, 1, 2, 4))):
        if data:
            mutate(data, chance, corpus)
    damage = bytes(data)
    return resealed(damage) if chance.random() < 0.7 else damage


def resealed(data: bytes) -> bytes:
    """A PNG whose checksums are right again: without it no damage gets past the first of them."""
    if not data.startswith(_PNG):
        return data
    sealed, position = bytearray(data), len(_PNG)
    while position + 12 <= len(sealed):
        body_end = position + 8 + int.from_bytes(sealed[position : position + 4])
        if body_end + 4 > len(sealed):
            break
        sealed[body_end : body_end + 4] = zlib.crc32(sealed[position + 4 : body_end]).to_bytes(4)
        position = body_end + 4
    return bytes(sealed)
