"""Looks into files while they are held over the window, so that it can say what letting go will do."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from wan_desktop.app.arrivals import sorted_by_content
from wan_desktop.core.given_files import GivenFiles
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.drop_area import DropArea
from wan_desktop.ui.drop_words import hover_words_of_files, is_usable


class Hovering(QObject):
    """In a thread: the drive that the files are on may be slow. Ends as soon as they have left."""

    def __init__(self, tasks: Tasks, area: DropArea, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._area = tasks, area
        self._turn = 0
        area.files_hovered.connect(self._hovered)

    def _hovered(self, files: tuple[Path, ...]) -> None:
        self._turn += 1
        self._tasks.spawn(self._look(files, self._turn), name="look at hovering files")

    async def _look(self, files: tuple[Path, ...], turn: int) -> None:
        wanted = partial(self._is_wanted, turn)
        given = await asyncio.to_thread(sorted_by_content, files, wanted=wanted)
        asyncio.get_running_loop().call_soon(self._say, given, turn)

    def _is_wanted(self, turn: int) -> bool:
        return turn == self._turn and self._area.hovered()

    def _say(self, given: GivenFiles, turn: int) -> None:
        if self._is_wanted(turn):
            self._area.show_hover(hover_words_of_files(given), is_usable(given))
