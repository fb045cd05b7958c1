"""The paths in the table of jobs: what an older version kept as absolute is told from the home from now on.

For the store alone; ``core.kept_paths`` says how a path is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wan_desktop.core.database import Connection
from wan_desktop.core.job_rows import compact_json
from wan_desktop.core.kept_paths import FOLDER, kept, row_kept


@dataclass(frozen=True, slots=True)
class PathRow:
    """The columns of one job that hold paths; ``extra`` is JSON."""

    job_id: str
    video: str
    poster: str
    extra: str


def stale(connection: Connection, home: Path) -> list[PathRow]:
    """As they are to be, the rows that are not told from the home yet. Raises sqlite3.Error."""
    query = "SELECT id, video, poster, extra FROM jobs WHERE video <> '' OR instr(extra, ?)"
    rows = [PathRow(*row) for row in connection.execute(query, (f'"{FOLDER}":',))]
    return [told for row in rows if (told := _told_from(home, row)) != row]


def rewrite(connection: Connection, rows: Iterable[PathRow]) -> None:
    """Inside a transaction. Raises sqlite3.Error."""
    for row in rows:
        update = "UPDATE jobs SET video = ?, poster = ?, extra = ? WHERE id = ?"
        connection.execute(update, (row.video, row.poster, row.extra, row.job_id))


def _told_from(home: Path, row: PathRow) -> PathRow:
    if FOLDER not in row.extra:
        return PathRow(row.job_id, kept(row.video, home), kept(row.poster, home), row.extra)
    values = {"video": row.video, "poster": row.poster, "extra": json.loads(row.extra)}
    told = row_kept(values, home)
    return PathRow(row.job_id, told["video"], told["poster"], compact_json(told["extra"]))
