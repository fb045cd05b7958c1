"""Prompts out of a spreadsheet: two columns (image, prompt) or one, as copied or saved. Pure.

Cells are parted by tabs, rows by line breaks. Excel and Sheets put a cell that holds a tab, a line break or
both between quotes, and double the quotes inside; a cell that only begins with a quote they leave alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

#: A whole cell between quotes, and what ends it.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\t|\r\n|\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which prompt goes to which image, by the image's place; ``unused`` rows went to none."""

    prompts: Mapping[int, str] = field(default_factory=dict)
    unused: int = 0


def rows_of(text: str) -> list[list[str]]:
    """The cells of each row. Rows without any words at the end are none."""
    rows: list[list[str]] = [[]]
    for cell, end in _cells(text.removeprefix("\ufeff")):
        rows[-1].append(cell)
        if end and end != "\t":
            rows.append([])
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _cells(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while True:
        quoted = _QUOTED.match(text, position)
        plain = None if quoted else _PLAIN.match(text, position)
        found = quoted or plain
        assert found is not None  # the plain one matches anything
        cell = quoted[1].replace('""', '"') if quoted else found[0]
        end = _END.match(text, found.end())
        assert end is not None
        yield cell.replace("\r\n", "\n"), end[0]
        position = end.end()
        # After a last tab there is one more cell, after a last line break no more row.
        if not end[0] or (position == len(text) and end[0] != "\t"):
            return


def assign(text: str, names: Sequence[str], first: int = 0) -> Assignment:
    """Gives the prompts of a sheet to images by their names.

    Two columns: by the file names in the first, with or without folder and suffix, whatever the case; where
    none of them is an image's, and with one column, in order from the image at ``first`` on. A first row
    that names no image is the sheet's heading where others do.
    """
    rows = rows_of(text)
    if not any(len(row) > 1 for row in rows):
        return _in_order([row[0] if row else "" for row in rows], len(names), first)
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1]
    alone = len(rows) - len(pairs)
    places = _places(names)
    found = [(places.get(_key(name)) or places.get(_key(_stem(name))), prompt) for name, prompt in pairs]
    if not any(where for where, _ in found):
        return _in_order([prompt for _, prompt in pairs], len(names), first)
    if not found[0][0]:
        found = found[1:]
    prompts = {place: prompt for where, prompt in found if where for place in where}
    return Assignment(prompts, alone + sum(not where for where, _ in found))


def _in_order(prompts: Sequence[str], images: int, first: int) -> Assignment:
    fitting = max(0, min(len(prompts), images - first))
    return Assignment({first + row: prompts[row] for row in range(fitting)}, unused=len(prompts) - fitting)


def _places(names: Sequence[str]) -> dict[str, list[int]]:
    """The places of each name, and of each name without its suffix."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for key in {_key(name), _key(_stem(name))}:
            places.setdefault(key, []).append(place)
    return places


def _key(name: str) -> str:
    base = PurePosixPath(name.strip().replace("\\", "/")).name
    return unicodedata.normalize("NFC", base).casefold()


def _stem(name: str) -> str:
    return PurePosixPath(name.strip().replace("\\", "/")).stem
