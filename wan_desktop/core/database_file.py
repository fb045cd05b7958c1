"""The database as a file among others: whose it is to write, whether it is still the same one. No SQL."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from wan_desktop.core.errors import DiskError, ErrorKind


def check_rights(database: Path, locks: Path) -> None:
    """Asked beforehand: SQLite would open it to read, and fail halfway for want of its WAL."""
    needed = ((database.parent, os.W_OK | os.X_OK), (database, os.R_OK | os.W_OK), (locks, os.W_OK | os.X_OK))
    for path, rights in needed:
        if os.path.exists(path) and not os.access(path, rights):
            raise DiskError(ErrorKind.DATABASE_FORBIDDEN, str(path))


def identity(database: Path) -> os.stat_result:
    """Tells whether it is the same file. DiskError."""
    try:
        return os.stat(database)
    except OSError as error:
        raise DiskError(ErrorKind.DATA_UNWRITABLE, error.strerror or str(error)) from error


def make_private(database: Path) -> None:
    """The list is its user's alone, whatever the umask; SQLite gives its side files the same rights."""
    # Where it cannot be made, SQLite says why.
    with suppress(OSError):
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
