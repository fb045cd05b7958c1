"""What is shown of an image, prepared or still under way, and the line that says what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from wan_desktop.ui.sentence import again, sentence
from wan_desktop.ui.words import pixel_words, size_words


@dataclass(frozen=True, slots=True)
class ImageView:
    """An image as the area shows it. Sizes are pixels, ``sent_bytes`` is bytes as sent.

    ``pixels`` is a picture, or an encoded one (the thumbnail's JPEG). ``changes`` are sentences, one for
    each thing that was done to the image for the service.
    """

    pixels: QImage | bytes
    source_width: int
    source_height: int
    source_format: str
    sent_width: int
    sent_height: int
    sent_format: str
    sent_bytes: int
    changes: tuple[str, ...] = ()

    def image(self) -> QImage:
        return QImage.fromData(self.pixels) if isinstance(self.pixels, bytes) else self.pixels


@dataclass(frozen=True, slots=True)
class EarlyView:
    """An image while it is still being prepared: an encoded picture, and what its header says."""

    pixels: bytes
    width: int
    height: int
    format: str


def early_words(view: EarlyView) -> str:
    """ "8064 × 6048 JPEG, being prepared…" """
    words = QCoreApplication.translate("DropArea", "{source}, being prepared…")
    return words.format(source=_size_and_format(view.width, view.height, view.format))


@sentence
def chip_words(view: ImageView) -> str:
    """ "4032 × 3024 HEIC → 2000 × 1500 JPEG, 1.1 MB", or the right half alone where nothing was changed."""
    source = _size_and_format(view.source_width, view.source_height, view.source_format)
    sent = _size_and_format(view.sent_width, view.sent_height, view.sent_format)
    if source == sent:
        return sent_words(view)
    both = QCoreApplication.translate("DropArea", "{source} → {sent}, {size}")
    return both.format(source=source, sent=sent, size=size_words(view.sent_bytes))


@sentence
def sent_words(view: ImageView) -> str:
    """ "2000 × 1500 JPEG, 1.1 MB"."""
    sent = _size_and_format(view.sent_width, view.sent_height, view.sent_format)
    words = QCoreApplication.translate("DropArea", "{sent}, {size}")
    return words.format(sent=sent, size=size_words(view.sent_bytes))


@sentence
def all_words(view: ImageView) -> str:
    """What became of an image, and below it each thing that was done to it."""
    return "\n".join((chip_words(view), *map(again, view.changes)))


def _size_and_format(width: int, height: int, format_name: str) -> str:
    return f"{pixel_words(width, height)} {format_name}"
