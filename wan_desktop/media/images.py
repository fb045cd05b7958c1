"""From any image to the very bytes that are sent: right way up, framed, flat, sRGB, of a legal size.

:func:`prepare` blocks for up to some hundred milliseconds and leaves the GIL while Pillow works: call it in a
thread. A file that the service takes as it is goes unchanged, to the byte, but for one thing: metadata
(place, date, author, prompts of generators, thumbnails of earlier versions) is cut out of it, and the cut is
named. The pixels of such a file are not encoded anew. The same source and framing always give the
same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from wan_desktop.core.files import keep_file
from wan_desktop.core.framed_size import Size, size_within
from wan_desktop.core.framing import AS_IT_IS, WHITE, Framing
from wan_desktop.core.params import IMAGE_BYTES_MAX, IMAGE_MIMES
from wan_desktop.media.colour import needs_conversion, to_srgb
from wan_desktop.media.framed import carry_out, laid_on, turned
from wan_desktop.media.image_plan import UPRIGHT, Change, Plan, flattening
from wan_desktop.media.image_plan import plan as make_plan
from wan_desktop.media.metadata import without_notes
from wan_desktop.media.open_image import read_source, reading
from wan_desktop.media.small_copies import small_copy_in
from wan_desktop.media.source_image import SourceImage, open_source

THUMBNAIL_SIDE = 480
JPEG_QUALITIES = (92, 84, 72, 50)
"""Tried in turn until the file is small enough. The first is free of visible loss (38 dB on coloured print,
49 on a landscape) and nearly always taken. Colours keep their full sharpness: halved, as is usual, print
falls to 28 dB. Huffman tables of its own would save a tenth of the bytes and take three times as long."""
JPEG_BYTES_MAX = 7_000_000
"""With it the text in which the image travels (base64, a third more) is under the service's 10 MB as well."""
THUMBNAIL_QUALITY = 85
SHOWN_EARLY_FROM = 1024 * 1024
"""Bytes of a file from which a look at it comes noticeably before the end of its preparation."""

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


Seen = Callable[[ImageLook], object]


def prepare(source: Path | bytes, framing: Framing = AS_IT_IS, seen: Seen | None = None) -> PreparedImage:
    """Reads an image file, or its bytes, and makes of it what the service takes. Blocks; for a thread.

    ``seen`` is called in this thread, once at most, with a look at what takes long to prepare and is not
    framed: by the small copy inside where there is one, else by the pixels, which are decoded once for both.

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
        takes_long = len(opened.data) >= SHOWN_EARLY_FROM
        return _made_anew(opened, plan, seen if takes_long else None)


def look(source: Path | bytes, side: int = THUMBNAIL_SIDE, frame: int = 0) -> ImageLook:
    """What an image file, or its bytes, shows, as quickly as can be. Blocks; for a thread.

    ``frame`` counts an animation's pictures from 0. InputError as of :func:`prepare`, but an image of any
    size and shape can be looked at.
    """
    opened = open_source(read_source(source), frame)
    with reading():
        return _look(opened, side)


def save_input(prepared: PreparedImage, inputs: Path) -> str:
    """Keeps the bytes under ``prepared.file_name`` and returns that name. Doing it twice is free. DiskError.

    A file that is already there counts as chosen now, so that ``core.inputs.sweep_inputs`` leaves it alone.
    """
    target = inputs / prepared.file_name
    keep_file(target, prepared.data)
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
    size = size_within((width, height), THUMBNAIL_SIDE)
    # Decoded to its end all the same: a file cut short is found here, not by the service.
    picture = to_srgb(opened.pixels(size), None)
    changes = () if kept == opened.data else (Change.METADATA_REMOVED,)
    return PreparedImage(
        kept, Image.MIME[opened.format], width, height, width, height, opened.format,
        len(opened.data), changes, _thumbnail(picture),
    )  # fmt: skip


def _made_anew(opened: SourceImage, plan: Plan, seen: Seen | None) -> PreparedImage:
    source_size = opened.upright_size
    changes = _changes(opened, plan)
    if seen is not None and plan.is_of_size_alone:
        seen(_look(opened, THUMBNAIL_SIDE, plan.enough))
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


def _thumbnail(picture: Image.Image) -> bytes:
    return _small_jpeg(_resized(picture, size_within(picture.size, THUMBNAIL_SIDE)))


def _resized(picture: Image.Image, size: Size) -> Image.Image:
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.0)


def _look(opened: SourceImage, side: int, enough: Size | None = None) -> ImageLook:
    """``enough``: how large the pixels have to be for what comes after; by default nothing does."""
    # Before the pixels are read, which may change what the header said.
    (width, height), has_alpha = opened.upright_size, bool(opened.image.has_transparency_data)
    shown = _shown(opened, _small(opened, side, enough))
    return ImageLook(width, height, opened.format, opened.frames, has_alpha, shown)


def _small(opened: SourceImage, side: int, enough: Size | None) -> Image.Image:
    """Upright, of at most ``side`` pixels, decoded no larger than need be."""
    copy = small_copy_in(opened, side // 2)
    if copy is not None:
        return _resized(copy, size_within(copy.size, side))
    lying = opened.turn.size(size_within(opened.upright_size, side))
    return turned(_resized(opened.pixels(enough or lying), lying), opened.turn)


def _shown(opened: SourceImage, small: Image.Image) -> bytes:
    """A JPEG on white of a small picture in the source's colours."""
    picture = to_srgb(small, opened.profile)
    if picture.mode != "RGB":
        picture = laid_on(Image.new("RGB", picture.size, WHITE), picture)
    return _small_jpeg(picture)


def _small_jpeg(picture: Image.Image) -> bytes:
    return _encoded(picture, THUMBNAIL_QUALITY, subsampling=2)
