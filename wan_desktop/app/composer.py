"""The left pane, joined: from what the user drops and types to a job, at the user's press of Generate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import usual_folder
from wan_desktop.app.given_image import GivenImage
from wan_desktop.app.intake import Intake, thumbnail_path
from wan_desktop.core.errors import Failure
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.job import Job
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.drop_area import ImageView
from wan_desktop.ui.dropped import DropKind, Dropped, kind_of_file
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.messages import change_words
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.welcome import Welcome

if TYPE_CHECKING:
    from wan_desktop.media.images import PreparedImage

IMAGE_FILTER = "*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff *.avif"


class Composer(QObject):
    """Fills the form's image and turns a press of Generate into a wish to submit.

    Signals:
        submit_requested: a Submission, its image among it.
        request_changed: a Request, after any change of the form.
    """

    submit_requested = Signal(object)
    request_changed = Signal(object)

    def __init__(
        self, paths: Paths, tasks: Tasks, form: ParamsForm, welcome: Welcome, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._paths, self._form, self._window = paths, form, window
        self.current: GivenImage | None = None
        """The image that is seen and would be sent."""
        self.facts: dict[str, Any] = {}
        """What the next job shall remember of where its image came from: of the image given last."""
        self._folder = usual_folder(QStandardPaths.StandardLocation.PicturesLocation)
        self.intake = Intake(paths, tasks, self)
        self.intake.started.connect(form.drop_area.show_loading)
        self.intake.prepared.connect(self._prepared)
        self.intake.refused.connect(self._refused)
        form.drop_area.dropped.connect(self._dropped)
        form.drop_area.choose_requested.connect(self.choose_image)
        form.drop_area.cleared.connect(self.clear_image)
        form.drop_area.target.watch(window)
        # Fields for words keep their own; anywhere else a paste is as good as a drop.
        paste = QShortcut(QKeySequence.StandardKey.Paste, window)
        paste.activated.connect(form.drop_area.paste)
        form.generate_requested.connect(self._generate)
        form.changed.connect(self._changed)
        welcome.sample_chosen.connect(self.take)

    def take(self, source: Path | bytes, name: str = "", framing: Framing = AS_IT_IS) -> None:
        """Makes an image file, or the bytes of one, the image of the next video, framed so.

        Another source than that of ``current`` begins with no ``facts``: write them after this call.
        """
        if self.current is None or source != self.current.source:
            self.facts = {}
        self.intake.take(source, name, framing)

    def put_back(self, given: GivenImage, image: PreparedImage, facts: Mapping[str, Any]) -> None:
        """Shows an image that was prepared earlier and is in the inputs folder, with its facts."""
        self.intake.cancel()
        self.facts = dict(facts)
        self._prepared(given, image)

    def take_files(self, files: Sequence[Path], count: int) -> Path:
        """Reads the first image among ``files`` as if they were dropped; the file that is taken.

        ``count`` is how many were given, which may be more; of several the window says which one it takes.
        """
        taken = next((file for file in files if kind_of_file(file) is DropKind.IMAGE), files[0])
        self.take(taken)
        if count > 1:
            words = self.tr("%n files came; one image is taken at a time: “{name}”.", "", count)
            self._window.say(words.format(name=taken.name))
        return taken

    def choose_image(self) -> None:
        """Lets the user choose an image file; the dialog does not block."""
        dialog = QFileDialog(self._window, self.tr("Choose an image"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory(self._folder)
        dialog.setNameFilters([self.tr("Images") + f" ({IMAGE_FILTER})", self.tr("All files") + " (*)"])
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    def clear_image(self) -> None:
        """The next video has no image yet."""
        self.intake.cancel()
        self.current = None
        self.facts = {}
        self._form.set_image("", None)

    def reuse(self, job: Job) -> None:
        """Puts a job's settings and its image back into the form."""
        self._form.set_request(job.request)
        kept = self._paths.inputs / job.request.image
        if job.request.image and kept.is_file():
            # Already prepared once: it goes through unchanged.
            self.take(kept, job.source_name)

    def _file_chosen(self, file: str) -> None:
        self._folder = str(Path(file).parent)
        self.take(Path(file))

    def _dropped(self, dropped: Dropped) -> None:
        source = dropped.first_image() or (dropped.paths[0] if dropped.paths else None)
        if source is not None:
            self.take(source)

    def _prepared(self, given: GivenImage, image: PreparedImage) -> None:
        self.current = given
        self._form.set_image(given.file_name, image_view(image))

    def _refused(self, failure: Failure) -> None:
        self._form.drop_area.show_problem(failure_sentence(failure))

    def _generate(self, request: Request) -> None:
        if self.intake.reading:
            # The image in the request is the one before: what is paid for must be what is seen.
            self._form.unlock()
            return
        name = self.current.name if self.current is not None else ""
        self.submit_requested.emit(Submission(request, name, dict(self.facts)))

    def _changed(self) -> None:
        self.request_changed.emit(self._form.request())


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
