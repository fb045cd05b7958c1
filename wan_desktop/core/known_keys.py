"""The keys that this process holds, cut out of any text in whatever clothes they come.

A key that echoes back may be percent-encoded, escaped, in base64 of "Bearer …", in other letters' case, or
cut in two by a broken answer. Keys are entered by :func:`hide` where they come in (``core.secrets``,
``core.service``) and stay for the life of the process, as one more reference to the same text: the log is the
process's, and may still hear of a key that was replaced.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from functools import lru_cache, partial
from urllib.parse import quote

CUT = "…"
"""What stands where a secret stood."""
SHORTEST = 8
"""Fewer characters are no key of any service, and hiding "demo" everywhere would make a log unreadable."""
BLOCK = 8
"""Any part of a key that holds one of its blocks of so many characters is cut with all that fits around."""
_ROUNDS = 3
"""How often escaping in escaping is undone."""

_known: dict[str, None] = {}

_LOWER = {ord(letter): ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TOKEN = re.compile(r"[^\s\"'<>]+")
_ESCAPE = re.compile(
    r"%([0-9a-f]{2})|\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})|&#x0{0,4}([0-9a-f]{2});|&#0{0,4}([0-9]{2,3});",
    re.IGNORECASE,
)


def hide(key: str) -> None:
    """From now on this key is cut out of every text that passes :func:`without_keys`."""
    if len(key.strip()) >= SHORTEST:
        _known[key.strip()] = None


def without_keys(text: str, *keys: str) -> str:
    """``text`` with :data:`CUT` in place of every known key and of ``keys``, in any of their forms."""
    for key in dict.fromkeys((*_known, *keys)):
        forms = _forms(key)
        text = _without_forms(text, forms)
        if len(key) >= SHORTEST and _ESCAPE.search(text):
            text = _TOKEN.sub(partial(_without_escaped, forms), text)
    return text


def holds_key(text: str) -> bool:
    """Whether a known key, or a part of one, stands in ``text``."""
    return without_keys(text) != text


@lru_cache(maxsize=16)
def _forms(key: str) -> tuple[str, ...]:
    """In small letters, each once; the longest first, for one may hold another."""
    if len(key) < SHORTEST:
        return (key.translate(_LOWER),) if key else ()
    coded, in_json = key.encode("utf-8", "replace"), json.dumps(key)[1:-1]
    forms = {key, in_json, json.dumps(in_json)[1:-1], repr(key)[1:-1], coded.hex(), *_in_base64(coded)}
    forms.add(quote(key, safe="", errors="replace"))
    return tuple(sorted({form.translate(_LOWER) for form in forms}, key=len, reverse=True))


def _in_base64(data: bytes) -> Iterator[str]:
    """What stands in base64 of any text that holds ``data``: three alignments, without the shared ends."""
    for encode in (b64encode, urlsafe_b64encode):
        for before in range(3):
            coded = encode(bytes(before) + data).decode("ascii")
            yield coded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]


def _without_forms(text: str, forms: tuple[str, ...]) -> str:
    """Whole ones first: a part of one form may be a part of another, of which the rest would stay."""
    for form in forms:
        text = _without_block(text, form, form, 0)
    for form in forms:
        for start in range(0, len(form) - BLOCK + 1, BLOCK) if len(form) >= 2 * BLOCK else ():
            text = _without_block(text, form, form[start : start + BLOCK], start)
    return text


def _without_block(text: str, form: str, block: str, start: int) -> str:
    """Cuts ``block``, which begins at ``start`` of ``form``, wherever it is, with what fits around it."""
    lower = text.translate(_LOWER)
    kept: list[str] = []
    done = 0
    while (found := lower.find(block, done)) >= 0:
        first = _first_fitting(lower, form, found, start, done)
        kept += (text[done:first], CUT)
        done = _end_of_fitting(lower, form, found + len(block), start + len(block))
    return "".join((*kept, text[done:])) if kept else text


def _first_fitting(text: str, form: str, at: int, start: int, least: int) -> int:
    while at > least and start > 0 and text[at - 1] == form[start - 1]:
        at, start = at - 1, start - 1
    return at


def _end_of_fitting(text: str, form: str, at: int, start: int) -> int:
    while at < len(text) and start < len(form) and text[at] == form[start]:
        at, start = at + 1, start + 1
    return at


def _without_escaped(forms: tuple[str, ...], match: re.Match[str]) -> str:
    """:data:`CUT` for a token that holds a key once its escapes are undone; else the token."""
    plain = token = match[0]
    for _ in range(_ROUNDS):
        before, plain = plain, _ESCAPE.sub(_unescaped, plain)
        if plain == before:
            return token
        if _without_forms(plain, forms) != plain:
            return CUT
    return token


def _unescaped(match: re.Match[str]) -> str:
    *hexadecimal, decimal = match.groups()
    code = int(decimal) if decimal else int(next(filter(None, hexadecimal)), 16)
    return chr(code) if 0x20 < code < 0x7F else match[0]
