"""From what was dropped, pasted or chosen to the image that will be sent, and to the form.

The image is prepared here once (in a thread), shown, and kept in the inputs folder under the name of its
content: what the preview shows are the very bytes that go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wan_desktop.app.given_image import GivenImage
from wan_desktop.core.errors import DiskError, Failure, WanError
from wan_desktop.core.files import replace_file
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.paths import Paths
from wan_desktop.core.tasks import Tasks

if TYPE_CHECKING:
    from wan_desktop.media.images import ImageLook, PreparedImage


class Intake(QObject):
    """Prepares one image at a time; a newer one replaces the one under way.

    Signals:
        started: the name of what is being read.
        looked: an ImageLook of what takes long to prepare, before that is done.
        prepared: a GivenImage, and the PreparedImage that it gave.
        refused: a Failure, and the name of the source.
    """

    started = Signal(str)
    looked = Signal(object)
    prepared = Signal(object, object)
    refused = Signal(object, str)

    def __init__(self, paths: Paths, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._paths = paths
        self._tasks = tasks
        self._turn = 0
        self._done = 0
        self.asked: GivenImage | None = None
        """What was taken last, be it prepared, refused or still under way."""

    @property
    def turn(self) -> int:
        """Another number after each take and each cancel: what was begun before is not wanted any more."""
        return self._turn

    @property
    def reading(self) -> bool:
        """Whether an image is under way and neither prepared nor refused yet."""
        return self._done != self._turn

    def take(self, source: Path | bytes, name: str = "", framing: Framing = AS_IT_IS) -> None:
        """Reads an image file, or the bytes of one, frames it and reports by signals."""
        self._turn += 1
        name = name or (source.name if isinstance(source, Path) else "")
        self.started.emit(name)
        self.asked = given = GivenImage(source, name, framing)
        self._tasks.spawn(self._prepare(given, self._turn), name="prepare image")

    def cancel(self) -> None:
        """What is under way is no longer wanted."""
        self._turn += 1
        self._done = self._turn

    def _show_look(self, turn: int, look: ImageLook) -> None:
        if turn == self._turn and self.reading:
            self.looked.emit(look)

    async def _prepare(self, given: GivenImage, turn: int) -> None:
        loop = asyncio.get_running_loop()

        def seen(look: ImageLook) -> None:
            loop.call_soon_threadsafe(self._show_look, turn, look)

        try:
            kept, image = await asyncio.to_thread(prepare_and_keep, self._paths, given, seen)
        except WanError as error:
            loop.call_soon(self._refuse, error.failure, given.name, turn)
        except OSError as error:
            loop.call_soon(self._refuse, DiskError.from_os_error(error).failure, given.name, turn)
        else:
            loop.call_soon(self._deliver, kept, image, turn)

    def _deliver(self, kept: GivenImage, image: PreparedImage, turn: int) -> None:
        if turn == self._turn:
            self._done = turn
            self.prepared.emit(kept, image)

    def _refuse(self, failure: Failure, name: str, turn: int) -> None:
        if turn == self._turn:
            self._done = turn
            self.refused.emit(failure, name)


def prepare_and_keep(
    paths: Paths, given: GivenImage, seen: Callable[[ImageLook], object] | None = None
) -> tuple[GivenImage, PreparedImage]:
    """Makes an image what the service takes, and keeps that with a small picture. Blocks. WanError.

    ``seen`` as of ``images.prepare``.
    """
    # Pillow is imported here, in the thread, so that the first paint does not wait for it.
    from wan_desktop.media import images

    image = images.prepare(given.source, given.framing, seen)
    file_name = images.save_input(image, paths.inputs)
    thumbnail = thumbnail_path(paths, file_name)
    if not thumbnail.exists():
        with suppress(DiskError):  # A row without its picture is still a row.
            replace_file(thumbnail, image.thumbnail)
    return replace(given, file_name=file_name), image


def thumbnail_path(paths: Paths, input_name: str) -> Path:
    """Where the small picture of an input lies, for rows without a video."""
    return paths.posters / f"input-{Path(input_name).stem}.jpg"
