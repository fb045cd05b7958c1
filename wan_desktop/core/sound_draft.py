"""What is kept of the next video's sound: the user's own file, the part of it, and what that became.

::

    {"path": "/p/bells.flac", "name": "bells.flac", "cut": {"start": 4.2, …},
     "sound": "<sha256>.mp3", "silence": 0.0, "unchanged": false}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from wan_desktop.core.sound_cut import SoundCut


@dataclass(frozen=True, slots=True)
class SoundDraft:
    """``path`` is the file that is cut, ``name`` what the user calls it, "" where nobody knows.

    ``sound`` is the part in the inputs folder, "" while it was still being cut; ``silence`` the seconds added
    to it; ``unchanged`` says that it is the user's own file.
    """

    path: Path
    name: str
    cut: SoundCut
    sound: str = ""
    silence: float = 0.0
    unchanged: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "path": str(self.path),
            "name": self.name,
            "cut": self.cut.to_dict(),
            "sound": self.sound,
            "silence": self.silence,
            "unchanged": self.unchanged,
        }

    @classmethod
    def from_json(cls, kept: object) -> SoundDraft | None:
        """The reverse of :meth:`to_json`, whatever it is given; None where no sound can be found by it."""
        values = kept if isinstance(kept, Mapping) else {}
        match values:
            case {"path": str(path), "name": str(name), "cut": Mapping() as cut, "sound": str(sound)} if (
                path and "\0" not in path and PurePath(sound).name == sound
            ):
                silence = values.get("silence")
                seconds = float(silence) if isinstance(silence, int | float) else 0.0
                unchanged = values.get("unchanged") is True
                return cls(Path(path), name, SoundCut.from_dict(cut), sound, seconds, unchanged)
        return None
