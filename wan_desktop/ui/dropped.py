"""What a drop or a paste holds, read from a QMimeData. Pure: no widget, no decoding, no network, no file.

Files of this computer come first: whoever opens them says what they are. Then words that are no address, for
word processors and spreadsheets copy a picture of them along. Then an image: written out in a ``data:`` link,
as its source encoded it, or bare pixels, which are what a browser shows, decoded and whole. A link is the
least: it must be fetched. It is preferred to pixels in three cases, each of which the HTML tells: the pixels
are of a preview (a link around it leads to an image file, or ``srcset`` names a wider one), or of the first
frame of a GIF.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote_to_bytes, urlsplit

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSysInfo, QUrl
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from wan_desktop.core.file_kinds import (
    HEAD_BYTES,
    IMAGE_SUFFIXES,
    SOUND_SUFFIXES,
    VIDEO_SUFFIXES,
    FileKind,
    kind_of_bytes,
)
from wan_desktop.core.html_images import HtmlImages, images_of
from wan_desktop.core.params import IMAGE_SIDE_MAX

FILES_MAX = 2_000
"""Most files taken of one drop."""
LINKS_MAX = 4
"""Most links tried for one image."""
ENCODED_IMAGES = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/avif",
    "image/heic",
    "image/heif",
    "image/tiff",
    "image/bmp",
    "image/gif",
    # The file itself, as browsers and mail programs hand it over on Windows.
    'application/x-qt-windows-mime;value="FileContents";index=0',
    'application/x-qt-windows-mime;value="FileContents"',
)
_COPIED_FILES = ("x-special/gnome-copied-files", "x-special/mate-copied-files")
_LINK_FORMATS = ("text/x-moz-url", "text/x-moz-url-data", "_NETSCAPE_URL")
_FILE_SUFFIXES = IMAGE_SUFFIXES | VIDEO_SUFFIXES | SOUND_SUFFIXES
_WORD_CHARACTERS_MAX = 16_384


class DropKind(Enum):
    """What a drop is, before any file of it is opened."""

    FILES = "files"
    IMAGE = "image"
    LINK = "link"
    TEXT = "text"
    ELSEWHERE = "elsewhere"
    """Files on a server, a phone or in an archive, which only their own program can reach."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped or pasted; the parts that it lacks are empty.

    ``paths`` are files or folders of this computer, as given (they may be gone). ``image_bytes`` is an
    encoded image. ``links`` are http or https, the best first: where to look for the image, or with
    ``image_bytes`` for a better one. ``text`` is words.
    """

    kind: DropKind
    paths: tuple[Path, ...] = ()
    image_bytes: bytes = b""
    links: tuple[str, ...] = ()
    text: str = ""


def read(mime: QMimeData) -> Dropped:
    """Everything that ``mime`` holds. Encodes bare pixels (0.3 s for 12 MP), so call it at the drop only."""
    kind = kind_of(mime)
    match kind:
        case DropKind.FILES:
            return Dropped(kind, paths=local_paths(mime))
        case DropKind.IMAGE:
            return _image(mime)
        case DropKind.LINK:
            return Dropped(kind, links=web_links(mime))
        case DropKind.TEXT:
            return Dropped(kind, text=_words(mime))
        case _:
            return Dropped(kind)


def kind_of(mime: QMimeData) -> DropKind:
    """What ``mime`` holds, without taking the pixels over: cheap enough for every hover."""
    if local_paths(mime):
        return DropKind.FILES
    html = _html_images(mime)
    links = web_links(mime)
    prose = bool(_words(mime)) and not _is_address(_words(mime))
    if prose and mime.hasHtml() and not html.source and not mime.hasUrls():
        return DropKind.TEXT
    if _written_out(mime, html) or _has_pixels(mime):
        return DropKind.IMAGE
    if prose and not mime.hasUrls():
        return DropKind.TEXT
    if links:
        return DropKind.LINK
    if any(not url.isLocalFile() and url.scheme() not in ("", "data") for url in mime.urls()):
        return DropKind.ELSEWHERE
    return DropKind.TEXT if _words(mime) else DropKind.UNKNOWN


def holds_words(mime: QMimeData) -> bool:
    """Whether a field for words may take it: words, or an address and nothing that it shows."""
    kind = kind_of(mime)
    bare = not mime.hasHtml() and not mime.hasUrls() and bool(_words(mime))
    return kind is DropKind.TEXT or (kind is DropKind.LINK and bare)


# Files


def local_paths(mime: QMimeData) -> tuple[Path, ...]:
    """Files and folders of this computer, in the order given, each once."""
    found = (_local_path(url) for url in _all_urls(mime))
    paths = dict.fromkeys(path for path in found if path is not None)
    return tuple(paths)[:FILES_MAX] or _written_path(mime)


def _all_urls(mime: QMimeData) -> Iterator[QUrl]:
    yield from mime.urls()
    yield from _firefox_urls(mime)
    for name in _COPIED_FILES:
        yield from _urls_of_lines(_decoded(mime, name))
    if not mime.hasUrls():
        # Some programs drag a file as nothing but the words of its ``file:`` URL.
        yield from _urls_of_lines(_words(mime))


def _urls_of_lines(text: str) -> Iterator[QUrl]:
    """``file:`` URLs, one a line; Nautilus writes what is to be done with them above."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    while lines and lines[0] in ("x-special/nautilus-clipboard", "copy", "cut"):
        lines.pop(0)
    if lines and all(line.startswith("file:") for line in lines):
        yield from (QUrl(line) for line in lines)


