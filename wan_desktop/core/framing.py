"""How an image is framed before it is sent: the user's wish as plain values, without pixels.

The order is fixed: the frame of an animation → upright by its own EXIF turn → ``mirrored`` →
``quarter_turns`` → ``crop`` → flattened on ``background`` → ``fit`` where the shape cannot be sent. So a crop
is in the picture as the user sees it. ``media.images`` carries it out; screen and command line make it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, TypeGuard

BLUR = "blur"
"""The background that is a blurred copy of the image itself."""
WHITE = "#ffffff"

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Fit(StrEnum):
    """What is done where the service takes no image of this shape. Values are stored: never rename one."""

    REFUSE = "refuse"
    EXTEND = "extend"
    """The background fills what the shape lacks; nothing of the image is lost."""
    CROP = "crop"
    """The middle is kept."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of an image, in fractions of its sides: 0 ≤ left < right ≤ 1, 0 ≤ top < bottom ≤ 1."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def is_sound(self) -> bool:
        """Whether the four numbers describe a part of an image."""
        return 0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1

    def turned(self) -> Crop:
        """The same part of the picture after a quarter turn clockwise."""
        return Crop(1 - self.bottom, self.left, 1 - self.top, self.right)

    def flipped(self) -> Crop:
        """The same part of the picture after left and right changed places."""
        return Crop(1 - self.right, self.top, 1 - self.left, self.bottom)


def centred(width: int, height: int, ratio: float) -> Crop:
    """The largest part about the middle of an upright image, ``width`` × ``height`` pixels, whose width is
    ``ratio`` times its height (above 0), in whole pixels and at least one."""
    kept_width = min(max(round(height * ratio), 1), width)
    kept_height = min(max(round(width / ratio), 1), height)
    left, top = (width - kept_width) // 2, (height - kept_height) // 2
    return Crop(left / width, top / height, (left + kept_width) / width, (top + kept_height) / height)


@dataclass(frozen=True, slots=True)
class Framing:
    """What the user wants of an image. The default changes nothing that need not be changed.

    ``frame`` counts an animation's pictures from 0. ``quarter_turns`` are clockwise, 0 to 3. ``background``
    is "#rrggbb" or BLUR; it lies under transparent parts, and beside the image where it is extended.
    """

    frame: int = 0
    mirrored: bool = False
    quarter_turns: int = 0
    crop: Crop | None = None
    fit: Fit = Fit.REFUSE
    background: str = WHITE

    def turned(self, quarters: int = 1) -> Framing:
        """The picture as seen now, turned clockwise; its crop turns with it."""
        crop = self.crop
        for _ in range(quarters % 4):
            crop = crop and crop.turned()
        return replace(self, quarter_turns=(self.quarter_turns + quarters) % 4, crop=crop)

    def flipped(self) -> Framing:
        """The picture as seen now, mirrored; its crop goes with it.

        The mirror comes before the turns: seen after them, it is the same as one before turns the other way.
        """
        crop = self.crop and self.crop.flipped()
        return replace(self, mirrored=not self.mirrored, quarter_turns=-self.quarter_turns % 4, crop=crop)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Framing:
        """The reverse of :meth:`to_dict`; whatever cannot be used takes its default."""
        usual = cls()
        frame, turns = values.get("frame"), values.get("quarter_turns")
        background, fit = values.get("background"), values.get("fit")
        return cls(
            frame=frame if _is_count(frame) else usual.frame,
            mirrored=values.get("mirrored") is True,
            quarter_turns=turns % 4 if _is_count(turns) else usual.quarter_turns,
            crop=_crop(values.get("crop")),
            fit=Fit(fit) if isinstance(fit, str) and fit in tuple(Fit) else usual.fit,
            background=background if is_background(background) else usual.background,
        )


AS_IT_IS = Framing()


def is_background(value: object) -> TypeGuard[str]:
    """Whether ``value`` can be a background: BLUR, or a colour as "#rrggbb" in small letters."""
    return isinstance(value, str) and (value == BLUR or _COLOUR.fullmatch(value) is not None)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _crop(values: object) -> Crop | None:
    if not isinstance(values, Mapping):
        return None
    sides = [values.get(name) for name in ("left", "top", "right", "bottom")]
    numbers = [float(side) for side in sides if isinstance(side, int | float) and math.isfinite(side)]
    crop = Crop(*numbers) if len(numbers) == len(sides) else None
    return crop if crop is not None and crop.is_sound else None
