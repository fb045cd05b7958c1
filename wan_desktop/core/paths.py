"""Every directory and every bundled resource, and nothing else: no other module joins a path of its own."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import platformdirs

APP = "wan-desktop"
HOME_VARIABLE = "WAN_DESKTOP_HOME"


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's own folders. ``library`` is the default; the settings may name another."""

    data: Path
    cache: Path
    logs: Path
    library: Path
    portable: bool = False
    """Whether all of it travels with the program, from one computer to another."""

    @classmethod
    def of_user(cls) -> Paths:
        """Where the system wants them; all under ``WAN_DESKTOP_HOME`` where that is set, else portable."""
        home = os.environ.get(HOME_VARIABLE)
        if home:
            return cls.under(Path(home))
        beside = portable_folder()
        if beside is not None:
            return replace(cls.under(beside), portable=True)
        return cls(
            data=platformdirs.user_data_path(APP, appauthor=False),
            cache=platformdirs.user_cache_path(APP, appauthor=False),
            logs=platformdirs.user_log_path(APP, appauthor=False),
            library=platformdirs.user_videos_path() / "Wan Desktop",
        )

    @classmethod
    def under(cls, home: Path) -> Paths:
        home = home.expanduser().absolute()
        return cls(data=home, cache=home / "cache", logs=home / "logs", library=home / "videos")

    def library_of(self, chosen: str) -> Path:
        """The folder where finished videos go: ``chosen`` in the settings, or the default where "" is."""
        return Path(chosen) if chosen else self.library

    @property
    def database(self) -> Path:
        return self.data / "jobs.sqlite3"

    @property
    def backups(self) -> Path:
        """Daily copies of the database, and the journals that continue them."""
        return backups_of(self.database)

    @property
    def damaged(self) -> Path:
        """What a restored database took the place of, a folder each time."""
        return self.data / "damaged"

    @property
    def settings(self) -> Path:
        return self.data / "settings.json"

    @property
    def draft(self) -> Path:
        """The form as it stands."""
        return self.data / "draft.json"

    @property
    def presets(self) -> Path:
        """The settings that the user has named."""
        return self.data / "presets.json"

    @property
    def inputs(self) -> Path:
        """Images as they are sent, named by the SHA-256 of their bytes."""
        return self.data / "inputs"

    @property
    def posters(self) -> Path:
        return self.data / "posters"

    @property
    def locks(self) -> Path:
        return self.data / "locks"

    @property
    def key_file(self) -> Path:
        """Used only where the system has no keyring and the user agreed; readable by the user alone."""
        return self.data / "api-keys.json"

    @property
    def demo(self) -> Path:
        """Tasks of the built-in service; they outlive a crash, as the real service's do."""
        return self.data / "demo"

    @property
    def prices(self) -> Path:
        """What the services' price lists said, for a day."""
        return self.cache / "prices.json"

    @property
    def log_file(self) -> Path:
        return self.logs / "wan-desktop.log"

    def create(self) -> None:
        """Makes the folders of the program (not the library: that is made when a video comes). OSError.

        Those at the top are made for the user alone, whatever the umask: pictures, prompts and logs are
        nobody else's. One that is there keeps its rights, for people may have shared it on purpose.
        PermissionError also where one is there and may not be written.
        """
        for folder in (self.data, self.cache, self.logs, self.inputs, self.posters, self.locks):
            # Below a home its own rights decide.
            folder.mkdir(0o777 if self.data in folder.parents else 0o700, parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def portable_folder() -> Path | None:
    """The folder beside the installed program that makes it portable, where somebody has made it.

    It is named "data" and stands beside the executable; "wan-desktop-data" beside the bundle on macOS. A
    checkout is never portable, whatever lies beside its Python.
    """
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable).absolute()
    bundle = next((parent for parent in program.parents if parent.suffix == ".app"), None)
    folder = program.with_name("data") if bundle is None else bundle.with_name("wan-desktop-data")
    return folder if folder.is_dir() else None


def runtime_folder() -> Path:
    """Where this user's sockets are: no other user may enter it, and its path is short enough. OSError.

    It is the same for all of the user's sessions, those that the environment does not tell of it too.
    """
    with warnings.catch_warnings():
        # Where there is none, a closed folder among the temporary files does.
        warnings.simplefilter("ignore", UserWarning)
        return platformdirs.user_runtime_path(ensure_exists=True)


def backups_of(database: Path) -> Path:
    """The folder of backups of a database: beside it."""
    return database.with_name("backups")


def resource(*parts: str) -> Path:
    """A file of ``resources/``, beside the package in a checkout, inside the bundle when installed."""
    return _resources().joinpath(*parts)


def licences_folder() -> Path:
    """What the build has collected about the parts of the program; there may be nothing in a checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle, "licences") if bundle else Path(__file__).resolve().parents[2] / "build" / "licences"


@cache
def _resources() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"


def own_command(*arguments: str) -> list[str]:
    """The command that starts this same program in another process: from a checkout or from a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "wan_desktop", *arguments]


def own_folder() -> Path:
    """Where :func:`own_command` is started: in the user's folder, a random.py would stand in for Python's."""
    return (
        Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2]
    )
