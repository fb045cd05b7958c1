"""The service's keys: in the system's keyring, one entry a base URL; in a file only where the user agreed.

``WAN_DESKTOP_API_KEY`` goes before both. A key never stands in a log, a ``repr`` or the text of an error.
Calls block (the keyring asks over D-Bus, and may wait for the user to unlock it): call them in a thread.
keyring is imported at the first need of it: finding its backends takes 220–390 ms.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.files import replace_file, set_aside

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)

KEY_VARIABLE = "WAN_DESKTOP_API_KEY"
SERVICE_NAME = "wan-desktop"
"""Under this name the entries stand in the system's keyring; the user name is the base URL."""

#: Backends that keep nothing, or keep it as plain text without saying so.
_UNUSABLE_BACKENDS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class NoKeyring(Exception):
    """This system has no keyring to keep a key in: ask the user whether a file will do."""


class Keys:
    """Where keys are kept. One key is in one place: the keyring, or ``key_file`` (mode 0600)."""

    def __init__(self, key_file: Path) -> None:
        self._file = key_file

    def get(self, base_url: str) -> str:
        """The key for a service, "" where there is none. DiskError(KEYRING_LOCKED)."""
        from_variable = os.environ.get(KEY_VARIABLE, "").strip()
        if from_variable:
            return from_variable
        account = _account(base_url)
        # The file first: it is there only without a keyring, and then keyring need not be imported.
        in_file = self._read_file().get(account)
        if in_file:
            return in_file
        try:
            backend = _backend()
        except NoKeyring:
            return ""
        with _keyring_errors():
            return backend.get_password(SERVICE_NAME, account) or ""

    def set(self, base_url: str, key: str, *, allow_file: bool = False) -> None:
        """Keeps a key. NoKeyring where the system has no keyring and ``allow_file`` is not given.

        DiskError: KEYRING_LOCKED, or what the disk says where the file is written.
        """
        account = _account(base_url)
        try:
            backend = _backend()
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
        with suppress(NoKeyring):
            backend = _backend()
            with _keyring_errors():
                if backend.get_password(SERVICE_NAME, account) is not None:
                    backend.delete_password(SERVICE_NAME, account)

    def _forget_in_file(self, account: str) -> None:
        keys = self._read_file()
        if keys.pop(account, None) is not None:
            self._write_file(keys)

    def _read_file(self) -> dict[str, str]:
        try:
            keys = json.loads(self._file.read_bytes())
            self._close_to_others()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        except (ValueError, RecursionError):
            keys = None
        if not isinstance(keys, dict):
            _log.warning("key file unreadable, kept as %s", set_aside(self._file))
            return {}
        return {account: key for account, key in keys.items() if isinstance(key, str)}

    def _write_file(self, keys: dict[str, str]) -> None:
        replace_file(self._file, json.dumps(keys, indent=1).encode(), private=True)

    def _close_to_others(self) -> None:
        """A backup or a copy may have come back readable by others."""
        if os.name == "posix" and self._file.stat().st_mode & 0o077:
            self._file.chmod(0o600)


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


@contextmanager
def _keyring_errors() -> Iterator[None]:
    """What keyring raises becomes ours. Its texts are left out: nobody vouches for what stands in them."""
    from keyring import errors

    refusals: tuple[type[Exception], ...] = (errors.KeyringError, OSError, *_secret_service_errors())
    try:
        yield
    except (errors.NoKeyringError, errors.InitError):
        raise NoKeyring from None
    except refusals as error:
        raise DiskError(ErrorKind.KEYRING_LOCKED, type(error).__name__) from None


def _secret_service_errors() -> tuple[type[Exception], ...]:
    """keyring lets some errors of its Linux backend through; elsewhere its libraries are not there."""
    try:
        from jeepney import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException
    except ImportError:
        return ()
    return (SecretStorageException, DBusErrorResponse)
