"""What a window needs of a Linux system and may lack: a display, or a library, and whose package brings that.

Only Linux leaves libraries to the system. Without one, Qt fails to load or ends the process with words that
help nobody; both are asked for first, where the person at the terminal can still be told.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from wan_desktop.core.paths import resource

SYSTEMS = ("Debian, Ubuntu", "Fedora", "Arch", "openSUSE")
"""Whose names stand in ``resources/system-libraries.tsv``, column by column."""
NO_DISPLAY = (
    "There is no display here to open a window on. Without one there is the command line: see --help."
)
_MISSING = re.compile(r"(lib\S+\.so[.\d]*): cannot open shared object file")


class WindowImpossible(Exception):
    """No window can be opened here; the text is the sentence for the terminal that says why."""


def missing_library(words: str) -> str | None:
    """The library that the system's loader did not find, by its words; None where they say something else."""
    found = _MISSING.search(words)
    return found[1] if found else None


def sentence(library: str) -> str:
    """What to say on the terminal of a library that is missing: what to install."""
    names = _packages().get(library, ())
    if not names:
        return f"This system lacks the library {library}: install it, and start again."
    packages = "; ".join(f"{system}: {name}" for system, name in zip(SYSTEMS, names, strict=True))
    return f"This system lacks the library {library}: install its package, and start again ({packages})."


def check_window_system(plugins: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Raises WindowImpossible where there is no screen, or none of Qt's ways to it can be loaded.

    Qt itself would end the process. ``plugins`` is its folder.
    """
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return
    ways = _ways(environment)
    if not ways:
        raise WindowImpossible(NO_DISPLAY)
    missing = ""
    for name in ways:
        file = plugins / "platforms" / f"lib{name}.so"
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            # In the frozen program, ctypes gives an error of its own, and the loader's as its cause.
            missing = missing_library(str(error.__cause__ or error)) or ""
            if missing:
                continue
        return
    raise WindowImpossible(sentence(missing))


def _ways(environment: Mapping[str, str]) -> list[str]:
    """The platform plugins that Qt will try, in its order."""
    wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    ways = ["qwayland"] if wayland else []
    return [*ways, "qxcb"] if environment.get("DISPLAY") else ways


def _packages() -> dict[str, tuple[str, ...]]:
    text = resource("system-libraries.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: tuple(packages) for name, *packages in rows}
