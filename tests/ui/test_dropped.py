"""A drop is read by its content, the most useful part first, and opens no file."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from tests.ui.drop_sources import FULL, SOURCES, Source, own_host
from tests.ui.drops import files
from wan_desktop.ui.dropped import (
    FILES_MAX,
    DropKind,
    bytes_of_data_link,
    holds_words,
    kind_of,
    local_paths,
    png_of,
    read,
)


@pytest.fixture
def pixels(qapp: object) -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_program_is_understood(source: Source, tmp_path: Path, pixels: QImage) -> None:
    paths = [tmp_path / "家 1%.png", tmp_path / "b.jpg"]
    urls = [
        QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded) for path in paths
    ]
    places = {"file": urls[0], "other": urls[1], "path": str(paths[0])}
    places["hosted"] = urls[0].replace("file://", f"file://{own_host()}", 1)
    png = png_of(pixels)
    mime = source.mime(places, png)
    dropped = read(mime)
    assert dropped.kind is source.kind
    assert dropped.paths == tuple(paths[: source.files])
    assert dropped.image_bytes == (png if source.pixels else b"")
    assert dropped.links == source.links
    assert dropped.text == source.text
    # What a hover promises is what a drop keeps, unless pixels were promised and did not come.
    assert kind_of(mime) in (dropped.kind, DropKind.IMAGE)


def test_bare_pixels_become_an_image(pixels: QImage) -> None:
    mime = QMimeData()
    mime.setImageData(pixels)
    assert QImage.fromData(read(mime).image_bytes).pixelColor(5, 5) == QColor("teal")


@pytest.mark.parametrize(("width", "links"), [(640, (FULL,)), (1600, ()), (2400, ())])
def test_a_link_is_asked_only_where_it_promises_more_than_the_pixels(
    qapp: object, width: int, links: tuple[str, ...]
) -> None:
    image = QImage(width, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    mime = QMimeData()
    mime.setData("image/png", png_of(image))
    mime.setHtml(f'<img src="https://e.com/a.jpg" srcset="{FULL} 1600w, https://e.com/s.jpg 320w">')
    assert read(mime).links == links


@pytest.mark.parametrize("place", ["html", "url", "words"])
def test_a_link_with_the_image_inside(pixels: QImage, place: str) -> None:
    png = png_of(pixels)
    link = "data:image/png;base64," + base64.b64encode(png).decode()
    mime = QMimeData()
    if place == "html":
        mime.setHtml(f"<img src='{link}'>")
    elif place == "url":
        mime.setUrls([QUrl(link)])
    else:
        mime.setText(link)
    assert kind_of(mime) is DropKind.IMAGE
    assert read(mime).image_bytes == png


def test_a_large_image_inside_a_link_holds_no_hover_up(qapp: object) -> None:
    data = b"\x89PNG\r\n\x1a\n" + bytes(6_000_000)
    mime = QMimeData()
    mime.setData("text/html", b"<img src='data:image/png;base64," + base64.b64encode(data) + b"'>")
    began = time.perf_counter()
    assert kind_of(mime) is DropKind.IMAGE
    assert time.perf_counter() - began < 1.0
    assert read(mime).image_bytes == data


@pytest.mark.parametrize(
    ("link", "data"),
    [
        ("data:,a%20b", b"a b"),
        ("DATA:text/plain;base64,YWI", b"ab"),
        ("data:x;base64,YW\nJj\n", b"abc"),
        ("data:x;base64,%%%", b""),
        ("data:x;base64,A", b""),
        ("data:", b""),
    ],
)
def test_data_links_broken_ones_too(link: str, data: bytes) -> None:
    assert bytes_of_data_link(link) == data


def test_each_file_counts_once_and_not_without_end(tmp_path: Path) -> None:
    assert local_paths(files([tmp_path, tmp_path])) == (tmp_path,)
    assert len(local_paths(files(tmp_path / str(number) for number in range(FILES_MAX + 9)))) == FILES_MAX


@pytest.mark.parametrize(
    ("formats", "words"),
    [
        ({"text/plain": b"slow pan"}, True),
        ({"text/plain": b"https://e.com/a.mp3"}, True),
        ({"text/plain": b"https://e.com/a.jpg", "text/uri-list": b"https://e.com/a.jpg"}, False),
        ({"text/plain": b"https://e.com/a.jpg", "text/html": b"<img src='https://e.com/a.jpg'>"}, False),
        ({"text/plain": b"/home/me/a.jpg"}, False),
        ({"image/png": b"\x89PNG\r\n\x1a\n"}, False),
    ],
)
def test_fields_for_words_take_words_and_a_bare_address(formats: dict[str, bytes], words: bool) -> None:
    mime = QMimeData()
    for name, data in formats.items():
        mime.setData(name, data)
    assert holds_words(mime) is words
