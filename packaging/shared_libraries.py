"""Shared libraries in a folder, by the names that ``licences/parts.toml`` gives them.

Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePath

_LIBRARY = re.compile(r"\.(so|dylib|dll|pyd)(\.|$)", re.IGNORECASE)
_HASH = re.compile(r"-[0-9a-f]{8,}$")
_QT_FRAMEWORK = re.compile(r"Qt(?=[A-Z3]\w*$)")
MODULE = re.compile(r"\.(cpython-\d[^/]*\.so|abi3\.[^/]+|[^/]*pyd)$", re.IGNORECASE)


@cache
def stem(file_name: str) -> str:
    """A name without "lib", version, hash and suffix: of ``libx264-d6533a8d.so.165`` it is ``x264``.

    A library of Qt has the same name on every system; as macOS' framework it is called ``QtCore`` alone.
    """
    if re.fullmatch(r"Qt(?!6)\w+", file_name):
        return f"Qt6{file_name.removeprefix('Qt')}"
    name = _HASH.sub("", _LIBRARY.split(file_name)[0].removeprefix("lib"))
    name = re.sub(r"([-.]\d+)+$", "", name)
    return name if name.startswith("Qt6") else name.lower()


def has_hash(file_name: str) -> bool:
    """Whether the name is one that a wheel gives to the libraries inside it."""
    return _HASH.search(_LIBRARY.split(file_name)[0]) is not None


def is_any(file_name: str, patterns: Iterable[str]) -> bool:
    """Whether the library is one of ``patterns``, as the table has them."""
    return any(fnmatchcase(stem(file_name), pattern) for pattern in patterns)


def is_library(path: PurePath) -> bool:
    """Whether a file is a shared library or an extension module, by its name and place."""
    if path.match(f"{path.name}.framework/Versions/*/{path.name}"):  # macOS'; its name has no suffix
        return True
    return bool(_LIBRARY.search(path.name)) and path.suffix not in (".py", ".pyi", ".txt")


def shared_libraries(folder: Path) -> Iterator[Path]:
    """All below a folder, relative to it, extension modules and macOS' frameworks among them."""
    for path in sorted(folder.rglob("*")):
        if is_library(path) and path.is_file():
            yield path.relative_to(folder)


def _is_module_of(path: Path, modules: Iterable[str]) -> bool:
    """Whether a path is an extension module of Python's own or of one of these packages."""
    top = path.parts[0].split(".")[0]
    of_python = path.parent.name == "lib-dynload" or (len(path.parts) == 1 and path.suffix == ".pyd")
    return bool(MODULE.search(path.name)) and (top in modules or of_python)


def _is_qt_plugin(path: Path) -> bool:
    return path.parts[0] == "PySide6" and "plugins" in path.parts


def unnamed(
    folder: Path, libraries: Sequence[str], modules: Sequence[str], left_out: Sequence[str]
) -> list[Path]:
    """What in ``folder`` is none of ``libraries`` and in none of ``modules``; and what is ``left_out``."""
    return [
        path
        for path in shared_libraries(folder)
        if is_any(path.name, left_out)
        or not (is_any(path.name, libraries) or _is_module_of(path, modules) or _is_qt_plugin(path))
    ]
