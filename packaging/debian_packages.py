"""Which of Debian's packages a shared library of this computer comes from, with version and notices.

Elsewhere than on Debian there are none. Standard library only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared_libraries import is_any, stem

#: Libraries that the linker finds by a path of their user's.
_BESIDE_THE_LINKER = ("/usr/lib/*/pulseaudio/libpulsecommon-*.so",)


@dataclass(frozen=True)
class DebianPackage:
    """``notices`` is its file of copyrights, ``libraries`` are names as the table has them."""

    name: str
    version: str
    notices: Path
    libraries: list[str]


def packages_with(patterns: Sequence[str]) -> list[DebianPackage]:
    """The packages installed here that these libraries come from; none where there is no dpkg."""
    stems: dict[str, set[str]] = {}
    for path, package in _packages_of_libraries().items():
        if is_any(path.name, patterns):
            stems.setdefault(package, set()).add(stem(path.name))
    found = []
    for package in sorted(stems):
        name = package.partition(":")[0]
        notices = Path("/usr/share/doc") / name / "copyright"
        if notices.is_file():
            found.append(DebianPackage(name, _versions()[package], notices, sorted(stems[package])))
    return found


@cache
def _versions() -> Mapping[str, str]:
    packages = sorted(set(_packages_of_libraries().values()))
    shown = _asked("dpkg-query", "--show", "--showformat=${Version}\n", *packages)
    return dict(zip(packages, shown.splitlines(), strict=True))


@cache
def _packages_of_libraries() -> Mapping[Path, str]:
    """Which of Debian's packages each shared library of this system comes from, where the linker looks."""
    ldconfig = shutil.which("ldconfig", path="/sbin:/usr/sbin:/bin:/usr/bin")
    if sys.platform != "linux" or ldconfig is None or shutil.which("dpkg-query") is None:
        return {}
    lines = _asked(ldconfig, "-p").splitlines()
    paths = {Path(line.rpartition(" => ")[2]) for line in lines if " => /" in line}
    owners = {}
    # Under /usr, or not: the package may list what the linker finds by way of a link under either.
    both = sorted({str(path).removeprefix("/usr") for path in paths})
    listed = _asked("dpkg-query", "--search", *both, *(f"/usr{path}" for path in both), *_BESIDE_THE_LINKER)
    for line in listed.splitlines():
        package, colon, path = line.partition(": ")
        if colon and " " not in package and not package.partition(":")[0].endswith("-dev"):
            owners[Path(path)] = package
    return owners


def _asked(*command: str) -> str:
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    ).stdout.strip()
