"""The services' keys: in the system's keyring, one entry a base URL; in a file only where the user agreed.

The secret of the user's object store is kept by the same rules, under its account (``core.bucket``).

``WAN_DESKTOP_API_KEY`` goes before both; the program takes it out of its environment first of all, so that
the demo's renderer, a browser or a player does not inherit it. (The system goes on showing the environment
that a process was started with, to its own user and to root; that cannot be changed from within.)

A key never stands in a log, a ``repr`` or the text of an error: whatever passes here is entered in
``core.known_keys``. The file is written for its owner alone from its first byte. One that belongs to another
user of the computer is neither read (it may have been put there, to have this user's pictures sent under a
strange account) nor replaced (on a shared home it holds that user's keys).

Calls block (the keyring asks over D-Bus, and may wait for the user to unlock it): call them in a thread.
keyring is imported at the first need of it: finding its backends takes 220–390 ms.
"""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.files import replace_file, set_aside, sweep_unfinished
from wan_desktop.core.known_keys import hide

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)

KEY_VARIABLE = "WAN_DESKTOP_API_KEY"
SERVICE_NAME = "wan-desktop"
"""Under this name the entries stand in the system's keyring; the user name is the base URL."""

FILE_BYTES_MAX = 1024 * 1024

#: Backends that keep nothing, or keep it as plain text without saying so.
_UNUSABLE_BACKENDS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")

#: The variable, after :func:`take_key_from_environment`.
_taken: dict[str, str] = {}


def take_key_from_environment() -> None:
    """Moves the key from the environment into this process: no process that it starts will see it."""
    if KEY_VARIABLE in os.environ:
        _taken[KEY_VARIABLE] = os.environ.pop(KEY_VARIABLE)


def forget_key_from_environment() -> None:
    """As if the variable had never been set."""
    os.environ.pop(KEY_VARIABLE, None)
    _taken.clear()


def key_from_environment() -> str:
    """The key that the user gave for this one start, "" where there is none."""
    return (os.environ.get(KEY_VARIABLE) or _taken.get(KEY_VARIABLE, "")).strip()


class NoKeyring(Exception):
    """This system has no keyring to keep a key in: ask the user whether a file will do."""


