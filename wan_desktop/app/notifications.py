"""Notifications: a video has ended, or waits for its user, while the window is not in front.

What ends within seconds is one notification, and so is everything since the window was last looked at: the
next one takes the place of the one before. The videos of a batch are told of when the batch is through, or
pauses by itself. A click brings the window to the front and selects the job.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from wan_desktop.app.front import bring_to_front, is_in_front
from wan_desktop.core.batches import BY_USER, batch_of, is_held
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.notification_words import notification_words

if TYPE_CHECKING:
    from wan_desktop.core.settings import Settings

COLLECT_MS = 2000
"""What ends within this is told together."""


class Shower(Protocol):
    """What shows a notification on this system; see :class:`NotificationDaemon`."""

    clicked: SignalInstance
    dismissed: SignalInstance
    unheard: SignalInstance

    def show(self, title: str, text: str) -> None: ...

    def withdraw(self) -> None: ...


class Notifications(QObject):
    """Hears of every change of a job. ``lead_to`` is called with the id of the job that was clicked."""

    def __init__(
        self,
        window: QWidget,
        shower: Shower,
        settings: Callable[[], Settings],
        lead_to: Callable[[str], object],
        *,
        collect_ms: int = COLLECT_MS,
    ) -> None:
        super().__init__(window)
        self._window, self._shower, self._settings, self._lead_to = window, shower, settings, lead_to
        self._under_way: dict[str, Job] = {}
        self._waiting: dict[str, Job] = {}
        self._told: dict[str, Job] = {}
        self._paused: Job | None = None
        self._later = QTimer(self, singleShot=True, interval=collect_ms)
        self._later.timeout.connect(self._tell)
        shower.clicked.connect(self._clicked)
        shower.dismissed.connect(self._forget)
        shower.unheard.connect(self._ask_for_a_look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._state_changed)

    def close(self) -> None:
        """Tells nothing any more."""
        self._later.stop()

    def job_changed(self, job: Job) -> None:
        """Any job has changed. One that was never seen under way is no news."""
        before = self._under_way.pop(job.id, None)
        if job.unfinished and not job.elsewhere:
            self._under_way[job.id] = job
        if before is None or job.state is JobState.STOPPED or is_in_front(self._window):
            return
        if not job.unfinished:
            self._waiting[job.id] = job
        elif _has_paused_itself(job) and not before.paused:
            self._paused = job
        else:
            return
        if not self._later.isActive():
            self._later.start()

    def job_removed(self, job_id: str) -> None:
        """A job is gone; nothing is told of it."""
        for jobs in (self._under_way, self._waiting, self._told):
            jobs.pop(job_id, None)

    def _tell(self) -> None:
        if is_in_front(self._window) or not self._settings().notify:
            self._forget()
            return
        due = {job.id: job for job in self._waiting.values() if not self._goes_on(batch_of(job))}
        self._waiting = {job_id: job for job_id, job in self._waiting.items() if job_id not in due}
        self._told |= due
        if due or self._paused is not None:
            paused = self._paused.paused if self._paused is not None else ""
            self._shower.show(*notification_words(list(self._told.values()), paused))

    def _goes_on(self, batch: str) -> bool:
        jobs = [job for job in self._under_way.values() if batch and batch_of(job) == batch]
        return bool(jobs) and not any(is_held(job) for job in jobs)

    def _forget(self) -> None:
        self._paused = None
        for jobs in (self._waiting, self._told):
            jobs.clear()

    def _clicked(self, token: str) -> None:
        job = self._wanted()
        bring_to_front(self._window, token)
        if job is not None:
            self._lead_to(job.id)
        self._seen()

    def _wanted(self) -> Job | None:
        """The job that a click is about: one that needs its user first, else the newest."""
        told = list(self._told.values())
        doubtful = [job for job in told if job.state is JobState.UNCONFIRMED]
        return next(reversed(doubtful or told), self._paused)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._seen()

    def _seen(self) -> None:
        self._forget()
        self._shower.withdraw()

    def _ask_for_a_look(self) -> None:
        QApplication.alert(self._window)


def notifications(
    window: QWidget, tasks: Tasks, settings: Callable[[], Settings], lead_to: Callable[[str], object]
) -> Notifications:
    """Those of this system; see :class:`Notifications`."""
    return Notifications(window, _system_shower(window, tasks), settings, lead_to)


def _system_shower(window: QWidget, tasks: Tasks) -> Shower:
    """What this system has."""
    if sys.platform.startswith("linux"):
        from wan_desktop.app.notification_daemon import NotificationDaemon

        return NotificationDaemon(tasks, window)
    else:
        from wan_desktop.app.tray_messages import TrayMessages

        return TrayMessages(window)


def _has_paused_itself(job: Job) -> bool:
    return is_held(job) and job.paused != BY_USER
