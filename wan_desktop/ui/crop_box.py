"""The arithmetic of cropping: a box in whole pixels of a picture, moved, resized, zoomed, kept in shape.

A box never leaves the picture, never gets below the smallest size (where the picture itself is no smaller),
and keeps a locked ratio within a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

from wan_desktop.core.framing import Crop

Size = tuple[int, int]
Ratio = tuple[int, int]
"""Width to height; only the quotient counts."""

SMALLEST = 32
"""Shortest side of a box in pixels: what the service can be sent an enlargement of."""
ABOUT_CENTRE = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Handle:
    """Which sides of a box are held: -1 left or top, 1 right or bottom, 0 neither."""

    across: int
    down: int


HANDLES = tuple(Handle(a, d) for a in (-1, 0, 1) for d in (-1, 0, 1) if (a, d) != (0, 0))


def whole(image: Size) -> Box:
    """All of the picture."""
    return Box(0, 0, *image)


def box_of(crop: Crop | None, image: Size) -> Box:
    """The pixels that a crop keeps."""
    crop = crop or Crop()
    left, top = round(crop.left * image[0]), round(crop.top * image[1])
    right, bottom = round(crop.right * image[0]), round(crop.bottom * image[1])
    return Box(left, top, max(right - left, 1), max(bottom - top, 1))


def crop_of(box: Box, image: Size) -> Crop | None:
    """The reverse of :func:`box_of`; None where everything is kept."""
    if box == whole(image):
        return None
    width, height = image
    return Crop(box.left / width, box.top / height, box.right / width, box.bottom / height)


def largest(image: Size, ratio: Ratio | None, centre: tuple[float, float] | None = None) -> Box:
    """The largest box of a ratio, as near to ``centre`` (the picture's own by default) as it can be."""
    size = image if ratio is None else _at_scale(_largest_scale(image, ratio), ratio)
    return _placed(size, centre or (image[0] / 2, image[1] / 2), image)


def moved(box: Box, across: float, down: float, image: Size) -> Box:
    """Shifted by so many pixels, as far as the picture goes."""
    left = _within(round(box.left + across), 0, image[0] - box.width)
    top = _within(round(box.top + down), 0, image[1] - box.height)
    return Box(left, top, box.width, box.height)


def resized(
    box: Box, handle: Handle, across: float, down: float, image: Size, ratio: Ratio | None = None
) -> Box:
    """With the held sides moved by so many pixels; the others stay, but where the ratio moves them."""
    room = (
        _room(box.left, box.right, image[0], handle.across),
        _room(box.top, box.bottom, image[1], handle.down),
    )
    wanted = (box.width + handle.across * across, box.height + handle.down * down)
    if ratio is None:
        size = tuple(_clamped(side, most) for side, most in zip(wanted, room, strict=True))
        return _anchored(box, handle, (size[0], size[1]), image)
    now = box.width / ratio[0]
    scales = [
        wish / part
        for wish, part, held in zip(wanted, ratio, (handle.across, handle.down), strict=True)
        if held
    ]
    scale = max(scales, key=lambda one: abs(one - now))
    return _anchored(box, handle, _at_scale(_legal_scale(scale, room, ratio), ratio), image)


def zoomed(
    box: Box,
    factor: float,
    image: Size,
    ratio: Ratio | None = None,
    about: tuple[float, float] = ABOUT_CENTRE,
) -> Box:
    """Both sides by ``factor``, of the same shape; ``about`` (fractions of the box) stays where it is."""
    shape = ratio or (box.width, box.height)
    width, height = _at_scale(_legal_scale(box.width / shape[0] * factor, image, shape), shape)
    if factor != 1 and (width, height) == (box.width, box.height):
        return box
    left = box.left + (box.width - width) * about[0]
    top = box.top + (box.height - height) * about[1]
    return _placed((width, height), (left + width / 2, top + height / 2), image)


def _anchored(box: Box, handle: Handle, size: Size, image: Size) -> Box:
    """A box of ``size`` whose sides opposite the held ones lie where they lay."""
    left = _side(box.left, box.right, size[0], handle.across)
    top = _side(box.top, box.bottom, size[1], handle.down)
    return moved(Box(left, top, *size), 0, 0, image)


def _side(start: int, end: int, length: int, held: int) -> int:
    if held > 0:
        return start
    return end - length if held < 0 else round((start + end - length) / 2)


def _room(start: int, end: int, whole_side: int, held: int) -> int:
    """How long a side can get: away from the one that stays; all of it where both may move."""
    if held > 0:
        return whole_side - start
    return end if held < 0 else whole_side


def _placed(size: Size, centre: tuple[float, float], image: Size) -> Box:
    box = Box(round(centre[0] - size[0] / 2), round(centre[1] - size[1] / 2), *size)
    return moved(box, 0, 0, image)


def _at_scale(scale: float, ratio: Ratio) -> Size:
    return max(round(scale * ratio[0]), 1), max(round(scale * ratio[1]), 1)


def _largest_scale(room: Size, ratio: Ratio) -> float:
    return min(room[0] / ratio[0], room[1] / ratio[1])


def _legal_scale(scale: float, room: Size, ratio: Ratio) -> float:
    most = _largest_scale(room, ratio)
    return min(max(scale, SMALLEST / min(ratio)), most)


def _clamped(side: float, room: int) -> int:
    return min(max(round(side), SMALLEST), room)


def _within(value: int, least: int, most: int) -> int:
    return min(max(value, least), most)
