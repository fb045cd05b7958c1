"""The small copies of a picture that cameras put into its HEIC: seen at once, where HEVC takes a second.

A copy serves where it surely shows the same picture: of the same shape, upright by the same turn. Other
formats need none: a JPEG decodes at an eighth of its size.
"""

from __future__ import annotations

from contextlib import suppress

from PIL import ExifTags, Image

from wan_desktop.core.errors import InputError
from wan_desktop.core.framed_size import Size
from wan_desktop.media.framed import turned
from wan_desktop.media.heif import embedded_thumbnail, same_shape, turn_of_boxes
from wan_desktop.media.open_image import open_image, reading
from wan_desktop.media.source_image import SourceImage, turn_of

_EXIF_HEADER = b"Exif\0\0"


def small_copy_in(opened: SourceImage, least: int) -> Image.Image | None:
    """Upright, in the colours of the picture, with a side of ``least`` pixels or more; else None. Blocks."""
    if opened.format != "HEIF" or opened.image.has_transparency_data:
        return None
    size = opened.image.size
    return embedded_thumbnail(opened.data, size, least) or _exif_thumbnail(opened, size, least)


def _exif_thumbnail(opened: SourceImage, size: Size, least: int) -> Image.Image | None:
    """It lies as the camera was held. By how much is said twice, by EXIF and by boxes: they have to agree."""
    notes = opened.image.info.get("exif") or b""
    with suppress(InputError), reading():
        exif = Image.Exif()
        exif.load(notes)
        turn = turn_of(exif)
        if turn != turn_of_boxes(opened.data):
            return None
        copy = open_image(_jpeg_in(notes, exif))
        if same_shape(turn.size(copy.size), size) and max(size) > max(copy.size) >= least:
            copy.load()
            return turned(copy, turn)
    return None


def _jpeg_in(notes: bytes, exif: Image.Exif) -> bytes:
    """Whatever the second directory says is a JPEG; maybe nothing."""
    directory = exif.get_ifd(ExifTags.IFD.IFD1)
    start = directory.get(ExifTags.Base.JpegIFOffset, 0)
    length = directory.get(ExifTags.Base.JpegIFByteCount, 0)
    return notes.removeprefix(_EXIF_HEADER)[start : start + length]
