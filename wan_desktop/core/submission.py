"""One video about to be asked for: everything that the user's click is about but the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wan_desktop.core.params import Request

SOUND_NAME = "sound_name"
"""The fact that names the user's sound file, without its folder."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A request, the name of the image file that the user gave, and what ``Job.extra`` shall keep of it."""

    request: Request
    source_name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
