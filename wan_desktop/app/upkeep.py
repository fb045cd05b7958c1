"""What the program sees to beside the jobs: leftovers go, the job list is copied, a library is taken in."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from wan_desktop.backend import Backend
from wan_desktop.core.errors import DiskError
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.sentence import Sentence


class Upkeep(QObject):
    """Begins once the jobs are taken up, and goes on for as long as the program runs.

    Signals:
        failed: a Failure.
    """

    failed = Signal(object)

    def __init__(self, backend: Backend, tasks: Tasks, window: MainWindow) -> None:
        super().__init__(window)
        self._backend, self._tasks, self._window = backend, tasks, window

    def start(self) -> None:
        """On the running loop."""
        self._tasks.spawn(self._backend.sweep(), name="sweep inputs")
        self._tasks.spawn(self._keep_copies(), name="daily copies")
        self._tasks.spawn(self._adopt_library(), name="look for a library")

    async def _keep_copies(self) -> None:
        loop = asyncio.get_running_loop()
        await self._backend.keep_copies(lambda failure: loop.call_soon(self.failed.emit, failure))

    async def _adopt_library(self) -> None:
        soon = asyncio.get_running_loop().call_soon
        try:
            count = await self._backend.adopt_library()
        except DiskError as error:
            soon(self.failed.emit, error.failure)
            return
        if count:
            words = Sentence(
                lambda: self.tr("The videos of your library are listed again: {count}.").format(count=count)
            )
            soon(self._window.say, words)
