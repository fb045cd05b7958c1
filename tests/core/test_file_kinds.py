"""Files are known by their first bytes: what they are called decides nothing that matters."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wan_desktop.core.file_kinds import HEAD_BYTES, FileKind, kind_of_bytes, kind_of_file, text_of_file

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(20)
PACKET = b"G\x40\x11\x10" + bytes(184)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, FileKind.IMAGE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", FileKind.IMAGE),
        (b"GIF89a\x01\x00", FileKind.IMAGE),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", FileKind.IMAGE),
        (b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", FileKind.IMAGE),
        (b"II*\x00\x08\x00\x00\x00", FileKind.IMAGE),
        (b"\x00\x00\x00\x18ftypheic\x00", FileKind.IMAGE),
        (b"\x00\x00\x00\x18ftypmif1\x00", FileKind.IMAGE),
        (b"\x00\x00\x00\x1cftypavif\x00", FileKind.IMAGE),
        (b"\x00\x00\x00\x18ftypcrx \x00", FileKind.IMAGE),
        (b"\x00\x00\x00\x20ftypisom\x00", FileKind.VIDEO),
        (b"\x00\x00\x00\x14ftypqt  \x00", FileKind.VIDEO),
        (b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat", FileKind.VIDEO),
        (b"\x1aE\xdf\xa3\x01", FileKind.VIDEO),
        (b"RIFF\x10\x00\x00\x00AVI LIST", FileKind.VIDEO),
        (PACKET * 2 + PACKET[:100], FileKind.VIDEO),
        (b"\x00\x00\x00\x01" + PACKET + b"\x00\x00\x00\x02" + PACKET, FileKind.VIDEO),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", FileKind.SOUND),
        (b"FORM\x00\x00\x10\x00AIFFCOMM", FileKind.SOUND),
        (b"ID3\x04\x00\x00", FileKind.SOUND),
        (b"\xff\xfb\x90\x64", FileKind.SOUND),
        (b"OggS\x00\x02", FileKind.SOUND),
        (b"\x00\x00\x00\x20ftypM4A \x00", FileKind.SOUND),
        (b"BMW drives along the coast", FileKind.TEXT),
        (b"G" * 400, FileKind.TEXT),
        ("夕阳落在群山之后，薄雾流动".encode()[:32], FileKind.TEXT),
        ("\ufeffA prompt".encode("utf-16-le"), FileKind.TEXT),
        ("\ufeffA prompt".encode(), FileKind.TEXT),
        (b"<!DOCTYPE html><title>x</title>", FileKind.PAGE),
        (b"<!-- saved -->\n<html>", FileKind.PAGE),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', FileKind.PAGE),
        (b'<?xml version="1.0"?><svg>', FileKind.UNKNOWN),
        (b"<svg xmlns='x'>", FileKind.UNKNOWN),
        (b"%PDF-1.7\nstream", FileKind.UNKNOWN),
        (b"{\\rtf1\\ansi", FileKind.UNKNOWN),
        (b"[InternetShortcut]\r\nURL=https://example.com/", FileKind.UNKNOWN),
        (b"\x7fELF\x02\x01\x01\x00", FileKind.UNKNOWN),
        (b"PK\x03\x04\x14\x00", FileKind.UNKNOWN),
        (b"\xff\xfe", FileKind.UNKNOWN),
        (b" \n", FileKind.UNKNOWN),
        (b"", FileKind.UNKNOWN),
    ],
)
def test_first_bytes_tell_what_a_file_is(head: bytes, kind: FileKind) -> None:
    assert kind_of_bytes(head) is kind


@pytest.mark.parametrize("size", range(HEAD_BYTES - 4, HEAD_BYTES + 1))
def test_a_text_is_one_wherever_its_head_is_cut(size: int) -> None:
    assert kind_of_bytes(("ab" + "薄雾" * 400).encode()[:size]) is FileKind.TEXT


def test_the_suffix_of_a_file_does_not_decide(tmp_path: Path) -> None:
    picture = tmp_path / "holiday.txt"
    picture.write_bytes(JPEG)
    assert kind_of_file(picture) is FileKind.IMAGE


@pytest.mark.parametrize("name", ["photo.JPG", "clip.mp4", "song.mp3", "photo.HEIC"])
def test_words_called_an_image_a_video_or_a_sound_are_no_prompt(tmp_path: Path, name: str) -> None:
    words = tmp_path / name
    words.write_text("not what it says")
    assert kind_of_file(words) is FileKind.UNKNOWN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_is_read_in_the_encodings_that_people_have(tmp_path: Path, encoding: str) -> None:
    words = tmp_path / "提示词.txt"
    words.write_bytes("镜头缓缓推进，\r\n薄雾流动\r\n".encode(encoding))
    assert kind_of_file(words) is FileKind.TEXT
    assert text_of_file(words) == "镜头缓缓推进，\n薄雾流动"


def test_of_a_long_text_the_beginning_is_taken(tmp_path: Path) -> None:
    words = tmp_path / "novel.txt"
    words.write_text("薄雾" * 100_000, encoding="utf-8")
    assert text_of_file(words).startswith("薄雾薄雾")
    assert len(text_of_file(words)) < 20_000


def test_folders_files_that_are_gone_and_empty_ones(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert kind_of_file(tmp_path) is FileKind.FOLDER
    assert kind_of_file(tmp_path / "gone.jpg") is FileKind.UNKNOWN
    assert kind_of_file(tmp_path / "empty.txt") is FileKind.UNKNOWN
    assert kind_of_file(Path("a\x00b")) is FileKind.UNKNOWN


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    assert kind_of_file(pipe) is FileKind.UNKNOWN
