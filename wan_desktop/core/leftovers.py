"""What a killed process left half done in the program's own folders, removed at a later start.

Files that were being written (``core.files``, ``core.copies``, ``media.video``) and posters of jobs that are
gone. A half key file holds a key, so it must not stay until somebody finds it. The images to send have rules
of their own: ``core.inputs``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import UNFINISHED_SUFFIX
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

LEFT_AFTER = 3600.0
"""Seconds after which nobody can still be writing a file: other processes on this home may be at work."""


def sweep_leftovers(store: Store, paths: Paths) -> int:
    """Returns how many files went; what cannot be looked at or removed now waits. Blocks."""
    oldest = time.time() - LEFT_AFTER
    removed = 0
    for path in _leftovers(store, paths):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed


def _leftovers(store: Store, paths: Paths) -> Iterator[Path]:
    for folder in (paths.data, paths.inputs, paths.posters, paths.backups):
        # With what SQLite keeps beside a copy that is being made.
        yield from folder.glob(f".*{UNFINISHED_SUFFIX}*")
    with suppress(DiskError):
        jobs = store.ids()
        yield from (poster for poster in paths.posters.glob("*.jpg") if poster.stem not in jobs)
