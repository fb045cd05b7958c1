"""From a source and a Framing to what will be done to its pixels: ``core.framed_size`` and the turns.

Sizes and boxes are whole pixels. *Lying* is how the pixels stand in the file, *upright* how the user sees
them after every turn: the file's own and the user's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.framed_size import SOURCE_SIDE_MIN, Box, FramedSize, Size, framed_size, size_of
from wan_desktop.core.framing import BLUR, WHITE, Framing


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
    """What is done: ``box`` of the ``whole`` lying pixels is scaled, turned, and laid into one of ``size``.

    ``inner`` is the upright size of what was taken from the source; smaller than ``size`` in one side where
    the picture is extended.
    """

    whole: Size
    turn: Turn
    box: Box
    inner: Size
    size: Size
    background: str
    changes: tuple[Change, ...]

    @property
    def extends(self) -> bool:
        return self.inner != self.size

    @property
    def enough(self) -> Size:
        """How large the whole, lying, has to be decoded for ``box`` of it to come in the size wanted."""
        width, height = self.turn.size(self.inner)
        left, top, right, bottom = self.box
        across, down = self.whole[0] * width / (right - left), self.whole[1] * height / (bottom - top)
        return min(round(across), self.whole[0]), min(round(down), self.whole[1])

    @property
    def is_of_size_alone(self) -> bool:
        """Whether the picture goes whole, and as its file turns it."""
        return set(self.changes) <= {Change.SHRUNK, Change.ENLARGED}


def plan(lying: Size, turn: Turn, framing: Framing) -> Plan:
    """For a picture of ``lying`` pixels which ``turn`` sets upright. InputError where none can be sent.

    ``changes`` are those of the framing and of the size, in the order in which they are made.
    """
    wished = turn.then(Turn(framing.mirrored, framing.quarter_turns % 4))
    framed = framed_size(*turn.size(lying), framing)
    upright, sent = wished.size(lying), _sent(framed)
    found = {
        Change.MIRRORED: framing.mirrored,
        Change.ROTATED: framing.quarter_turns % 4 != 0,
        Change.CROPPED: size_of(framed.taken) != upright,
        Change.CUT_TO_FIT: framed.shown != framed.taken,
        Change.EXTENDED: framed.inner != sent,
        Change.SHRUNK: framed.inner < size_of(framed.shown),
        Change.ENLARGED: framed.enlarged,
    }
    changes = tuple(change for change, made in found.items() if made)
    box = wished.undone(framed.shown, upright)
    return Plan(lying, wished, box, framed.inner, sent, framing.background, changes)


def _sent(framed: FramedSize) -> Size:
    """What goes; InputError where nothing can."""
    width, height = size_of(framed.taken)
    if framed.sent is None:
        raise InputError(ErrorKind.IMAGE_TOO_NARROW, f"{width} × {height}")
    if min(width, height) < SOURCE_SIDE_MIN:
        raise InputError(ErrorKind.IMAGE_TOO_SMALL, f"{width} × {height}")
    return framed.sent


def flattening(background: str) -> Change:
    """How it is called that transparent parts were laid on ``background``."""
    return {WHITE: Change.FLATTENED, BLUR: Change.ON_BLUR}.get(background, Change.ON_COLOUR)
