"""What ``core.link_check`` has found behind a pasted link of a sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkFinding(StrEnum):
    """What a look at a link has found."""

    GOOD = "good"
    NOT_PUBLIC = "not_public"
    """It leads to this computer or a private network: nobody else can open it."""
    NOT_OPEN = "not_open"
    """Whoever answers there wants a key for it, or does not have it."""
    NO_SOUND = "no_sound"
    WRONG_FORMAT = "wrong_format"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    """It could not be looked at from here: that says nothing about it."""


@dataclass(frozen=True, slots=True)
class LinkLook:
    """``seconds`` and ``codec`` where a sound was found; ``status`` is the HTTP status, 0 for none."""

    finding: LinkFinding
    seconds: float = 0.0
    codec: str = ""
    status: int = 0
