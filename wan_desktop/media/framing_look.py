"""A larger look at an image, transparency kept: what is framed on the screen. Blocks; for a thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from wan_desktop.media.colour import to_srgb
from wan_desktop.media.framed import turned
from wan_desktop.media.open_image import read_source, reading
from wan_desktop.media.source_image import open_source

SIDE = 1600
"""Longer side in pixels: enough for a picture over most of a screen."""


@dataclass(frozen=True, slots=True)
class FramingLook:
    """``width`` and ``height`` are the source's, upright; ``shown`` is the size of ``rgba``, in pixels."""

    width: int
    height: int
    frames: int
    has_alpha: bool
    shown: tuple[int, int]
    rgba: bytes


def look_closely(source: Path | bytes, frame: int = 0) -> FramingLook:
    """One frame, upright, in sRGB, unframed, of any size and shape. InputError as of ``images.prepare``."""
    opened = open_source(read_source(source), frame)
    with reading():
        # Before the pixels are read: a JPEG decoded smaller says so as its size.
        lying, upright = opened.image.size, opened.upright_size
        scale = min(1.0, SIDE / max(lying))
        size = max(round(lying[0] * scale), 1), max(round(lying[1] * scale), 1)
        picture = opened.pixels(size)
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        shown = to_srgb(turned(picture, opened.turn), opened.profile)
        has_alpha, pixels = shown.mode == "RGBA", shown.convert("RGBA").tobytes()
        return FramingLook(*upright, opened.frames, has_alpha, shown.size, pixels)
