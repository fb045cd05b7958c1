"""The checkout's own ``.venv``: whether it is right, and making it so. Used by dev.py and its tests only.

``dev.py build`` has a second one, so that nothing of the tests can get into the installers. A file of marks
inside says from what it was made. It is removed before anything is touched and
written back when all is done, so a set-up that was interrupted leaves an environment without marks, and
that is made anew. So is one made for another Python, by other lock files, or before the checkout moved.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from steps import SetupFailed, clean_environment, run_tool, say

RUN_LOCKS = ("requirements-build.lock", "requirements.lock")
TEST_LOCKS = (*RUN_LOCKS, "requirements-test.lock")
INSTALLER_LOCKS = (*RUN_LOCKS, "requirements-installers.lock")
LOCKS = (*TEST_LOCKS, "requirements-installers.lock")

#: The whole environment is about 1 GB, and pip unpacks beside it.
BYTES_NEEDED = 1_500_000_000


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


class Environment:
    """The ``.venv`` of one checkout, or another ``folder`` of the same make.

    Its marks say from what it was made: ``{"python": "3.11", "requirements.lock": "<digest>", ...}``.
    """

    def __init__(self, checkout: Path, folder: Path | None = None) -> None:
        self.checkout = checkout
        self.folder = folder or checkout / ".venv"
        self.locks = checkout / "packaging"
        self.marks_file = self.folder / "made-by-dev.json"

    @property
    def python(self) -> Path:
        windows = sys.platform == "win32"
        return self.folder / ("Scripts/python.exe" if windows else "bin/python")

    @property
    def site_packages(self) -> Path:
        base = str(self.folder)
        return Path(sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base}))

    def marks_for(self, lock_names: tuple[str, ...]) -> dict[str, str]:
        """The marks of an environment made now, with these locks."""
        return {
            "checkout": str(self.checkout),
            "python": f"{sys.version_info.major}.{sys.version_info.minor}",
            "project": digest(self.checkout / "pyproject.toml"),
            **{name: digest(self.locks / name) for name in lock_names},
        }

    def marks(self) -> dict[str, str]:
        """The marks of the environment that is there; empty where there is none, or a half-made one."""
        try:
            found = json.loads(self.marks_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and self.python.exists() else {}

    def is_ready(self, lock_names: tuple[str, ...]) -> bool:
        return self.marks_for(lock_names).items() <= self.marks().items()

    def loads_qt(self) -> bool:
        """Whether Qt finds its libraries: those that no package brought may be there by other ways."""
        probe = ["-P", "-c", "from PySide6 import QtWidgets, QtMultimedia"]
        done = subprocess.run(
            [self.python, *probe], env=clean_environment(), stderr=subprocess.DEVNULL, check=False
        )
        return done.returncode == 0

    def reason_to_remake(self) -> str | None:
        """Why what is there is no base to build on, as the start of a sentence; None where it is one."""
        made = self.marks()
        if not made:
            if os.path.lexists(self.folder):
                return f"The {self.folder.name} here is unfinished"
            return f"There is no {self.folder.name} yet"
        now = self.marks_for(tuple(name for name in LOCKS if name in made))
        if made.get("python") != now["python"]:
            return (
                f"The {self.folder.name} here is for Python {made.get('python')} and this is {now['python']}"
            )
        if made.get("checkout") != now["checkout"]:
            return "The checkout has moved"
        if any(made[name] != now[name] for name in made.keys() & set(LOCKS)):
            return "The locked dependencies have changed"
        return None

    def bring(self, lock_names: tuple[str, ...]) -> None:
        """Makes the environment hold these locks and the project. Raises SetupFailed, OSError."""
        reason = self.reason_to_remake()
        made = {} if reason else self.marks()
        wanted = self.marks_for(lock_names)
        self.marks_file.unlink(missing_ok=True)
        if reason:
            self._make(reason)
        for name in lock_names:
            if made.get(name) != wanted[name]:
                self._install_locked(name)
        if made.get("project") != wanted["project"]:
            self._install_project()
        self._write_marks(made | wanted)

    def _make(self, reason: str) -> None:
        if sys.platform == "win32" and Path(sys.prefix).resolve() == self.folder.resolve():
            # a program that runs cannot be removed there
            raise SetupFailed(f"{reason}: start dev.py again with {base_python()}, which is not in it.")
        self._check_disk()
        check_venv_module()
        say(f"{reason}: making it with Python {sys.version.split()[0]}, which takes a minute or two.")
        remove(self.folder)
        run_tool(
            [base_python(), "-m", "venv", self.folder],
            failure=f"Python could not make the {self.folder.name} (its words are above).",
            holds_lock=True,
        )

    def _check_disk(self) -> None:
        free = shutil.disk_usage(self.checkout).free
        if free < BYTES_NEEDED:
            raise SetupFailed(
                f"Set-up needs about {BYTES_NEEDED / 1e9:.1f} GB and the disk of {self.checkout} "
                f"has {free / 1e9:.1f} GB free: free some space and start again."
            )

    def _install_locked(self, lock_name: str) -> None:
        say(f"Installing what packaging/{lock_name} locks.")
        self._pip("--only-binary=:all:", "--require-hashes", "-r", str(self.locks / lock_name))

    def _install_project(self) -> None:
        say("Installing the project itself, editable.")
        self._pip("--no-build-isolation", "--editable", str(self.checkout))
        # flit writes the absolute path as UTF-8 and Python 3.11 and 3.12 read it in the system's encoding,
        # which is another on Windows: relative to its own folder the path is plain ASCII everywhere.
        path_file = self.site_packages / "wan_desktop.pth"
        path_file.write_text(os.path.relpath(self.checkout, self.site_packages) + "\n", encoding="ascii")

    def _pip(self, *arguments: str) -> None:
        quiet = [] if sys.stderr.isatty() else ["--quiet"]
        command = ["-m", "pip", "--disable-pip-version-check", "install", *quiet, "--no-deps", *arguments]
        failure = "pip could not install (its words are above)."
        run_tool([self.python, *command], failure=failure, holds_lock=True)

    def _write_marks(self, marks: dict[str, str]) -> None:
        beside = self.marks_file.with_suffix(".part")
        beside.write_text(json.dumps(marks, indent=1), encoding="utf-8")
        beside.replace(self.marks_file)


def base_python() -> str:
    """The Python outside any environment: dev.py may run on the very .venv that is to be made anew."""
    return getattr(sys, "_base_executable", "") or sys.executable


def has_venv_module() -> bool:
    """Debian and Ubuntu cut the part of the standard library that makes environments into a package."""
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def venv_package() -> str:
    """The package of Debian and Ubuntu that completes this Python."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def check_venv_module() -> None:
    importlib.invalidate_caches()  # apt-get may have brought it a moment ago
    if not has_venv_module():
        raise SetupFailed(
            f"This Python ({sys.executable}) cannot make environments: install {venv_package()} "
            "(or what your system calls it) and start again."
        )


def remove(folder: Path) -> None:
    """Removes a folder, or a link to one; nothing there is fine. OSError."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def stale_translations(languages: Path) -> Iterator[Path]:
    """The ``.ts`` files without a ``.qm`` beside them at least as new."""
    for source in sorted(languages.glob("*.ts")):
        compiled = source.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            yield source


def compile_translations(languages: Path, environment: Environment) -> None:
    """Writes the ``.qm`` of each stale ``.ts`` with the lrelease that PySide6 ships. Raises SetupFailed."""
    suffix = ".exe" if sys.platform == "win32" else ""
    lrelease = environment.site_packages / "PySide6" / f"lrelease{suffix}"
    for source in stale_translations(languages):
        say(f"Compiling the translation {source.name}.")
        beside = source.with_suffix(".qm.part")
        run_tool(
            [lrelease, "-silent", source, "-qm", beside],
            failure=f"lrelease could not compile {source.name} (its words are above).",
        )
        beside.replace(source.with_suffix(".qm"))
