"""The image of the next video: where it came from, how it is framed, and what of it is kept to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wan_desktop.core.framing import AS_IT_IS, Framing


@dataclass(frozen=True, slots=True)
class GivenImage:
    """``source`` is the user's own file, or the bytes of what was pasted; ``name`` is the name to show, which
    may be "". ``file_name`` is what is sent, in the inputs folder."""

    source: Path | bytes
    name: str
    framing: Framing = AS_IT_IS
    file_name: str = ""
