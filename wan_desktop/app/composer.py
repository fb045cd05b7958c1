"""The left pane, joined: from what the user drops and types to a job, at the user's press of Generate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit

from wan_desktop.app.arrivals import Arrivals
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import usual_folder
from wan_desktop.app.given_image import GivenImage
from wan_desktop.app.hovering import Hovering
from wan_desktop.app.intake import Intake, thumbnail_path
from wan_desktop.core.errors import Failure
from wan_desktop.core.file_kinds import IMAGE_SUFFIXES, SOUND_SUFFIXES, VIDEO_SUFFIXES
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.given_files import GivenFiles
from wan_desktop.core.job import Job
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.submission import CONTINUES, SOUND_NAME, Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.drop_words import is_usable, left_out_words, refusal_words_of_files
from wan_desktop.ui.dropped import Dropped
from wan_desktop.ui.image_view import EarlyView, ImageView
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.messages import change_words
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.welcome import Welcome

if TYPE_CHECKING:
    from wan_desktop.media.images import ImageLook, PreparedImage


class Composer(QObject):
    """Fills the form's image and turns a press of Generate into a wish to submit.

    Signals:
        submit_requested: a Submission, its image among it.
        request_changed: a Request, after any change of the form.
        images_given: a tuple of Paths, several images or those of a folder.
        video_given: the Path of a video, ours or any other.
        sound_given: the Path of an audio file.
        cleared: there is no image, and what was on its way is not wanted any more.
    """

    submit_requested = Signal(object)
    request_changed = Signal(object)
    images_given = Signal(object)
    video_given = Signal(object)
    sound_given = Signal(object)
    cleared = Signal()

    def __init__(
        self, paths: Paths, tasks: Tasks, form: ParamsForm, welcome: Welcome, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._paths, self._form, self._window = paths, form, window
        self.current: GivenImage | None = None
        """The image that is seen and would be sent."""
        self.facts: dict[str, Any] = {}
        """What the next job shall remember of where its image came from: of the image given last."""
        self._facts_of_current: dict[str, Any] = {}
        self._folder = usual_folder(QStandardPaths.StandardLocation.PicturesLocation)
        self.intake = Intake(paths, tasks, self)
        self.arrivals = Arrivals(tasks, self)
        self._hovering = Hovering(tasks, form.drop_area, self)
        self._connect_arrivals()
        self._connect_form(form, welcome)

    def _connect_arrivals(self) -> None:
        area = self._form.drop_area
        self.arrivals.sorting.connect(area.show_loading)
        self.arrivals.fetching.connect(self._fetching)
        self.arrivals.files_sorted.connect(self._files_sorted)
        self.arrivals.image_came.connect(self.take)
        self.arrivals.text_came.connect(self._form.add_to_prompt)
        self.arrivals.refused.connect(self._refused)
        self.intake.started.connect(area.show_loading)
        self.intake.looked.connect(self._looked)
        self.intake.prepared.connect(self._prepared)
        self.intake.refused.connect(self._refused)

    def _connect_form(self, form: ParamsForm, welcome: Welcome) -> None:
        area = form.drop_area
        area.dropped.connect(self._dropped)
        area.choose_requested.connect(self.choose_image)
        area.stop_requested.connect(self._stop)
        area.cleared.connect(self.clear_image)
        area.target.watch(self._window)
        for field in self._window.findChildren(QLineEdit):
            area.target.watch_field(field)
        # Fields for words keep their own; anywhere else a paste is as good as a drop.
        paste = QShortcut(QKeySequence.StandardKey.Paste, self._window)
        paste.activated.connect(area.paste)
        form.generate_requested.connect(self._generate)
        form.changed.connect(self._changed)
        welcome.sample_chosen.connect(self.take)

    def take(self, source: Path | bytes, name: str = "", framing: Framing = AS_IT_IS) -> None:
        """Makes an image file, or the bytes of one, the image of the next video, framed so.

        Another source than that of ``current`` begins with no ``facts``: write them after this call. Should
        it be refused, the image before it stays, with its own.
        """
        self.arrivals.stop_fetching()
        same = self.current is not None and source == self.current.source
        self.facts = self._facts_of_current if same else {}
        self.intake.take(source, name, framing)
        self._show_whether_reading()

    def put_back(self, given: GivenImage, image: PreparedImage, facts: Mapping[str, Any]) -> None:
        """Shows an image that was prepared earlier and is in the inputs folder, with its facts."""
        self.intake.cancel()
        self.facts = dict(facts)
        self._prepared(given, image)

    @property
    def facts_of_current(self) -> Mapping[str, Any]:
        """The facts of the image that is seen, whatever is on its way."""
        return self._facts_of_current

    def take_files(self, files: Sequence[Path], count: int) -> None:
        """Takes files of a command line, or of "Open with", as if they were dropped, in their order.

        ``count`` is how many were given, which may be more than could be handed over.
        """
        self._take_files(files, natural=False)
        if count > len(files):
            more = count - len(files)
            words = Sentence(lambda: self.tr("%n more files were given than can be taken at once.", "", more))
            self._window.say(words)

    def choose_image(self) -> None:
        """Lets the user choose files as they would drop them; the dialog does not block."""
        dialog = QFileDialog(self._window, self.tr("Choose an image, or several"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setDirectory(self._folder)
        kinds = ((self.tr("Images"), IMAGE_SUFFIXES), (self.tr("Videos"), VIDEO_SUFFIXES))
        filters = [*kinds, (self.tr("Sounds"), SOUND_SUFFIXES)]
        dialog.setNameFilters([*map(_filter, *zip(*filters, strict=True)), self.tr("All files") + " (*)"])
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    def clear_image(self) -> None:
        """The next video has no image yet."""
        self.arrivals.stop()
        self.intake.cancel()
        self.current = None
        self.facts = self._facts_of_current = {}
        self._form.set_image("", None)
        self._show_whether_reading()
        self.cleared.emit()

    def reuse(self, job: Job) -> None:
        """Puts a job's settings and its image back into the form."""
        self._form.set_request(job.request, str(job.extra.get(SOUND_NAME, "")))
        if job.request.image:
            # The image before it must not go with these settings, should the job's own be gone.
            self.clear_image()
            # Already prepared once: it goes through unchanged.
            self.take(self._paths.inputs / job.request.image, job.source_name)
            if CONTINUES in job.extra:
                self.facts[CONTINUES] = job.extra[CONTINUES]

    def _files_chosen(self, files: list[str]) -> None:
        self._take_files([Path(file) for file in files], natural=True)

    def _dropped(self, dropped: Dropped) -> None:
        if dropped.paths:
            self._take_files(dropped.paths, natural=True)
        else:
            self.arrivals.take(dropped)

    def _take_files(self, files: Sequence[Path], *, natural: bool) -> None:
        self._folder = str(files[0].parent)
        self.arrivals.take_files(files, natural=natural)
        self._show_whether_reading()

    def _fetching(self, host: str) -> None:
        self.intake.cancel()
        self._form.drop_area.show_fetching(host)
        self._form.set_reading(True)

    def _files_sorted(self, given: GivenFiles) -> None:
        if not is_usable(given):
            self._refuse_files(given)
            return
        if not self.intake.reading:
            self._form.drop_area.stop_waiting()
        if len(given.images) == 1:
            self.take(given.images[0])
        elif given.images:
            self.images_given.emit(given.images)
        elif given.videos:
            self.video_given.emit(given.videos[0])
        if given.texts:
            self.arrivals.take_text_of(given.texts[0])
        if given.sounds:
            self.sound_given.emit(given.sounds[0])
        if words := left_out_words(given):
            self._window.say(words)
        self._show_whether_reading()

    def _refuse_files(self, given: GivenFiles) -> None:
        if given.count == 1 and given.others:
            self.take(given.others[0])  # opening it tells best what is wrong with it
        else:
            self._form.drop_area.show_problem(refusal_words_of_files(given))
            self._show_whether_reading()

    def _stop(self) -> None:
        self.arrivals.stop()
        self.intake.cancel()
        self.facts = self._facts_of_current
        self._form.drop_area.stop_waiting()
        self._show_whether_reading()

    def _looked(self, look: ImageLook) -> None:
        view = EarlyView(look.thumbnail, look.width, look.height, look.format)
        self._form.drop_area.show_early(view)

    def _prepared(self, given: GivenImage, image: PreparedImage) -> None:
        self.current, self._facts_of_current = given, self.facts
        self._form.set_image(given.file_name, image_view(image))
        self._show_whether_reading()

    def _refused(self, failure: Failure) -> None:
        self.facts = self._facts_of_current
        self._form.drop_area.show_problem(failure_sentence(failure))
        self._show_whether_reading()

    def _is_reading(self) -> bool:
        return self.intake.reading or self.arrivals.busy

    def _show_whether_reading(self) -> None:
        self._form.set_reading(self._is_reading())

    def _generate(self, request: Request) -> None:
        if self._is_reading():
            # The image in the request is the one before: what is paid for must be what is seen.
            self._form.unlock()
            return
        name = self.current.name if self.current is not None else ""
        self.submit_requested.emit(Submission(request, name, dict(self.facts)))

    def _changed(self) -> None:
        self.request_changed.emit(self._form.request())


def _filter(name: str, suffixes: frozenset[str]) -> str:
    """As QFileDialog takes it: "Images (*.avif *.bmp …)"."""
    return f"{name} ({' '.join(f'*{suffix}' for suffix in sorted(suffixes))})"


def image_view(image: PreparedImage) -> ImageView:
    """What the drop area shows of a prepared image."""
    return ImageView(
        pixels=image.thumbnail,
        source_width=image.source_width,
        source_height=image.source_height,
        source_format=image.source_format,
        sent_width=image.width,
        sent_height=image.height,
        sent_format=image.mime.partition("/")[2].upper(),
        sent_bytes=len(image.data),
        changes=tuple(change_words(change) for change in image.changes),
    )


def sent_picture(paths: Paths, job: Job) -> str:
    """The image that a job was asked for with; "" for none."""
    return str(paths.inputs / job.request.image) if job.request.image else ""


def row_picture(paths: Paths, job: Job) -> str:
    """The small picture of a job: of its video, or of its image while there is none; "" for neither."""
    if job.poster:
        return job.poster
    return str(thumbnail_path(paths, job.request.image)) if job.request.image else ""
