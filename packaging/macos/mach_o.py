"""For which macOS the programs and libraries of a folder were made, read from the files themselves.

A Mach-O file says it in its load command LC_BUILD_VERSION, older ones in LC_VERSION_MIN_MACOSX; a universal
file is a list of such files, one a processor (Apple's ``mach-o/loader.h`` and ``mach-o/fat.h``). Standard
library only.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_UNIVERSAL = b"\xca\xfe\xba\xbe"
_THIN = b"\xcf\xfa\xed\xfe"
"""For 64 bits, the smaller byte first, as both of Apple's processors have it."""
_SLICES_MAX = 16
"""Java's classes begin with the same four bytes; there the number that follows is 45 or more."""
_HEADER, _SLICE, _COMMAND = struct.Struct("<4s6I4x"), struct.Struct(">5I"), struct.Struct("<2I")
_BUILD_VERSION, _VERSION_MIN_MACOSX = 0x32, 0x24

Version = tuple[int, int]


def made_for(file: Path) -> Version | None:
    """The oldest macOS that a file is made for, (15, 0); None where it is no Mach-O file or says nothing.

    Of a universal file's versions the newest counts. OSError.
    """
    with file.open("rb") as opened:
        if opened.read(4) not in (_UNIVERSAL, _THIN):
            return None
        opened.seek(0)
        data = opened.read()
    try:
        return max(filter(None, map(_of_slice, _slices(data))), default=None)
    except struct.error:
        return None


def made_for_newer(folder: Path, than: Version) -> dict[Path, Version]:
    """The files below a folder that are made for a newer macOS than this one. OSError."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink()]
    versions = {file: made_for(file) for file in files}
    return {file: version for file, version in versions.items() if version is not None and version > than}


def _slices(data: bytes) -> Iterator[bytes]:
    if data[:4] == _THIN:
        yield data
        return
    (count,) = struct.unpack_from(">I", data, 4)
    for number in range(count if count <= _SLICES_MAX else 0):
        _processor, _kind, start, size, _alignment = _SLICE.unpack_from(data, 8 + number * _SLICE.size)
        yield data[start : start + size]


def _of_slice(data: bytes) -> Version | None:
    magic, *_, commands, _size, _flags = _HEADER.unpack_from(data)
    place = _HEADER.size
    for _ in range(commands if magic == _THIN else 0):
        command, size = _COMMAND.unpack_from(data, place)
        if command in (_BUILD_VERSION, _VERSION_MIN_MACOSX):
            # The one begins with the platform.
            (version,) = struct.unpack_from("<I", data, place + (12 if command == _BUILD_VERSION else 8))
            return version >> 16, version >> 8 & 0xFF
        place += size
    return None
