"""The libraries that Qt takes from Debian or Ubuntu: which there must be, which are missing, how they come.

The list is ``linux/system-packages.txt``. On other systems there is nothing to do: Windows and macOS bring
what Qt needs, and other Linuxes are told once where the names stand.

``python packaging/system_packages.py SECTION...`` prints the names of the missing ones, for whoever installs
them by other means: the workflows do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from steps import SetupFailed, clean_environment, run_tool, say

LIST = Path(__file__).resolve().parent / "linux" / "system-packages.txt"

DPKG_FORMAT = "${Package}\t${Architecture}\t${db:Status-Status}\t${Provides}\n"


def parse_list(text: str) -> dict[str, list[tuple[str, ...]]]:
    """The sections of the list, by name: a tuple for each line, of names of which any one will do."""
    sections: dict[str, list[tuple[str, ...]]] = {}
    current: list[tuple[str, ...]] = []
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if entry.startswith("["):
            current = sections.setdefault(entry.strip("[]"), [])
        elif entry:
            current.append(tuple(name.strip() for name in entry.split("|")))
    return sections


def wanted(sections: Iterable[str]) -> list[tuple[str, ...]]:
    listed = parse_list(LIST.read_text(encoding="utf-8"))
    return [alternatives for name in sections for alternatives in listed[name]]


def installed_names(dpkg_words: str) -> set[str]:
    """Every name that is installed, or provided by what is, from dpkg-query's answer to DPKG_FORMAT.

    Packages of a foreign architecture do not count: a 32-bit libEGL is no use to a 64-bit Qt. The package
    dpkg itself tells which one is native.
    """
    rows = [
        row for row in (line.split("\t") for line in dpkg_words.splitlines()) if row[2:3] == ["installed"]
    ]
    usable = {"all", *(architecture for name, architecture, *_ in rows if name == "dpkg")}
    names: set[str] = set()
    for name, architecture, _status, provides in rows:
        if architecture in usable:
            names.add(name)
            names.update(one.split()[0] for one in provides.split(",") if one.strip())
    return names


def missing_of(alternatives: Iterable[tuple[str, ...]], installed: set[str]) -> list[str]:
    """The package to bring for each line of which none is installed."""
    return [names[0] for names in alternatives if installed.isdisjoint(names)]


def is_debian() -> bool:
    return sys.platform == "linux" and bool(shutil.which("dpkg-query") and shutil.which("apt-get"))


def missing(sections: Iterable[str]) -> list[str]:
    """What this computer lacks of these sections; always empty where the system is not Debian's kind."""
    if not is_debian():
        return []
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", DPKG_FORMAT], capture_output=True, encoding="utf-8", check=False
    )
    return missing_of(wanted(sections), installed_names(answer.stdout))


def install_line(names: Sequence[str]) -> str:
    """The one line to type where we may not install."""
    return f"sudo apt-get install --no-install-recommends {' '.join(names)}"


def bring(names: Sequence[str]) -> None:
    """Installs the packages where we are root, else prints the line to type. Raises SetupFailed."""
    if not names:
        return
    if os.geteuid() != 0:
        say("Packages of this system are missing, and only root can install them. Type:")
        say(f"    {install_line(names)}")
        return
    say(f"Installing packages of the system with apt-get: {' '.join(names)}")
    failure = f"apt-get could not install the packages (its words are above). By hand: {install_line(names)}"
    environment = clean_environment() | {
        "DEBIAN_FRONTEND": "noninteractive",
        # dpkg refuses to work where these are not on PATH, as after a plain "su"
        "PATH": os.environ.get("PATH", os.defpath) + ":/usr/local/sbin:/usr/sbin:/sbin",
    }
    options = ["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    try:
        run_tool(
            ["apt-get", *options, "update"], failure="apt-get could not update.", environment=environment
        )
    except SetupFailed as problem:
        say(
            str(problem)
        )  # one broken source of many is no reason to stop: the packages may come all the same
    install = ["install", "--yes", "--no-install-recommends", *names]
    run_tool(["apt-get", *options, *install], failure=failure, environment=environment)


def bring_if_possible(names: Sequence[str]) -> None:
    """As ``bring``, for packages without which much still works: a failure is said, and set-up goes on."""
    try:
        bring(names)
    except SetupFailed as problem:
        say(f"{problem} Going on without.")


def main(sections: Sequence[str]) -> int:
    print(*missing(sections))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
