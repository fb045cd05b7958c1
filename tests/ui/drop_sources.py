"""What programs put into a drag or on the clipboard, format by format, as Qt hands it over.

Noted from the sources and documentation of each program and of Qt's platform plugins (xcb, Windows, macOS).
``{file}`` and ``{other}`` are ``file:`` URLs of images on this computer, ``{path}`` is the plain path.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QMimeData

from wan_desktop.ui.dropped import DropKind

PAGE, PICTURE, FULL = "https://e.com/page", "https://e.com/a.jpg?w=640", "https://e.com/full.jpg"
IMAGE_TAG = f'<img src="{PICTURE}" alt="a boat">'
MOZ_URL = f"{PICTURE}\na boat".encode("utf-16-le")
PNG = b"the pixels"
"""Stands for a PNG's bytes."""


@dataclass(frozen=True, slots=True)
class Source:
    """``formats`` by name, text or bytes; what is to come of it: ``files`` in number, ``links``, ``text``."""

    formats: Mapping[str, str | bytes]
    kind: DropKind
    files: int = 0
    links: tuple[str, ...] = ()
    text: str = ""
    pixels: bool = field(default=False)

    def mime(self, places: Mapping[str, str], png: bytes) -> QMimeData:
        mime = QMimeData()
        for name, data in self.formats.items():
            content = png if data is PNG else data
            if isinstance(content, str):
                for key, place in places.items():
                    content = content.replace(f"{{{key}}}", place)
                content = content.encode()
            mime.setData(name, content)
        return mime


SOURCES: dict[str, Source] = {
    # Browsers
    "Chrome on Linux, an image": Source(
        {
            "text/uri-list": PICTURE,
            "text/plain": PICTURE,
            "text/html": f'<meta http-equiv="content-type" content="text/html; charset=utf-8">{IMAGE_TAG}',
            "text/x-moz-url": MOZ_URL,
            "_NETSCAPE_URL": f"{PICTURE}\na boat",
        },
        DropKind.LINK,
        links=(PICTURE,),
    ),
    "Chrome, an image with a link around it": Source(
        {"text/uri-list": PAGE, "text/plain": PAGE, "text/html": f'<a href="{PAGE}">{IMAGE_TAG}</a>'},
        DropKind.LINK,
        links=(PICTURE, PAGE),
    ),
    "Chrome, a preview that links to the image": Source(
        {"text/uri-list": FULL, "text/html": f'<a href="{FULL}">{IMAGE_TAG}</a>'},
        DropKind.LINK,
        links=(FULL, PICTURE),
    ),
    "Chrome on Windows, an image": Source(
        {
            "text/uri-list": PICTURE,
            "text/html": IMAGE_TAG,
            'application/x-qt-windows-mime;value="FileContents"': PNG,
        },
        DropKind.IMAGE,
        pixels=True,
    ),
    "Chrome, an image copied": Source(
        {"text/html": IMAGE_TAG, "image/png": PNG}, DropKind.IMAGE, pixels=True
    ),
    "Chrome, a link": Source(
        {"text/uri-list": PAGE, "text/plain": PAGE, "text/html": f'<a href="{PAGE}">a page</a>'},
        DropKind.LINK,
        links=(PAGE,),
    ),
    "Chrome, an address copied": Source({"text/plain": PAGE}, DropKind.LINK, links=(PAGE,)),
    "Chrome, words": Source(
        {"text/plain": "slow pan", "text/html": "<span>slow pan</span>"}, DropKind.TEXT, text="slow pan"
    ),
    "Chrome, words around an image": Source(
        {"text/plain": "slow pan", "text/html": f"<p>slow {IMAGE_TAG} pan</p>"},
        DropKind.TEXT,
        text="slow pan",
    ),
    "Firefox on Linux, an image": Source(
        {
            "text/x-moz-url": MOZ_URL,
            "_NETSCAPE_URL": f"{PICTURE}\na boat",
            "text/uri-list": f"{PICTURE}\r\n",
            "text/html": IMAGE_TAG.encode("utf-16-le"),
            "application/x-moz-file-promise-url": PICTURE.encode("utf-16-le"),
            "image/png": PNG,
        },
        DropKind.IMAGE,
        pixels=True,
    ),
    "Firefox, a link alone": Source(
        {"text/x-moz-url": f"{PAGE}\na page".encode("utf-16-le")}, DropKind.LINK, links=(PAGE,)
    ),
    "Firefox, an older one": Source({"_NETSCAPE_URL": f"{PAGE}\na page"}, DropKind.LINK, links=(PAGE,)),
    "Firefox, a file": Source({"application/x-moz-file": "{file}"}, DropKind.FILES, files=1),
    "Firefox on Windows, a file": Source({"application/x-moz-file": "{path}"}, DropKind.FILES, files=1),
    "Safari, an image": Source(
        {"text/uri-list": PAGE, "text/html": f'<a href="{PAGE}">{IMAGE_TAG}</a>', "image/tiff": PNG},
        DropKind.IMAGE,
        pixels=True,
    ),
    "Safari, a preview of a wider one": Source(
        {"text/html": f'<img src="{PICTURE}" srcset="{FULL} 2400w, {PICTURE} 640w">', "image/tiff": PNG},
        DropKind.IMAGE,
        pixels=True,
        links=(FULL,),
    ),
    "a browser, the first frame of a GIF": Source(
        {"text/html": '<img src="https://e.com/a.gif">', "image/png": PNG},
        DropKind.IMAGE,
        pixels=True,
        links=("https://e.com/a.gif",),
    ),
    "a browser, an image without a scheme": Source(
        {"text/html": '<img src="//e.com/a.jpg">'}, DropKind.LINK, links=("https://e.com/a.jpg",)
    ),
    # File managers
    "Finder, files": Source({"text/uri-list": "{file}\r\n{other}\r\n"}, DropKind.FILES, files=2),
    "Finder, a file copied with its icon": Source(
        {"text/uri-list": "{file}\r\n", "text/plain": "a b.png", "image/tiff": PNG}, DropKind.FILES, files=1
    ),
    "Explorer, files": Source(
        {
            "text/uri-list": "{file}\r\n{other}\r\n",
            'application/x-qt-windows-mime;value="Shell IDList Array"': b"\x01",
        },
        DropKind.FILES,
        files=2,
    ),
    "Explorer, copied as a path": Source({"text/plain": '"{path}"'}, DropKind.FILES, files=1),
    "Nautilus, a drag": Source(
        {"x-special/gnome-icon-list": "{file}", "text/uri-list": "{file}\r\n"}, DropKind.FILES, files=1
    ),
    "Nautilus, copied": Source(
        {"x-special/gnome-copied-files": "copy\n{file}\n{other}", "text/plain": "{path}"},
        DropKind.FILES,
        files=2,
    ),
    "Nautilus of GNOME 3.30, copied": Source(
        {"text/plain": "x-special/nautilus-clipboard\ncopy\n{file}\n{other}\n"}, DropKind.FILES, files=2
    ),
    "Nautilus, a file of a server": Source(
        {"text/uri-list": "smb://nas/pictures/a.jpg\r\n"}, DropKind.ELSEWHERE
    ),
    "Dolphin, cut": Source(
        {
            "text/uri-list": "{file}\r\n",
            "text/plain": "{path}",
            "application/x-kde-cutselection": "1",
            "application/x-kde4-urilist": "{file}",
        },
        DropKind.FILES,
        files=1,
    ),
    "Dolphin, a file of this computer by its name": Source(
        {"text/uri-list": "{hosted}\r\n"}, DropKind.FILES, files=1
    ),
    "Dolphin, a file on a phone": Source({"text/uri-list": "mtp://Pixel/DCIM/a.jpg"}, DropKind.ELSEWHERE),
    "Thunar, a drag": Source(
        {"text/uri-list": "{file}\r\n", "text/plain": "{file}\r\n"}, DropKind.FILES, files=1
    ),
    "a terminal, a path": Source({"text/plain": "{path}\n"}, DropKind.FILES, files=1),
    "GTK, the words of URLs": Source({"text/plain": "{file}\r\n{other}\r\n"}, DropKind.FILES, files=2),
    # Words and pictures of other programs
    "GTK, words": Source(
        {"text/plain;charset=utf-8": "慢推", "text/plain": "慢推"}, DropKind.TEXT, text="慢推"
    ),
    "Qt, words": Source(
        {"text/plain": " slow pan\n", "text/html": "<p>slow pan</p>", "application/vnd.oasis": "x"},
        DropKind.TEXT,
        text="slow pan",
    ),
    "Excel, cells": Source(
        {"text/plain": "pan\tleft", "text/html": "<table><td>pan</td></table>", "image/png": PNG},
        DropKind.TEXT,
        text="pan\tleft",
    ),
    "words with an address in them": Source(
        {"text/plain": "as on https://e.com and pan"}, DropKind.TEXT, text="as on https://e.com and pan"
    ),
    "GIMP, a part copied": Source(
        {"image/png": PNG, "image/bmp": b"BM", "image/x-xcf": b"gimp"}, DropKind.IMAGE, pixels=True
    ),
    "a screenshot named by its program": Source(
        {"image/png": PNG, "text/plain": "Screenshot 1"}, DropKind.IMAGE, pixels=True
    ),
    "a promise of pixels that is not kept": Source({"image/png": b"nonsense"}, DropKind.UNKNOWN),
    "such a promise with a link": Source(
        {"image/png": b"nonsense", "text/uri-list": PICTURE}, DropKind.LINK, links=(PICTURE,)
    ),
    "a drawing": Source({"image/svg+xml": "<svg/>"}, DropKind.UNKNOWN),
    "a mail": Source({"message/rfc822": "From: x"}, DropKind.UNKNOWN),
    "nothing": Source({}, DropKind.UNKNOWN),
}


def own_host() -> str:
    """This computer's name, as KDE and GNOME write it into URLs."""
    return socket.gethostname()
