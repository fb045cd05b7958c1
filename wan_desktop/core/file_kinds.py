"""What a file or its bytes are, told by the first of them and never by a name. Standard library only.

The table says how a kind begins, not whether this program can open it: whoever opens it says what is wrong.
"""

from __future__ import annotations

import stat
from enum import Enum
from pathlib import Path

HEAD_BYTES = 512
"""Bytes that tell a kind: two packets of a transport stream, and enough of a text to know it for one."""
TEXT_BYTES_MAX = 16_384
"""Most bytes taken of a text file: far more than any prompt holds."""
IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff"}
    | {".heic", ".heif", ".hif", ".avif"}
)
VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".wmv", ".flv"}
)
SOUND_SUFFIXES = frozenset(
    {".mp3", ".wav", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".wma"}
)


class FileKind(Enum):
    """What bytes are, or a path leads to."""

    IMAGE = "image"
    VIDEO = "video"
    SOUND = "sound"
    TEXT = "text"
    PAGE = "page"
    """HTML."""
    FOLDER = "folder"
    UNKNOWN = "unknown"


_STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", FileKind.IMAGE),  # JPEG
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"GIF87a", FileKind.IMAGE),
    (b"GIF89a", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),  # TIFF, and most raw files of cameras
    (b"MM\x00*", FileKind.IMAGE),
    (b"8BPS\x00", FileKind.IMAGE),  # Photoshop
    (b"\xff\x0a", FileKind.IMAGE),  # JPEG XL
    (b"\x00\x00\x00\x0cJXL \r\n", FileKind.IMAGE),
    (b"\x00\x00\x00\x0cjP  \r\n", FileKind.IMAGE),  # JPEG 2000
    (b"\x1aE\xdf\xa3", FileKind.VIDEO),  # Matroska, WebM
    (b"\x00\x00\x01\xba", FileKind.VIDEO),  # MPEG
    (b"\x00\x00\x01\xb3", FileKind.VIDEO),
    (b"FLV\x01", FileKind.VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", FileKind.VIDEO),  # Windows Media, with a picture or without
    (b"ID3", FileKind.SOUND),  # MP3 with a tag
    (b"fLaC", FileKind.SOUND),
    (b"OggS", FileKind.SOUND),
    (b"#!AMR", FileKind.SOUND),
    (b"caff", FileKind.SOUND),
    (b"wvpk", FileKind.SOUND),
    (b"%PDF-", FileKind.UNKNOWN),  # these would read as text
    (b"%!PS", FileKind.UNKNOWN),
    (b"{\\rtf", FileKind.UNKNOWN),
    (b"#!", FileKind.UNKNOWN),
    (b"[InternetShortcut]", FileKind.UNKNOWN),
    (b"[Desktop Entry]", FileKind.UNKNOWN),
)
_RIFF = {b"WEBP": FileKind.IMAGE, b"WAVE": FileKind.SOUND, b"AVI ": FileKind.VIDEO}
_FORM = {b"AIFF": FileKind.SOUND, b"AIFC": FileKind.SOUND}
_IMAGE_BRANDS = frozenset(
    {
        b"heic",
        b"heix",
        b"heim",
        b"heis",
        b"hevc",
        b"hevx",
        b"mif1",
        b"mif2",
        b"msf1",
        b"avif",
        b"avis",
        b"crx ",
    }
)
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"pnot"})
"""Boxes that a film of before ``ftyp`` begins with."""
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_FRAME_STARTS = frozenset({0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2, 0xF1, 0xF9})
"""Second bytes of a bare MP3 or AAC frame; 0xFE, which would fit the pattern, is UTF-16's mark."""
_PACKET = 188
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = ((b"<!doctype html", FileKind.PAGE), (b"<html", FileKind.PAGE), (b"<?xml", FileKind.UNKNOWN))


def kind_of_bytes(head: bytes) -> FileKind:
    """What begins with ``head`` (HEAD_BYTES of it are enough); never FOLDER."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if found := _of_container(head):
        return found
    if head[:1] == b"\xff" and head[1:2] and head[1] in _FRAME_STARTS:
        return FileKind.SOUND
    return _of_text(head)


def kind_of_file(path: Path) -> FileKind:
    """What a file is; UNKNOWN where it can't be read, is empty or is no plain file. Blocks."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return FileKind.FOLDER
        if not stat.S_ISREG(mode):  # Opening a pipe would wait for ever.
            return FileKind.UNKNOWN
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError):
        return FileKind.UNKNOWN
    kind, suffix = kind_of_bytes(head), path.suffix.lower()
    if kind is FileKind.TEXT and suffix in IMAGE_SUFFIXES | VIDEO_SUFFIXES | SOUND_SUFFIXES:
        # Words in a file that calls itself an image are a broken image to its owner, not a prompt.
        return FileKind.UNKNOWN
    # Chinese Windows writes plain text in an encoding that looks like any other bytes.
    plain = (
        kind is FileKind.UNKNOWN and suffix == ".txt" and _decodes(head, "gb18030") and _is_printable(head)
    )
    return FileKind.TEXT if plain else kind


def text_of_file(path: Path) -> str:
    """The words that a text file begins with: UTF-8, UTF-16 by its mark, else as Chinese Windows writes.
    OSError. Blocks."""
    with path.open("rb") as file:
        data = file.read(TEXT_BYTES_MAX)
    if data.startswith(_UTF16):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if _decodes(data, "utf-8") else "gb18030"
    return data.decode(encoding, errors="ignore").replace("\r\n", "\n").strip("\x00\ufeff \t\r\n")


def _of_brand(brand: bytes) -> FileKind:
    if brand in _IMAGE_BRANDS:
        return FileKind.IMAGE
    return FileKind.SOUND if brand in _SOUND_BRANDS else FileKind.VIDEO


def _of_container(head: bytes) -> FileKind | None:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], FileKind.UNKNOWN)
    if head[:4] == b"FORM":
        return _FORM.get(head[8:12], FileKind.UNKNOWN)
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS:
        return FileKind.IMAGE
    transport = any(
        head[first : first + 1] == head[first + step : first + step + 1] == b"G"
        for first, step in ((0, _PACKET), (4, _PACKET + 4))
    )
    if head[4:8] in _QUICKTIME or (transport and not _is_printable(head)):
        return FileKind.VIDEO
    return None


def _of_text(head: bytes) -> FileKind:
    if head.startswith(_UTF16) and len(head) > 2:
        return FileKind.TEXT if _decodes(head, "utf-16") else FileKind.UNKNOWN
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not beginning or not _is_printable(head) or not _decodes(head, "utf-8"):
        return FileKind.UNKNOWN
    low = beginning.lower()
    if low.startswith(b"<svg"):
        return FileKind.UNKNOWN
    # Pages begin with comments too, and those in XML are pages where they say so.
    if b"<html" in low or b"<head" in low:
        return FileKind.PAGE if low.startswith(b"<") else FileKind.TEXT
    return next((kind for start, kind in _MARKUP if low.startswith(start)), FileKind.TEXT)


def _is_printable(head: bytes) -> bool:
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


def _decodes(head: bytes, encoding: str) -> bool:
    # The cut may split a character: up to three bytes of it are let go.
    for cut in range(min(4, len(head))):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
