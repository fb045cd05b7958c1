"""What a drop or a paste holds, read from a QMimeData. Pure: no widget, no decoding, no network.

A browser gives pixels, HTML and a link at once, file managers give ``text/uri-list``, Firefox its own
``application/x-moz-file``. The most useful comes first: files of this computer, then an image's bytes
(``data:`` links and pixels), then a link, then text. Files are judged by their first bytes, never by suffix.
"""

from __future__ import annotations

import base64
import binascii
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

HEAD_BYTES = 32
"""Bytes of a file that are looked at."""
TEXT_BYTES_MAX = 16_384
"""Most bytes taken of a text file: far more than any prompt holds."""
ENCODED_IMAGES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif")
IMAGE_SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".bmp",
        ".webp",
        ".gif",
        ".tif",
        ".tiff",
        ".heic",
        ".heif",
        ".avif",
    }
)


class DropKind(Enum):
    """What a drop is, by its content."""

    IMAGE = "image"
    VIDEO = "video"
    SOUND = "sound"
    TEXT = "text"
    LINK = "link"
    FOLDER = "folder"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped or pasted; the parts that it lacks are empty.

    ``paths`` are files or folders of this computer, as given (they may be gone). ``image_bytes`` is an
    encoded image. ``text`` is words, or the beginning of a dropped text file. ``link`` is http or https.
    """

    kind: DropKind
    paths: tuple[Path, ...] = ()
    image_bytes: bytes = b""
    text: str = ""
    link: str = ""

    def first_image(self) -> Path | bytes | None:
        """The image to use: a file, or bytes; of several files the first that is an image."""
        if self.image_bytes:
            return self.image_bytes
        return next((path for path in self.paths if kind_of_file(path) is DropKind.IMAGE), None)


def read(mime: QMimeData) -> Dropped:
    """Everything that ``mime`` holds. Encodes bare pixels (0.3 s for 12 MP), so call it at the drop only."""
    kind = kind_of(mime)
    if paths := local_paths(mime):
        text = _beginning(paths[0]) if kind is DropKind.TEXT else ""
        return Dropped(kind, paths=paths, text=text)
    text, link = _words(mime), _web_link(mime)
    if kind is not DropKind.IMAGE:
        return Dropped(kind, text=text, link=link)
    if image_bytes := _image_in_links(mime) or _pixels(mime):
        return Dropped(kind, image_bytes=image_bytes, text=text, link=link)
    # Pixels were promised and not handed over.
    return Dropped(DropKind.LINK if link else DropKind.UNKNOWN, text=text, link=link)


def kind_of(mime: QMimeData) -> DropKind:
    """What ``mime`` holds, without taking the pixels over: cheap enough for every hover."""
    if paths := local_paths(mime):
        return kind_of_file(paths[0]) if len(paths) == 1 else DropKind.SEVERAL
    if _image_in_links(mime) or mime.hasImage() or any(mime.hasFormat(name) for name in ENCODED_IMAGES):
        return DropKind.IMAGE
    if _web_link(mime):
        return DropKind.LINK
    return DropKind.TEXT if _words(mime) else DropKind.UNKNOWN


def kind_of_file(path: Path) -> DropKind:
    """What a file is by its first bytes; UNKNOWN where it can't be read, is empty or is no plain file."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return DropKind.FOLDER
        if not stat.S_ISREG(mode):  # Opening a pipe would wait for ever.
            return DropKind.UNKNOWN
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError):
        return DropKind.UNKNOWN
    kind = kind_of_bytes(head)
    # Words in a file that calls itself an image are a broken image to its owner, not a prompt.
    misnamed = kind is DropKind.TEXT and path.suffix.lower() in IMAGE_SUFFIXES
    return DropKind.UNKNOWN if misnamed else kind


_STARTS: tuple[tuple[bytes, DropKind], ...] = (
    (b"\xff\xd8\xff", DropKind.IMAGE),  # JPEG
    (b"\x89PNG\r\n\x1a\n", DropKind.IMAGE),
    (b"GIF87a", DropKind.IMAGE),
    (b"GIF89a", DropKind.IMAGE),
    (b"II*\x00", DropKind.IMAGE),  # TIFF
    (b"MM\x00*", DropKind.IMAGE),
    (b"8BPS\x00", DropKind.IMAGE),  # Photoshop
    (b"\xff\x0a", DropKind.IMAGE),  # JPEG XL
    (b"\x00\x00\x00\x0cJXL \r\n", DropKind.IMAGE),
    (b"\x00\x00\x00\x0cjP  \r\n", DropKind.IMAGE),  # JPEG 2000
    (b"\x1aE\xdf\xa3", DropKind.VIDEO),  # Matroska, WebM
    (b"\x00\x00\x01\xba", DropKind.VIDEO),  # MPEG
    (b"FLV\x01", DropKind.VIDEO),
    (b"ID3", DropKind.SOUND),  # MP3 with a tag
    (b"fLaC", DropKind.SOUND),
    (b"OggS", DropKind.SOUND),
)
_RIFF = {b"WEBP": DropKind.IMAGE, b"WAVE": DropKind.SOUND, b"AVI ": DropKind.VIDEO}
_IMAGE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_FRAME_STARTS = frozenset({0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2, 0xF1, 0xF9})
"""Second bytes of a bare MP3 or AAC frame; 0xFE, which would fit the pattern, is UTF-16's mark."""


