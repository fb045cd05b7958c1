"""From whatever a file holds to 8-bit sRGB: depth scaled, palettes and profiles resolved."""

from __future__ import annotations

import math
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageCms

_SIXTEEN_BITS = 65535
_PROBE_STEPS = (0, 32, 64, 96, 128, 160, 192, 224, 255)
_PROBE_TOLERANCE = 2
"""Levels of 255. Profiles of sRGB by different makers differ by one or two."""
_STRIP_ROWS = 256
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC


def to_eight_bits(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be resized: L, LA, RGB, RGBA, CMYK or LAB."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _scaled_grey(image)
    if image.mode == "La":
        return image.convert("LA")
    if image.has_transparency_data:
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image
    return image.convert("RGB")


def _scaled_grey(image: Image.Image) -> Image.Image:
    """Grey of more than 8 bits, scaled; Pillow's own conversion would clip it to white."""
    low, high = _range_of(image)
    scale = 255 / (high - low)
    offset = 0.5 - low * scale  # a half: the conversion to whole levels cuts
    grey = Image.new("L", image.size)
    # In strips: whole, the steps between would take twelve bytes for each pixel.
    for top in range(0, image.height, _STRIP_ROWS):
        strip = image.crop((0, top, image.width, min(top + _STRIP_ROWS, image.height)))
        whole = strip if strip.mode in ("I", "F") else strip.convert("I")
        grey.paste(whole.convert("F").point(lambda level: level * scale + offset).convert("L"), (0, top))
    return grey


def _range_of(image: Image.Image) -> tuple[float, float]:
    """The levels that are black and white: of 0–1, 0–255, 0–65535 the first that holds all, else min–max."""
    if image.mode not in ("I", "F"):
        return 0, _SIXTEEN_BITS
    extrema = image.getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]  # one band: two numbers
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("a level is not a number")
    if low < 0 or high > _SIXTEEN_BITS:
        return low, max(high, low + 1)
    if image.mode == "F" and high <= 1:
        return 0, 1
    if image.mode == "F" and high <= 255:
        return 0, 255
    return 0, _SIXTEEN_BITS


def needs_conversion(image: Image.Image, profile: bytes | None) -> bool:
    """Whether the embedded profile shows other colours than sRGB would; a broken profile does not count."""
    if not profile:
        return False
    return image.mode in ("CMYK", "LAB") or _differs_from_srgb(profile, "L" if image.mode == "L" else "RGB")


@lru_cache(maxsize=8)
def _differs_from_srgb(profile: bytes, mode: str) -> bool:
    """Judged by what it does to colours, not by its name. Kept: a camera writes the same into each file."""
    probe = _probe(mode)
    shown = _through_profile(probe, profile)
    if shown is None:
        return False
    pairs = zip(probe.convert("RGB").tobytes(), shown.tobytes(), strict=True)
    return any(abs(before - after) > _PROBE_TOLERANCE for before, after in pairs)


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB: RGB, or RGBA where there is transparency. ``image`` is one of :func:`to_eight_bits`."""
    colours = image.convert({"LA": "L", "RGBA": "RGB"}.get(image.mode, image.mode))
    converted = None
    if profile and needs_conversion(colours, profile):
        converted = _through_profile(colours, profile)
    picture = converted or colours.convert("RGB")
    if image.mode in ("LA", "RGBA"):
        picture.putalpha(image.getchannel("A"))
    return picture


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(
            image, source, target, renderingIntent=_INTENT, outputMode="RGB", flags=_FLAGS
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # Broken, or made for another kind of picture: every viewer shows such a file without it.
        return None


def _probe(mode: str) -> Image.Image:
    steps = _PROBE_STEPS
    if mode == "L":
        return Image.frombytes("L", (len(steps), 1), bytes(steps))
    colours = bytes(level for r in steps for g in steps for b in steps for level in (r, g, b))
    return Image.frombytes("RGB", (len(steps) ** 3, 1), colours)
