"""From the size of an image and a Framing to the part that goes and the size it goes in: the one arithmetic.

``media.image_plan`` makes a plan for the pixels of it, the screen says it at once, without any pixels. Both
sides of what is sent keep the limits of ``core.params``. Boxes are whole pixels of the picture upright.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wan_desktop.core.framing import Crop, Fit, Framing, centred
from wan_desktop.core.params import IMAGE_SIDE_MAX, IMAGE_SIDE_MIN

SOURCE_SIDE_MIN = 32
"""Shortest side that is enlarged; below it there is nothing left to see."""

Size = tuple[int, int]
"""Width and height in pixels."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom, as Pillow counts: the right and bottom lines are outside."""


@dataclass(frozen=True, slots=True)
class FramedSize:
    """``taken`` is what the crop keeps of the picture, ``shown`` what goes of it: less where ``fit`` cuts.

    ``inner`` is the size that ``shown`` is given, ``sent`` what the service gets, which is larger in one side
    where ``fit`` extends; None where it refuses.
    """

    taken: Box
    shown: Box
    inner: Size
    sent: Size | None

    @property
    def enlarged(self) -> bool:
        """Whether pixels are made up because there are too few."""
        return self.sent is not None and self.inner > size_of(self.shown)


def framed_size(width: int, height: int, framing: Framing) -> FramedSize:
    """For a picture of this size, upright, before the framing's own turns. Any size has an answer."""
    seen = (height, width) if framing.quarter_turns % 2 else (width, height)
    taken = part_of(*seen, framing.crop)
    size = size_of(taken)
    if can_be_sent(*size):
        sent = sent_size(*size)
        return FramedSize(taken, taken, sent, sent)
    if framing.fit is Fit.REFUSE:
        return FramedSize(taken, taken, size, None)
    limits = _longest_like(*size)
    if framing.fit is Fit.CROP:
        return FramedSize(taken, _middle(taken), limits, limits)
    return FramedSize(taken, taken, _inside(*size), limits)


def part_of(width: int, height: int, crop: Crop | None) -> Box:
    """What a crop keeps of a picture, at least one pixel; all of it where the crop is none."""
    if crop is None or not crop.is_sound:
        return 0, 0, width, height
    left, top = min(round(crop.left * width), width - 1), min(round(crop.top * height), height - 1)
    return left, top, max(round(crop.right * width), left + 1), max(round(crop.bottom * height), top + 1)


def size_of(box: Box) -> Size:
    return box[2] - box[0], box[3] - box[1]


def can_be_sent(width: int, height: int) -> bool:
    """Whether some scale brings both sides within the service's limits."""
    short, long = sorted((width, height))
    return long * IMAGE_SIDE_MIN <= short * IMAGE_SIDE_MAX


def sent_size(width: int, height: int, longest: int = IMAGE_SIDE_MAX) -> Size:
    """The nearest size within the service's limits, of the same shape within a pixel.

    The longer side has at most ``longest`` pixels, where the shorter one allows that.
    """
    short, long = sorted((width, height))
    scale = max(min(1.0, longest / long), IMAGE_SIDE_MIN / short)
    return _legal(width * scale), _legal(height * scale)


def fitted_shape(width: int, height: int, fit: Fit) -> Size:
    """What ``fit`` makes of a picture, unscaled: itself where it can be sent so, or is refused."""
    if fit is Fit.REFUSE or can_be_sent(width, height):
        return width, height
    if fit is Fit.CROP:
        return size_of(_middle((0, 0, width, height)))
    short = math.ceil(max(width, height) * IMAGE_SIDE_MIN / IMAGE_SIDE_MAX)
    return (width, short) if width > height else (short, height)


def size_within(size: Size, side: int) -> Size:
    """Of the same shape, never larger, with a longest side of at most ``side`` and at least a pixel."""
    scale = min(1.0, side / max(size))
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _longest_like(width: int, height: int) -> Size:
    """The longest shape that the service takes, lying or standing like the picture."""
    return (IMAGE_SIDE_MAX, IMAGE_SIDE_MIN) if width > height else (IMAGE_SIDE_MIN, IMAGE_SIDE_MAX)


def _middle(box: Box) -> Box:
    """The largest part of a ``box`` that is too long, about its middle, that can be sent."""
    width, height = size_of(box)
    limits = _longest_like(width, height)
    part = part_of(width, height, centred(width, height, limits[0] / limits[1]))
    return box[0] + part[0], box[1] + part[1], box[0] + part[2], box[1] + part[3]


def _inside(width: int, height: int) -> Size:
    """The size of a picture that is too long in the middle of an extended one."""
    short = max(round(min(width, height) * IMAGE_SIDE_MAX / max(width, height)), 1)
    return (IMAGE_SIDE_MAX, short) if width > height else (short, IMAGE_SIDE_MAX)


def _legal(side: float) -> int:
    return min(max(round(side), IMAGE_SIDE_MIN), IMAGE_SIDE_MAX)