class Keys:
    """Where keys are kept. One key is in one place: the keyring, or ``key_file`` (mode 0600).

    Without ``in_keyring``, as for a portable home, the keyring is neither asked nor written: the key would
    stay behind on a computer that is perhaps somebody else's, and a key found there would be theirs.
    """

    def __init__(self, key_file: Path, *, in_keyring: bool = True) -> None:
        self._file, self._in_keyring = key_file, in_keyring

    def get(self, base_url: str) -> str:
        """The key for a service, "" where there is none. DiskError(KEYRING_LOCKED)."""
        key = key_from_environment() or self._kept(_account(base_url))
        hide(key)
        return key

    def get_kept(self, account: str) -> str:
        """As :meth:`get`, for an account whose key never comes from the environment (``Bucket.account``)."""
        key = self._kept(_account(account))
        hide(key)
        return key

    def _kept(self, account: str) -> str:
        # The file first: it is there only without a keyring, and then keyring need not be imported.
        in_file = self._read_file().get(account)
        if in_file:
            return in_file
        with suppress(NoKeyring), _keyring_errors():
            return self._backend().get_password(SERVICE_NAME, account) or ""
        return ""

    def set(self, base_url: str, key: str, *, allow_file: bool = False) -> None:
        """Keeps a key. NoKeyring where the system has no keyring and ``allow_file`` is not given.

        DiskError: KEYRING_LOCKED, or KEY_NOT_KEPT with what the disk says where the file is written.
        """
        hide(key)
        account = _account(base_url)
        try:
            backend = self._backend()
            with _keyring_errors():
                backend.set_password(SERVICE_NAME, account, key.strip())
        except NoKeyring:
            if not allow_file:
                raise
            self._write_file(self._read_file() | {account: key.strip()})
        else:
            self._forget_in_file(account)

    def delete(self, base_url: str) -> None:
        """Forgets a key wherever it is kept; forgetting one that is not there is fine. DiskError."""
        account = _account(base_url)
        self._forget_in_file(account)
        sweep_unfinished(self._file)
        with suppress(NoKeyring):
            backend = self._backend()
            with _keyring_errors():
                if backend.get_password(SERVICE_NAME, account) is not None:
                    backend.delete_password(SERVICE_NAME, account)

    def _backend(self) -> KeyringBackend:
        if not self._in_keyring:
            raise NoKeyring
        return _backend()

    def _forget_in_file(self, account: str) -> None:
        keys = self._read_file()
        if keys.pop(account, None) is not None:
            self._write_file(keys)

    def _read_file(self) -> dict[str, str]:
        try:
            content = None if self._is_of_another() else self._content()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        if content is None:
            _log.info("the key file belongs to another user, or is none: left alone")
            return {}
        keys = _parsed(content)
        if keys is None:
            kept = set_aside(self._file)
            if kept is not None:
                _close_to_others(kept)
            _log.warning("key file unreadable, kept as %s", kept)
            return {}
        _close_to_others(self._file)
        return keys

    def _is_of_another(self) -> bool:
        """Looked at beforehand: another's file may not even be opened. OSError."""
        return os.name == "posix" and self._file.stat().st_uid != os.geteuid()

    def _content(self) -> bytes | None:
        """None for what is no file of this user. Judged by what was opened, not by its name. OSError."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(self._file, flags), "rb") as file:
            status = os.fstat(file.fileno())
            ours = os.name != "posix" or status.st_uid == os.geteuid()
            if not ours or not stat.S_ISREG(status.st_mode):
                return None
            return file.read(FILE_BYTES_MAX)

    def _write_file(self, keys: dict[str, str]) -> None:
        try:
            if self._file.exists() and self._is_of_another():
                raise DiskError(ErrorKind.KEY_NOT_KEPT, "the key file belongs to another user")
            replace_file(self._file, json.dumps(keys, indent=1).encode(), private=True)
        except OSError as error:
            raise DiskError(ErrorKind.KEY_NOT_KEPT, error.strerror or "") from error
        except DiskError as error:
            raise DiskError(ErrorKind.KEY_NOT_KEPT, error.failure.detail) from error
        sweep_unfinished(self._file)


def _parsed(content: bytes) -> dict[str, str] | None:
    """Keys by account; None where it is no key file."""
    try:
        keys = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(keys, dict):
        return None
    return {account: key for account, key in keys.items() if isinstance(key, str)}


def _close_to_others(file: Path) -> None:
    """A backup or a copy may have come back readable by others. What a link leads to is left as it is."""
    with suppress(OSError):
        if os.name == "posix" and file.lstat().st_mode & 0o077 and not file.is_symlink():
            file.chmod(0o600)


def _account(base_url: str) -> str:
    return base_url.strip().rstrip("/")


def _backend() -> KeyringBackend:
    """The system's keyring, or the first usable of several. NoKeyring."""
    import keyring

    try:
        chosen = keyring.get_keyring()
    except (ImportError, AttributeError, TypeError):
        raise NoKeyring from None  # the user's own configuration names a backend that is not there
    # Several at once come as a chain, which may end in one of the unusable.
    for backend in getattr(chosen, "backends", (chosen,)):
        if not type(backend).__module__.startswith(_UNUSABLE_BACKENDS):
            return backend
    raise NoKeyring


_NO_SUCH_LOGON_SESSION = 1312
"""Windows' number for a log-on without credentials, as over a network (Microsoft Learn, "CredWriteW")."""


@contextmanager
def _keyring_errors() -> Iterator[None]:
    """What keyring raises becomes ours. Its texts are left out: nobody vouches for what stands in them."""
    from keyring import errors

    refusals: tuple[type[Exception], ...] = (errors.KeyringError, OSError, *_backends_own_errors())
    try:
        yield
    except (errors.NoKeyringError, errors.InitError):
        raise NoKeyring from None
    except refusals as error:
        if getattr(error, "winerror", None) == _NO_SUCH_LOGON_SESSION:
            raise NoKeyring from None
        raise DiskError(ErrorKind.KEYRING_LOCKED, type(error).__name__) from None


def _backends_own_errors() -> tuple[type[Exception], ...]:
    """What keyring lets through of what it stands on."""
    return (*_secret_service_errors(), *_credential_manager_errors())


def _credential_manager_errors() -> tuple[type[Exception], ...]:
    """Windows'; they are no OSError."""
    try:
        from win32ctypes.pywin32.pywintypes import error
    except ImportError:
        return ()
    return (error,)


def _secret_service_errors() -> tuple[type[Exception], ...]:
    """Linux'; elsewhere its libraries are not there."""
    try:
        from jeepney import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException
    except ImportError:
        return ()
    return (SecretStorageException, DBusErrorResponse)