def kind_of_bytes(head: bytes) -> DropKind:
    """What begins with ``head`` (the first 32 bytes): IMAGE, VIDEO, SOUND, TEXT or UNKNOWN."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], DropKind.UNKNOWN)
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS:
        return DropKind.IMAGE
    if head[:1] == b"\xff" and head[1:2] and head[1] in _FRAME_STARTS:
        return DropKind.SOUND
    return DropKind.TEXT if _reads_as_text(head) else DropKind.UNKNOWN


def _of_brand(brand: bytes) -> DropKind:
    if brand in _IMAGE_BRANDS:
        return DropKind.IMAGE
    return DropKind.SOUND if brand in _SOUND_BRANDS else DropKind.VIDEO


def _reads_as_text(head: bytes) -> bool:
    if not head.strip() or any(byte < 32 and byte not in b"\t\n\r\f" for byte in head):
        return False
    # The cut after 32 bytes may split a character: up to three bytes of it are let go.
    return any(_decodes(head[: len(head) - cut]) for cut in range(min(4, len(head))))


def _decodes(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def local_paths(mime: QMimeData) -> tuple[Path, ...]:
    """Files and folders of this computer, in the order given, each once."""
    urls = [*mime.urls(), *_firefox_urls(mime), *_url_of_text(mime)]
    return tuple(dict.fromkeys(Path(url.toLocalFile()) for url in urls if url.isLocalFile()))


def _firefox_urls(mime: QMimeData) -> Iterator[QUrl]:
    """``application/x-moz-file`` holds a URL or a path, in UTF-8 or UTF-16 by version and system."""
    if not (data := bytes(mime.data("application/x-moz-file").data())):
        return
    text = data.decode("utf-16-le" if b"\x00" in data[:4] else "utf-8", errors="replace").strip("\x00\r\n ")
    yield QUrl(text) if text.startswith("file:") else QUrl.fromLocalFile(text)


def _url_of_text(mime: QMimeData) -> Iterator[QUrl]:
    """Some programs drag a file as nothing but the words of its ``file:`` URL."""
    if not mime.hasUrls() and _words(mime).startswith("file://"):
        yield from (QUrl(line.strip()) for line in _words(mime).splitlines())


def _image_in_links(mime: QMimeData) -> bytes:
    """The image inside a ``data:`` link, where there is one; browsers drag small images so."""
    links = (url.toString() for url in mime.urls())
    for link in (*links, _image_source(mime), _words(mime)):
        if link.startswith("data:"):
            data = bytes_of_data_link(link)
            if kind_of_bytes(data[:HEAD_BYTES]) is DropKind.IMAGE:
                return data
    return b""


def bytes_of_data_link(link: str) -> bytes:
    """What a ``data:`` link holds (RFC 2397); b"" where it is broken."""
    header, _, payload = link.removeprefix("data:").partition(",")
    data = unquote_to_bytes(payload)
    if not header.lower().endswith(";base64"):
        return data
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def _pixels(mime: QMimeData) -> bytes:
    """The image as its source encoded it where offered, else its pixels as a PNG."""
    for name in ENCODED_IMAGES:
        data = bytes(mime.data(name).data())
        if data and kind_of_bytes(data[:HEAD_BYTES]) is DropKind.IMAGE:
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


_IMAGE_TAG = re.compile(r"""<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def _image_source(mime: QMimeData) -> str:
    """The address of the first image of the HTML: better than the page that it links to."""
    if not mime.hasHtml() or (found := _IMAGE_TAG.search(mime.html())) is None:
        return ""
    return unescape(next(group for group in found.groups() if group is not None)).strip()


def _web_link(mime: QMimeData) -> str:
    links = (url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in mime.urls())
    for link in (_image_source(mime), *links, _words(mime)):
        if link.startswith(("http://", "https://")) and not any(character.isspace() for character in link):
            return link
    return ""


def _words(mime: QMimeData) -> str:
    """The text as such: without the list of addresses that Qt would give for one."""
    return mime.text().strip() if mime.hasFormat("text/plain") else ""


def _beginning(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(TEXT_BYTES_MAX).decode("utf-8", errors="ignore").strip()
    except OSError:
        return ""
