"""Who drives what: each process holds one lock of the operating system for as long as it lives.

A job's ``owner`` in the database is the token of the process that drives it. Whether that process still lives
is asked of the system, by trying its lock: a lock goes with its process, kill -9 and power cuts included, so
no time-out has to guess.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from wan_desktop.core.errors import DiskError


class Claims:
    """This process's own lock, and the question whether another's is still held. Raises DiskError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.token = uuid.uuid4().hex
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._own = self._lock(self.token)
            self._own.acquire(blocking=False)
        except OSError as error:
            raise DiskError.from_os_error(error) from error

    def lives(self, token: str) -> bool:
        """Whether the process with this token still runs (this one always does)."""
        if token == self.token:
            return True
        path = self._path(token)
        if not path.exists():
            return False
        lock = self._lock(token)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return True
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        lock.release()
        path.unlink(missing_ok=True)
        return False

    def release(self) -> None:
        """Gives up everything this process drives, as its end would. A file that stays harms nobody."""
        with suppress(OSError):
            self._own.release(force=True)
            self._path(self.token).unlink(missing_ok=True)

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}.lock"

    def _lock(self, token: str) -> FileLock:
        # Soft locks, filelock's way out on file systems without locks, outlive a kill: better an error.
        # The thread that opens the store is not the one that works with it.
        return FileLock(self._path(token), thread_local=False, fallback_to_soft=False)
