"""From any image to the very bytes that are sent: right way up, framed, flat, sRGB, of a legal size.

:func:`prepare` blocks for up to some hundred milliseconds and leaves the GIL while Pillow works: call it in a
thread. A file that the service takes as it is goes unchanged, to the byte, but for one thing: metadata
(place, date, author, prompts of generators, thumbnails of earlier versions) is cut out of it, and the cut is
named. The pixels of such a file are not encoded anew. The same source and framing always give the
same bytes.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import replace_file
from wan_desktop.core.framing import AS_IT_IS, WHITE, Framing
from wan_desktop.core.params import IMAGE_BYTES_MAX, IMAGE_MIMES
from wan_desktop.media.colour import needs_conversion, to_srgb
from wan_desktop.media.framed import carry_out, laid_on, turned
from wan_desktop.media.image_plan import UPRIGHT, Change, Plan, Size, flattening
from wan_desktop.media.image_plan import plan as make_plan
from wan_desktop.media.metadata import without_notes
from wan_desktop.media.open_image import read_source, reading
from wan_desktop.media.source_image import SourceImage, open_source

THUMBNAIL_SIDE = 480
JPEG_QUALITIES = (92, 84, 72, 50)
"""Tried in turn until the file is small enough. The first is free of visible loss (38 dB on coloured print,
49 on a landscape) and nearly always taken. Colours keep their full sharpness: halved, as is usual, print
falls to 28 dB. Huffman tables of its own would save a tenth of the bytes and take three times as long."""
JPEG_BYTES_MAX = 7_000_000
"""With it the text in which the image travels (base64, a third more) is under the service's 10 MB as well."""
THUMBNAIL_QUALITY = 85

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/bmp": ".bmp"}
_NOTE_KEYS = frozenset(["exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"])


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """The bytes that go, and what they were. Sides are pixels, upright; ``thumbnail`` is a JPEG ≤ 480 px."""

    data: bytes
    mime: str
    width: int
    height: int
    source_width: int
    source_height: int
    source_format: str
    source_bytes: int
    changes: tuple[Change, ...]
    thumbnail: bytes

    @property
    def file_name(self) -> str:
        """The name in the inputs folder: "<sha256 of the bytes>.jpg", or .png, .webp, .bmp."""
        return hashlib.sha256(self.data).hexdigest() + _SUFFIXES[self.mime]


@dataclass(frozen=True, slots=True)
class ImageLook:
    """What can be told of an image at once: sides in upright pixels, Pillow's name of the format, how many
    frames an animation has (else 1), and the picture upright on white, a JPEG of at most ``side`` pixels."""

    width: int
    height: int
    format: str
    frames: int
    has_alpha: bool
    thumbnail: bytes


def prepare(source: Path | bytes, framing: Framing = AS_IT_IS) -> PreparedImage:
    """Reads an image file, or its bytes, and makes of it what the service takes. Blocks; for a thread.

    InputError with FILE_MISSING, FILE_FORBIDDEN, FILE_EMPTY, NOT_AN_IMAGE, IMAGE_BROKEN, IMAGE_TOO_LARGE,
    IMAGE_TOO_MANY_PIXELS, IMAGE_TOO_SMALL or IMAGE_TOO_NARROW; nothing else comes out.
    """
    opened = open_source(read_source(source), framing.frame)
    plan = make_plan(opened.image.size, opened.turn, framing)
    with reading():
        if _is_legal(opened, plan):
            kept = without_notes(opened.data, opened.format)
            if kept is not None:
                return _unchanged(opened, kept)
        return _made_anew(opened, plan)


def look(source: Path | bytes, side: int = THUMBNAIL_SIDE, frame: int = 0) -> ImageLook:
    """What an image file, or its bytes, shows, as quickly as can be. Blocks; for a thread.

    ``frame`` counts an animation's pictures from 0. InputError as of :func:`prepare`, but an image of any
    size and shape can be looked at.
    """
    opened = open_source(read_source(source), frame)
    with reading():
        width, height = opened.upright_size
        has_alpha = bool(opened.image.has_transparency_data)
        shown = _on_white(to_srgb(_small(opened, side), opened.profile))
        return ImageLook(width, height, opened.format, opened.frames, has_alpha, _small_jpeg(shown))


