"""Qt's application object: what stands before every window and every message."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_API", "pyside6")  # qasync, wherever it is imported, takes no other one.

from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wan_desktop import __version__
from wan_desktop.app.desktop_portal import platform_theme
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
    with changed(os.environ, dict.fromkeys(PLUGINS_OF_DESKTOP) | platform_theme()):
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
def changed(variables: MutableMapping[str, str], values: Mapping[str, str | None]) -> Iterator[None]:
    """With other values (None: without it); afterwards as before, for the programs that this one starts."""
    before = {name: variables.pop(name) for name in values if name in variables}
    variables.update({name: value for name, value in values.items() if value is not None})
    try:
        yield
    finally:
        for name in values:
            variables.pop(name, None)
        variables.update(before)
