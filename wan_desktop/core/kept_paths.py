"""Paths as they are kept in the database and the settings: those that move along with the home are relative.

A home on a stick has another drive letter or mount point at each computer. What lies in it, or elsewhere on
the same stick, is kept as ``home:videos/name.mp4``, told from the home and with slashes on every system; in
memory paths are absolute. Everything else is kept as it is. Plain functions.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

PREFIX = "home:"

FOLDER = "folder"
"""The key in ``Job.extra`` for the folder that holds what was fetched so far."""
PLACING = "placing"
"""The key in ``Job.extra`` for the file that is about to be renamed; its own "folder" is a path too."""


def kept(path: str, home: Path) -> str:
    """How an absolute path is kept; anything else comes back as it is."""
    # Windows' paths may differ in capitals ("e:" of a console, "E:" of a dialog) and slashes (Qt's).
    within = os.path.normcase(_moving_with(home))
    if not os.path.normcase(path).startswith(within) or not os.path.isabs(path):
        return path
    return PREFIX + os.path.relpath(path, home).replace(os.sep, "/")


def found(text: str, home: Path) -> str:
    """The absolute path that :func:`kept` was given, for a home that may be elsewhere by now."""
    if not text.startswith(PREFIX):
        return text
    return os.path.normpath(home.joinpath(*text.removeprefix(PREFIX).split("/")))


def row_kept(row: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """A job's fields by name, with their paths as they are kept."""
    return _with_paths(row, lambda path: kept(path, home))


def row_found(row: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """The reverse of :func:`row_kept`."""
    return _with_paths(row, lambda path: found(path, home))


def _with_paths(row: Mapping[str, Any], turn: Callable[[str], str]) -> dict[str, Any]:
    extra = dict(row["extra"])
    if isinstance(extra.get(FOLDER), str):
        extra[FOLDER] = turn(extra[FOLDER])
    placing = extra.get(PLACING)
    if isinstance(placing, dict) and isinstance(placing.get(FOLDER), str):
        extra[PLACING] = {**placing, FOLDER: turn(placing[FOLDER])}
    return {**row, "video": turn(row["video"]), "poster": turn(row["poster"]), "extra": extra}


@cache
def _moving_with(home: Path) -> str:
    """The beginning of every path that moves when the home does: its drive, unless that is the computer's."""
    drive = home
    while not os.path.ismount(drive) and drive != drive.parent:
        drive = drive.parent
    is_computers = drive == drive.parent and os.name == "posix"
    whole = home if is_computers or Path.home().is_relative_to(drive) else drive
    return os.path.join(whole, "")
