"""From any image to the very bytes that are sent: safe to open, right way up, flat, sRGB, of a legal size.

:func:`prepare` blocks for up to some hundred milliseconds and leaves the GIL while Pillow works: call it in a
thread. A file that the service takes as it is goes unchanged, to the byte, but for one thing: metadata
(place, date, author, prompts of generators, thumbnails of earlier versions) is cut out of it, and the cut is
named. The pixels of such a file are not encoded anew. The same source always gives the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.files import keep_file
from wan_desktop.core.params import IMAGE_BYTES_MAX, IMAGE_MIMES, IMAGE_SIDE_MAX, IMAGE_SIDE_MIN
from wan_desktop.media.colour import needs_conversion, to_eight_bits, to_srgb
from wan_desktop.media.metadata import without_notes
from wan_desktop.media.open_image import check_pixels, open_image, read_source, reading

SOURCE_SIDE_MIN = 32
"""Shortest side that is enlarged; below it there is nothing left to see."""
THUMBNAIL_SIDE = 480
JPEG_QUALITIES = (92, 84, 72, 50)
"""Tried in turn until the file is small enough; the first is free of visible loss and nearly always taken."""
THUMBNAIL_QUALITY = 85

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/bmp": ".bmp"}
_ORIENTATION_TAG = 0x0112
#: The eight turns of EXIF: what was done to the picture is undone by these; 1 is upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_NOTE_KEYS = frozenset(["exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"])


class Change(StrEnum):
    """What was done to the source, for people to see before they pay. Values are stored: never rename one."""

    TURNED = "turned"
    FLATTENED = "flattened"
    FIRST_FRAME = "first_frame"
    COLOURS = "colours"
    SHRUNK = "shrunk"
    ENLARGED = "enlarged"
    REENCODED = "reencoded"
    """Only the format or the file's size was the reason; the picture is the same."""
    METADATA_REMOVED = "metadata_removed"


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
class _Source:
    """An opened file and what its header says."""

    data: bytes
    image: ImageFile.ImageFile
    profile: bytes | None
    turn: Image.Transpose | None
    """What is still to be done to the pixels so that they stand upright."""
    lies_turned: bool
    several_frames: bool

    @property
    def upright_size(self) -> tuple[int, int]:
        width, height = self.image.size
        return (height, width) if _swaps_sides(self.turn) else (width, height)


def prepare(source: Path | bytes) -> PreparedImage:
    """Reads an image file, or its bytes, and makes of it what the service takes. Blocks; for a thread.

    InputError with FILE_MISSING, FILE_FORBIDDEN, FILE_EMPTY, NOT_AN_IMAGE, IMAGE_BROKEN, IMAGE_TOO_LARGE,
    IMAGE_TOO_MANY_PIXELS, IMAGE_TOO_SMALL or IMAGE_TOO_NARROW; nothing else comes out.
    """
    opened = _open(read_source(source))
    size = fit(*opened.upright_size)
    with reading():
        if _is_legal(opened, size):
            kept = without_notes(opened.data, str(opened.image.format))
            if kept is not None:
                return _unchanged(opened, kept)
        return _made_anew(opened, size)


def fit(width: int, height: int) -> tuple[int, int]:
    """The nearest size that the service takes, of the same shape within a pixel. InputError where none is."""
    short, long = sorted((width, height))
    if long * IMAGE_SIDE_MIN > short * IMAGE_SIDE_MAX:
        raise InputError(ErrorKind.IMAGE_TOO_NARROW, f"{width} × {height}")
    if short < SOURCE_SIDE_MIN:
        raise InputError(ErrorKind.IMAGE_TOO_SMALL, f"{width} × {height}")
    scale = min(1.0, IMAGE_SIDE_MAX / long)
    scale = max(scale, IMAGE_SIDE_MIN / short)
    return _legal_side(width * scale), _legal_side(height * scale)


def save_input(prepared: PreparedImage, inputs: Path) -> str:
    """Keeps the bytes under ``prepared.file_name`` and returns that name. Doing it twice is free. DiskError.

    A file that is already there counts as chosen now, so that ``core.inputs.sweep_inputs`` leaves it alone.
    """
    target = inputs / prepared.file_name
    keep_file(target, prepared.data)
    return target.name


def _open(data: bytes) -> _Source:
    image = open_image(data)
    with reading():
        turn = _turn_of(image)
        return _Source(
            data=data,
            image=image,
            profile=image.info.get("icc_profile"),
            # Pillow's TIFF reader turns by itself: its size is upright before, its pixels after loading.
            turn=None if image.format == "TIFF" else turn,
            lies_turned=turn is not None,
            several_frames=bool(getattr(image, "is_animated", False)),
        )


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    try:
        value = image.getexif().get(_ORIENTATION_TAG)
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError):
        return None  # damaged EXIF: every viewer shows such a picture as it lies
    return _TURNS.get(value) if isinstance(value, int) else None


