"""What the frozen folder takes from the system: the libraries, and the oldest C library that will do.

Read from the files themselves with objdump, which PyInstaller needs as well. A library that is neither in the
folder nor in ``resources/system-libraries.tsv`` would be missed at a user's first start: the build fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from steps import SetupFailed

TABLE = Path(__file__).resolve().parents[2] / "resources" / "system-libraries.tsv"

#: glibc's own, of whatever version; Debian's libc6 brings them all.
C_LIBRARY = re.compile(
    r"ld-linux.*|(libc|libm|libmvec|libdl|libpthread|librt|libresolv|libutil|libanl)\.so\.\d"
)

ELF = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Needs:
    """``libraries``: the files that link each one. ``glibc``: the version below which something fails."""

    libraries: Mapping[str, frozenset[str]]
    glibc: tuple[int, int]


def needs_of(folder: Path) -> Needs:
    """What a folder's files link and the folder does not bring. Raises SetupFailed, OSError."""
    objdump = shutil.which("objdump")
    if objdump is None:
        raise SetupFailed("objdump is missing, which tells what the program links: install binutils.")
    files = sorted(file for file in folder.rglob("*") if is_elf(file))
    told = subprocess.run([objdump, "-p", *files], capture_output=True, encoding="utf-8", check=True).stdout
    return parse(told, {file.name for file in folder.rglob("*")})


def is_elf(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(ELF)) == ELF


def parse(told: str, bundled: Iterable[str]) -> Needs:
    """Needs from the words of ``objdump -p``, less what is bundled."""
    users: dict[str, set[str]] = {}
    file, glibc = "", (0, 0)
    for line in told.splitlines():
        if ":     file format " in line:
            file = Path(line.split(":     file format ")[0]).name
        elif match := re.match(r"\s+NEEDED\s+(\S+)", line):
            users.setdefault(match[1], set()).add(file)
        elif match := re.search(r" GLIBC_(\d+)\.(\d+)", line):
            glibc = max(glibc, (int(match[1]), int(match[2])))
    bundled = set(bundled)
    return Needs({name: frozenset(of) for name, of in users.items() if name not in bundled}, glibc)


def table() -> dict[str, tuple[str, ...]]:
    """Debian's, Fedora's, Arch's and openSUSE's package of each library."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: tuple(packages) for name, *packages in rows}


def is_c_library(name: str) -> bool:
    return C_LIBRARY.fullmatch(name) is not None


def check(needs: Needs) -> None:
    """Raises SetupFailed, naming every library that no package is known to bring, and who links it."""
    known = table()
    nobodys = [
        f"{name} (linked by {', '.join(sorted(users)[:3])})"
        for name, users in sorted(needs.libraries.items())
        if name not in known and not is_c_library(name)
    ]
    if nobodys:
        raise SetupFailed(
            f"Nobody brings {'; '.join(nobodys)}: bundle it, leave out what links it, or name its package in "
            f"{TABLE.name}."
        )
