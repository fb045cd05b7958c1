"""What is worth money, written a second time: one line a change, beside the database, only ever appended to.

::

    backups/000011 2026-11-24.sqlite3     the database as it was when that day began (core.copies)
    backups/000011 2026-11-24.jsonl       every change of that day
    backups/000012 2026-11-25.sqlite3
    backups/000012 2026-11-25.jsonl

Copies and journals share their numbers, and numbers only grow: a clock set back reorders nothing. What came
after copy 12 stands in the journals from 11 on (a process may have begun a line just before the day turned),
and applying a line a second time changes nothing.

One line is ``{"crc32": …, "body": …}``; the body says its ``format``, the database's ``schema``, the
``writer`` (the token of the process, as in ``core.claims``) and then either a job's whole row as it is
stored, with its rows in the ledger, or the id of one that was removed. The row's own columns are written,
whatever they are. Left out: the owner, which is nobody after a loss, and the query of a link to a sound,
which may be signed. A line of a newer format or schema is refused as DATABASE_NEWER, never half understood.

A ``revision`` of null means: the database refused this, so no copy has it and no row is newer.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.files import bring_to_disk, sync_folder
from wan_desktop.core.paths import backups_of
from wan_desktop.core.redaction import unsigned_link

FORMAT = 1
COPY, JOURNAL = ".sqlite3", ".jsonl"
_NAME = re.compile(r"(\d{6,}) (\d{4}-\d{2}-\d{2})(\.sqlite3|\.jsonl)")
_START = b'{"crc32":'
"""How every line begins; one that begins so and has no end was cut off while it was written."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One file in the folder of backups."""

    number: int
    day: str
    path: Path


@dataclass(frozen=True, slots=True)
class Change:
    """A job's row as it is stored now, the number of that change, and its rows in the ledger."""

    row: Row
    revision: int | None
    spend: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One change. ``row`` is the job's, None where it was removed; ``spend`` are its rows in the ledger."""

    job_id: str
    revision: int | None
    schema: int
    writer: str
    row: Row | None
    spend: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """What was read, in the order in which it was written, and how many lines were damaged since."""

    records: Sequence[Record]
    damaged: int = 0


class Journal:
    """Appends for one process. For the store's thread; every method raises DiskError."""

    def __init__(self, database: Path, writer: str, schema: int) -> None:
        self._database, self._writer, self._schema = database, writer, schema
        self._last: dict[str, tuple[Path, int]] = {}

    def write(self, job_id: str, revision: int | None, row: Row, spend: Sequence[Row] = ()) -> None:
        """A job as it is stored now; on the disk when this returns."""
        self.write_all((Change(row, revision, spend),))

    def write_all(self, changes: Iterable[Change]) -> None:
        """Several jobs, on the disk together; a cut in between leaves the first ones."""
        self._append({change.row["id"]: self._body(_kept(change), change.revision) for change in changes})

    def remove(self, job_id: str, revision: int, spend: Sequence[Row] = ()) -> None:
        """A job that the user removed; what it cost stays."""
        removed = {"removed": job_id, "spend": [dict(entry) for entry in spend]}
        self._append({job_id: self._body(removed, revision)})

    def _body(self, change: dict[str, Any], revision: int | None) -> str:
        head = {"format": FORMAT, "schema": self._schema, "writer": self._writer, "revision": revision}
        return _compact(head | change)

    def _append(self, bodies: Mapping[str, str]) -> None:
        if not bodies:
            return
        checksums = {job_id: zlib.crc32(body.encode()) for job_id, body in bodies.items()}
        try:
            path = open_journal(self._database)
            # A write that is repeated until the database takes it is told once in each day's journal.
            lines = "".join(
                _line(checksums[job_id], body)
                for job_id, body in bodies.items()
                if self._last.get(job_id) != (path, checksums[job_id])
            )
            if lines:
                _append(path, lines.encode())
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        self._last |= {job_id: (path, checksum) for job_id, checksum in checksums.items()}


def _kept(change: Change) -> dict[str, Any]:
    kept = {name: value for name, value in change.row.items() if name != "owner"}
    kept["request"] = _without_signature(kept["request"])
    return {"job": kept, "spend": [dict(entry) for entry in change.spend]}


