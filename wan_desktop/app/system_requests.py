"""What the system asks of the running window: to open files, to keep everything now, to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QSessionManager

from wan_desktop.app.application import Application
from wan_desktop.app.composer import Composer
from wan_desktop.app.front import bring_to_front
from wan_desktop.app.single_instance import FILES_MAX
from wan_desktop.ui.main_window import MainWindow


class SystemRequests(QObject):
    """Hands them on for as long as the window lives.

    Windows ends a process as soon as it has answered that the session ends: what ``keep`` has not put on the
    disk by then is gone. X11 and macOS ask the same before they let the program ``close`` in order. On macOS
    its end interrupts a log-out that is under way, which Qt leaves no way round; it is asked for again.
    """

    def __init__(
        self,
        application: Application,
        window: MainWindow,
        composer: Composer,
        *,
        keep: Callable[[], object],
        close: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._application, self._window, self._composer = application, window, composer
        self._keep = keep
        application.files_opened.connect(self._open)
        application.quit_requested.connect(close)
        application.commitDataRequest.connect(self._session_ends)

    def take_files(self) -> None:
        """From now on files are taken, those that came while the program started first; on the loop."""
        self._application.hand_on_files()

    def _open(self, files: tuple[Path, ...]) -> None:
        bring_to_front(self._window, "")
        self._composer.take_files(files[:FILES_MAX], len(files))

    def _session_ends(self, _session: QSessionManager) -> None:
        self._keep()