def _local_path(url: QUrl) -> Path | None:
    """A path, also where a program names this computer in the URL (the XDND way); None for no file."""
    if not url.isLocalFile():
        return None
    if url.host().lower() in ("localhost", QSysInfo.machineHostName().lower()):
        url.setHost("")
    path = url.toLocalFile()
    return Path(path) if path and "\x00" not in path else None


def _firefox_urls(mime: QMimeData) -> Iterator[QUrl]:
    """``application/x-moz-file`` holds a URL or a path, in UTF-8 or UTF-16 by version and system."""
    if text := _decoded(mime, "application/x-moz-file"):
        yield QUrl(text) if text.startswith("file:") else QUrl.fromLocalFile(text)


def _written_path(mime: QMimeData) -> tuple[Path, ...]:
    """A path as words: "Copy as path" of Windows, a line out of a terminal."""
    text = _words(mime).strip("\"'")
    if mime.hasUrls() or "\n" in text or "\x00" in text or len(text) > 4096:
        return ()
    if PureWindowsPath(text).drive and PureWindowsPath(text).suffix.lower() in _FILE_SUFFIXES:
        return (Path(text),)
    rooted = text.startswith("/") and PurePosixPath(text).suffix.lower() in _FILE_SUFFIXES
    return (Path(text),) if rooted else ()


# Images


def _image(mime: QMimeData) -> Dropped:
    html = _html_images(mime)
    if data := _written_out(mime, html, whole=True):
        return Dropped(DropKind.IMAGE, image_bytes=data)
    links = web_links(mime)
    if data := _pixels(mime):
        return Dropped(DropKind.IMAGE, image_bytes=data, links=_better_links(html, data))
    # Pixels were promised and not handed over.
    return Dropped(DropKind.LINK, links=links) if links else Dropped(DropKind.UNKNOWN)


def _has_pixels(mime: QMimeData) -> bool:
    return mime.hasImage() or any(mime.hasFormat(name) for name in ENCODED_IMAGES)


def _written_out(mime: QMimeData, html: HtmlImages, *, whole: bool = False) -> bytes:
    """The image inside a ``data:`` link, where there is one, or its head; browsers drag small images so."""
    links = (url.toString() for url in mime.urls() if url.scheme() == "data")
    for link in (*links, html.source, _words(mime)):
        if link[:5].lower() == "data:":
            head = bytes_of_data_link(link[: 4 * HEAD_BYTES])
            if kind_of_bytes(head[:HEAD_BYTES]) is FileKind.IMAGE:
                return bytes_of_data_link(link) if whole else head
    return b""


