"""The middle pane, joined: the selected job's video and facts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.player import Player


class Viewer(QObject):
    """Shows one job at a time; a video that becomes ready plays if its job is shown and nothing plays.

    Signals:
        job_shown: the Job shown, in its newest state, or None.
    """

    job_shown = Signal(object)

    def __init__(
        self, window: MainWindow, player: Player, details: JobDetails, picture: Callable[[Job], str]
    ) -> None:
        """``picture`` names the image that a job was asked for with, for as long as it has no video."""
        super().__init__(window)
        self._picture = picture
        self._window, self._player, self._details = window, player, details
        self._job: Job | None = None
        self._after_release: Callable[[], None] | None = None
        player.released.connect(self._released)
        window.show_player(False)

    @property
    def job(self) -> Job | None:
        """The job shown."""
        return self._job

    def show_job(self, job: Job | None) -> None:
        """Another job was selected, or none."""
        before, self._job = self._job, job
        self._window.show_player(job is not None)
        self._details.show_job(job)
        if job is None:
            self._player.release()
        elif before is None or before.id != job.id or before.video != job.video:
            self._load(job)
        self.job_shown.emit(job)

    def job_changed(self, job: Job) -> None:
        """Any job has changed; the one shown is shown anew."""
        if self._job is not None and job.id == self._job.id:
            self.show_job(job)

    def play(self, job: Job) -> None:
        """Plays a job's video from its start."""
        self._job = job
        self._window.show_player(True)
        self._details.show_job(job)
        self._load(job)
        self.job_shown.emit(job)

    def job_removed(self, job_id: str) -> None:
        """A job is gone; nothing is shown where it was."""
        if self._job is not None and self._job.id == job_id:
            self.show_job(None)

    def let_go(self, video: str, then: Callable[[], None]) -> None:
        """Calls ``then`` once the player no longer holds the file (Windows refuses to move an open one)."""
        if self._job is None or self._job.video != video:
            then()
            return
        self._after_release = then
        self._player.release()

    def _load(self, job: Job) -> None:
        if job.state is JobState.DONE and job.video:
            self._player.load(job.video, job.poster)
        else:
            self._player.show_still(self._picture(job))

    def _released(self) -> None:
        then, self._after_release = self._after_release, None
        if then is not None:
            then()
