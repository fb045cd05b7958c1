"""A video on its way: ``x.part``, and beside it ``x.part.json`` with what proves whose bytes these are.

Whatever else is made of it on its way stands beside it as ``x.part.*`` and goes with it.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import asdict, dataclass
from glob import escape
from io import FileIO
from pathlib import Path

import httpx

from wan_desktop.core.files import bring_to_disk, rename_over

_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Promise:
    """What the server said of the whole: its bytes (None where unsaid) and its validator ("" where none).

    The validator is a strong ETag or else Last-Modified, as If-Range takes them (RFC 9110 §13.1.5).
    """

    total: int | None
    validator: str

    @classmethod
    def of(cls, response: httpx.Response) -> Promise:
        """The promise of a 200."""
        length = response.headers.get("content-length", "")
        total = int(length) if re.fullmatch(r"\d{1,18}", length, re.ASCII) else None
        return cls(total, _validator(response))

    def continued_by(self, response: httpx.Response, start: int) -> bool:
        """Whether a 206 brings exactly the rest from ``start`` of the very thing that was promised."""
        match = _RANGE.fullmatch(response.headers.get("content-range", "").strip())
        if match is None or self.total is None:
            return False
        fits = tuple(map(int, match.groups())) == (start, self.total - 1, self.total)
        length = response.headers.get("content-length", str(self.total - start))
        return fits and length == str(self.total - start) and _validator(response) in ("", self.validator)


class PartFile:
    """The bytes so far. Every method but ``size`` may block and is for a thread; OSError goes to the caller.

    A lock keeps a write that outlived its cancelled caller from meeting the close that follows.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(path.name + ".json")
        # One name for all tries: what a pulled drive kept of one is replaced by the next.
        self._new = path.with_name(path.name + ".json.new")
        self._file: FileIO | None = None
        self._lock = threading.Lock()
        self.size = 0
        """Bytes there, after ``resumable`` or ``start``."""

    def resumable(self) -> Promise | None:
        """What the bytes there are the beginning of; None where that is unknown or cannot be checked."""
        try:
            self.size = self._path.stat().st_size
            promise = _loaded(self._beside.read_bytes())
        except FileNotFoundError:
            return None
        if promise is None or promise.total is None or not promise.validator:
            return None
        return promise if 0 < self.size <= promise.total else None

    def start(self, promise: Promise) -> None:
        """Begins anew. The bytes go first, so that no promise ever stands beside another's bytes."""
        with self._lock:
            self._close()
            self._file = self._path.open("wb", buffering=0)
            self.size = 0
            try:
                self._new.write_text(json.dumps(asdict(promise)), encoding="utf-8")
                rename_over(self._new, self._beside)
            except OSError:
                self._close()
                self._new.unlink(missing_ok=True)
                raise

    def write(self, data: bytearray) -> None:
        with self._lock:
            if self._file is None:
                self._file = self._path.open("ab", buffering=0)
            with memoryview(data) as rest:
                written = 0
                while written < len(data):  # The last bytes before a disk is full come as a short write.
                    count = self._file.write(rest[written:])
                    written += count
                    self.size += count

    def sync(self) -> None:
        """Durable on return: a rename must not overtake the bytes.

        Where that fails the bytes are no good: the system tells it once and then forgets which ones it lost.
        """
        with self._lock:
            if self._file is not None:
                try:
                    bring_to_disk(self._file.fileno())
                except OSError:
                    self.forget_promise()
                    raise

    def close(self) -> None:
        with self._lock:
            self._close()

    def discard(self) -> None:
        """Removes the bytes and what stands beside them, the promise first."""
        with self._lock:
            self._close()
            self.forget_promise()
            self._path.unlink(missing_ok=True)
            self.size = 0

    def break_promise(self) -> None:
        """The bytes are about to be others than those that came: the next fetch starts anew."""
        self._beside.unlink(missing_ok=True)

    def forget_promise(self) -> None:
        """The bytes were used or are no good: as :meth:`break_promise`, and nothing stays beside them."""
        self.break_promise()
        for path in self._path.parent.glob(f"{escape(self._path.name)}.*"):
            path.unlink(missing_ok=True)

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def _validator(response: httpx.Response) -> str:
    etag: str = response.headers.get("etag", "").strip()
    strong = etag.startswith('"') and etag.endswith('"') and len(etag) > 2
    modified: str = response.headers.get("last-modified", "").strip()
    return etag if strong else modified


def _loaded(content: bytes) -> Promise | None:
    try:
        values = json.loads(content)
        total, validator = values["total"], values["validator"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    sound = isinstance(total, int) and isinstance(validator, str) and validator.isascii()
    return Promise(total, validator) if sound and validator.isprintable() else None