def bytes_of_data_link(link: str) -> bytes:
    """What a ``data:`` link holds (RFC 2397); b"" where it is broken."""
    header, _, payload = link[5:].partition(",")
    data = unquote_to_bytes(payload)
    if not header.lower().endswith(";base64"):
        return data
    data = b"".join(data.split())
    try:
        return base64.b64decode(data[: len(data) - (len(data) % 4 == 1)] + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def _pixels(mime: QMimeData) -> bytes:
    """The image as its source encoded it where offered, else its pixels as a PNG."""
    for name in ENCODED_IMAGES:
        data = bytes(mime.data(name).data())
        if data and kind_of_bytes(data[:HEAD_BYTES]) is FileKind.IMAGE:
            return data
    image = mime.imageData()
    return png_of(image) if isinstance(image, QImage) and not image.isNull() else b""


def png_of(image: QImage) -> bytes:
    """``image`` as a PNG, hardly packed: packing 12 MP well holds the window for seconds, this for 0.3 s."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(100)
    writer.write(image)
    return bytes(data.data())


# Links


def web_links(mime: QMimeData) -> tuple[str, ...]:
    """Where the image may be fetched from: what the HTML says of it, then what was linked to."""
    html = _html_images(mime)
    urls = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in mime.urls()]
    lines = [_decoded(mime, name).partition("\n")[0] for name in _LINK_FORMATS]
    words = _words(mime) if _is_address(_words(mime)) else ""
    return _sound_links(*_larger_links(html, 0), html.source, *urls, *lines, words)


def _better_links(html: HtmlImages, pixels: bytes) -> tuple[str, ...]:
    """Where more than ``pixels`` may be had; nothing where they are all that the service takes."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pixels))
    size = QImageReader(buffer).size()
    moving = _suffix(html.source) == ".gif"
    if max(size.width(), size.height()) >= IMAGE_SIDE_MAX and not moving:
        return ()
    return _sound_links(*_larger_links(html, size.width()), html.source if moving else "")


def _larger_links(html: HtmlImages, width: int) -> Iterator[str]:
    if _suffix(html.target) in IMAGE_SUFFIXES and html.target != html.source:
        yield html.target
    yield from (link for link, wide in html.larger[:1] if wide == 0 or wide > width)


def _sound_links(*links: str) -> tuple[str, ...]:
    whole = (f"https:{link}" if link.startswith("//") else link for link in links)
    return tuple(dict.fromkeys(link for link in whole if _is_web_address(link)))[:LINKS_MAX]


def _suffix(link: str) -> str:
    try:
        return PurePosixPath(urlsplit(link).path).suffix.lower()
    except ValueError:
        return ""


def _is_web_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and not re.search(r"\s", text)


def _is_address(text: str) -> bool:
    return _is_web_address(text) or text[:5].lower() in ("data:", "file:")


# Words


def _html_images(mime: QMimeData) -> HtmlImages:
    return images_of(mime.html().replace("\x00", "")) if mime.hasHtml() else HtmlImages()


def _words(mime: QMimeData) -> str:
    """The text as such: without the list of addresses that Qt would give for one."""
    if not mime.hasFormat("text/plain"):
        return ""
    text = mime.text().strip("\x00\ufeff \t\r\n")
    return text if _is_address(text) else text[:_WORD_CHARACTERS_MAX]


def _decoded(mime: QMimeData, name: str) -> str:
    """A format of a browser's or file manager's own, in UTF-8 or UTF-16."""
    data = bytes(mime.data(name).data())
    encoding = "utf-16-le" if b"\x00" in data[:4] else "utf-8"
    return data.decode(encoding, errors="replace").strip("\x00\ufeff\r\n ")
