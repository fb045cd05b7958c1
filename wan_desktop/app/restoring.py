"""The start with a damaged or lost job list: what can be brought back is asked for, and brought back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import open_outside
from wan_desktop.core.errors import RESTORABLE, DiskError, ErrorKind, WanError
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.restore_dialog import RestoreDialog
from wan_desktop.ui.restored_words import done_words

log = logging.getLogger(__name__)
T = TypeVar("T")


class Restoring(QObject):
    """Opens what stands on the job list; asks in a dialog over the window where it has to be restored first.

    Signals:
        quit_requested(): the user would rather end the program.
    """

    quit_requested = Signal()

    def __init__(self, paths: Paths, settings: Callable[[], Settings], window: MainWindow) -> None:
        super().__init__(window)
        self._paths, self._settings, self._window = paths, settings, window
        self._dialog: RestoreDialog | None = None
        self._answered = asyncio.Event()
        self._given_up = False

    async def opened(self, make: Callable[[], T]) -> T | None:
        """What ``make`` gives, run in a thread, once the list is sound; None where the program ends instead.

        Raises the WanError that no restore mends.
        """
        while not self._given_up:
            try:
                return await asyncio.to_thread(make)
            except DiskError as error:
                if error.kind not in RESTORABLE:
                    raise
                log.info("the job list cannot be opened: %s", error)
                await self._restore(error.kind)
        return None

    def give_up(self) -> None:
        """The program ends. What is being restored is restored to its end."""
        self._given_up = True
        self._answered.set()

    async def _restore(self, kind: ErrorKind) -> None:
        from wan_desktop.core.library_scan import services_of
        from wan_desktop.core.restore import restore, survey

        loop = asyncio.get_running_loop()
        settings = self._settings()
        library = self._paths.library_of(settings.library)
        found = await asyncio.to_thread(survey, self._paths, library)
        dialog = self._made_dialog()
        loop.call_soon(dialog.ask, kind, found)
        while await self._is_wanted():
            try:
                restored = await asyncio.to_thread(restore, self._paths, library, services_of(settings))
            except WanError as error:
                log.info("not restored: %s", error)
                loop.call_soon(dialog.show_problem, failure_sentence(error.failure))
            else:
                log.info("restored: %s", restored)
                loop.call_soon(dialog.accept)
                loop.call_soon(self._window.say, done_words(restored))
                return

    async def _is_wanted(self) -> bool:
        """Waits for the user's word; False where it is the end of the program."""
        await self._answered.wait()
        self._answered.clear()
        return not self._given_up

    def _made_dialog(self) -> RestoreDialog:
        if self._dialog is None:
            self._dialog = RestoreDialog(self._window)
            self._dialog.restore_requested.connect(self._begin)
            self._dialog.quit_requested.connect(self.quit_requested)
            self._dialog.folder_requested.connect(self._show_folder)
        return self._dialog

    def _begin(self) -> None:
        self._made_dialog().show_busy()
        self._answered.set()

    def _show_folder(self) -> None:
        open_outside(self._paths.data)
