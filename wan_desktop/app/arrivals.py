"""What was dropped, pasted, chosen or handed over, on its way to where it belongs.

Files are looked into in a thread (a folder may lie on a slow drive), a link is fetched; meanwhile the window
goes on. A newer arrival of files takes the place of one that is still being sorted.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from wan_desktop.core.errors import DiskError, ErrorKind, Failure, WanError
from wan_desktop.core.file_kinds import text_of_file
from wan_desktop.core.given_files import GivenFiles, sort_files
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.dropped import DropKind, Dropped

if TYPE_CHECKING:
    from wan_desktop.core.link_fetch import LinkFetcher

BETTER_WITHIN = 8.0
"""Seconds that a larger copy of what is there already is waited for."""

MakeFetcher = Callable[[], "LinkFetcher"]


def link_fetcher() -> LinkFetcher:
    """One that goes as every other request of the program does. Imports, so: in a thread."""
    fetching = importlib.import_module("wan_desktop.core.link_fetch")
    proxies = importlib.import_module("wan_desktop.core.system_proxy")
    fetcher: LinkFetcher = fetching.LinkFetcher(find_proxy=proxies.system_proxy)
    return fetcher


def sorted_by_content(
    files: Sequence[Path], *, natural: bool = True, wanted: Callable[[], bool]
) -> GivenFiles:
    """As ``sort_files``, with films told from sounds by their tracks. For a thread."""
    return sort_files(files, natural=natural, has_picture=_has_picture, wanted=wanted)


def _has_picture(file: Path) -> bool:
    from wan_desktop.media.tracks import has_moving_picture  # PyAV, which most drops need not

    return has_moving_picture(file)


class Arrivals(QObject):
    """Sorts and fetches. ``make_fetcher`` is replaced where links may lead to this computer: in tests.

    Signals:
        sorting(str name): files are being looked into.
        fetching(str host): an image is being fetched.
        files_sorted(object GivenFiles): nothing is being looked into any more.
        image_came(object source, str name): the bytes of an image.
        text_came(str): words for the prompt.
        refused(object Failure): what was fetched is no image.
    """

    sorting = Signal(str)
    fetching = Signal(str)
    files_sorted = Signal(object)
    image_came = Signal(object, str)
    text_came = Signal(str)
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.make_fetcher: MakeFetcher = link_fetcher
        self._files_turn = 0
        self._sorting = False
        self._fetch: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether an image may still come of what is under way."""
        return self._sorting or self._fetch is not None

    def take(self, dropped: Dropped) -> None:
        """Whatever the drop area found usable, but words: those are the form's."""
        if dropped.paths:
            self.take_files(dropped.paths)
        elif dropped.links:
            self._fetch_image(dropped.links, dropped.image_bytes)
        elif dropped.kind is DropKind.IMAGE:
            self.image_came.emit(dropped.image_bytes, "")

    def take_files(self, files: Sequence[Path], *, natural: bool = True) -> None:
        """Sorts files and folders; ``natural`` puts them in the order in which people count."""
        self._files_turn += 1
        self._sorting = True
        self.sorting.emit(files[0].name if len(files) == 1 else "")
        self._tasks.spawn(self._sort(tuple(files), self._files_turn, natural=natural), name="sort files")

    def take_text_of(self, file: Path) -> None:
        """The words of a text file; one that is gone by now has none."""
        self._tasks.spawn(self._read_text(file), name="read a text")

    def stop(self) -> None:
        """Nothing of what is under way is wanted any more."""
        self._files_turn += 1
        self._sorting = False
        self.stop_fetching()

    def stop_fetching(self) -> None:
        """Another image takes the place of the one that was being fetched."""
        if self._fetch is not None:
            self._fetch.cancel()
            self._fetch = None

    async def _sort(self, files: tuple[Path, ...], turn: int, *, natural: bool) -> None:
        wanted = partial(self._is_wanted, turn)
        given = await asyncio.to_thread(sorted_by_content, files, natural=natural, wanted=wanted)
        asyncio.get_running_loop().call_soon(self._sorted, given, turn)

    def _is_wanted(self, turn: int) -> bool:
        return turn == self._files_turn

    def _sorted(self, given: GivenFiles, turn: int) -> None:
        if self._is_wanted(turn):
            self._sorting = False
            self.files_sorted.emit(given)

    async def _read_text(self, file: Path) -> None:
        try:
            text = await asyncio.to_thread(text_of_file, file)
        except OSError as error:
            failure = DiskError.from_os_error(error).failure
            asyncio.get_running_loop().call_soon(self.refused.emit, failure)
        else:
            asyncio.get_running_loop().call_soon(self.text_came.emit, text)

    def _fetch_image(self, links: tuple[str, ...], pixels: bytes) -> None:
        self.stop_fetching()
        self.fetching.emit(urlsplit(links[0]).hostname or "")
        self._fetch = self._tasks.spawn(self._fetched(links, pixels), name="fetch an image")

    async def _fetched(self, links: tuple[str, ...], pixels: bytes) -> None:
        loop, mine = asyncio.get_running_loop(), asyncio.current_task()
        fetcher = await asyncio.to_thread(self.make_fetcher)
        try:
            async with asyncio.timeout(BETTER_WITHIN if pixels else None):
                image = await fetcher.fetch(*links, pages=not pixels)
        except (WanError, TimeoutError) as error:
            failure = error.failure if isinstance(error, WanError) else Failure(ErrorKind.IMAGE_LINK_FAILED)
            loop.call_soon(self._settle, mine, partial(self._without, failure, pixels))
        else:
            loop.call_soon(self._settle, mine, partial(self.image_came.emit, image.data, image.name))
        finally:
            await fetcher.close()

    def _settle(self, task: asyncio.Task[None] | None, go_on: Callable[[], object]) -> None:
        if task is self._fetch:
            self._fetch = None
            go_on()

    def _without(self, failure: Failure, pixels: bytes) -> None:
        """What the browser handed over is an image too, only smaller."""
        if pixels:
            self.image_came.emit(pixels, "")
        else:
            self.refused.emit(failure)
