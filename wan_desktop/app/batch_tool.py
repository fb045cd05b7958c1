"""Many videos at once, joined: images into the dialog, each looked at and prepared, out of it one click."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from wan_desktop.app.composer import image_view
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.given_image import GivenImage
from wan_desktop.app.intake import prepare_and_keep
from wan_desktop.core.batch_draft import BatchDraft, OpenBatch
from wan_desktop.core.batches import varied
from wan_desktop.core.errors import DiskError, Failure, WanError
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.batch_grid import PICTURE, PREVIEW
from wan_desktop.ui.batch_images import IMAGE_ROLE, BatchImage
from wan_desktop.ui.image_view import all_words
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.problem_words import problem_words
from wan_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from wan_desktop.app.purse import Purse
    from wan_desktop.ui.batch_dialog import BatchDialog, WantedVideo

Facts = Mapping[str, Any]
"""Fields of a BatchImage that are known now."""

READERS = 2
"""Images read at a time, each in a thread: the others stay free for the window's own pictures."""
OF_THE_DIALOG = ("image", "prompt")
"""Parameters that each video has from the dialog, whatever the form says of them."""
SMALL = QSize(2 * PICTURE.width(), 2 * PICTURE.height())
"""A thumbnail kept in memory, sharp on screens of twice the pixels."""


