"""From the size of a source and a Framing to what will be done to its pixels: arithmetic, without pixels.

Sizes and boxes are whole pixels. *Lying* is how the pixels stand in the file, *upright* how the user sees
them after every turn: the file's own and the user's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.framing import BLUR, WHITE, Crop, Fit, Framing, centred
from wan_desktop.core.params import IMAGE_SIDE_MAX, IMAGE_SIDE_MIN

SOURCE_SIDE_MIN = 32
"""Shortest side that is enlarged; below it there is nothing left to see."""

Size = tuple[int, int]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom, as Pillow counts: the right and bottom lines are outside."""


class Change(StrEnum):
    """What was done to the source, for people to see before they pay. Values are stored: never rename one."""

    FIRST_FRAME = "first_frame"
    CHOSEN_FRAME = "chosen_frame"
    TURNED = "turned"
    """Upright by the file's own word."""
    MIRRORED = "mirrored"
    ROTATED = "rotated"
    """By quarter turns of the user."""
    CROPPED = "cropped"
    """To the part that the user chose."""
    CUT_TO_FIT = "cut_to_fit"
    """To the middle, since the service takes no image of its shape."""
    EXTENDED = "extended"
    FLATTENED = "flattened"
    """Transparent parts on white; on another colour ON_COLOUR, on a blurred copy ON_BLUR."""
    ON_COLOUR = "on_colour"
    ON_BLUR = "on_blur"
    COLOURS = "colours"
    SHRUNK = "shrunk"
    ENLARGED = "enlarged"
    REENCODED = "reencoded"
    """Only the format or the file's size was the reason; the picture is the same."""
    METADATA_REMOVED = "metadata_removed"

    @property
    def warns(self) -> bool:
        """Whether the video may look worse, or lack something, because of it."""
        return self in (Change.ENLARGED, Change.CUT_TO_FIT)


@dataclass(frozen=True, slots=True)
class Turn:
    """One of the eight ways to turn a picture: mirrored left to right first, then quarters clockwise."""

    mirrored: bool = False
    quarters: int = 0

    @property
    def swaps_sides(self) -> bool:
        return self.quarters % 2 == 1

    def then(self, other: Turn) -> Turn:
        """Both, one after the other, as one."""
        first = -self.quarters if other.mirrored else self.quarters
        return Turn(self.mirrored is not other.mirrored, (first + other.quarters) % 4)

    def size(self, lying: Size) -> Size:
        """What a size becomes; being its own reverse, also what it was."""
        return (lying[1], lying[0]) if self.swaps_sides else lying

    def undone(self, box: Box, upright: Size) -> Box:
        """Where a part of the upright picture lies in the file."""
        left, top, right, bottom = box
        width, height = upright
        for _ in range(self.quarters):
            left, top, right, bottom = top, width - right, bottom, width - left
            width, height = height, width
        if self.mirrored:
            left, right = width - right, width - left
        return left, top, right, bottom


UPRIGHT = Turn()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done: ``box`` of the lying pixels is scaled, turned, and laid into a picture of ``size``.

    ``inner`` is the upright size of what was taken from the source; smaller than ``size`` in one side where
    the picture is extended.
    """

    turn: Turn
    box: Box
    inner: Size
    size: Size
    background: str
    changes: tuple[Change, ...]

    @property
    def extends(self) -> bool:
        return self.inner != self.size


def plan(lying: Size, turn: Turn, framing: Framing) -> Plan:
    """For a picture of ``lying`` pixels which ``turn`` sets upright. InputError where none can be sent.

    ``changes`` are those of the framing and of the size, in the order in which they are made.
    """
    wished = turn.then(Turn(framing.mirrored, framing.quarter_turns % 4))
    upright = wished.size(lying)
    chosen = _chosen(upright, framing.crop)
    shown, inner, size = _fitted(chosen, framing.fit)
    found = {
        Change.MIRRORED: framing.mirrored,
        Change.ROTATED: framing.quarter_turns % 4 != 0,
        Change.CROPPED: _size_of(chosen) != upright,
        Change.CUT_TO_FIT: shown != chosen,
        Change.EXTENDED: inner != size,
        Change.SHRUNK: inner < _size_of(shown),
        Change.ENLARGED: inner > _size_of(shown),
    }
    changes = tuple(change for change, made in found.items() if made)
    return Plan(wished, wished.undone(shown, upright), inner, size, framing.background, changes)


def fit(width: int, height: int) -> Size:
    """The nearest size that the service takes, of the same shape within a pixel. InputError where none is."""
    short, long = sorted((width, height))
    if is_too_narrow(width, height):
        raise InputError(ErrorKind.IMAGE_TOO_NARROW, f"{width} × {height}")
    if short < SOURCE_SIDE_MIN:
        raise InputError(ErrorKind.IMAGE_TOO_SMALL, f"{width} × {height}")
    scale = min(1.0, IMAGE_SIDE_MAX / long)
    scale = max(scale, IMAGE_SIDE_MIN / short)
    return _legal_side(width * scale), _legal_side(height * scale)


def is_too_narrow(width: int, height: int) -> bool:
    """Whether no scale makes both sides legal."""
    short, long = sorted((width, height))
    return long * IMAGE_SIDE_MIN > short * IMAGE_SIDE_MAX


def flattening(background: str) -> Change:
    """How it is called that transparent parts were laid on ``background``."""
    return {WHITE: Change.FLATTENED, BLUR: Change.ON_BLUR}.get(background, Change.ON_COLOUR)


def _chosen(upright: Size, crop: Crop | None) -> Box:
    """The user's part in whole pixels; at least one."""
    width, height = upright
    if crop is None or not crop.is_sound:
        return 0, 0, width, height
    left, top = min(round(crop.left * width), width - 1), min(round(crop.top * height), height - 1)
    return left, top, max(round(crop.right * width), left + 1), max(round(crop.bottom * height), top + 1)


def _fitted(chosen: Box, wish: Fit) -> tuple[Box, Size, Size]:
    """The part that is shown, the size it is shown in, and the size of the whole."""
    width, height = _size_of(chosen)
    if not is_too_narrow(width, height) or wish is Fit.REFUSE:
        size = fit(width, height)
        return chosen, size, size
    if min(width, height) < SOURCE_SIDE_MIN:
        raise InputError(ErrorKind.IMAGE_TOO_SMALL, f"{width} × {height}")
    lies = width > height
    size = (IMAGE_SIDE_MAX, IMAGE_SIDE_MIN) if lies else (IMAGE_SIDE_MIN, IMAGE_SIDE_MAX)
    if wish is Fit.CROP:
        return _middle(chosen, size), size, size
    scale = IMAGE_SIDE_MAX / max(width, height)
    short = max(round(min(width, height) * scale), 1)
    return chosen, (size[0], short) if lies else (short, size[1]), size


def _middle(box: Box, shape: Size) -> Box:
    """The largest part of ``box`` about its middle that has the shape of ``shape``."""
    width, height = _size_of(box)
    part = _chosen((width, height), centred(width, height, shape[0] / shape[1]))
    return box[0] + part[0], box[1] + part[1], box[0] + part[2], box[1] + part[3]


def _size_of(box: Box) -> Size:
    return box[2] - box[0], box[3] - box[1]


def _legal_side(length: float) -> int:
    return min(max(round(length), IMAGE_SIDE_MIN), IMAGE_SIDE_MAX)
