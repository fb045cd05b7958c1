"""The arithmetic of a drawn waveform: between seconds and pixels, what is shown, and what a hand touches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wan_desktop.core.sound_cut import SoundCut

GRIP = 7.0
"""Pixels to either side of an edge at which it is taken hold of."""
ROOM = 12.0
"""So many windows are shown at first: in an hour of sound, five seconds would be no pixel wide."""
CLOSEST = 1.0
"""Seconds that are always shown."""


class Part(Enum):
    """What lies under the hand."""

    START = "start"
    END = "end"
    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Scale:
    """``seconds`` of a sound from ``start`` on, over ``width`` pixels from ``left`` on."""

    start: float
    seconds: float
    left: float
    width: float

    @property
    def end(self) -> float:
        return self.start + self.seconds

    def x_of(self, second: float) -> float:
        return self.left + (second - self.start) / self.seconds * self.width

    def second_at(self, x: float) -> float:
        return self.start + (x - self.left) / self.width * self.seconds

    def part_at(self, x: float, cut: SoundCut) -> Part:
        """What of the cut is at ``x``; of two edges within reach, the nearer one."""
        to_start, to_end = abs(x - self.x_of(cut.start)), abs(x - self.x_of(cut.end))
        if min(to_start, to_end) <= GRIP:
            return Part.START if to_start < to_end else Part.END
        inside = self.x_of(cut.start) < x < self.x_of(cut.end)
        return Part.INSIDE if inside else Part.OUTSIDE


def reach(cut: SoundCut, whole: float, video: float) -> float:
    """Seconds that there are to show: the sound, and the silence where the video is longer."""
    return max(whole, cut.start + video)


def first_view(cut: SoundCut, whole: float, video: float) -> tuple[float, float]:
    """Start and seconds shown at first: everything, or of a long sound the surroundings of the cut."""
    there = reach(cut, whole, video)
    shown = min(there, ROOM * max(video, cut.seconds))
    return placed((cut.start + cut.end - shown) / 2, shown, there)


def placed(start: float, seconds: float, there: float) -> tuple[float, float]:
    """A view inside of what there is."""
    seconds = min(max(seconds, CLOSEST), max(there, CLOSEST))
    return min(max(start, 0.0), max(0.0, there - seconds)), seconds


def zoomed(view: tuple[float, float], factor: float, at: float, there: float) -> tuple[float, float]:
    """``factor`` times as close; the second ``at`` stays where it is."""
    start, seconds = view
    closer = min(max(seconds / factor, CLOSEST), max(there, CLOSEST))
    return placed(at - (at - start) * closer / seconds, closer, there)


def showing(view: tuple[float, float], cut: SoundCut, there: float) -> tuple[float, float]:
    """The view moved as little as it must be to show the cut, or its start where it is wider."""
    start, seconds = view
    if cut.start < start or cut.seconds > seconds:
        start = cut.start
    elif cut.end > start + seconds:
        start = cut.end - seconds
    return placed(start, seconds, there)
