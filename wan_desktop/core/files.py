"""Files written whole or not at all: for every file of the program that a crash must not leave half.

Open to core, media and demo; knows nothing of what it writes.
"""

from __future__ import annotations

import errno
import glob
import itertools
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from wan_desktop.core.errors import DiskError

UNFINISHED_SUFFIX = ".part"
"""How a file ends that was being written when the program died; whoever owns the folder sweeps them."""

BEGINNING = 24
"""Characters of a file's name in the names of its unfinished ones: at most 96 bytes."""

LEFT_AFTER = 10.0
"""Seconds after which nobody is writing an unfinished file any more: :func:`replace_file` takes a moment."""

HELD_SECONDS = 1.0
"""How long a rename or a removal waits where the system refuses for as long as somebody reads the file."""

#: Windows does: what another process has open (a virus scanner, too) can't be moved, replaced or removed.
_READERS_HOLD = os.name == "nt"

#: Apart from a number left by an earlier process that had the same id.
_numbers = itertools.count(time.time_ns())


def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """As :func:`write_whole`. DiskError."""
    try:
        write_whole(path, data, private=private)
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def keep_file(path: Path, data: bytes) -> None:
    """As :func:`replace_file`, for a file named by its content: one that is there is only touched. DiskError.

    So it counts as chosen now to whoever sweeps the folder by age.
    """
    try:
        if path.stat().st_size == len(data):
            os.utime(path)
            return
    except FileNotFoundError:
        pass
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    replace_file(path, data)


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Writes ``data`` beside ``path``, brings it to the disk and renames it over ``path``.

    A ``private`` file is readable by its owner alone from its first moment (mode 0600; on Windows the
    profile's own rights guard it); others get the usual rights. OSError.
    """
    with _beside(path) as unfinished:
        _write_through(unfinished, data, private=private)


def copy_file(source: Path, target: Path) -> None:
    """Copies beside ``target``, brings it to the disk and renames. DiskError.

    No half of a file is seen under its name, and a source that is deleted next was not the only one.
    """
    try:
        with _beside(target) as unfinished:
            shutil.copyfile(source, unfinished)
            with unfinished.open("rb+") as copy:
                bring_to_disk(copy.fileno())
    except OSError as error:
        raise DiskError.from_os_error(error) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name in the same folder, renamed to ``path`` at the end of the block and removed where that fails."""
    unfinished = path.with_name(f"{_beginning(path)}{os.getpid()}-{next(_numbers)}{UNFINISHED_SUFFIX}")
    try:
        yield unfinished
        rename_over(unfinished, path)
        sync_folder(path.parent)
    finally:
        _remove(unfinished)  # after the rename there is nothing left to remove


def _beginning(path: Path) -> str:
    """How unfinished files of ``path`` begin; its own name may be as long as the file system takes."""
    return f".{path.name[:BEGINNING]}."


def set_aside(path: Path) -> Path | None:
    """Renames a damaged file to a free "NAME.bad", so that its content is not lost; None where that fails."""
    for number in range(1, 100):
        target = path.with_name(f"{path.name}.bad" if number == 1 else f"{path.name}.bad{number}")
        if not target.exists():
            with suppress(OSError):
                rename_over(path, target)
                return target
            return None
    return None


def keep_newer(path: Path, schema: object, known: str) -> None:
    """Copies a file of a newer format to "NAME.v<its number>", so that writing the known one loses nothing.

    ``schema`` is what the file says of itself, ``known`` what this program writes: "name/1". Best effort.
    """
    name, _, number = str(schema).rpartition("/")
    known_name, _, known_number = known.rpartition("/")
    if name == known_name and number.isascii() and number.isdigit() and int(number) > int(known_number):
        with suppress(DiskError):
            copy_file(path, path.with_name(f"{path.name}.v{int(number)}"))


def sweep_unfinished(path: Path) -> None:
    """Removes what a kill left beside ``path`` while it was being written. Best effort."""
    for leftover in path.parent.glob(f"{glob.escape(_beginning(path))}*{UNFINISHED_SUFFIX}"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > LEFT_AFTER:
                leftover.unlink()


def _write_through(path: Path, data: bytes, *, private: bool) -> None:
    # O_EXCL with its rights in one step: a private file is never wider, not for a moment.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600 if private else 0o666), "wb") as file:
        file.write(data)
        file.flush()
        bring_to_disk(file.fileno())


def rename_over(source: Path, target: Path) -> None:
    """As os.replace, and tried again for a moment where a reader is in the way. OSError."""
    _past_readers(partial(os.replace, source, target), target)


def remove_file(path: Path) -> None:
    """As Path.unlink, and tried again for a moment where a reader is in the way. OSError."""
    _past_readers(path.unlink, path)


def _past_readers(act: Callable[[], object], held: Path) -> None:
    """EBUSY where one stays in the way: Windows refuses as it does a folder that may not be written."""
    deadline = time.monotonic() + HELD_SECONDS
    while True:
        try:
            act()
            return
        except PermissionError as error:
            if not _READERS_HOLD:
                raise
            if time.monotonic() >= deadline:
                if not held.is_file():
                    raise
                raise OSError(errno.EBUSY, error.strerror, str(held)) from error
        time.sleep(0.02)


if sys.platform == "darwin":
    import fcntl

    def bring_to_disk(descriptor: int) -> None:
        """What was written outlives a power cut from now on. OSError.

        macOS' fsync leaves the bytes in the drive's own memory (fsync(2)); some network drives know no more.
        """
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(descriptor)

else:

    def bring_to_disk(descriptor: int) -> None:
        """What was written outlives a power cut from now on. OSError."""
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Makes a rename outlive a power cut, where the system lets a folder be opened (Windows does not)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            bring_to_disk(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
