"""A copy of the database for each day on which the program ran, the seven latest kept.

Made on a thread of its own over a connection of its own: in WAL mode a reader keeps nobody from writing. A
copy counts once it was looked at page by page and row by row; only then it has its name, and only then older
ones go. So a damaged database never takes the place of a good copy, nor does one without a single job.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from wan_desktop.core.database import check, copy, reading
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.files import UNFINISHED_SUFFIX, bring_to_disk, rename_over, sync_folder
from wan_desktop.core.job import Job
from wan_desktop.core.job_rows import job_of
from wan_desktop.core.journal import (
    COPY,
    JOURNAL,
    Backup,
    backups_in,
    file_name,
    make_like,
    next_number,
    open_journal,
)
from wan_desktop.core.paths import backups_of
from wan_desktop.core.schema import STEPS

KEPT = 7
HALF_COPY_SECONDS = 3600.0
"""After so long, whoever was making a copy has died."""


def is_due(database: Path) -> bool:
    """Whether there is a job in the database and no copy of today. DiskError."""
    folder = backups_of(database)
    number, _ = next_number(folder)
    if not database.exists() or any(made.number == number for made in backups_in(folder, COPY)):
        return False
    with reading(database) as connection:
        return connection.execute("SELECT 1 FROM jobs LIMIT 1").fetchone() is not None


def make_copy(database: Path) -> Path | None:
    """Copies the database as it is now under the name of today; None where it holds no job yet. Blocks.

    DiskError: DATABASE_DAMAGED where the copy is not sound, which is the first that anyone hears of it.
    """
    folder = backups_of(database)
    try:
        # First the journal that continues the copy: a copy without one is not taken for all there was.
        number, day = open_journal(database).stem.split(" ")
        target = folder / file_name(int(number), day, COPY)
        part = folder / f".{target.name}.{os.getpid()}{UNFINISHED_SUFFIX}"
        try:
            if not _copy_checked(database, part):
                return None
            rename_over(part, target)
        finally:
            _remove(part)
        sync_folder(folder)
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    prune(folder)
    return target


def _copy_checked(database: Path, part: Path) -> bool:
    """A whole, sound copy on the disk; False where there is nothing in it to keep."""
    _remove(part)
    make_like(database, part)
    with reading(database) as connection:
        copy(connection, part)
    with part.open("rb+") as file:
        bring_to_disk(file.fileno())
    return bool(look_at(part))


def look_at(path: Path) -> dict[str, Job]:
    """Every job of a sound copy in the backups, by its id. DiskError: DATABASE_DAMAGED, DATABASE_NEWER."""
    home = path.parent.parent
    with reading(path) as connection:
        check(connection, len(STEPS))
        cursor = connection.execute("SELECT * FROM jobs")
        names = [column[0] for column in cursor.description]
        jobs = (job_of(dict(zip(names, row, strict=True)), home) for row in cursor)
        return {job.id: job for job in jobs}


def newest_sound(folder: Path) -> Backup | None:
    """The latest copy that can be read. DiskError(DATABASE_NEWER) where a newer program wrote it."""
    for found in reversed(backups_in(folder, COPY)):
        try:
            look_at(found.path)
        except DiskError as error:
            if error.kind is ErrorKind.DATABASE_NEWER:
                raise
            continue
        return found
    return None


def prune(folder: Path) -> None:
    """Removes all but the latest KEPT copies, the journals that none of those needs, and half copies."""
    copies = backups_in(folder, COPY)
    for old in copies[:-KEPT]:
        _remove(old.path)
    if copies:
        # One journal more than copies: a line may have been begun just before the day turned.
        needed = copies[-KEPT:][0].number - 1
        for journal in backups_in(folder, JOURNAL):
            if journal.number < needed:
                _remove(journal.path)
    for part in folder.glob(f".*{UNFINISHED_SUFFIX}"):
        with suppress(OSError):
            # Another process may be making its copy right now.
            if part.stat().st_mtime < time.time() - HALF_COPY_SECONDS:
                part.unlink()


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
