"""Images and sounds as they are sent, in the inputs folder: read for a submit, swept when no job needs them.

``media.images.save_input`` and ``media.audio.save_sound`` put them there, named by the SHA-256 of the bytes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wan_desktop.core.errors import DiskError, ErrorKind, InputError
from wan_desktop.core.store import Store

MIMES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
}
"""By the suffix of a file in the folder; ``media.images`` and ``media.audio`` name those, not the user."""

_NAME = re.compile(rb"[0-9a-f]{64}\.[a-z0-9]{1,5}")

KEPT_UNUSED = 7 * 86_400.0
"""Seconds that a file without a job is kept after it was chosen last: some window may still show it."""


def read_input(inputs: Path, name: str) -> bytes:
    """The bytes that are sent, from the inputs folder. InputError(FILE_MISSING …), DiskError."""
    if Path(name).name != name or Path(name).suffix not in MIMES:
        raise InputError(ErrorKind.FILE_MISSING, name)
    try:
        return (inputs / name).read_bytes()
    except FileNotFoundError as error:
        raise InputError(ErrorKind.FILE_MISSING, name) from error
    except PermissionError as error:
        raise InputError(ErrorKind.FILE_FORBIDDEN, name) from error
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def names_in(files: Iterable[Path]) -> set[str]:
    """The names of inputs that stand anywhere in these files; one that is not there has none. OSError."""
    found: set[str] = set()
    for file in files:
        with suppress(FileNotFoundError):
            found |= {name.decode() for name in _NAME.findall(file.read_bytes())}
    return found


def sweep_inputs(store: Store, inputs: Path, keepers: Iterable[Path] = ()) -> int:
    """Removes files that no job was asked for with, and what was being written when the program died.

    What stands in one of the ``keepers`` (the draft, the presets) stays. Returns how many went; what cannot
    be looked at or removed now waits for the next time. Blocks.
    """
    try:
        used, files = store.inputs() | names_in(keepers), list(inputs.iterdir())
    except (DiskError, OSError):
        return 0
    oldest = time.time() - KEPT_UNUSED
    removed = 0
    for path in files:
        with suppress(OSError):
            if path.name not in used and path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed
