"""The options that frame an image, and the line that says what became of it before it is paid for."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wan_desktop.cli.words import tell
from wan_desktop.core.framing import BLUR, WHITE, Crop, Fit, Framing, centred, is_background

if TYPE_CHECKING:
    from wan_desktop.media.images import PreparedImage


@dataclass(frozen=True, slots=True)
class Shape:
    """A crop about the middle by the ratio of its sides, width to height."""

    ratio: float


def add_framing_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--crop", type=_crop, metavar="W:H|L,T,R,B",
        help="the middle of the image in this shape (16:9, 1:1), or left, top, right and bottom in percent",
    )  # fmt: skip
    add(
        "--fit", type=Fit, choices=tuple(Fit), default=Fit.REFUSE, metavar="refuse|extend|crop",
        help="what to do with an image too long and narrow for the service (default: refuse)",
    )  # fmt: skip
    add(
        "--background", type=_background, default=WHITE, metavar="blur|#rrggbb",
        help="what lies under transparent parts and beside an extended image (default: white)",
    )  # fmt: skip


def prepared_as_asked(image: Path | bytes, options: argparse.Namespace) -> PreparedImage:
    """The image as it will be sent. Blocks. InputError."""
    from wan_desktop.media import images

    crop = options.crop
    if isinstance(crop, Shape):
        seen = images.look(image)
        crop = centred(seen.width, seen.height, crop.ratio)
    return images.prepare(image, Framing(crop=crop, fit=options.fit, background=options.background))


def tell_changes(name: str, prepared: PreparedImage) -> None:
    """What was done to the image for the service; nothing where it goes as it is."""
    from wan_desktop.ui.messages import change_words

    if prepared.changes:
        changes = ", ".join(change_words(change) for change in prepared.changes)
        tell(f"{name} is sent with {prepared.width} × {prepared.height} pixels: {changes}")


def _crop(text: str) -> Shape | Crop:
    if ":" in text:
        return _shape(text)
    try:
        left, top, right, bottom = (float(part) / 100 for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text} is neither a shape such as 16:9 nor four percentages"
        ) from None
    crop = Crop(left, top, right, bottom)
    if not crop.is_sound:
        raise argparse.ArgumentTypeError(
            f"{text} is no part of an image: left before right, top before bottom"
        )
    return crop


def _shape(text: str) -> Shape:
    try:
        width, height = (float(part) for part in text.split(":"))
        ratio = width / height
    except (ValueError, ZeroDivisionError):
        ratio = math.nan
    if not math.isfinite(ratio) or ratio <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not a shape such as 16:9")
    return Shape(ratio)


def _background(text: str) -> str:
    colour = text.lower()
    if not is_background(colour):
        raise argparse.ArgumentTypeError(f"{text} is neither {BLUR} nor a colour such as #1a2b3c")
    return colour
