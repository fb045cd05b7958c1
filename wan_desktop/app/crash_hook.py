"""The last net: an exception nobody expected goes to the log and to one dialog; the program lives on.

Trouble that is expected (a refusal, a lost connection, a full disk) never comes here: it shows in its place.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from wan_desktop.core.log import log_to_file, say_on_terminal, trace_of

log = logging.getLogger("wan_desktop")

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(file: Path) -> None:
    """The window's log, with what Qt says in it. OSError where the folder cannot be written."""
    log_to_file(file)
    qInstallMessageHandler(_qt_message)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = context.category or "qt"
    logging.getLogger(f"qt.{category}").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)


class CrashHook:
    """Catches what nothing else caught, in slots, threads and the loop, and shows it.

    ``show`` gets the trace as text without secrets; it is called on the main thread, after the current event.
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._loop: asyncio.AbstractEventLoop | None = None

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        sys.excepthook = self._in_slot
        threading.excepthook = self._in_thread
        loop.set_exception_handler(self._in_loop)

    def report(self, error: BaseException) -> None:
        """Logs a bug and shows it. May be called from any thread."""
        log.critical("unexpected error", exc_info=error)
        trace = trace_of(error)
        say_on_terminal(trace)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._show, trace)

    def _in_slot(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_value)

    def _in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.report(error)
        else:
            log.error("event loop: %s", context.get("message"))