def _line(checksum: int, body: str) -> str:
    # The line's own break comes first: whatever a full disk cut off before is not glued to it.
    return f'\n{{"crc32":{checksum},"body":{body}}}\n'


def _append(path: Path, lines: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
    try:
        written = os.write(handle, lines)
        if written != len(lines):
            raise DiskError(ErrorKind.DISK_FULL, f"{written} of {len(lines)} bytes")
        bring_to_disk(handle)
    finally:
        os.close(handle)


def open_journal(database: Path) -> Path:
    """The journal of today, made where it is not there yet. OSError."""
    folder = backups_of(database)
    newest = max(backups_in(folder, JOURNAL), default=None)
    number, day = next_number(folder)
    if newest is not None and newest.number == number:
        return newest.path
    if not folder.exists():
        # Whoever may use the home may use this too, whatever the umask.
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode))
    path = folder / file_name(number, day, JOURNAL)
    make_like(database, path)
    sync_folder(folder)
    return path


def make_like(database: Path, path: Path) -> None:
    """An empty file that the same people may read and write as the database, whatever the umask. OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    with suppress(FileNotFoundError):
        rights = stat.S_IMODE(database.stat().st_mode) & 0o666
        if rights != stat.S_IMODE(path.stat().st_mode):
            path.chmod(rights)


def next_number(folder: Path) -> tuple[int, str]:
    """The number and the day of what is written now: the newest's, or one more where the day has turned."""
    day = today()
    newest = max((*backups_in(folder, JOURNAL), *backups_in(folder, COPY)), default=None)
    if newest is None:
        return 1, day
    return (newest.number, day) if newest.day == day else (newest.number + 1, day)


def today() -> str:
    """The day on this computer's calendar."""
    return time.strftime("%Y-%m-%d")


def file_name(number: int, day: str, suffix: str) -> str:
    """As in the picture above."""
    return f"{number:06d} {day}{suffix}"


def backups_in(folder: Path, suffix: str) -> list[Backup]:
    """The copies or the journals that there are, oldest first. DiskError where the folder cannot be read."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    found = (_NAME.fullmatch(name) for name in names)
    return sorted(
        Backup(int(name[1]), name[2], folder / name[0])
        for name in found
        if name is not None and name[3] == suffix
    )


def read(folder: Path, schema: int, since: int = 0) -> Lines:
    """Everything in the journals from number ``since`` on. DiskError, DATABASE_NEWER among its kinds.

    ``schema`` is the newest version of the database that this program knows.
    """
    records: list[Record] = []
    damaged = 0
    for journal in backups_in(folder, JOURNAL):
        if journal.number < since:
            continue
        try:
            content = journal.path.read_bytes()
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        for line in _lines(content):
            record = _record(line, schema)
            if record is None:
                damaged += 1
            else:
                records.append(record)
    return Lines(records, damaged)


def _lines(content: bytes) -> Iterator[bytes]:
    """All that were written to their end, damaged or not."""
    # After a power cut a file may have its new length, and zeros where the line would have been.
    for line in content.rstrip(b"\0").split(b"\n"):
        cut_off = line.startswith(_START[: len(line)]) and not line.endswith(b"}}")
        if line and not cut_off:
            yield line


def _record(line: bytes, schema: int) -> Record | None:
    """A line's content, None where it is not what was written. DiskError(DATABASE_NEWER)."""
    try:
        values = json.loads(line)
        body = values["body"]
        if zlib.crc32(_compact(body).encode()) != values["crc32"]:
            return None
        if body["format"] > FORMAT or body["schema"] > schema:
            versions = f"journal {body['format']}, version {body['schema']}"
            raise DiskError(ErrorKind.DATABASE_NEWER, f"{versions}, this program knows {FORMAT} and {schema}")
        row = body.get("job")
        return Record(
            job_id=body["removed"] if row is None else row["id"],
            revision=body["revision"],
            schema=body["schema"],
            writer=body["writer"],
            row=row,
            spend=body["spend"],
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _without_signature(request: str) -> str:
    values = json.loads(request)
    link = values.get("audio_url", "")
    kept = unsigned_link(link)
    return request if kept == link else _compact(values | {"audio_url": kept})


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
