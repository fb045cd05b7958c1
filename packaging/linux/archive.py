"""The self-contained archive for every Linux: unpack it and start ``wan-desktop``, or install it first.

``wan-desktop-<version>/`` holds the frozen folder, the desktop's files in ``share``, and the two scripts.
It has no symbolic links, since the file systems of USB sticks have none: PyInstaller's are for libraries that
do not know where the others are, and the wheels' all do. Everything belongs to root and has the time of the
sources: the same sources give the same file.
"""

from __future__ import annotations

import datetime
import gzip
import platform
import shutil
import tarfile
from pathlib import Path

from linux import integration
from linux.deb import is_executable

HERE = Path(__file__).resolve().parent
NAME = "wan-desktop"


def make(folder: Path, target: Path, version: str, work: Path) -> Path:
    """Packs the frozen folder; ``work`` is an empty folder to build in. Raises SetupFailed, OSError."""
    moment = integration.release_moment()
    top = work / f"{NAME}-{version}"
    shutil.copytree(folder, top, symlinks=True)
    remove_links(top)
    integration.write(top / "share", folder, version, moment)
    for script in ("install.sh", "uninstall.sh"):
        shutil.copyfile(HERE / script, top / script)
        (top / script).chmod(0o755)
    file = target / f"{NAME}-{version}-linux-{platform.machine()}.tar.gz"
    pack(top, file, moment)
    return file


def remove_links(top: Path) -> None:
    """Removes every symbolic link below a folder."""
    for path in [path for path in top.rglob("*") if path.is_symlink()]:
        path.unlink()


def pack(top: Path, file: Path, moment: datetime.datetime) -> None:
    """Writes a folder as ``.tar.gz``, sorted by name."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = int(moment.timestamp())
        member.mode = 0o755 if member.isdir() or is_executable(top.parent / member.name) else 0o644
        return member

    with (
        file.open("wb") as opened,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=opened, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(top, top.name, filter=plain)
