"""One window for each user and home: the first start holds a lock, a later one hands its files over and ends.

The lock is the arbiter: it goes with its process, kill -9 included, so of any number of starts exactly one
has it. The socket is a messenger only: its path follows from the home and the user, and whoever holds the
lock may replace what a killed window left there. Qt is imported by a second start alone; the first window
listens after its first paint (``app.second_starts``).

Windows' named pipes have one namespace for all users, and any of them may make a pipe of any name first. So
the name ends in a word that each window makes anew and writes down in its home: in the user's profile nobody
else reads it there. A portable home on a disk that keeps no rights (FAT) is open to all who are at work on
that computer. Without a word there is no name: the window runs, and hears of no second start.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from filelock import FileLock, Timeout

from wan_desktop.app.windows_identity import let_another_come_forward
from wan_desktop.core.files import write_whole
from wan_desktop.core.paths import Paths, runtime_folder

VERSION = 1
"""Of the message. A change that an older window would misread takes the next number."""
FILES_MAX = 100
"""Paths handed over: the window takes one image at a time, and says how many came."""
LINE_BYTES_MAX = 4_000_000
"""FILES_MAX paths of Linux's longest, each byte escaped to six, fit in."""
TOKEN_MAX = 1000
ANSWER_SECONDS = 2.0
"""Within this a window that is not stuck answers."""
START_SECONDS = 20.0
"""How long a window may hold the lock without listening: it paints its first picture, or is closing."""
LOOK_AGAIN_SECONDS = 0.05

#: What QLocalServer listens on here; elsewhere on a socket in a folder.
_NAMED_PIPES = os.name == "nt"
_WORD = re.compile(r"[0-9a-f]{32}")

#: Where launchers leave the right to come to the front: Wayland's name, then X11's.
_TOKEN_VARIABLES = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class Outcome(Enum):
    """What a start became."""

    FIRST = auto()
    HANDED_OVER = auto()
    NO_ANSWER = auto()
    """A window is open, or was when its process stopped; nobody took the files."""


class _Answer(Enum):
    TAKEN = auto()
    SILENT = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class SecondStart:
    """What a second start hands over. ``count`` is how many files it was given, ``files`` the first of them.

    Paths are absolute, and may hold any bytes that the system allows: JSON escapes what is no text.
    """

    files: tuple[Path, ...] = ()
    count: int = 0
    token: str = ""

    @classmethod
    def of(cls, files: list[Path], environment: Mapping[str, str]) -> SecondStart:
        """Files as they were given in this process's folder, and the launcher's token."""
        token = next((environment[name] for name in _TOKEN_VARIABLES if environment.get(name)), "")
        absolute = tuple(file.absolute() for file in files[:FILES_MAX])
        return cls(absolute, len(files), token if len(token) <= TOKEN_MAX else "")

    def line(self) -> bytes:
        files = [str(file) for file in self.files]
        values = {"version": VERSION, "files": files, "count": self.count, "token": self.token}
        return json.dumps(values).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> SecondStart:
        """Raises ValueError for anything but a message that :meth:`line` can make."""
        try:
            values = json.loads(line)
        except RecursionError:
            raise ValueError("nested") from None
        if not isinstance(values, dict) or values.get("version") != VERSION:
            raise ValueError("another version")
        files, count, token = values.get("files"), values.get("count"), values.get("token")
        if not isinstance(files, list) or len(files) > FILES_MAX or not all(map(_is_path, files)):
            raise ValueError("files")
        if type(count) is not int or count < len(files):
            raise ValueError("count")
        if not isinstance(token, str) or len(token) > TOKEN_MAX or not token.isascii() or "\0" in token:
            raise ValueError("token")
        return cls(tuple(map(Path, files)), count, token)


def answer_line(*, taken: bool) -> bytes:
    """What the window answers."""
    return json.dumps({"version": VERSION, "taken": taken}).encode("ascii") + b"\n"


class SingleInstance:
    """The lock on one home's window. Raises OSError where the home cannot be locked.

    ``unreachable`` says why the holder has no address, where it could not write one down.
    """

    def __init__(self, paths: Paths) -> None:
        # Soft locks outlive a kill. On a network folder each computer has a window of its own: that only one
        # computer works with the job list is seen to there (core.claims).
        name = _digest(_user(), platform.node())
        self._lock = FileLock(paths.locks / f"window-{name}.lock", thread_local=False, fallback_to_soft=False)
        self._name = f"wan-desktop-{_digest(_user(), os.path.realpath(paths.data))}"
        self._word_file = paths.locks / f"window-{name}.pipe"
        self.unreachable: OSError | None = None

    @property
    def address(self) -> str | None:
        """Where the window that is open listens; on Windows another one for each, or None."""
        if not _NAMED_PIPES:
            return str(runtime_folder() / self._name)
        word = self._word()
        return None if word is None else f"{self._name}-{word}"

    def begin(self, start: SecondStart, *, patience: float | None = None) -> Outcome:
        """Becomes the first, or hands over to it. Takes ``patience`` seconds where nobody listens.

        Blocks: at a start there is nothing yet that could be blocked.
        """
        deadline = time.monotonic() + (START_SECONDS if patience is None else patience)
        while not self._claim():
            address = self.address
            match _Answer.NOBODY if address is None else _hand_over(address, start.line()):
                case _Answer.TAKEN:
                    return Outcome.HANDED_OVER
                case _Answer.SILENT:
                    return Outcome.NO_ANSWER
            if time.monotonic() > deadline:
                return Outcome.NO_ANSWER
            time.sleep(LOOK_AGAIN_SECONDS)
        return Outcome.FIRST

    def close(self) -> None:
        """The window is gone: the next start is the first again."""
        self._lock.release(force=True)

    def _claim(self) -> bool:
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        if _NAMED_PIPES:
            self._write_word()
        return True

    def _write_word(self) -> None:
        # The last window's name could be seen among the pipes: it goes, even if no new one follows.
        try:
            self._word_file.unlink(missing_ok=True)
            write_whole(self._word_file, os.urandom(16).hex().encode("ascii"))
        except OSError as error:
            self.unreachable = error  # there is no log yet
        else:
            self.unreachable = None

    def _word(self) -> str | None:
        if self.unreachable is not None:
            return None
        try:
            word = self._word_file.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return None
        return word if _WORD.fullmatch(word) else None


def _hand_over(address: str, line: bytes) -> _Answer:
    from PySide6.QtNetwork import QLocalSocket

    let_another_come_forward()
    deadline = time.monotonic() + ANSWER_SECONDS
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(_milliseconds_until(deadline)):
        return _Answer.NOBODY
    socket.write(line)
    answer = b""
    while not answer.endswith(b"\n") and len(answer) <= len(answer_line(taken=False)):
        if not socket.waitForReadyRead(_milliseconds_until(deadline)):
            # Cut off, the window has closed meanwhile; otherwise it is stuck.
            hung = socket.state() == QLocalSocket.LocalSocketState.ConnectedState
            return _Answer.SILENT if hung else _Answer.NOBODY
        answer += socket.readAll().data()
    return _Answer.TAKEN if answer == answer_line(taken=True) else _Answer.SILENT


def _milliseconds_until(deadline: float) -> int:
    return max(round((deadline - time.monotonic()) * 1000), 1)


def _is_path(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and Path(value).is_absolute()


def _user() -> str:
    # Not getpass.getuser: it is told by variables, and a Unix-like terminal on Windows has others.
    return str(os.getuid()) if hasattr(os, "getuid") else os.getlogin()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]
