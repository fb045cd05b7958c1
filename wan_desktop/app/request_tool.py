"""The request as it will go, shown before it is paid: of the next video, or of an image being framed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.errors import WanError
from wan_desktop.core.params import ProblemKind, Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import DEMO
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.image_view import ImageView, chip_words, sent_words
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.problem_words import problem_words
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.words import size_words

if TYPE_CHECKING:
    from wan_desktop.core.request_text import RequestText
    from wan_desktop.media.images import PreparedImage
    from wan_desktop.ui.request_dialog import RequestDialog

ReadImage = Callable[[], tuple[bytes, str]]
"""The bytes of an image and their MIME; blocks."""


class RequestTool(QObject):
    """Answers "Show the request". ``service`` is asked anew each time: a base URL, or DEMO."""

    def __init__(
        self,
        paths: Paths,
        tasks: Tasks,
        theme: Theme,
        form: ParamsForm,
        window: MainWindow,
        service: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._paths, self._tasks, self._theme = paths, tasks, theme
        self._form, self._window, self._service = form, window, service
        self._turn = 0
        form.drop_area.request_requested.connect(self.show_next)
        window.show_request_requested.connect(self.show_next)

    def show_next(self) -> None:
        """The request that a press of Generate would send now."""
        view = self._form.drop_area.view()
        request = self._form.request()
        self._show(request, partial(_kept_image, self._paths.inputs, request.image), view, self._window)

    def show_with(self, image: PreparedImage, view: ImageView, parent: QWidget) -> None:
        """The same with another image, over ``parent``."""
        self._show(self._form.request(), lambda: (image.data, image.mime), view, parent)

    def _show(self, request: Request, read: ReadImage, view: ImageView | None, parent: QWidget) -> None:
        self._turn += 1
        work = self._put_together(self._turn, request, read, view, parent)
        self._tasks.spawn(work, name="show the request")

    async def _put_together(
        self, turn: int, request: Request, read: ReadImage, view: ImageView | None, parent: QWidget
    ) -> None:
        loop = asyncio.get_running_loop()
        service = self._service()
        try:
            text, picture = await asyncio.to_thread(_texts, service, request, read)
        except WanError as error:
            loop.call_soon(self._window.say, failure_sentence(error.failure))
            return
        if turn == self._turn:
            loop.call_soon(self._open, text, picture, request, view, parent, service == DEMO)

    def _open(
        self,
        text: RequestText,
        picture: QImage,
        request: Request,
        view: ImageView | None,
        parent: QWidget,
        demo: bool,
    ) -> None:
        if not parent.isVisible():
            return
        from wan_desktop.ui.request_dialog import SentRequest

        shown = SentRequest(
            address=text.address,
            body=text.body,
            picture=picture,
            facts=sent_words(view) if view else "",
            changes=_changes(request, view),
            problems=self._problems(has_image=view is not None),
            demo=demo,
        )
        self._new_dialog(parent).show_request(shown)

    def _problems(self, *, has_image: bool) -> tuple[str, ...]:
        found = self._form.problems()
        # An image that is being framed is not in the form yet.
        counted = [
            p for p in found if not (has_image and p.kind is ProblemKind.MISSING and p.parameter == "image")
        ]
        return tuple(problem_words(problem) for problem in counted)

    def _new_dialog(self, parent: QWidget) -> RequestDialog:
        from wan_desktop.ui.request_dialog import RequestDialog

        dialog = RequestDialog(self._theme, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _kept_image(inputs: Path, name: str) -> tuple[bytes, str]:
    from wan_desktop.core.inputs import MIMES, read_input

    if not name:
        return b"", "image/jpeg"
    return read_input(inputs, name), MIMES[Path(name).suffix]


def _texts(service: str, request: Request, read: ReadImage) -> tuple[RequestText, QImage]:
    """The request and the picture in it. Blocks: base64 of 10 MB and a decoded image take their time."""
    from wan_desktop.core.request_text import request_text

    data, mime = read()
    return request_text(service, request, data, mime, size_words), QImage.fromData(data)


def _changes(request: Request, view: ImageView | None) -> tuple[str, ...]:
    from wan_desktop.ui.request_dialog import sound_change

    changes = list(view.changes) if view else []
    if view is not None and changes:
        changes.insert(0, chip_words(view))
    if request.sound:
        changes.append(sound_change(request.sound_way))
    return tuple(change for change in changes if change)