def _swaps_sides(turn: Image.Transpose | None) -> bool:
    return turn in (_TURNS[5], _TURNS[6], _TURNS[7], _TURNS[8])


def _legal_side(length: float) -> int:
    return min(max(round(length), IMAGE_SIDE_MIN), IMAGE_SIDE_MAX)


def _is_legal(opened: _Source, size: tuple[int, int]) -> bool:
    """Whether the service takes the file as it is."""
    image = opened.image
    return (
        Image.MIME.get(str(image.format)) in IMAGE_MIMES
        and len(opened.data) <= IMAGE_BYTES_MAX
        and image.size == size
        and opened.turn is None
        and not opened.several_frames
        and image.mode in ("RGB", "L", "P")
        and not image.has_transparency_data
        and not _has_sixteen_bits(opened)
        and not needs_conversion(image, opened.profile)
    )


def _has_sixteen_bits(opened: _Source) -> bool:
    """Pillow reads 16-bit colour of PNG as 8 bits and does not tell; the depth stands in the header."""
    return opened.image.format == "PNG" and opened.data[24] == 16


def _unchanged(opened: _Source, kept: bytes) -> PreparedImage:
    image = opened.image
    width, height = image.size
    # Decoded to its end all the same: a file cut short is found here, not by the service.
    if isinstance(image, JpegImageFile):
        image.draft("RGB", _thumbnail_size(width, height))
    image.load()
    changes = () if kept == opened.data else (Change.METADATA_REMOVED,)
    thumbnail = _thumbnail(to_srgb(to_eight_bits(image), None))
    return PreparedImage(
        kept, Image.MIME[str(image.format)], width, height, width, height, str(image.format),
        len(opened.data), changes, thumbnail,
    )  # fmt: skip


def _made_anew(opened: _Source, size: tuple[int, int]) -> PreparedImage:
    source_size = opened.upright_size
    changes = _changes(opened, size)
    picture = _picture(opened, size)
    return PreparedImage(
        _jpeg(picture), "image/jpeg", *size, *source_size, str(opened.image.format),
        len(opened.data), changes, _thumbnail(picture),
    )  # fmt: skip


def _changes(opened: _Source, size: tuple[int, int]) -> tuple[Change, ...]:
    image = opened.image
    width, height = opened.upright_size
    colours = image.mode not in ("RGB", "L", "P", "1", "RGBA", "LA", "PA") or _has_sixteen_bits(opened)
    found = {
        Change.TURNED: opened.lies_turned,
        Change.FLATTENED: image.has_transparency_data,
        Change.FIRST_FRAME: opened.several_frames,
        Change.COLOURS: colours or needs_conversion(image, opened.profile),
        Change.SHRUNK: size < (width, height),
        Change.ENLARGED: size > (width, height),
    }
    changes = [change for change, made in found.items() if made] or [Change.REENCODED]
    if _has_notes(image):
        changes.append(Change.METADATA_REMOVED)
    return tuple(changes)


def _has_notes(image: Image.Image) -> bool:
    return not _NOTE_KEYS.isdisjoint(image.info) or bool(getattr(image, "text", None))


def _picture(opened: _Source, size: tuple[int, int]) -> Image.Image:
    """The pixels that go: RGB, upright, of ``size``."""
    lying = (size[1], size[0]) if _swaps_sides(opened.turn) else size
    image = opened.image
    if isinstance(image, JpegImageFile):
        # Decodes at a half, a quarter or an eighth, but never below what is needed.
        image.draft(None, lying)
    image.load()
    check_pixels(image.size)  # a GIF's first frame may be larger than its header said
    picture: Image.Image = to_eight_bits(image)
    if picture.size != lying:
        # Down, bicubic over all source pixels shows no difference and takes a third less than Lanczos.
        filtering = Image.Resampling.BICUBIC if lying < picture.size else Image.Resampling.LANCZOS
        picture = picture.resize(lying, filtering, reducing_gap=3.0)
    if opened.turn is not None:
        picture = picture.transpose(opened.turn)
    return to_srgb(picture, opened.profile)


def _jpeg(picture: Image.Image) -> bytes:
    data = b""
    for quality in JPEG_QUALITIES:
        data = _encoded(picture, quality, subsampling=0)
        if len(data) <= IMAGE_BYTES_MAX:
            break
    return data


def _encoded(picture: Image.Image, quality: int, subsampling: int) -> bytes:
    buffer = BytesIO()
    picture.info = {}  # Pillow would write a remark of the source into the new file
    picture.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    return buffer.getvalue()


def _thumbnail_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, THUMBNAIL_SIDE / max(width, height))
    return max(round(width * scale), 1), max(round(height * scale), 1)


def _thumbnail(picture: Image.Image) -> bytes:
    size = _thumbnail_size(*picture.size)
    small = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.0)
    return _encoded(small, THUMBNAIL_QUALITY, subsampling=2)
