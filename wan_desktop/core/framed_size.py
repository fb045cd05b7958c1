"""How large an image goes out under a framing: arithmetic for the screen, at once and without its pixels.

``media.images`` carries a framing out and has the last word; both keep the limits of ``core.params``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wan_desktop.core.framing import Crop, Fit, Framing
from wan_desktop.core.params import IMAGE_SIDE_MAX, IMAGE_SIDE_MIN

Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class FramedSize:
    """``taken`` is what the crop keeps of the picture, ``shape`` what ``fit`` makes of it, before scaling.

    ``sent`` is what the service gets; None where ``fit`` refuses the shape.
    """

    taken: Size
    shape: Size
    sent: Size | None

    @property
    def enlarged(self) -> bool:
        """Whether pixels are made up because there are too few."""
        return self.sent is not None and self.sent > self.shape


def framed_size(width: int, height: int, framing: Framing) -> FramedSize:
    """For a picture of this size, upright, before the framing's own turns."""
    seen = (height, width) if framing.quarter_turns % 2 else (width, height)
    taken = taken_size(*seen, framing.crop)
    if can_be_sent(*taken):
        return FramedSize(taken, taken, sent_size(*taken))
    shape = fitted_shape(*taken, framing.fit)
    limits = (IMAGE_SIDE_MAX, IMAGE_SIDE_MIN)
    sent = limits if taken[0] > taken[1] else (limits[1], limits[0])
    return FramedSize(taken, shape or taken, sent if shape else None)


def taken_size(width: int, height: int, crop: Crop | None) -> Size:
    """What a crop keeps of a picture, at least one pixel."""
    crop = crop or Crop()
    across = round(crop.right * width) - round(crop.left * width)
    down = round(crop.bottom * height) - round(crop.top * height)
    return max(across, 1), max(down, 1)


def can_be_sent(width: int, height: int) -> bool:
    """Whether some scale brings both sides within the service's limits."""
    short, long = sorted((width, height))
    return long * IMAGE_SIDE_MIN <= short * IMAGE_SIDE_MAX


def fitted_shape(width: int, height: int, fit: Fit) -> Size | None:
    """The nearest shape that can be sent, larger or smaller as ``fit`` says; None where it refuses."""
    if fit is Fit.REFUSE:
        return None
    wide = width >= height
    short, long = sorted((width, height))
    if fit is Fit.EXTEND:
        short = math.ceil(long * IMAGE_SIDE_MIN / IMAGE_SIDE_MAX)
    else:
        long = short * IMAGE_SIDE_MAX // IMAGE_SIDE_MIN
    return (long, short) if wide else (short, long)


def sent_size(width: int, height: int) -> Size:
    """The nearest size within the service's limits, of the same shape within a pixel."""
    short, long = sorted((width, height))
    scale = max(min(1.0, IMAGE_SIDE_MAX / long), IMAGE_SIDE_MIN / short)
    return _legal(width * scale), _legal(height * scale)


def _legal(side: float) -> int:
    return min(max(round(side), IMAGE_SIDE_MIN), IMAGE_SIDE_MAX)
