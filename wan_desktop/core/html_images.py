"""Which images HTML speaks of: of a drag out of a browser, and of a page that a link led to. Pure.

Hostile HTML costs no more time than any other: ``html.parser`` takes a minute for 1 MB of "<img ", so the few
tags that matter are picked out here, each by a bounded look. The addresses found are as written: they may be
relative, and anything at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

HTML_CHARACTERS_MAX = 128 * 1024
"""Most that is read of HTML, images written out in it not counted: what is looked for stands at its head."""
_TAGS_MAX = 2_000
_ATTRIBUTES_MAX = 40
_VALUE_MAX = 8 * 1024

_DATA_SOURCE = re.compile(r"""\bsrc\s{0,8}=\s{0,8}["']?(data:image/[^"'\s>]{1,})""", re.IGNORECASE)
_LONG_DATA = re.compile(r"""data:[^"'\s>]{256,}""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(img|a|meta|link|base)(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""[\s/]{0,64}([^\s=>"'/<]{1,64})(?:\s{0,64}=\s{0,64}"""
    rf"""(?:"([^"]{{0,{_VALUE_MAX}}})"|'([^']{{0,{_VALUE_MAX}}})'|([^\s"'>]{{0,{_VALUE_MAX}}})))?"""
)
_BETWEEN_CANDIDATES = re.compile(r",\s+|(?<=[0-9][wx]),")

#: The names of a page's own picture, the best first (ogp.me; Twitter's cards; the older image_src).
_PICTURES = (
    "og:image:secure_url",
    "og:image:url",
    "og:image",
    "twitter:image",
    "twitter:image:src",
    "image_src",
)


@dataclass(frozen=True, slots=True)
class HtmlImages:
    """The first image of HTML and a page's own picture; "" for what there is not.

    ``larger`` are other sizes of the first image: (address, its width in pixels, 0 where that is not said),
    the widest first. ``target`` is where a link around it leads.
    """

    source: str = ""
    larger: tuple[tuple[str, float], ...] = ()
    target: str = ""
    page_picture: str = ""
    base: str = ""


def images_of(html: str) -> HtmlImages:
    """What ``html`` says of images; nonsense says nothing."""
    written_out = _DATA_SOURCE.search(html)
    reader = _Reader()
    shortened = _LONG_DATA.sub("data:", html)[:HTML_CHARACTERS_MAX]
    for tag, values in _tags(_without_comments(shortened)):
        reader.see(tag, values)
    source = reader.image.get("src", "")
    if written_out and source in ("", "data:"):
        source = unescape(written_out[1])
    return HtmlImages(
        source=source,
        larger=_candidates(reader.image.get("srcset", "")),
        target=reader.target,
        page_picture=next((reader.pictures[name] for name in _PICTURES if name in reader.pictures), ""),
        base=reader.base,
    )


def _without_comments(html: str) -> str:
    parts, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        parts.append(html[place:start])
        end = html.find("-->", start)
        if end < 0:
            return "".join(parts)
        place = end + 3
    return "".join([*parts, html[place:]])


def _tags(html: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The names of the tags that matter with their attributes; an end has a slash before its name."""
    place = 0
    for _ in range(_TAGS_MAX):
        if (found := _TAG.search(html, place)) is None:
            return
        values, place = _attributes(html, found.end())
        yield (found[1] + found[2]).lower(), values


def _attributes(html: str, place: int) -> tuple[Mapping[str, str], int]:
    """Attributes from ``place`` on, each by its first value, and where they end."""
    values: dict[str, str] = {}
    for _ in range(_ATTRIBUTES_MAX):
        if (found := _ATTRIBUTE.match(html, place)) is None:
            break
        place = found.end()
        value = next((group for group in found.groups()[1:] if group is not None), "")
        values.setdefault(found[1].lower(), unescape(value).strip())
    return values, place


class _Reader:
    """Notes the first image with the link around it, the pictures that a head names, the base."""

    def __init__(self) -> None:
        self.image: Mapping[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.target = self.base = self._link = ""

    def see(self, tag: str, values: Mapping[str, str]) -> None:
        match tag:
            case "a" | "/a":
                self._link = values.get("href", "")
            case "img" if not self.image and values.get("src"):
                self.image, self.target = values, self._link
            case "meta":
                name = values.get("property") or values.get("name", "")
                self._note_picture(name.lower(), values.get("content", ""))
            case "link" if "image_src" in values.get("rel", "").lower().split():
                self._note_picture("image_src", values.get("href", ""))
            case "base":
                self.base = self.base or values.get("href", "")

    def _note_picture(self, name: str, address: str) -> None:
        if address and name in _PICTURES:
            self.pictures.setdefault(name, address)


def _candidates(srcset: str) -> tuple[tuple[str, float], ...]:
    """The larger addresses of a srcset; a density ("2x") says nothing of a width, but that it is larger."""
    found: list[tuple[str, float]] = []
    for candidate in _BETWEEN_CANDIDATES.split(srcset):
        address, _, size = candidate.strip().partition(" ")
        number, unit = _number(size.strip()[:-1]), size.strip()[-1:]
        if unit == "w" or (unit == "x" and number > 1):
            found.append((address, number if unit == "w" else 0.0))
    return tuple(sorted(found, key=lambda candidate: -candidate[1]))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
