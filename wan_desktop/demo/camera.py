"""The demo's camera: which moves a seed chooses, and what the camera sees at each frame. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

PIXELS = {"720P": 1280 * 720, "1080P": 1920 * 1080}
"""Most pixels of a frame by tier; the sides follow the image's aspect."""

ZOOM = 1.18
"""How much closer than the whole image the camera gets within one move."""

View = tuple[float, float, float, float]
"""Left, top, right, bottom of what is seen, in parts of the image: (0, 0, 1, 1) is all of it."""

#: Where a move starts and ends, as (x, y, zoom); x and y are parts of the room that the zoom leaves.
MOVES: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "push-in": ((0.5, 0.5, 1.0), (0.5, 0.45, ZOOM)),
    "pull-out": ((0.5, 0.45, ZOOM), (0.5, 0.5, 1.0)),
    "pan-left": ((0.95, 0.5, 1.14), (0.05, 0.5, 1.14)),
    "pan-right": ((0.05, 0.5, 1.14), (0.95, 0.5, 1.14)),
    "rise": ((0.5, 0.95, 1.14), (0.5, 0.05, 1.14)),
    "drift": ((0.2, 0.35, 1.06), (0.8, 0.65, 1.12)),
}

#: Framings of later shots, as (x, y, zoom) of a closer look that the move happens in.
FRAMINGS = ((0.5, 0.4, 1.7), (0.15, 0.5, 1.5), (0.85, 0.5, 1.5), (0.5, 0.85, 1.6), (0.3, 0.25, 1.85))


@dataclass(frozen=True, slots=True)
class Shot:
    """One stretch without a cut: what is seen at its first and at its last frame."""

    start: View
    end: View
    frames: int

    def view(self, index: int) -> View:
        """What frame ``index`` shows. One factor moves all four edges: the point approached stands still."""
        along = _eased(index / max(1, self.frames - 1))
        factor = self._even_zoom(along)
        left, top, right, bottom = (a + (b - a) * factor for a, b in zip(self.start, self.end, strict=True))
        return left, top, right, bottom

    def _even_zoom(self, along: float) -> float:
        """Turns time into a factor under which the picture grows by the same ratio at each step."""
        first, last = self.start[2] - self.start[0], self.end[2] - self.end[0]
        if math.isclose(first, last):
            return along
        ratio = last / first
        return float((ratio**along - 1) / (ratio - 1))


def frame_size(resolution: str, aspect: float, scale: float = 1.0) -> tuple[int, int]:
    """Even sides nearest to ``aspect`` (width / height) that stay within the tier's pixels.

    ``scale`` shortens both sides, for tests that need a real video quickly.
    """
    pixels = PIXELS[resolution] * scale * scale
    width, height = math.sqrt(pixels * aspect), math.sqrt(pixels / aspect)
    fits = [(w, h) for w in _even_sides(width) for h in _even_sides(height) if w * h <= pixels * (1 + 1e-9)]
    return min(
        fits, key=lambda side: abs(math.log(side[0] / side[1] / aspect)) + 1 - side[0] * side[1] / pixels
    )


def plan(seed: int, shots: str, frames: int, move: str = "") -> tuple[Shot, ...]:
    """The shots of one video: one for "single", two or three for "multi"; ``move`` names the first's move."""
    chance = Random(seed)
    names = chance.sample(sorted(MOVES), 3)
    if move:
        names[0] = move
    if shots != "multi":
        return (_shot(names[0], (0.5, 0.5, 1.0), frames),)
    count = 2 if frames <= 150 else 3
    framings = [(0.5, 0.5, 1.0), *chance.sample(FRAMINGS, count - 1)]
    lengths = [frames // count] * (count - 1)
    lengths.append(frames - sum(lengths))
    return tuple(_shot(*parts) for parts in zip(names, framings, lengths, strict=False))


def _shot(move: str, framing: tuple[float, float, float], frames: int) -> Shot:
    outer = _view(framing)
    start, end = (_within(outer, _view(place)) for place in MOVES[move])
    return Shot(start, end, frames)


def _view(place: tuple[float, float, float]) -> View:
    x, y, zoom = place
    side = 1 / zoom
    left, top = x * (1 - side), y * (1 - side)
    return left, top, left + side, top + side


def _within(outer: View, inner: View) -> View:
    width, height = outer[2] - outer[0], outer[3] - outer[1]
    return (
        outer[0] + inner[0] * width,
        outer[1] + inner[1] * height,
        outer[0] + inner[2] * width,
        outer[1] + inner[3] * height,
    )


def _eased(time: float) -> float:
    """Starts and ends gently yet never stands still: 0.4 of the mean speed at both ends, 1.3 in between."""
    return 0.4 * time + 0.6 * time * time * (3 - 2 * time)


def _even_sides(side: float) -> tuple[int, ...]:
    nearest = 2 * round(side / 2)
    return tuple(max(2, nearest + step) for step in (-2, 0, 2))
