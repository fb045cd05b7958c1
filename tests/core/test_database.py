"""How the database's file is named to SQLite, and how far a commit goes."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from wan_desktop.core.database import connect, reading, uri_of


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/a b/50%/jobs.sqlite3"), "file:///home/a%20b/50%25/jobs.sqlite3?mode=ro"),
        (PureWindowsPath(r"C:\Users\a?b#c\jobs.sqlite3"), "file:///C:/Users/a%3Fb%23c/jobs.sqlite3?mode=ro"),
        # "file://server/share" would be a file of another host, which SQLite refuses.
        (PureWindowsPath(r"\\server\share\jobs.sqlite3"), "file:////server/share/jobs.sqlite3?mode=ro"),
        (PurePosixPath("/家/jobs.sqlite3"), "file:///%E5%AE%B6/jobs.sqlite3?mode=ro"),
    ],
    ids=str,
)
def test_a_path_of_any_system_is_an_address_that_sqlite_takes(path: PurePath, uri: str) -> None:
    assert uri_of(path, "ro") == uri


def test_a_file_with_an_odd_name_is_read(tmp_path: Path) -> None:
    odd = "50% of a?b#c 家.sqlite3" if os.name == "posix" else "50% of a&b#c 家.sqlite3"
    database = tmp_path / odd
    connect(database).close()
    with reading(database) as connection:
        assert connection.execute("PRAGMA database_list").fetchone()[2] == str(database)


def test_a_commit_goes_to_the_drive_itself_where_the_system_tells_the_difference(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "jobs.sqlite3")) as connection:
        assert connection.execute("PRAGMA fullfsync").fetchone() == (1,)
