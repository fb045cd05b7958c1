"""A file that a command is asked to write."""

from __future__ import annotations

import os
from pathlib import Path

from wan_desktop.core.errors import ErrorKind, InputError


def check_output(option: str, output: Path | None) -> None:
    """Before anything is paid or gathered: whether a file can be put there. InputError."""
    if output is None:
        return
    target = absolute(output)
    if target.is_dir() or not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise InputError(ErrorKind.INVALID_PARAMETER, f"{option}: no file can be written as {target}.")


def check_folder(option: str, output: Path | None) -> None:
    """Before anything is paid: whether files can be put into a folder, which is made where it is not there.

    InputError.
    """
    if output is None:
        return
    target = absolute(output)
    folder = target if target.exists() else target.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise InputError(ErrorKind.INVALID_PARAMETER, f"{option}: no files can be written into {target}.")


def absolute(path: Path) -> Path:
    """Where that is, ``~`` included."""
    return path.expanduser().absolute()