def save_input(prepared: PreparedImage, inputs: Path) -> str:
    """Keeps the bytes under ``prepared.file_name`` and returns that name. Doing it twice is free. DiskError.

    A file that is already there counts as chosen now, so that ``core.inputs.sweep_inputs`` leaves it alone.
    """
    target = inputs / prepared.file_name
    try:
        if target.stat().st_size == len(prepared.data):
            os.utime(target)
            return target.name
    except FileNotFoundError:
        pass
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    replace_file(target, prepared.data)
    return target.name


def _is_legal(opened: SourceImage, plan: Plan) -> bool:
    """Whether the service takes the file as it is, and nothing else is wished."""
    image = opened.image
    return (
        Image.MIME.get(opened.format) in IMAGE_MIMES
        and len(opened.data) <= IMAGE_BYTES_MAX
        and image.size == plan.size
        and plan.turn == UPRIGHT
        and not plan.changes
        and opened.frames == 1
        and image.mode in ("RGB", "L", "P")
        and not image.has_transparency_data
        and not opened.has_deep_colours
        and not needs_conversion(image, opened.profile)
    )


def _unchanged(opened: SourceImage, kept: bytes) -> PreparedImage:
    width, height = opened.image.size
    size = _small_size((width, height), THUMBNAIL_SIDE)
    # Decoded to its end all the same: a file cut short is found here, not by the service.
    picture = to_srgb(opened.pixels(size), None)
    changes = () if kept == opened.data else (Change.METADATA_REMOVED,)
    return PreparedImage(
        kept, Image.MIME[opened.format], width, height, width, height, opened.format,
        len(opened.data), changes, _thumbnail(picture),
    )  # fmt: skip


def _made_anew(opened: SourceImage, plan: Plan) -> PreparedImage:
    source_size = opened.upright_size
    changes = _changes(opened, plan)
    picture = carry_out(plan, opened)
    return PreparedImage(
        _jpeg(picture), "image/jpeg", *plan.size, *source_size, opened.format,
        len(opened.data), changes, _thumbnail(picture),
    )  # fmt: skip


def _changes(opened: SourceImage, plan: Plan) -> tuple[Change, ...]:
    """In the order in which they are made."""
    image = opened.image
    deep = image.mode not in ("RGB", "L", "P", "1", "RGBA", "LA", "PA") or opened.has_deep_colours
    of_the_file = {
        Change.FIRST_FRAME: opened.frames > 1 and opened.frame == 0,
        Change.CHOSEN_FRAME: opened.frame > 0,
        Change.TURNED: opened.lies_turned,
        flattening(plan.background): image.has_transparency_data,
        Change.COLOURS: deep or needs_conversion(image, opened.profile),
    }
    made = {change for change, found in of_the_file.items() if found} | set(plan.changes)
    changes = [change for change in Change if change in made] or [Change.REENCODED]
    if _has_notes(image):
        changes.append(Change.METADATA_REMOVED)
    return tuple(changes)


def _has_notes(image: Image.Image) -> bool:
    return any(image.info.get(key) for key in _NOTE_KEYS) or bool(getattr(image, "text", None))


def _jpeg(picture: Image.Image) -> bytes:
    data = b""
    for quality in JPEG_QUALITIES:
        data = _encoded(picture, quality, subsampling=0)
        if len(data) <= JPEG_BYTES_MAX:
            break
    return data


def _encoded(picture: Image.Image, quality: int, subsampling: int) -> bytes:
    buffer = BytesIO()
    picture.info = {}  # Pillow would write a remark of the source into the new file
    picture.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    return buffer.getvalue()


def _small_size(size: Size, side: int) -> Size:
    scale = min(1.0, side / max(size))
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _thumbnail(picture: Image.Image) -> bytes:
    return _small_jpeg(_resized(picture, _small_size(picture.size, THUMBNAIL_SIDE)))


def _resized(picture: Image.Image, size: Size) -> Image.Image:
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.0)


def _small(opened: SourceImage, side: int) -> Image.Image:
    """Upright, of at most ``side`` pixels, decoded no larger than need be."""
    thumbnail = opened.embedded_thumbnail(side // 2)
    if thumbnail is not None:
        return _resized(thumbnail, _small_size(thumbnail.size, side))
    lying = opened.turn.size(_small_size(opened.upright_size, side))
    return turned(_resized(opened.pixels(lying), lying), opened.turn)


def _on_white(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "RGB" else laid_on(Image.new("RGB", picture.size, WHITE), picture)


def _small_jpeg(picture: Image.Image) -> bytes:
    return _encoded(picture, THUMBNAIL_QUALITY, subsampling=2)
