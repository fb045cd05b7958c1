"""One SQLite file: opened, checked, brought up to date, copied. No table is named here but in the schema.

Every fault is told as a DiskError. What SQLite says of a damaged file depends on the byte that was hit and on
the statement that meets it; all of that is DATABASE_DAMAGED here. With ``core.store`` the only places that
know sqlite3.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePath
from urllib.parse import quote

from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.files import UNFINISHED_SUFFIX, bring_to_disk, rename_over, sync_folder

Connection = sqlite3.Connection

BUSY_SECONDS = 10.0
"""How long one process waits for another's write."""
VERSIONS_MAX = 10_000
"""A schema version above this was written by no program: the file's first page is damaged."""
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file that is open, or was when its program died."""

_KINDS = {
    sqlite3.SQLITE_FULL: ErrorKind.DISK_FULL,
    sqlite3.SQLITE_READONLY: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_PERM: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_IOERR: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_BUSY: ErrorKind.DATA_UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_NOTADB: ErrorKind.DATABASE_DAMAGED,
    # The program's statements are fixed and right: where one is refused (no such table, malformed JSON, a
    # constraint that its own rows broke), it is the file that is not what the program wrote.
    sqlite3.SQLITE_ERROR: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_MISMATCH: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_SCHEMA: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_FORMAT: ErrorKind.DATABASE_DAMAGED,
    sqlite3.SQLITE_TOOBIG: ErrorKind.DATABASE_DAMAGED,
}
#: No room for what stands beside a file that is open.
_NO_ROOM = frozenset({sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP})
_DAMAGED_READS = frozenset({sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS})


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turns what SQLite raises inside into a DiskError."""
    try:
        yield
    except sqlite3.Error as error:
        raise DiskError(_kind(error), str(error)) from error


def _kind(error: sqlite3.Error) -> ErrorKind:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # Python's own words: text that is no UTF-8. A misuse of the module is a ProgrammingError.
        undecodable = isinstance(error, sqlite3.OperationalError)
        return ErrorKind.DATABASE_DAMAGED if undecodable else ErrorKind.INTERNAL
    if code in _DAMAGED_READS:
        return ErrorKind.DATABASE_DAMAGED
    if code in _NO_ROOM:
        return ErrorKind.DISK_FULL
    # The low byte is the plain code, whatever more exact one stands above it.
    return _KINDS.get(code & 0xFF, ErrorKind.INTERNAL)


def connect(database: Path) -> Connection:
    """Opens the file, or makes it: every commit is on the disk when it returns. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # Only macOS knows the difference: without, a commit is in the drive's own memory (core.files).
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def uri_of(database: PurePath, mode: str) -> str:
    """As SQLite takes an absolute path (sqlite.org/uri.html).

    Not PurePath.as_uri: of ``\\\\server\\share`` it makes a host, and SQLite opens no file of another host.
    """
    path = quote(os.fsencode(database.as_posix()), safe="/:")
    return f"file://{'' if path.startswith('/') else '/'}{path}?mode={mode}"


def refuse_newer(database: Path, steps: int) -> None:
    """DiskError(DATABASE_NEWER) for a file above ``steps``, of which not a byte is changed.

    An ordinary connection would bring the WAL of a program that was killed into the file as it closes.
    Whatever else is wrong is for the connection that follows to say.
    """
    if not database.exists():
        return
    with suppress(sqlite3.Error):
        with closing(
            sqlite3.connect(uri_of(database.absolute(), "ro"), uri=True, timeout=BUSY_SECONDS)
        ) as connection:
            found = version(connection)
        if steps < found < VERSIONS_MAX:
            raise _newer(found, steps)


def _newer(found: int, steps: int) -> DiskError:
    return DiskError(ErrorKind.DATABASE_NEWER, f"version {found}, this program knows {steps}")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing, one process at a time. Raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    done = False
    try:
        yield
        connection.execute("COMMIT")
        done = True
    finally:
        # A full disk may have ended the transaction by itself.
        if not done and connection.in_transaction:
            connection.execute("ROLLBACK")


def check(connection: Connection, steps: int) -> None:
    """Looks at every page. DATABASE_DAMAGED, or DATABASE_NEWER above ``steps``; raises sqlite3.Error too.

    The whole ``integrity_check``: 0.11 s for 10,000 jobs in 92 MB where ``quick_check`` takes 0.05 s, and
    only it compares the indexes with their tables. A paid job that an index misses is one nobody follows.
    """
    found = version(connection)
    if not 0 <= found < VERSIONS_MAX:
        raise DiskError(ErrorKind.DATABASE_DAMAGED, f"version {found}")
    if found > steps:
        raise _newer(found, steps)
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if faults != ["ok"]:
        raise DiskError(ErrorKind.DATABASE_DAMAGED, str(faults[0]).replace("\n", " ")[:200])


def upgrade(connection: Connection, database: Path, steps: Sequence[Sequence[str]]) -> None:
    """Takes a database through the steps it lacks, each whole or not at all.

    An existing file is first copied beside itself, as ``<name>.v<its version>``: whole, looked at and on the
    disk, or nothing is changed. Raises DiskError, DATABASE_NEWER for one from a newer program, and
    sqlite3.Error.
    """
    found = version(connection)
    if found > len(steps):
        raise _newer(found, len(steps))
    if 0 < found < len(steps):
        _keep_copy(connection, database, database.with_name(f"{database.name}.v{found}"))
    for number in range(found + 1, len(steps) + 1):
        with transaction(connection):
            # Another process may have taken the step while this one waited for its turn.
            if version(connection) < number:
                for statement in steps[number - 1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def _keep_copy(connection: Connection, database: Path, target: Path) -> None:
    """Under its name once it is whole. DiskError, sqlite3.Error."""
    part = target.with_name(f".{target.name}.{os.getpid()}{UNFINISHED_SUFFIX}")
    try:
        part.unlink(missing_ok=True)
        # As private as the file itself, from its first byte.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with suppress(OSError):
            shutil.copymode(database, part)
        copy(connection, part)
        with reading(part) as made:
            check(made, version(connection))
        with part.open("rb+") as file:
            bring_to_disk(file.fileno())
        rename_over(part, target)
        sync_folder(target.parent)
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def version(connection: Connection) -> int:
    """How many steps of the schema the file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def copy(connection: Connection, target: Path) -> None:
    """Copies as the file is at this moment, others writing or not, into one file with nothing beside it."""
    with closing(sqlite3.connect(target, isolation_level=None)) as made:
        connection.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def reading(database: Path) -> Iterator[Connection]:
    """A file that is there already, not changed and not made. DiskError."""
    with disk_errors():
        # "rw", not "ro": a WAL that a killed program left behind is a part of the file.
        uri = uri_of(database.absolute(), "rw")
        with closing(
            sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield connection
