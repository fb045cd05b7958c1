"""A copy of an image that is small enough to travel inside the video that was made from it. Blocks: a thread.

Where the sent image is small it travels itself, to the byte. A greater one becomes a JPEG of a size that the
service takes again.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from wan_desktop.core.params import IMAGE_SIDE_MAX, IMAGE_SIDE_MIN
from wan_desktop.media.open_image import open_image, reading
from wan_desktop.media.video_tags import cover_kind

WHOLE_MAX = 300_000
"""Most bytes of an image that travels itself."""
COPY_MAX = 200_000
"""Bytes that a copy stays below where any picture can: noise alone may be more."""
_SIDES = (1280, 960, 640)
"""Longer sides tried in turn, and for each:"""
_QUALITIES = (88, 78, 62)


def small_copy(image: bytes) -> bytes:
    """The image itself, where it is small and a video can carry its format; else a JPEG of it.

    InputError where the bytes are no image that can be read.
    """
    if len(image) <= WHOLE_MAX and cover_kind(image) is not None:
        return image
    opened = open_image(image)
    with reading():
        picture = opened.convert("RGB")
    copy = b""
    for side in _SIDES:
        smaller = picture.resize(_size(picture.size, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        for quality in _QUALITIES:
            copy = _jpeg(smaller, quality)
            if len(copy) <= COPY_MAX:
                return copy
    return copy


def _size(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Of the same shape and legal; the longer side at most ``side`` where the shorter one allows that."""
    scale = min(1.0, max(side / max(size), IMAGE_SIDE_MIN / min(size)))
    width, height = (min(max(round(length * scale), IMAGE_SIDE_MIN), IMAGE_SIDE_MAX) for length in size)
    return width, height


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
