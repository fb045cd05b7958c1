"""Which part of a sound goes under a video: the user's wish as plain values, and the arithmetic around it.

``media.audio.cut`` carries it out; screen and command line make it. All times are seconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from wan_desktop.core.params import AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN

FADES = (0.0, 0.1, 0.5, 1.0, 2.0)
"""Lengths of a fade to choose from."""
_SAME = 0.05
"""Seconds by which two lengths differ and are still shown as one."""


@dataclass(frozen=True, slots=True)
class SoundCut:
    """A part of a sound, from ``start`` on. Where the sound ends sooner, so does the part.

    ``fade_in`` and ``fade_out`` lie inside the part, at its two ends.
    """

    start: float = 0.0
    seconds: float = 5.0
    fade_in: float = 0.0
    fade_out: float = 0.0

    @property
    def end(self) -> float:
        return self.start + self.seconds

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> SoundCut:
        """The reverse of :meth:`to_dict`; whatever cannot be used takes its default."""
        names = ("start", "seconds", "fade_in", "fade_out")
        return cls(**{name: float(values[name]) for name in names if _is_length(values.get(name))})


def for_video(video: float, whole: float) -> SoundCut:
    """The first wish for a sound of ``whole`` seconds: from its beginning, as long as the video."""
    return within(SoundCut(seconds=video), whole)


def within(cut: SoundCut, whole: float) -> SoundCut:
    """The nearest part that a sound of ``whole`` seconds has and the service takes.

    It keeps its length where it can and moves instead. A sound shorter than the service's least length goes
    whole; silence then follows. Fades give way to each other in a part too short for both.
    """
    shortest, longest = min(AUDIO_SECONDS_MIN, whole), min(AUDIO_SECONDS_MAX, whole)
    seconds = min(max(cut.seconds, shortest), longest)
    start = min(max(cut.start, 0.0), whole - seconds)
    fade_in = min(max(cut.fade_in, 0.0), seconds)
    fade_out = min(max(cut.fade_out, 0.0), seconds - fade_in)
    return SoundCut(start, seconds, fade_in, fade_out)


def moved(cut: SoundCut, start: float, whole: float) -> SoundCut:
    """The same length from another ``start``, as near to it as the sound has room."""
    return within(SoundCut(start, cut.seconds, cut.fade_in, cut.fade_out), whole)


def started_at(cut: SoundCut, start: float, whole: float) -> SoundCut:
    """The start moved and the end left where it is."""
    shortest, longest = min(AUDIO_SECONDS_MIN, whole), min(AUDIO_SECONDS_MAX, whole)
    start = min(max(start, 0.0, cut.end - longest), cut.end - shortest)
    return within(SoundCut(start, cut.end - start, cut.fade_in, cut.fade_out), whole)


def ended_at(cut: SoundCut, end: float, whole: float) -> SoundCut:
    """The end moved and the start left where it is."""
    shortest, longest = min(AUDIO_SECONDS_MIN, whole), min(AUDIO_SECONDS_MAX, whole)
    end = min(max(end, cut.start + shortest), cut.start + longest, whole)
    return within(SoundCut(cut.start, end - cut.start, cut.fade_in, cut.fade_out), whole)


def following(cut: SoundCut, before: float, after: float, whole: float) -> SoundCut:
    """The part for a video of another length: from the same start, as long as the video if it was so before.

    A length that the user gave it stays.
    """
    followed = abs(cut.seconds - before) < _SAME or (cut.seconds < before and whole - cut.end < _SAME)
    if not followed:
        return cut
    seconds = min(after, max(whole - cut.start, AUDIO_SECONDS_MIN))
    return within(SoundCut(cut.start, seconds, cut.fade_in, cut.fade_out), whole)


def silent_tail(cut: SoundCut, video: float) -> float:
    """Seconds of the video after the part has ended."""
    return max(0.0, video - cut.seconds)


def cut_off(cut: SoundCut, video: float) -> float:
    """Seconds of the part that nobody hears, because the video has ended."""
    return max(0.0, cut.seconds - video)


def _is_length(value: object) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    )
