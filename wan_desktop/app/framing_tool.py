"""Framing, joined: the image in hand or a film's frame, into the dialog and back to the composer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from wan_desktop.app.composer import Composer, image_view
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.given_image import GivenImage
from wan_desktop.app.request_tool import RequestTool
from wan_desktop.core.errors import ErrorKind, Failure, WanError
from wan_desktop.core.framing import Framing
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from wan_desktop.media.images import PreparedImage
    from wan_desktop.ui.framing_dialog import FramingDialog, PictureToFrame

SETTLED_MS = 250
"""The image is made once its framing has rested so long: a drag has dozens of framings a second."""

USUAL_RATE = 25.0
"""Frames a second where a film does not say."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What the image becomes under one framing."""

    source: Path | bytes
    framing: Framing
    image: PreparedImage


class FramingTool(QObject):
    """Opens the dialog for the composer's image, for one refused as too narrow, and for a film."""

    def __init__(
        self,
        composer: Composer,
        requests: RequestTool,
        tasks: Tasks,
        theme: Theme,
        form: ParamsForm,
        window: MainWindow,
    ) -> None:
        super().__init__(window)
        self._composer, self._requests, self._tasks = composer, requests, tasks
        self._theme, self._area, self._window = theme, form.drop_area, window
        self._dialog: FramingDialog | None = None
        self._refused: GivenImage | None = None
        self._film: Path | None = None
        self._source: Path | bytes = b""
        self._name = ""
        self._turn = 0
        self._frame_wanted: int | None = None
        self._wanted: Framing | None = None
        self._made: _Made | None = None
        self._looking = self._making = self._request_wanted = False
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._make)
        self._area.frame_requested.connect(self.frame_current)
        self._area.frame_refused_requested.connect(self.frame_refused)
        window.frame_image_requested.connect(self.frame_current)
        composer.intake.refused.connect(self._image_refused)
        composer.intake.started.connect(self._image_started)

    def frame_current(self) -> None:
        """Frames the image that is seen, ready or not yet, from the user's own file."""
        intake = self._composer.intake
        given = intake.asked if intake.reading else self._composer.current or self._refused
        if given is None:
            self._window.say(Sentence(lambda: self.tr("Drop an image first, then frame it.")))
        else:
            self._frame(given.source, given.name, given.framing)

    def frame_refused(self) -> None:
        """Frames the image that could not be used as it was."""
        if self._refused is not None:
            self._frame(self._refused.source, self._refused.name, self._refused.framing)

    def frame_film(self, film: Path) -> None:
        """Lets the user choose a frame of a video, and frame it."""
        self._start(film, b"", film.name, Framing())

    def _frame(self, source: Path | bytes, name: str, framing: Framing) -> None:
        self._start(None, source, name, framing)

    def _start(self, film: Path | None, source: Path | bytes, name: str, framing: Framing) -> None:
        self._film, self._source, self._name = film, source, name
        self._made = self._wanted = None
        self._request_wanted = False
        self._ready_dialog().start(framing)
        self._look(framing.frame)

    def _image_started(self, _name: str) -> None:
        self._refused = None

    def _image_refused(self, failure: Failure) -> None:
        given = self._composer.intake.asked
        if failure.kind is ErrorKind.IMAGE_TOO_NARROW and given is not None:
            self._refused = given
            self._area.offer_framing()

    # The picture

    def _look(self, frame: object) -> None:
        """One frame at a time, the newest next: a slider that is dragged asks for dozens."""
        assert isinstance(frame, int)
        self._turn += 1
        self._frame_wanted = frame
        if not self._looking:
            self._looking = True
            self._tasks.spawn(self._show_looks(), name="look at an image to frame")

    async def _show_looks(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._frame_wanted is not None:
                turn, frame, self._frame_wanted = self._turn, self._frame_wanted, None
                try:
                    source, picture = await asyncio.to_thread(_look_at, self._film, self._source, frame)
                except WanError as error:
                    loop.call_soon(self._show_failure, turn, error.failure)
                else:
                    loop.call_soon(self._show_picture, turn, source, picture)
        finally:
            self._looking = False

    def _show_picture(self, turn: int, source: Path | bytes, picture: PictureToFrame) -> None:
        if turn == self._turn and self._dialog is not None and self._dialog.isVisible():
            self._source = source
            self._dialog.show_picture(picture)

    def _show_failure(self, turn: int, failure: Failure) -> None:
        if turn == self._turn and self._dialog is not None:
            unreadable = Sentence(lambda: self.tr("No picture of this video can be read."))
            broken = failure.kind is ErrorKind.VIDEO_BROKEN
            self._dialog.show_problem(unreadable if broken else failure_sentence(failure))

    # What it becomes

    def _framing_changed(self, framing: Framing) -> None:
        self._wanted = self._of_source(framing)
        self._settled.start()

    def _make(self) -> None:
        # A program that is closing takes up nothing new; its window goes first.
        if self._wanted is not None and not self._making and self._window.isVisible():
            self._making = True
            self._tasks.spawn(self._make_image(self._source, self._wanted), name="make a framed image")

    async def _make_image(self, source: Path | bytes, framing: Framing) -> None:
        from wan_desktop.media import images

        loop = asyncio.get_running_loop()
        try:
            image = await asyncio.to_thread(images.prepare, source, framing)
        except WanError as error:
            loop.call_soon(self._show_refusal, source, framing, error.failure)
        else:
            loop.call_soon(self._show_made, _Made(source, framing, image))
        finally:
            self._making = False

    def _show_made(self, made: _Made) -> None:
        if not self._is_wanted(made.source, made.framing) or self._dialog is None:
            self._make()
            return
        self._made = made
        self._dialog.show_sent(image_view(made.image))
        if self._request_wanted:
            self._show_request()

    def _show_refusal(self, source: Path | bytes, framing: Framing, failure: Failure) -> None:
        if self._is_wanted(source, framing) and self._dialog is not None:
            self._dialog.show_problem(failure_sentence(failure))
        else:
            self._make()

    def _is_wanted(self, source: Path | bytes, framing: Framing) -> bool:
        return framing == self._wanted and source is self._source

    def _of_source(self, framing: Framing) -> Framing:
        """A film's frame is a picture of its own: the first of one."""
        return framing if self._film is None else replace(framing, frame=0)

    # What the user wants of it

    def _ask_request(self, _framing: Framing) -> None:
        self._request_wanted = True
        if self._made is not None and self._is_wanted(self._made.source, self._made.framing):
            self._show_request()

    def _show_request(self) -> None:
        self._request_wanted = False
        if self._made is not None and self._dialog is not None:
            self._requests.show_with(self._made.image, image_view(self._made.image), self._dialog)

    def _use(self, framing: Framing) -> None:
        self._composer.take(self._source, self._name, self._of_source(framing))

    def _closed(self, _result: int) -> None:
        """Nothing of what is still being read or made is wanted any more."""
        self._turn += 1
        self._frame_wanted = None
        self._settled.stop()
        self._made = self._wanted = None

    def _ready_dialog(self) -> FramingDialog:
        if self._dialog is None:
            from wan_desktop.ui.framing_dialog import FramingDialog

            self._dialog = FramingDialog(self._theme, self._window)
            self._dialog.framing_changed.connect(self._framing_changed)
            self._dialog.frame_wanted.connect(self._look)
            self._dialog.request_wanted.connect(self._ask_request)
            self._dialog.framed.connect(self._use)
            self._dialog.finished.connect(self._closed)
        return self._dialog


def _look_at(film: Path | None, source: Path | bytes, frame: int) -> tuple[Path | bytes, PictureToFrame]:
    """What is framed and how it looks. Blocks."""
    from wan_desktop.media import video
    from wan_desktop.media.framing_look import look_closely
    from wan_desktop.ui.framing_dialog import PictureToFrame

    rate, frames = 0.0, 0
    if film is not None:
        rate, frames = _frames_of(film)
        source = video.frame_at(film, frame / rate)
    seen = look_closely(source, 0 if film else frame)
    width, height = seen.shown
    picture = QImage(seen.rgba, width, height, width * 4, QImage.Format.Format_RGBA8888)
    wanted = QImage.Format.Format_ARGB32_Premultiplied if seen.has_alpha else QImage.Format.Format_RGB32
    # Converted, it is a copy: the bytes above may go.
    image = picture.convertToFormat(wanted)
    return source, PictureToFrame(image, seen.width, seen.height, frames or seen.frames, rate)


def _frames_of(film: Path) -> tuple[float, int]:
    """Frames a second, and how many there are. Blocks."""
    from wan_desktop.media import video

    seconds, rate = video.pace(film)
    rate = rate or USUAL_RATE
    return rate, max(round(seconds * rate), 1)
