"""The AppImage: one file that runs where it lies. Made where ``appimagetool`` is on this computer.

Neither the tool nor the runtime that it puts in front of the program comes with a package of Debian or PyPI,
so both are taken from where they are: ``appimagetool`` on PATH, the runtime's file from ``APPIMAGE_RUNTIME``.
Without that variable the tool would fetch the runtime from the network, and a build must not.
"""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from steps import clean_environment, run_tool

from linux import integration

NAME = "wan-desktop"


def what_is_missing() -> str | None:
    """What keeps the AppImage from being made, as a clause; None where nothing does."""
    if shutil.which("appimagetool") is None:
        return "appimagetool is not on PATH"
    if not Path(os.environ.get("APPIMAGE_RUNTIME", "")).is_file():
        return "APPIMAGE_RUNTIME names no file with the runtime"
    return None


def make(folder: Path, target: Path, version: str, work: Path) -> Path:
    """Packs the frozen folder; ``work`` is an empty folder to build in. Raises SetupFailed, OSError."""
    moment = integration.release_moment()
    top = work / "AppDir"
    shutil.copytree(folder, top / "usr" / "lib" / NAME, symlinks=True)
    integration.write(top / "usr" / "share", folder, version, moment)
    (top / "AppRun").symlink_to(f"usr/lib/{NAME}/{NAME}")
    (top / f"{NAME}.desktop").symlink_to(f"usr/share/applications/{NAME}.desktop")
    (top / f"{NAME}.png").symlink_to(f"usr/share/icons/hicolor/256x256/apps/{NAME}.png")
    (top / ".DirIcon").symlink_to(f"{NAME}.png")
    file = target / f"Wan_Desktop-{version}-{platform.machine()}.AppImage"
    # --no-appstream: the page is checked by the tests, and here the tool would ask the network.
    runtime = ("--runtime-file", os.environ["APPIMAGE_RUNTIME"])
    run_tool(
        [shutil.which("appimagetool") or "", "--no-appstream", *runtime, top, file],
        failure="appimagetool could not make the AppImage (its words are above).",
        environment=clean_environment() | {"ARCH": platform.machine(), "VERSION": version},
    )
    return file
