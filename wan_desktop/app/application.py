"""Qt's application object: what stands before every window and every message, and hears the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_API", "pyside6")  # qasync, wherever it is imported, takes no other one.

from PySide6.QtCore import QEvent, QLibraryInfo, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from wan_desktop import __version__
from wan_desktop.app.desktop_portal import PortalQuestion, platform_theme, question
from wan_desktop.app.system_libraries import check_window_system
from wan_desktop.app.windows_identity import name_this_process
from wan_desktop.core.paths import resource

#: Where a desktop keeps the plugins of its own Qt. They are of another version: ours would load them and die.
PLUGINS_OF_DESKTOP = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")


class Application(QApplication):
    """Hears what the system asks of the program as a whole.

    Files come by macOS' Finder and Dock, several as one event each, and from the first moment on: they are
    held until :meth:`hand_on_files`. A wish to quit comes from macOS' menu and Dock, from the end of a
    session on Windows (for each window anew) and on X11. Left to Qt it would close the windows or, where none
    is seen any more, stop the loop in the middle of an orderly end; so here it is a wish like any other.

    Signals:
        files_opened: a tuple of Paths.
        quit_requested: whoever listens takes the program down.
    """

    files_opened = Signal(object)
    quit_requested = Signal()

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._files: list[Path] = []
        self._wanted = False

    def hand_on_files(self) -> None:
        """From now on files are handed on, those that came before first."""
        self._wanted = True
        self._hand_on()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit:
            event.ignore()
            self.quit_requested.emit()
            return True
        if isinstance(event, QFileOpenEvent):
            self._opened(event.url().toLocalFile() or event.file())
            return True
        return super().event(event)

    def _opened(self, file: str) -> None:
        if file:
            if not self._files:
                # Those that were chosen together come right after.
                QTimer.singleShot(0, self, self._hand_on)
            self._files.append(Path(file))

    def _hand_on(self) -> None:
        if self._wanted and self._files:
            files, self._files = tuple(self._files), []
            self.files_opened.emit(files)


def make_application(portal: PortalQuestion | None = None) -> Application:
    """Qt's application object, once a process: the one that is there, where a message came first.

    ``portal`` is the desktop's, asked before; else it is asked now.
    Raises WindowImpossible where the system lacks what a window needs.
    """
    if isinstance(made := QApplication.instance(), Application):
        return made
    prepare_environment()
    check_window_system(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
    # macOS sends the files of a command line as events too; Qt leaves out those that it finds among these.
    arguments = sys.argv if sys.platform == "darwin" else sys.argv[:1]
    with changed(os.environ, platform_theme(portal or question(os.environ)), without=PLUGINS_OF_DESKTOP):
        application = Application(arguments)
    application.setApplicationName("wan-desktop")
    application.setApplicationDisplayName("Wan Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("wan-desktop")
    application.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    application.setQuitOnLastWindowClosed(False)
    return application


def prepare_environment() -> None:
    """Settings that Qt and the system read once, before the application is made."""
    name_this_process()
    if sys.platform.startswith("linux") and not Path("/dev/dri").exists():
        # Without a GPU, GL in software costs 88 % of a core for a video, and none costs 25 %.
        os.environ.setdefault("QT_XCB_GL_INTEGRATION", "none")


@contextmanager
def changed(
    variables: MutableMapping[str, str], new: Mapping[str, str], *, without: Iterable[str]
) -> Iterator[None]:
    """With these variables and without those; afterwards all is as before, for programs started from here."""
    before = {name: variables.pop(name, None) for name in (*new, *without)}
    variables.update(new)
    try:
        yield
    finally:
        for name, value in before.items():
            variables.pop(name, None)
            if value is not None:
                variables[name] = value
