"""One video about to be asked for: everything that the user's click is about but the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wan_desktop.core.params import Request

SOUND_NAME = "sound_name"
"""The fact that names the user's sound file, without its folder."""
CONTINUES = "continues"
"""The job whose last frame the image is."""
BATCH = "batch"
"""What this video was asked for together with."""
FRAMING = "framing"
"""How the image was made of the user's: ``core.framing.Framing.to_dict``."""
OF_THE_REQUEST = (SOUND_NAME, CONTINUES, FRAMING)
"""Facts that stay true where the same request is sent once more."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A request, the name of the image file that the user gave, and what ``Job.extra`` shall keep of it."""

    request: Request
    source_name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
