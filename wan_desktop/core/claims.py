"""Who drives what: each process holds one lock of the operating system for as long as it lives.

A job's ``owner`` in the database is the token of the process that drives it. Whether that process still lives
is asked of the system, by trying its lock: a lock goes with its process, kill -9 and power cuts included, so
no time-out has to guess. A lock that this user may not try counts as held.

A token begins with the name of its computer: the job list is kept in WAL mode, whose index is shared memory,
so two computers on one network folder would damage it (sqlite.org/wal.html). The second one is refused.
"""

from __future__ import annotations

import hashlib
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

from wan_desktop.core.errors import DiskError, ErrorKind

ALONE = "restore"
"""The name of the lock of the process that is alone."""
TRIED_SECONDS = 5.0
"""How long a lock that nobody else holds may be busy being tried by others."""
TAKEN_WITHIN = 60.0
"""Seconds within which a process that has made its lock's file holds it, so that nobody else tries it."""
_TOKENS = f"{'[0-9a-f]' * 12}-{'[0-9a-f]' * 32}.lock"
"""Their files. The folder holds other locks: of the process that is alone, and of each user's window, which
asks for a restore before it uses the database."""


class Claims:
    """This process's own lock, and the question whether another's is still held.

    Raises DiskError: HOME_IN_USE where a process of another computer holds a lock in ``folder``,
    DATABASE_IN_USE while another process is :func:`alone`; ``being_alone``: this one is.
    """

    def __init__(self, folder: Path, computer: str | None = None, *, being_alone: bool = False) -> None:
        self._folder = folder
        self._computer = computer or this_computer()
        self.token = f"{self._computer}-{uuid.uuid4().hex}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._own = self._lock(self.token)
            self._own.acquire(timeout=TRIED_SECONDS)
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        if not being_alone and self._is_held(ALONE):
            self.release()
            raise DiskError(ErrorKind.DATABASE_IN_USE)
        # After its own lock is held: of two computers that start at once, each sees the other.
        if self._is_used_on_another_computer():
            self.release()
            raise DiskError(ErrorKind.HOME_IN_USE, str(folder.parent))
        self.sweep()

    def lives(self, token: str) -> bool:
        """Whether the process with this token still runs (this one always does)."""
        if token == self.token:
            return True
        if self._is_held(token):
            return True
        _remove(self._path(token))
        return False

    def _is_held(self, name: str) -> bool:
        path, lock = self._path(name), self._lock(name)
        try:
            if not path.exists():
                return False
            lock.acquire(blocking=False)
        except (Timeout, PermissionError):
            return True
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        lock.release()
        return False

    def sweep(self) -> None:
        """Removes the locks of processes that were killed; what cannot be removed now waits."""
        with suppress(DiskError, OSError):
            for path in self._folder.glob(_TOKENS):
                if path.stat().st_mtime < time.time() - TAKEN_WITHIN:
                    self.lives(path.stem)

    def release(self) -> None:
        """Gives up everything this process drives, as its end would. A file that stays harms nobody."""
        with suppress(OSError):
            self._own.release(force=True)
        _remove(self._path(self.token))

    def others_live(self) -> bool:
        """Whether any other process uses this home."""
        tokens = {path.stem for path in self._folder.glob(_TOKENS)} - {self.token}
        return any(self.lives(token) for token in tokens)

    def _is_used_on_another_computer(self) -> bool:
        tokens = (path.stem for path in self._folder.glob(_TOKENS))
        return any(self.lives(token) for token in tokens if not token.startswith(self._computer))

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}.lock"

    def _lock(self, token: str) -> FileLock:
        # Soft locks, filelock's way out on file systems without locks, outlive a kill: better an error.
        # The thread that opens the store is not the one that works with it.
        return FileLock(self._path(token), thread_local=False, fallback_to_soft=False)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process of the program uses this home, and none begins to. DiskError(DATABASE_IN_USE)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{ALONE}.lock", thread_local=False, fallback_to_soft=False)
        lock.acquire(blocking=False)
    except Timeout as error:
        raise DiskError(ErrorKind.DATABASE_IN_USE) from error
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    try:
        claims = Claims(folder, being_alone=True)
        try:
            if claims.others_live():
                raise DiskError(ErrorKind.DATABASE_IN_USE)
            yield
        finally:
            claims.release()
    finally:
        lock.release()


@cache
def this_computer() -> str:
    """Names the running system, as 12 hexadecimal digits: its processes share memory and see all locks."""
    return hashlib.sha256(_name_of_the_system()).hexdigest()[:12]


def _name_of_the_system() -> bytes:
    """The same for every process. Not the network's hardware, where the system has a name of its own."""
    with suppress(OSError):
        return _name_in_the_registry() or Path("/proc/sys/kernel/random/boot_id").read_bytes()
    return b"%x" % uuid.getnode()


def _name_in_the_registry() -> bytes:
    """Windows' own number, and the name by which a network tells its clones apart; b"" elsewhere. OSError.

    ``uuid.getnode`` is the address of an adapter there, which changes with a dock or a VPN while the program
    runs, and a random one where there is none (Microsoft Learn, "UuidCreateSequential").
    """
    name = b""
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as place:
            number, _kind = winreg.QueryValueEx(place, "MachineGuid")
        name = f"{number} {socket.gethostname()}".encode()
    return name


def _remove(path: Path) -> None:
    # A lock left behind, in a folder where only its owner may remove it, is no lock that is held.
    with suppress(OSError):
        path.unlink()
