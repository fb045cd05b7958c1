"""Room on the disk that is kept for what must not be lost: the answer to a paid request.

A file that holds nothing of use. It is there before the request leaves; where the disk is full when the
answer comes, the file goes and the answer takes its room.
"""

from __future__ import annotations

import os
from pathlib import Path

from wan_desktop.core.files import replace_file

RESERVE_BYTES = 512 * 1024
"""Writing one job takes SQLite some pages of 4 KiB of its log; several answers may come at once."""


class Reserve:
    """One for a database, beside it. Blocks."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Sees to it that the room is there. DiskError(DISK_FULL) where there is none."""
        if not self._path.exists():
            # Of chance, because some file systems pack what repeats.
            replace_file(self._path, os.urandom(RESERVE_BYTES))

    def spend(self) -> bool:
        """Gives the room back to the disk; False where it was spent before."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
