"""Installer and portable zip for Windows, from the frozen program: called by ``dev.py build`` there.

The installer is made by Inno Setup (6.6 or newer; jrsoftware.org) from ``wan-desktop.iss``. Where Inno Setup
is not found, the zip is made alone. Beside ``wan-desktop.exe``, which has no console, lies
``wan-desktop.com``, the same program with one: what is typed finds it first, by the order of PATHEXT, as
Visual Studio's devenv does it.

Signing is optional: ``WAN_DESKTOP_SIGNTOOL`` holds the command, with ``$f`` for the file, as Inno Setup's
``/S`` takes it (``signtool.exe sign /fd sha256 /tr URL /td sha256 /n "NAME" $f``). It signs both executables,
Setup and the uninstaller. Without, SmartScreen warns.

The authors have no Windows: this has not been run there. This file, ``wan-desktop.iss`` and
``ChineseSimplified.isl`` were read line by line against the help and the source of Inno Setup 7.1.0 (August
2026); what of it could differ in 6.6.0 and 6.7.1 was looked up there too. The manifest, the version resource,
the spec and what the program does on Windows alone were read against Microsoft's documentation, PyInstaller
6.22.3 and CPython 3.11.

Run under Wine 10, with CPython 3.11.9 and all wheels for Windows: ``dev.py build`` up to the zip, both
executables, the self-test. Under Wine 8: the script, compiled by Inno Setup 6.4.1, which lacks the appearance
"dynamic" and was refused by the first lines, so both were taken out; what it made was installed for one user
and for all, over an older version, not while the program ran, and removed, in English and Chinese.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from steps import SetupFailed, run_tool, say

from windows.version_resource import numbers

SCRIPT = Path(__file__).with_name("wan-desktop.iss")
ICON = Path(__file__).resolve().parents[2] / "build" / "icons" / "wan-desktop.ico"
SIGNING = "WAN_DESKTOP_SIGNTOOL"
CONSOLE_NAME = "wan-desktop.com"


def make(folder: Path, target: Path, version: str) -> list[Path]:
    """The zip, and the installer where Inno Setup is there. Raises SetupFailed, OSError."""
    check_console(folder, version)
    compiler = find_compiler(os.environ)
    if compiler is None:
        say("Inno Setup is not found, so there is no installer: get it at https://jrsoftware.org/isdl.php")
        return [zipped(folder, target, version)]
    run_tool(
        compile_command(compiler, folder, target, version, os.environ.get(SIGNING, "")),
        failure="Inno Setup could not make the installer (its words are above).",
    )
    # After it, as it signs the executables where they lie.
    return [zipped(folder, target, version), target / f"{installer_name(version)}.exe"]


def check_console(folder: Path, version: str) -> None:
    """Tries the executable of the command line: the self-test was the other's. SetupFailed, OSError."""
    answer = subprocess.run(
        [folder / CONSOLE_NAME, "--version"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if answer.returncode or not answer.stdout.strip().endswith(version):
        said = (answer.stdout + answer.stderr).strip() or "nothing"
        raise SetupFailed(f"{CONSOLE_NAME} --version ended with {answer.returncode} and said: {said}")


def zipped(folder: Path, target: Path, version: str) -> Path:
    """The folder as a zip, to be unpacked anywhere."""
    name = target / f"wan-desktop-{version}-windows-x64"
    return Path(shutil.make_archive(str(name), "zip", folder.parent, folder.name))


def installer_name(version: str) -> str:
    return f"wan-desktop-{version}-windows-x64-setup"


def compile_command(
    compiler: Path, folder: Path, target: Path, version: str, signing: str
) -> list[str | Path]:
    """ISCC with what the script leaves open, and where its result goes ("Compiler Command-Line Parameters").

    To ISCC a quotation mark is one wherever it stands and a backslash never takes that from it, unlike to
    other programs for Windows: within the signing command ``$q`` stands for it ("SignTool").
    """
    values = {
        "Folder": folder,
        "Icon": ICON,
        "Version": version,
        "FileVersion": ".".join(map(str, numbers(version))),
    }
    command: list[str | Path] = [compiler, "/Qp", f"/O{target}", f"/F{installer_name(version)}"]
    command += [f"/D{name}={value}" for name, value in values.items()]
    if signing:
        quoted = signing.replace('"', "$q")
        command += ["/DSigned=1", f"/Ssigning={quoted}"]
    return [*command, SCRIPT]


def find_compiler(variables: Mapping[str, str]) -> Path | None:
    """ISCC.exe, on PATH or where Inno Setup's own installer puts it."""
    on_path = shutil.which("ISCC", path=variables.get("PATH", ""))
    if on_path:
        return Path(on_path)
    return next((file for file in _usual_places(variables) if file.is_file()), None)


def _usual_places(variables: Mapping[str, str]) -> Iterator[Path]:
    roots = [variables.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "ProgramW6432")]
    if local := variables.get("LOCALAPPDATA"):
        roots.append(str(Path(local, "Programs")))
    for number in (7, 6):  # the newest, as the script refuses what is too old
        for root in filter(None, roots):
            yield Path(root, f"Inno Setup {number}", "ISCC.exe")
