"""What the user can do with a job, done: each action of ``ui.actions`` is one method here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QFile, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from wan_desktop.app.file_manager import show_in_folder, usual_folder
from wan_desktop.app.payments import Consents
from wan_desktop.app.purse import Purse
from wan_desktop.app.save_dialog import ask_where
from wan_desktop.app.viewer import Viewer
from wan_desktop.core.batches import batch_of
from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import copy_file
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.runner import Runner
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.actions import Action, actions_for
from wan_desktop.ui.generate_button import LOCK_MS
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.messages import details_text
from wan_desktop.ui.sentence import Sentence


class JobActions(QObject):
    """Performs actions on jobs. Paid ones (try again, send again) come only from the user's own click.

    Signals:
        continue_requested: a Job whose last frame becomes the next image.
        reuse_requested: a Job whose settings go back into the form.
        edit_requested: likewise, to be changed and sent anew.
        play_requested: a Job.
        submitted: the Job that a new consent made.
        removed: the id of a job that is gone from the list.
        failed: a Failure of an action, for the status line.
    """

    continue_requested = Signal(object)
    reuse_requested = Signal(object)
    edit_requested = Signal(object)
    play_requested = Signal(object)
    submitted = Signal(object)
    removed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, runner: Runner, purse: Purse, tasks: Tasks, window: MainWindow, viewer: Viewer
    ) -> None:
        super().__init__(window)
        self._purse = purse
        purse.doubt.send_again_requested.connect(self._send_again)
        self._runner, self._tasks, self._window, self._viewer = runner, tasks, window, viewer
        self._paid_at = float("-inf")
        self._save_folder = usual_folder(QStandardPaths.StandardLocation.MoviesLocation)
        self._acts: dict[Action, Callable[[Job], None]] = {
            Action.PLAY: self.play_requested.emit,
            Action.CONTINUE: self.continue_requested.emit,
            Action.REUSE: self.reuse_requested.emit,
            Action.EDIT_AND_RETRY: self.edit_requested.emit,
            Action.RETRY: self._retry,
            Action.STOP: self._stop,
            Action.FOLLOW: self._follow,
            Action.LOOK_AGAIN: self._follow,
            Action.DECIDE: self._decide,
            Action.STAR: self._toggle_star,
            Action.UNSTAR: self._toggle_star,
            Action.SAVE_AS: self._save_as,
            Action.SHOW_IN_FOLDER: self._show_in_folder,
            Action.COPY_DETAILS: self._copy_details,
            Action.DELETE: self._ask_delete,
            Action.PAUSE_BATCH: self._pause_batch,
            Action.RESUME_BATCH: self._resume_batch,
            Action.STOP_BATCH: self._stop_batch,
        }

    def perform(self, job_id: str, action: str) -> None:
        """Does ``action`` (an Action value) with a job; one that is gone or has moved on is no error."""
        job = self._runner.get(job_id)
        if job is not None and self.is_open(job, action):
            self._acts[Action(action)](job)

    def is_open(self, job: Job, action: str) -> bool:
        """Whether ``action`` makes sense for ``job`` as it stands; a star stands for its being taken away."""
        able = actions_for(job)
        return Action(action) in able or (action == Action.STAR and Action.UNSTAR in able)

    def _retry(self, job: Job) -> None:
        self._pay_again(job.id)

    def _pay_again(self, job_id: str) -> None:
        """One click is one consent: the second half of a double click is none."""
        now = time.monotonic()
        if now - self._paid_at >= LOCK_MS / 1000:
            self._paid_at = now
            job = self._runner.get(job_id)
            if job is not None:
                wanted = [Submission(job.request, job.source_name)]
                edit = partial(self._edit, job)
                self._purse.payments.ask(job.service, wanted, partial(self._pay, job_id), edit)

    def _edit(self, job: Job, _refused: Submission) -> None:
        self.edit_requested.emit(job)

    def _pay(self, job_id: str, _wanted: object, consents: Consents) -> None:
        job = self._runner.get(job_id)
        if job is None:
            return
        self.submitted.emit(self._runner.retry(job_id, consents[0]))
        if job.state is JobState.UNCONFIRMED:
            # It is decided and asks no more. Should its id turn up, it can be followed still.
            self._runner.stop(job_id)

    def _stop(self, job: Job) -> None:
        self._runner.stop(job.id)

    def _pause_batch(self, job: Job) -> None:
        self._runner.batches.pause(batch_of(job))

    def _resume_batch(self, job: Job) -> None:
        self._runner.batches.resume(batch_of(job))

    def _stop_batch(self, job: Job) -> None:
        self._runner.batches.stop(batch_of(job))

    def _follow(self, job: Job) -> None:
        self._runner.follow(job.id)

    def _toggle_star(self, job: Job) -> None:
        self._runner.star(job.id, not job.starred)

    def _decide(self, job: Job) -> None:
        self._purse.doubt.ask(job)

    def _send_again(self, job_id: str) -> None:
        if self._runner.get(job_id) is not None:
            self._pay_again(job_id)

    def _copy_details(self, job: Job) -> None:
        QGuiApplication.clipboard().setText(details_text(job))

    def _show_in_folder(self, job: Job) -> None:
        self._tasks.spawn(show_in_folder(Path(job.video), self._window.say), name="show in folder")

    def _save_as(self, job: Job) -> None:
        video = Path(job.video)
        ask_where(
            self._window,
            self.tr("Save the video"),
            [self.tr("Videos (*.mp4)")],
            Path(self._save_folder, video.name),
            partial(self._save_chosen, video),
        )

    def _save_chosen(self, video: Path, target: str) -> None:
        self._save_folder = str(Path(target).parent)
        self._tasks.spawn(self._copy(video, Path(target)), name="save video")

    async def _copy(self, source: Path, target: Path) -> None:
        try:
            await asyncio.to_thread(copy_file, source, target)
        except DiskError as error:
            asyncio.get_running_loop().call_soon(self.failed.emit, error.failure)

    def _ask_delete(self, job: Job) -> None:
        if job.video and Path(job.video).exists():
            words = self.tr("The video file goes to the trash, its entry goes for good.")
        else:
            words = self.tr("The entry goes for good.")
        self._ask(job, self.tr("Move to the trash"), words, self.tr("Remove"), self._delete)

    def _ask(self, job: Job, title: str, words: str, yes: str, act: Callable[[Job], None]) -> None:
        question = QMessageBox(QMessageBox.Icon.Question, title, words, parent=self._window)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.addButton(QMessageBox.StandardButton.Cancel)
        remove = question.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        remove.setProperty("job_id", job.id)
        remove.clicked.connect(partial(self._confirmed, job.id, act))
        question.open()

    def _confirmed(self, job_id: str, act: Callable[[Job], None], _checked: bool = False) -> None:
        job = self._runner.get(job_id)
        if job is not None and self.is_open(job, Action.DELETE):
            self._viewer.let_go(job.video, partial(act, job))

    def _delete(self, job: Job) -> None:
        self._tasks.spawn(self._throw_away(job, move_to_trash, self._ask_for_good), name="move to the trash")

    def _delete_for_good(self, job: Job) -> None:
        self._tasks.spawn(self._throw_away(job, delete_for_good, self._say_undeletable), name="delete")

    async def _throw_away(
        self, job: Job, away: Callable[[Path], bool], otherwise: Callable[[Job], None]
    ) -> None:
        """In a thread: a network drive may take its time."""
        video = Path(job.video)
        gone = not job.video or await asyncio.to_thread(lambda: not video.exists() or away(video))
        soon = asyncio.get_running_loop().call_soon
        if gone:
            soon(self._remove, job)
        else:
            soon(self._viewer.play, job)
            soon(otherwise, job)

    def _remove(self, job: Job) -> None:
        if self._runner.get(job.id) is not None:
            self._runner.remove(job.id)
            self.removed.emit(job.id)

    def _ask_for_good(self, job: Job) -> None:
        """Never silently: what is in no trash does not come back."""
        words = self.tr("There is no trash for this folder. Deleted, the video cannot be brought back.")
        self._ask(job, self.tr("No trash"), words, self.tr("Delete for good"), self._delete_for_good)

    def _say_undeletable(self, job: Job) -> None:
        self._window.say(Sentence(partial(self._undeletable_words, job.video)))

    def _undeletable_words(self, file: str) -> str:
        return self.tr("The video cannot be deleted, so it stays: {file}").format(file=file)


def move_to_trash(file: Path) -> bool:
    """Puts a file where the user's system keeps what was deleted; False where there is no such place.

    A drive has a trash of its own, or none: nothing is copied, however large, to that of the home folder.
    """
    # Qt makes the trash, but not the folder that holds it, which a new account lacks.
    QDir().mkpath(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))
    # Of an object: the static one gives a bool where its stub promises a pair. That Qt kept Windows' shell
    # from deleting for good may be told as a success (Microsoft Learn, "IFileOperation::PerformOperations").
    return QFile(str(file)).moveToTrash() and not file.exists()


def delete_for_good(file: Path) -> bool:
    """False where it is still there afterwards."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
