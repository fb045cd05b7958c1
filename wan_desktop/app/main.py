"""The window's composition root: environment, loop, parts, connections, ordered shutdown.

Order of a start: window and first paint → the backend's modules (in a thread) → database and jobs. Order of
an end: listeners → window hidden → player released → runner, connections, demo, database → settings saved.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from wan_desktop import __version__
from wan_desktop.app.crash_hook import CrashHook, start_log
from wan_desktop.app.language import Language
from wan_desktop.core import settings as settings_file
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings
from wan_desktop.core.tasks import Tasks

log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Opens the window and returns when it is closed; ``arguments`` are files to take in."""
    return run_window([Path(argument) for argument in arguments if not argument.startswith("-")])


def run_window(files: list[Path], script: Callable[[App], object] | None = None) -> int:
    """Runs the window to its end. ``script`` is called once the program is ready (the self-test uses it)."""
    prepare_environment()
    application = QApplication([sys.argv[0]])
    application.setApplicationName("wan-desktop")
    application.setApplicationDisplayName("Wan Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("wan-desktop")
    application.setQuitOnLastWindowClosed(False)
    from qasync import QEventLoop

    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        return runner.run(App(application, Paths.of_user(), files, script).run())


def prepare_environment() -> None:
    """Settings that Qt reads once, before the application is made."""
    if sys.platform.startswith("linux") and not Path("/dev/dri").exists():
        # Without a GPU, GL in software costs 88 % of a core for a video, and none costs 25 %.
        os.environ.setdefault("QT_XCB_GL_INTEGRATION", "none")


class App(QObject):
    """Everything that lives as long as the window, and how it comes and goes."""

    def __init__(
        self,
        application: QApplication,
        paths: Paths,
        files: list[Path],
        script: Callable[[App], object] | None = None,
    ) -> None:
        super().__init__()
        self.application, self.paths = application, paths
        self._files, self._script = files, script
        self.settings: Settings = Settings()

    async def run(self) -> int:
        """From the first window to the last byte written; the exit status."""
        loop = asyncio.get_running_loop()
        self._closing: asyncio.Future[None] = loop.create_future()
        self.paths.create()
        start_log(self.paths.log_file)
        self.settings = settings_file.load(self.paths.settings)
        crash_hook = CrashHook(self._show_crash)
        crash_hook.install(loop)
        self.tasks = Tasks(crash_hook.report)
        self._build_screen()
        self._watch_signals()
        ...
        return 0
