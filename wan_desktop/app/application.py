"""Qt's application object: what stands before every window and every message."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_API", "pyside6")  # qasync, wherever it is imported, takes no other one.

from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wan_desktop import __version__
from wan_desktop.app.system_libraries import check_window_system
from wan_desktop.core.paths import resource

#: Where a desktop keeps the plugins of its own Qt. They are of another version: ours would load them and die.
PLUGINS_OF_DESKTOP = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")


def make_application() -> QApplication:
    """Qt's application object, once a process: the one that is there, where a message came first.

    Raises WindowImpossible where the system lacks what a window needs.
    """
    if isinstance(made := QApplication.instance(), QApplication):
        return made
    prepare_environment()
    check_window_system(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
    with hidden(os.environ, PLUGINS_OF_DESKTOP):
        application = QApplication([sys.argv[0]])
    application.setApplicationName("wan-desktop")
    application.setApplicationDisplayName("Wan Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("wan-desktop")
    application.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    application.setQuitOnLastWindowClosed(False)
    return application


def prepare_environment() -> None:
    """Settings that Qt reads once, before the application is made."""
    if sys.platform.startswith("linux") and not Path("/dev/dri").exists():
        # Without a GPU, GL in software costs 88 % of a core for a video, and none costs 25 %.
        os.environ.setdefault("QT_XCB_GL_INTEGRATION", "none")


@contextmanager
def hidden(variables: MutableMapping[str, str], names: Iterable[str]) -> Iterator[None]:
    """Without these variables; afterwards they are there again, for the programs that this one starts."""
    kept = {name: variables.pop(name) for name in names if name in variables}
    try:
        yield
    finally:
        variables.update(kept)
