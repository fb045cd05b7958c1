"""Linux's installers from the frozen folder: a .deb, an archive for every Linux, an AppImage where it can be.

Called by ``dev.py build``; standard library only. What cannot be made here is said, and the others are made.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from steps import say

from linux import appimage, archive, deb, libraries


def make(folder: Path, target: Path, version: str) -> list[Path]:
    """The installers, in ``target``. Raises SetupFailed, OSError."""
    target.mkdir(parents=True, exist_ok=True)
    needs = libraries.needs_of(folder)
    libraries.check(needs)
    say(f"The program needs glibc {needs.glibc[0]}.{needs.glibc[1]} or newer.")
    made: list[Path] = []
    # Beside the result: what lies in /tmp may be held in memory, and this is several times the program.
    with tempfile.TemporaryDirectory(prefix="packing-", dir=target) as name:
        work = Path(name)
        if shutil.which("dpkg-deb"):
            made.append(deb.make(folder, target, version, needs, work / "deb"))
        else:
            say("Left out: the .deb, for dpkg-deb is not on PATH.")
        made.append(archive.make(folder, target, version, work / "archive"))
        if missing := appimage.what_is_missing():
            say(f"Left out: the AppImage, for {missing}.")
        else:
            made.append(appimage.make(folder, target, version, work / "appimage"))
    return made
