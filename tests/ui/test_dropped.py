"""A drop is read by its content, the most useful part first, and never waits."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from tests.ui.drops import files
from wan_desktop.ui.dropped import (
    DropKind,
    bytes_of_data_link,
    kind_of,
    kind_of_bytes,
    kind_of_file,
    png_of,
    read,
)

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(20)


@pytest.fixture
def pixels(qapp: object) -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


def decoded(data: bytes) -> QImage:
    return QImage.fromData(data)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, DropKind.IMAGE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", DropKind.IMAGE),
        (b"GIF89a\x01\x00", DropKind.IMAGE),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", DropKind.IMAGE),
        (b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", DropKind.IMAGE),
        (b"\x00\x00\x00\x18ftypheic\x00", DropKind.IMAGE),
        (b"\x00\x00\x00\x1cftypavif\x00", DropKind.IMAGE),
        (b"\x00\x00\x00\x20ftypisom\x00", DropKind.VIDEO),
        (b"\x1aE\xdf\xa3\x01", DropKind.VIDEO),
        (b"RIFF\x10\x00\x00\x00AVI LIST", DropKind.VIDEO),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", DropKind.SOUND),
        (b"ID3\x04\x00\x00", DropKind.SOUND),
        (b"\xff\xfb\x90\x64", DropKind.SOUND),
        (b"\x00\x00\x00\x20ftypM4A \x00", DropKind.SOUND),
        (b"BMW drives along the coast", DropKind.TEXT),
        ("夕阳落在群山之后，薄雾流动".encode()[:32], DropKind.TEXT),
        ("\ufeffA prompt".encode("utf-16-le"), DropKind.UNKNOWN),
        (b"\x7fELF\x02\x01\x01\x00", DropKind.UNKNOWN),
        (b"", DropKind.UNKNOWN),
    ],
)
def test_first_bytes_tell_what_a_file_is(head: bytes, kind: DropKind) -> None:
    assert kind_of_bytes(head) is kind


def test_the_suffix_of_a_file_does_not_decide(tmp_path: Path) -> None:
    picture = tmp_path / "holiday.txt"
    picture.write_bytes(JPEG)
    assert kind_of(files([picture])) is DropKind.IMAGE


def test_words_called_an_image_are_no_prompt(tmp_path: Path) -> None:
    words = tmp_path / "photo.JPG"
    words.write_text("not a photo")
    assert kind_of(files([words])) is DropKind.UNKNOWN


def test_a_text_file_gives_its_words(tmp_path: Path) -> None:
    words = tmp_path / "prompt 提示词.txt"
    words.write_text("镜头缓缓推进\n" + "x" * 1_000_000, encoding="utf-8")
    dropped = read(files([words]))
    assert dropped.kind is DropKind.TEXT
    assert dropped.text.startswith("镜头缓缓推进")
    assert len(dropped.text) < 20_000


def test_folders_several_files_and_files_that_are_gone(tmp_path: Path) -> None:
    first, second = tmp_path / "a.png", tmp_path / "b.jpg"
    first.write_text("no image")
    second.write_bytes(JPEG)
    assert kind_of(files([tmp_path])) is DropKind.FOLDER
    assert kind_of(files([tmp_path / "gone.jpg"])) is DropKind.UNKNOWN
    several = read(files([first, second]))
    assert several.kind is DropKind.SEVERAL
    assert several.first_image() == second


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    assert kind_of_file(pipe) is DropKind.UNKNOWN


def test_a_file_wins_over_its_path_as_text(tmp_path: Path) -> None:
    picture = tmp_path / "家 1%.jpg"
    picture.write_bytes(JPEG)
    mime = files([picture])
    mime.setText(str(picture))
    assert read(mime).paths == (picture,)
    assert read(mime).text == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_firefox_gives_a_file_in_its_own_format(tmp_path: Path, encoding: str) -> None:
    picture = tmp_path / "a b.jpg"
    picture.write_bytes(JPEG)
    mime = QMimeData()
    mime.setData("application/x-moz-file", QUrl.fromLocalFile(str(picture)).toString().encode(encoding))
    assert read(mime).paths == (picture,)


def test_the_words_of_a_file_url_are_a_file(tmp_path: Path) -> None:
    picture = tmp_path / "a b.jpg"
    picture.write_bytes(JPEG)
    mime = QMimeData()
    mime.setText(
        QUrl.fromLocalFile(str(picture)).toString(QUrl.ComponentFormattingOption.FullyEncoded) + "\r\n"
    )
    assert read(mime).paths == (picture,)


def test_a_browser_gives_pixels_and_they_win_over_the_link(pixels: QImage) -> None:
    mime = QMimeData()
    mime.setImageData(pixels)
    mime.setUrls([QUrl("https://example.com/page")])
    mime.setHtml('<a href="https://example.com/page"><img alt="x" src="https://example.com/a.jpg"></a>')
    assert kind_of(mime) is DropKind.IMAGE
    dropped = read(mime)
    assert decoded(dropped.image_bytes).pixelColor(5, 5) == QColor("teal")
    assert dropped.link == "https://example.com/a.jpg"


def test_an_encoded_image_stays_as_its_source_wrote_it(pixels: QImage) -> None:
    data = png_of(pixels)
    mime = QMimeData()
    mime.setData("image/png", data)
    assert read(mime).image_bytes == data


def test_a_link_with_the_image_inside(pixels: QImage) -> None:
    link = "data:image/png;base64," + base64.b64encode(png_of(pixels)).decode()
    mime = QMimeData()
    mime.setHtml(f"<img src='{link}'>")
    assert kind_of(mime) is DropKind.IMAGE
    assert decoded(read(mime).image_bytes).width() == 40


@pytest.mark.parametrize(
    ("link", "data"),
    [
        ("data:,a%20b", b"a b"),
        ("data:text/plain;base64,YWI", b"ab"),
        ("data:x;base64,%%%", b""),
        ("data:", b""),
    ],
)
def test_data_links_broken_ones_too(link: str, data: bytes) -> None:
    assert bytes_of_data_link(link) == data


def test_a_promise_of_pixels_that_is_not_kept_leaves_the_link() -> None:
    mime = QMimeData()
    mime.setData("image/png", b"nonsense")
    mime.setUrls([QUrl("https://example.com/a.png")])
    assert read(mime).kind is DropKind.LINK


def test_links_and_words() -> None:
    mime = QMimeData()
    mime.setText("https://example.com/a?b=1")
    assert (read(mime).kind, read(mime).link) == (DropKind.LINK, "https://example.com/a?b=1")
    mime.setText("  see https://example.com and pan left ")
    assert (read(mime).kind, read(mime).text) == (DropKind.TEXT, "see https://example.com and pan left")
    assert read(QMimeData()).kind is DropKind.UNKNOWN
