"""Signed links that die, as an object store gives them; they outlive the process that gave them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from wan_desktop.core.files import rename_over


class Signer:
    """Signs and checks; blocks on the disk once."""

    def __init__(self, secret: Path, clock: Callable[[], float]) -> None:
        self._path = secret
        self._clock = clock
        self._secret = b""

    def query(self, name: str, seconds: float) -> str:
        """The query of a link to ``name`` that lives ``seconds`` from now."""
        expires = str(int(self._clock() + seconds))
        return f"signature={self._signature(name, expires)}&expires={expires}"

    def is_good(self, name: str, expires: str, signature: str) -> bool:
        good = hmac.compare_digest(self._signature(name, expires).encode(), signature.encode())
        return good and self._clock() <= int(expires)

    def _signature(self, name: str, expires: str) -> str:
        self._secret = self._secret or self._kept_secret()
        return hmac.new(self._secret, f"{name}\n{expires}".encode(), hashlib.sha256).hexdigest()

    def _kept_secret(self) -> bytes:
        """The file's, made on first use; the lock lets two processes at once agree on one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            if not self._path.exists():
                fresh = self._path.with_suffix(".part")
                fresh.write_bytes(secrets.token_bytes(32))
                rename_over(fresh, self._path)
        return self._path.read_bytes()
