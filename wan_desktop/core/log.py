"""The one place where logs are made: for the window, the command line and the demo's processes.

Every line, exceptions and their traces included, passes ``core.redaction`` as the last thing before it is
written, whoever logged it. What a process says of its own end (an exception that nobody caught) goes the same
way: :func:`guard_last_words`.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import monotonic
from types import TracebackType

from wan_desktop.core.redaction import redact

FILE_BYTES = 1_000_000
OLD_FILES = 2
HELD_SECONDS = 60.0
"""So long a full log is written on before it is tried again whether it can be renamed."""

#: At INFO, httpx logs whole links, and the others more than anyone reads.
_CHATTY = ("httpx", "httpcore", "PIL", "libav", "qasync", "asyncio")


class RedactingFormatter(logging.Formatter):
    """Writes a record as one or several lines of text without a secret in them."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class LogFile(RotatingFileHandler):
    """A file on a disk that may be full, protected or gone: lines are lost then, and nothing else."""

    _rollover_from = 0.0

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """Not soon again after a try that failed."""
        return monotonic() >= self._rollover_from and bool(super().shouldRollover(record))

    def doRollover(self) -> None:
        """Begins a new file, or goes on in the old: Windows renames none that another process has open.

        The full file goes aside before the older ones move up: where that is refused, none of them is lost.
        """
        if self.stream is not None:
            self.stream.close()
        self.stream = None
        try:
            if not os.path.exists(self._aside):  # else left there by a try that got no further
                os.rename(self.baseFilename, self._aside)
            super().doRollover()
        except OSError:
            self._rollover_from = monotonic() + HELD_SECONDS
            if self.stream is None:
                self.stream = self._open()

    def rotate(self, source: str, dest: str) -> None:
        """Where the newest of the old files takes its name: the full one lies aside already."""
        super().rotate(self._aside, dest)

    @property
    def _aside(self) -> str:
        return f"{self.baseFilename}.full"

    def handleError(self, record: logging.LogRecord) -> None:
        """Tells of a bug in a call of the log. Python would print the record with whatever stands in it."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            say_on_terminal(trace_of(error))


def log_to_file(file: Path) -> None:
    """Logs from INFO on to a file. OSError where the folder cannot be written."""
    handler = LogFile(file, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    _add(handler, "%(asctime)s %(levelname)s %(name)s: %(message)s", logging.INFO)


def log_to_terminal() -> None:
    """Logs warnings and worse to standard error: for processes without a window."""
    if sys.stderr is not None:  # None in a windowed program on Windows.
        _add(logging.StreamHandler(), "wan-desktop: %(message)s", logging.WARNING)


def _add(handler: logging.Handler, shape: str, level: int) -> None:
    handler.setFormatter(RedactingFormatter(shape))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def trace_of(error: BaseException) -> str:
    """An exception with its trace and its causes as text for people, without a secret in it."""
    return redact("".join(traceback.format_exception(error)))


def say_on_terminal(words: str) -> None:
    """Writes to standard error, where there is one."""
    if sys.stderr is not None:
        sys.stderr.write(words)
        sys.stderr.flush()


def guard_last_words() -> None:
    """What Python prints of exceptions that nobody caught holds no secret from now on."""
    sys.excepthook = _in_main_thread
    threading.excepthook = _in_thread
    sys.unraisablehook = _in_destructor


def _in_main_thread(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        say_on_terminal(trace_of(error))


def _in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        say_on_terminal(trace_of(arguments.exc_value))


def _in_destructor(unraisable: sys.UnraisableHookArgs) -> None:
    if unraisable.exc_value is not None:
        say_on_terminal(f"{unraisable.err_msg or 'ignored'}:\n{trace_of(unraisable.exc_value)}")