class BatchTool(QObject):
    """Opens the dialog; turns the form's Generate into as many videos as it has variations.

    Signals:
        submit_requested: the Submissions of one click, a tuple.
        edited: what :meth:`keep` gives may be another now.
    """

    submit_requested = Signal(object)
    edited = Signal()

    def __init__(
        self, paths: Paths, tasks: Tasks, theme: Theme, form: ParamsForm, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._paths, self._tasks, self._theme = paths, tasks, theme
        self._form, self._window = form, window
        self._purse: Purse | None = None
        self._dialog: BatchDialog | None = None
        self._draw = random.SystemRandom()
        self._is_open = False
        self._clicking = self._asked = False
        """Whether the dialog is being clicked, and whether its click is on its way to a consent."""
        self._clicked: tuple[tuple[Path, frozenset[Request]], ...] = ()
        """What each image of the dialog was to become by its last click."""
        self._late: tuple[Path, ...] = ()
        self._to_go_on: OpenBatch | None = None
        """What an earlier start left open, until the program can pay."""
        self._turn = 0
        self._picture_turn = 0
        self._looked: set[Path] = set()
        self._begun: set[Path] = set()
        form.changed.connect(self._show_settings)

    def use(self, purse: Purse) -> None:
        """From now on prices are known, and clicks may be refused."""
        self._purse = purse
        purse.costs.changed.connect(self._show_quote)
        purse.payments.refused.connect(self.unlock)
        purse.payments.declined.connect(self.unlock)
        purse.payments.passed_over.connect(self._passed_over)
        if self._to_go_on is not None:
            self._ready_dialog().go_on(self._to_go_on, self._form.request(), self._form.video_count())
            self._opened()

    def open(self, sources: tuple[Path, ...]) -> None:
        """Several images at once: what they are to become is asked in a dialog.

        Those that come while it is open, handed over by another start, join what is put together there; while
        that is being paid, they wait for what becomes of it.
        """
        if self._asked:
            self._late += sources
            return
        if self._is_open and self._dialog is not None:
            self._dialog.images.add(sources)
            self._spawn_readers()
            return
        self._ready_dialog().start(sources, self._form.request(), self._form.video_count())
        self._opened()

    def keep(self) -> dict[str, Any] | None:
        """For the draft: a ``core.batch_draft.BatchDraft`` as JSON, None where there is nothing to keep."""
        batch = self._to_go_on
        if self._is_open and self._dialog is not None:
            batch = self._dialog.as_it_is()
        return BatchDraft(self._form.variations(), batch).to_json()

    def bring_back(self, kept: object) -> None:
        """What :meth:`keep` gave before; an open batch is open again once the program can pay."""
        draft = BatchDraft.from_json(kept)
        self._form.set_variations(draft.variations)
        self._to_go_on = draft.open

    def _opened(self) -> None:
        self._turn += 1
        self._looked, self._begun = set(), set()
        self._is_open, self._to_go_on = True, None
        self.edited.emit()
        self._show_settings()
        self._spawn_readers()

    def _spawn_readers(self) -> None:
        for number in range(READERS):
            self._tasks.spawn(self._read(self._turn), name=f"read images of a batch, {number}")

    def submit(self, submission: Submission) -> None:
        """The form's own image: one video, or several variations."""
        self.submit_requested.emit(self._varied(submission))

    def sent(self, submissions: Sequence[Submission]) -> None:
        """A click was taken up: where it was the dialog's, that keeps the images left out of it, or closes.

        An image of which any variation was sent goes: the next click would send that one again.
        """
        asked, self._asked = self._asked, False
        if asked and self._dialog is not None:
            sent = {one.request for one in submissions}
            left_out = {source for source, requests in self._clicked if sent.isdisjoint(requests)}
            if left_out:
                self._dialog.keep_left_out(left_out)
            else:
                self._dialog.accept()
        self._open_late()

    def unlock(self) -> None:
        """Nothing came of the click."""
        self._asked = False
        if self._dialog is not None:
            self._dialog.unlock()
        self._open_late()

    def _open_late(self) -> None:
        late, self._late = self._late, ()
        if late:
            self.open(late)

    def _passed_over(self) -> None:
        if self._clicking:
            self.unlock()

    def lead_to(self, submission: Submission) -> bool:
        """Chooses a video's image in the dialog, where its prompt is; False where no dialog has it."""
        if self._dialog is None or not self._is_open:
            return False
        sought = (submission.request.image, submission.source_name, submission.request.prompt)
        for row, video in enumerate(self._dialog.wanted()):
            if (video.image.file_name, video.image.name, video.prompt) == sought:
                self._dialog.grid.choose(row)
                return True
        return False

    def _ready_dialog(self) -> BatchDialog:
        if self._dialog is None:
            from wan_desktop.ui.batch_dialog import BatchDialog

            self._dialog = BatchDialog(self._theme, self._window)
            self._dialog.generate_requested.connect(self._generate)
            self._dialog.counted.connect(self._show_quote)
            self._dialog.chosen.connect(self._chosen)
            self._dialog.edited.connect(self.edited)
            self._dialog.finished.connect(self._closed)
        return self._dialog

    def _closed(self, _result: int) -> None:
        """What is still being read is no longer wanted, nor what was clicked and is not sent yet."""
        self._turn += 1
        self._is_open = False
        if self._asked and self._purse is not None:
            self._purse.payments.withdraw()
        self.edited.emit()

    def _show_settings(self) -> None:
        """A sound that came along with the images is cut while the dialog is open."""
        if self._dialog is not None:
            problems = [one for one in self._form.problems() if one.parameter not in OF_THE_DIALOG]
            words = problem_words(problems[0]) if problems else ""
            self._dialog.show_settings(self._form.request(), words)

    def _show_quote(self, *_: object) -> None:
        dialog = self._dialog
        if dialog is not None and self._purse is not None:
            dialog.show_quote(self._purse.costs.quote(max(1, dialog.video_count)))

    def _generate(self, wanted: tuple[WantedVideo, ...]) -> None:
        request = self._form.request()
        of_each = [
            self._varied(
                Submission(
                    replace(request, image=video.image.file_name, prompt=video.prompt), video.image.name
                )
            )
            for video in wanted
        ]
        self._clicked = tuple(
            (video.image.source, frozenset(one.request for one in submissions))
            for video, submissions in zip(wanted, of_each, strict=True)
        )
        self._clicking = self._asked = True
        self.submit_requested.emit(tuple(one for submissions in of_each for one in submissions))
        self._clicking = False

    def _varied(self, submission: Submission) -> tuple[Submission, ...]:
        requests = varied(submission.request, self._form.variations(), self._draw)
        return tuple(replace(submission, request=request) for request in requests)

    # The images

    async def _read(self, turn: int) -> None:
        """Looks first at what is in sight, then prepares all in their order, until there is nothing left."""
        loop = asyncio.get_running_loop()
        while turn == self._turn and (step := self._next_step()) is not None:
            source, step_of = step
            try:
                facts = await asyncio.to_thread(step_of, source)
            except WanError as error:
                loop.call_soon(self._refuse, turn, source, error.failure)
            except OSError as error:
                loop.call_soon(self._refuse, turn, source, DiskError.from_os_error(error).failure)
            else:
                loop.call_soon(self._learn, turn, source, facts)

    def _next_step(self) -> tuple[Path, Callable[[Path], Facts]] | None:
        assert self._dialog is not None
        images = self._dialog.images.images()
        for row in self._dialog.grid.rows_in_sight():
            source = images[row].source
            if source not in self._looked | self._begun:
                self._looked.add(source)
                return source, _look
        for image in images:
            if image.source not in self._begun:
                self._begun.add(image.source)
                return image.source, self._prepare
        return None

    def _prepare(self, source: Path) -> Facts:
        given, image = prepare_and_keep(self._paths, GivenImage(source, source.name))
        view = image_view(image)
        thumbnail = _small(image.thumbnail)
        return {"thumbnail": thumbnail, "file_name": given.file_name, "chip": all_words(view)}

    def _learn(self, turn: int, source: Path, facts: Facts) -> None:
        if turn != self._turn or self._dialog is None:
            return
        self._dialog.images.learn(source, **facts)
        current = self._dialog.grid.currentIndex().data(IMAGE_ROLE)
        if current is not None and current.source == source:
            self._chosen(current)

    def _refuse(self, turn: int, source: Path, failure: Failure) -> None:
        if turn == self._turn and self._dialog is not None:
            self._dialog.refuse(source, failure_sentence(failure))

    # The one that is looked at

    def _chosen(self, image: BatchImage | None) -> None:
        if self._dialog is None:
            return
        if image is None or not image.file_name:
            self._dialog.show_picture(QImage() if image is None else image.thumbnail or QImage())
            return
        self._picture_turn += 1
        sent = self._paths.inputs / image.file_name
        self._tasks.spawn(self._read_picture(sent, self._picture_turn), name="read a picture of a batch")

    async def _read_picture(self, sent: Path, turn: int) -> None:
        picture = await asyncio.to_thread(_picture, sent)
        asyncio.get_running_loop().call_soon(self._show_picture, picture, turn)

    def _show_picture(self, picture: QImage, turn: int) -> None:
        if turn == self._picture_turn and self._dialog is not None:
            self._dialog.show_picture(picture)


def _look(source: Path) -> Facts:
    from wan_desktop.media import images

    return {"thumbnail": _small(images.look(source, side=SMALL.width()).thumbnail)}


def _small(encoded: bytes) -> QImage:
    picture = QImage.fromData(encoded)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    return picture.scaled(SMALL, keep, smooth) if picture.width() > SMALL.width() else picture


def _picture(sent: Path) -> QImage:
    """The very file that is sent, as large as the preview on a screen of twice the pixels needs it."""
    reader = QImageReader(str(sent))
    room = PREVIEW * 2
    if reader.size().width() > room.width() or reader.size().height() > room.height():
        reader.setScaledSize(reader.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
