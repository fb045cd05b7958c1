"""What a restore brings back, as a value: for the screen and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What can be brought back, or was.

    ``copy_day`` ("2026-11-25", "" for none) is the day of the copy that it starts from, ``changes`` how many
    jobs are other than in it by the journal, ``gaps`` how many lines of that are damaged. Of ``jobs`` in all,
    ``followed`` have a task at the service that is watched again, ``in_doubt`` were sent without an answer,
    ``unsent`` were not sent and are stopped. ``videos`` are files of the library that no job was known for.
    ``aside`` is where the damaged files are now, None before, and where there were none.
    """

    copy_day: str = ""
    changes: int = 0
    gaps: int = 0
    jobs: int = 0
    followed: int = 0
    in_doubt: int = 0
    unsent: int = 0
    videos: int = 0
    aside: Path | None = None
