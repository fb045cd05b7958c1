"""The package for Debian and Ubuntu, made with dpkg-deb.

The program goes to ``/usr/lib/wan-desktop``: by the file system hierarchy, what belongs to one program and
one architecture has a folder of its own there. ``/opt`` is for what comes past the package manager's rules,
and Debian's policy keeps packages out of it. ``/usr/bin/wan-desktop`` is a link to the executable.

There is one maintainer script, and it only speaks: the menu's and icons' caches are brought up to date by
dpkg's triggers, nothing is configured, and no user's file is touched.
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
import os
import platform
import shutil
import textwrap
from collections.abc import Iterable
from email.utils import format_datetime
from pathlib import Path

import system_packages
from steps import clean_environment, run_tool

from linux import integration, libraries
from linux.libraries import Needs

HERE = Path(__file__).resolve().parent
NAME = "wan-desktop"

#: Debian demands an address, and the project has none: RFC 2606 keeps this domain from ever being somebody's.
MAINTAINER = "The Wan Desktop developers <wan-desktop@wan-desktop.invalid>"

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

SUMMARY = "turn an image into a video with Wan 2.6"
PARAGRAPHS = (
    "Drop an image, say what should happen, press Generate, and watch the video in the same window. A demo "
    "service is built in: it needs no key and no network, and nothing is charged.",
    "Nothing is lost and nothing is paid twice: what was asked for is on the disk before it is sent, and "
    "after a crash it is followed on, never sent again.",
)

#: What Debian's policy knows and every dpkg reads. zstd at its best level makes the file 8 % larger, and is
#: installed in 1.0 s instead of 2.6 s: one download costs more.
COMPRESSION = ("-Zxz", "-z6")


def make(folder: Path, target: Path, version: str, needs: Needs, work: Path) -> Path:
    """Packs the frozen folder; ``work`` is an empty folder to build in. Raises SetupFailed, OSError."""
    moment = integration.release_moment()
    root = work / "root"
    lay_out(root, folder, version, moment)
    control = root / "DEBIAN"
    control.mkdir()
    depends = dependencies(needs)
    recommends = system_packages.wanted(["fonts"])
    sums, kibibytes = checksums(root), installed_size(root)
    (control / "control").write_text(control_text(version, depends, recommends, kibibytes), encoding="utf-8")
    (control / "md5sums").write_text(sums, encoding="utf-8")
    shutil.copyfile(HERE / "prerm", control / "prerm")
    set_rights(root)
    (control / "prerm").chmod(0o755)
    file = target / f"{NAME}_{version}_{architecture()}.deb"
    run_tool(
        ["dpkg-deb", "--root-owner-group", *COMPRESSION, "--build", root, file],
        failure="dpkg-deb could not make the package (its words are above).",
        environment=clean_environment() | {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))},
    )
    return file


def architecture() -> str:
    """What Debian calls this machine's kind."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def lay_out(root: Path, folder: Path, version: str, moment: datetime.datetime) -> None:
    """Every file of the package, where it will be installed."""
    shutil.copytree(folder, root / "usr" / "lib" / NAME, symlinks=True)
    share = root / "usr" / "share"
    integration.write(share, folder, version, moment)
    _compress(share / "man" / "man1" / f"{NAME}.1")
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    papers = share / "doc" / NAME
    papers.mkdir(parents=True)
    rights = (HERE / "copyright").read_text(encoding="utf-8").replace("@YEAR@", str(moment.year))
    (papers / "copyright").write_text(rights, encoding="utf-8")
    changes = papers / "changelog.gz"
    changes.with_suffix("").write_text(changelog(version, moment), encoding="utf-8")
    _compress(changes.with_suffix(""))
    overrides = share / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(HERE / "lintian-overrides", overrides / NAME)


def control_text(
    version: str,
    depends: Iterable[tuple[str, ...]],
    recommends: Iterable[tuple[str, ...]],
    kibibytes: int,
) -> str:
    """The package's description of itself. Each line of packages is one of which any one will do."""
    words = "\n .\n".join(
        textwrap.fill(text, 79, initial_indent=" ", subsequent_indent=" ") for text in PARAGRAPHS
    )
    return (
        f"Package: {NAME}\nVersion: {version}\nArchitecture: {architecture()}\nMaintainer: {MAINTAINER}\n"
        f"Installed-Size: {kibibytes}\nDepends: {_any_of(depends)}\nRecommends: {_any_of(recommends)}\n"
        f"Section: video\nPriority: optional\nDescription: {SUMMARY}\n{words}\n"
    )


def dependencies(needs: Needs) -> list[tuple[str, ...]]:
    """The C library, as new as the frozen files want it, and of dev.py's list what they link."""
    packages = {libraries.table()[name][0] for name in needs.libraries if not libraries.is_c_library(name)}
    listed = [names for names in system_packages.wanted(["program"]) if not packages.isdisjoint(names)]
    return [(f"libc6 (>= {needs.glibc[0]}.{needs.glibc[1]})",), *listed]


def _any_of(lines: Iterable[tuple[str, ...]]) -> str:
    return ", ".join(" | ".join(names) for names in lines)


def changelog(version: str, moment: datetime.datetime) -> str:
    """The one entry that policy asks for."""
    return (
        f"{NAME} ({version}) stable; urgency=medium\n\n  * Release {version}.\n\n"
        f" -- {MAINTAINER}  {format_datetime(moment)}\n"
    )


def checksums(root: Path) -> str:
    """What dpkg --verify compares: the MD5 of every file, with its path."""
    files = sorted(file for file in root.rglob("*") if file.is_file() and not file.is_symlink())
    return "".join(f"{_md5(file)}  {file.relative_to(root).as_posix()}\n" for file in files)


def _md5(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def installed_size(root: Path) -> int:
    """KiB, as policy counts them: files rounded up, and one for each folder and link."""
    entries = list(root.rglob("*"))
    files = [entry for entry in entries if entry.is_file() and not entry.is_symlink()]
    return sum(-(-file.stat().st_size // 1024) for file in files) + len(entries) - len(files)


def set_rights(root: Path) -> None:
    """Readable by all and written by root, whatever the umask was; what was a program stays one."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            is_program = path.is_dir() or is_executable(path)
            path.chmod(0o755 if is_program else 0o644)


def is_executable(file: Path) -> bool:
    """Whether a file is started: libraries are only read, whatever rights they came with."""
    return os.access(file, os.X_OK) and ".so" not in file.name


def _compress(file: Path) -> None:
    packed = gzip.compress(file.read_bytes(), mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(packed)
    file.unlink()
