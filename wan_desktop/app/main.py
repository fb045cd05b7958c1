"""The window's composition root: environment, loop, parts, connections, ordered shutdown.

Order of a start: window and first paint → the backend's modules (in a thread) → database and jobs. Order of
an end: listeners → window hidden → player released → settings saved → runner, connections, demo, database.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from wan_desktop.app.application import Application, make_application
from wan_desktop.app.chinese_font import ChineseFont
from wan_desktop.app.composer import row_picture, sent_picture
from wan_desktop.app.crash_hook import CrashHook, start_log
from wan_desktop.app.expected_spans import ExpectedSpans
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import open_or_say
from wan_desktop.app.generator_closer import GeneratorCloser
from wan_desktop.app.help import Help
from wan_desktop.app.language import Language
from wan_desktop.app.lineage import Lineage
from wan_desktop.app.notifications import notifications
from wan_desktop.app.preferences import Preferences
from wan_desktop.app.restoring import Restoring
from wan_desktop.app.service_in_force import ServiceInForce
from wan_desktop.app.stop_signals import StopSignals
from wan_desktop.app.system_requests import SystemRequests
from wan_desktop.app.viewer import Viewer
from wan_desktop.app.workbench import Workbench
from wan_desktop.core import settings as settings_file
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, WanError
from wan_desktop.core.job import Job, JobGroup, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.crash_dialog import CrashDialog
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.messages import failure_words
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

if TYPE_CHECKING:
    from wan_desktop.app.job_actions import JobActions
    from wan_desktop.app.job_feed import JobFeed
    from wan_desktop.app.purse import Purse
    from wan_desktop.app.second_starts import SecondStarts
    from wan_desktop.app.single_instance import SingleInstance
    from wan_desktop.backend import Backend

log = logging.getLogger(__name__)

THREADS = 4
"""Threads for pictures, probing and the disk. Reading 24 MP images, each needs about 200 MB."""


def run_window(
    files: list[Path], script: Callable[[App], object] | None = None, *, poll_seconds: float | None = None
) -> int:
    """Runs a window, beside whatever others there are, to its end.

    ``script`` is called once the program is ready (the self-test uses it). ``poll_seconds`` asks services
    that often instead of by experience. OSError where the program's own folders cannot be used.
    """
    return run_app(App(make_application(), Paths.of_user(), files, script, poll_seconds=poll_seconds))


def run_app(app: App) -> int:
    """Runs an App on Qt's loop to its end; the exit status."""
    from qasync import QEventLoop

    with asyncio.Runner(loop_factory=partial(QEventLoop, app.application)) as runner:
        return runner.run(app.run())


class App(QObject):
    """Everything that lives as long as the window, and how it comes and goes.

    ``instance`` is the lock that makes this the only window of its home: with it, second starts are heard.
    ``window``, ``form``, ``player``, ``job_list`` are there from the start, ``backend`` once the first paint
    is done.
    """

    backend: Backend
    _actions: JobActions
    _purse: Purse

    def __init__(
        self,
        application: Application,
        paths: Paths,
        files: list[Path],
        script: Callable[[App], object] | None = None,
        *,
        poll_seconds: float | None = None,
        instance: SingleInstance | None = None,
    ) -> None:
        super().__init__()
        self._instance = instance
        self._second_starts: SecondStarts | None = None
        self.application, self.paths = application, paths
        self._poll_seconds = poll_seconds
        self._files, self._script = files, script
        self._feed: JobFeed | None = None
        self._status = 0
        paths.create()
        start_log(paths.log_file)
        settings = settings_file.load(paths.settings)
        self._crash_hook = CrashHook(self._show_crash)
        self._crash_dialog: CrashDialog | None = None
        self.tasks = Tasks(self._crash_hook.report)
        self._generators = Tasks(self._crash_hook.report)
        self._build_screen(settings)
        self._painted_or_closing = asyncio.Event()
        self._closing = asyncio.Event()
        self._restoring = Restoring(paths, self._current_settings, self.window)
        self._restoring.quit_requested.connect(self.close)
        self.window.first_painted.connect(self._painted_or_closing.set)
        self.window.close_requested.connect(self.close)
        self._system = SystemRequests(
            application, self.window, self.composer, keep=self.keep, close=self.close
        )

    def _build_screen(self, settings: Settings) -> None:
        self._spans = ExpectedSpans()
        theme = Theme(self.application)
        language = Language(self.application)
        language.choose(settings.language)
        with theme.building():
            theme.choose(settings.theme)
            welcome = self._build_window(theme)
        self.preferences = Preferences(self.paths, self.tasks, settings, self.window, theme, language)
        ChineseFont(self.window, self.form, language)
        self.service = ServiceInForce(self.preferences, self.window, self.form, self.tasks)
        self.workbench = Workbench(
            self.paths,
            self.tasks,
            theme,
            self.form,
            welcome,
            self.window,
            self.player,
            service=self.service.address,
            settings=self._current_settings,
        )
        self.composer = self.workbench.composer
        self.viewer = Viewer(self.window, self.player, self.details, partial(sent_picture, self.paths))
        self.help = Help(
            self.window,
            self.paths,
            self.tasks,
            settings=self._current_settings,
            chosen=lambda: self.viewer.job.id if self.viewer.job is not None else "",
        )
        self.workbench.bring_back(settings.last_request)
        self.player.set_muted(settings.muted)
        self.player.set_volume(settings.volume)
        self.player.set_loop(settings.loop)
        self.window.restore_state(settings.window)
        self.service.show_unasked()
        self.form.prompt.setFocus()

    def _build_window(self, theme: Theme) -> Welcome:
        self.form, self.player, self.details = (
            ParamsForm(theme),
            Player(theme),
            JobDetails(expected=self._spans.of),
        )
        self.job_list = JobList(theme, partial(row_picture, self.paths), expected=self._spans.of)
        welcome = Welcome()
        self.window = MainWindow(
            theme,
            form=self.form,
            player=self.player,
            welcome=welcome,
            details=self.details,
            job_list=self.job_list,
        )
        return welcome

    async def run(self) -> int:
        """From the first window to the last byte written; the exit status."""
        loop = asyncio.get_running_loop()
        from qasync import QThreadExecutor

        loop.set_default_executor(QThreadExecutor(THREADS))
        self._crash_hook.install(loop)
        # qasync sets no such hook, as asyncio does: an answer dropped half-read would not be closed in order.
        sys.set_asyncgen_hooks(finalizer=GeneratorCloser(loop, self._generators))
        signals = StopSignals(self)
        signals.came.connect(self.close)
        self.window.show()
        await self._painted_or_closing.wait()
        if not self._closing.is_set():
            loop.call_soon(self.workbench.start)
        self._hear_second_starts()
        self._system.take_files()
        backend = None if self._closing.is_set() else await self._start_backend()
        if backend is not None:
            self.backend = backend
            self.help.store = backend.store
            loop.call_soon(self._connect)
        await self._closing.wait()
        await self._shut_down(backend)
        signals.close()
        return self._status

    def close(self) -> None:
        """The user, the system or a script wants the program to end. Everything running is taken up again."""
        self._closing.set()
        self._painted_or_closing.set()
        self._restoring.give_up()

    def keep(self) -> None:
        """Puts on the disk what only this process knows yet; the program goes on. Blocks for a moment."""
        self.preferences.remember_window()
        self.preferences.save()
        self.workbench.keep()

    # Start

    def _hear_second_starts(self) -> None:
        if self._instance is None or self._closing.is_set():
            return
        address = self._instance.address
        if address is None:
            log.info("second starts cannot be heard: %s", self._instance.unreachable or "no address")
            return
        from wan_desktop.app.second_starts import SecondStarts

        self._second_starts = SecondStarts(address, self.window, self.composer)

    async def _start_backend(self) -> Backend | None:
        # httpx, Pillow and PyAV cost half a second to import: after the first paint, in a thread.
        module = await asyncio.to_thread(importlib.import_module, "wan_desktop.backend")
        for name in ("wan_desktop.app.job_feed", "wan_desktop.app.job_actions", "wan_desktop.app.purse"):
            await asyncio.to_thread(importlib.import_module, name)
        make = partial(
            module.Backend,
            self.paths,
            self._current_settings,
            poll_seconds=self._poll_seconds,
            on_bug=self._crash_hook.report,
        )
        try:
            backend: Backend | None = await self._restoring.opened(make)
        except WanError as error:
            backend = None
            asyncio.get_running_loop().call_soon(self._refuse_to_start, error.failure)
        self._status = 1 if backend is None else 0
        return backend

    async def _take_up_jobs(self) -> None:
        """The keys of jobs on their way first, in a thread: the keyring may wait for its user."""
        loop = asyncio.get_running_loop()
        try:
            unfinished = await asyncio.to_thread(self.backend.store.unfinished)
            await self.backend.learn_keys(job.service for job in unfinished)
        except WanError as error:
            loop.call_soon(self._say_failure, error.failure)
        loop.call_soon(self._resume)

    def _resume(self) -> None:
        if not self._closing.is_set():
            self.backend.runner.resume()
            self._upkeep.start()

    def _current_settings(self) -> Settings:
        return self.preferences.settings

    def _refuse_to_start(self, failure: Failure) -> None:
        words = failure_words(failure)
        if failure.kind is ErrorKind.DATABASE_NEWER:
            self.preferences.leave_alone()
            self.workbench.leave_alone()
        box = QMessageBox(QMessageBox.Icon.Critical, self.tr("Wan Desktop"), words.title, parent=self.window)
        box.setInformativeText(f"{words.advice}\n\n{failure.detail}".strip())
        box.finished.connect(self.close)
        box.open()

    def _connect(self) -> None:
        """Joins the screen and the backend; from here on the program is whole."""
        if self._closing.is_set():
            return
        from wan_desktop.app.job_actions import JobActions
        from wan_desktop.app.job_feed import JobFeed
        from wan_desktop.app.purse import Purse
        from wan_desktop.app.upkeep import Upkeep

        runner = self.backend.runner
        self._feed = JobFeed(runner, self.job_list, self._spans, self.tasks, self)
        self._purse = Purse(self.backend, self._current_settings, self.window, self.form)
        self._actions = JobActions(runner, self._purse, self.tasks, self.window, self.viewer)
        self._upkeep = Upkeep(self.backend, self.tasks, self.window)
        self._upkeep.failed.connect(self._say_failure)
        self._connect_jobs(self._feed)
        self._connect_window()
        self.tasks.spawn(self._take_up_jobs(), name="take up jobs")
        self.service.use(self.backend, self._purse)
        if self._files:
            self.composer.take_files(self._files, len(self._files))
        if self._script is not None:
            self._script(self)

    def _connect_jobs(self, feed: JobFeed) -> None:
        feed.job_changed.connect(self._job_changed)
        feed.counts_changed.connect(self.window.set_counts)
        feed.failed.connect(self._say_failure)
        self.job_list.job_selected.connect(self.viewer.show_job)
        self.viewer.job_shown.connect(self._name_job_commands)
        self._name_job_commands(self.viewer.job)
        self.job_list.action_requested.connect(self._actions.perform)
        self.details.action_requested.connect(self._actions.perform)
        self._actions.reuse_requested.connect(self.workbench.video_return.reuse)
        self._actions.edit_requested.connect(self.workbench.edit)
        self._actions.continue_requested.connect(self.workbench.continuing.start)
        self._lineage = Lineage(self.backend.runner, self.tasks, self.details, self.viewer, self.job_list)
        self.workbench.video_return.job_named.connect(self._lineage.lead_to)
        self._actions.play_requested.connect(self.viewer.play)
        self._actions.submitted.connect(self._show_new)
        self._news = notifications(self.window, self.tasks, self._current_settings, self._lineage.lead_to)
        feed.job_changed.connect(self._news.job_changed)
        for part in (self.service.status, self.viewer, self._news):
            self._actions.removed.connect(part.job_removed)
            feed.removed_elsewhere.connect(part.job_removed)
        self._actions.removed.connect(feed.job_removed)
        self._actions.failed.connect(self._say_failure)
        self.workbench.submit_requested.connect(self._submit)
        self.workbench.use(self._purse, self.backend.runner)
        self.composer.request_changed.connect(self.service.show_costs)

    def _connect_window(self) -> None:
        window = self.window
        window.band.key_requested.connect(self.preferences.open_key)
        window.settings_requested.connect(self.preferences.open)
        window.job_command_requested.connect(self._job_command)
        window.library_folder_requested.connect(self._open_library)
        self.player.open_outside_requested.connect(self._open_outside)
        self.player.muted_changed.connect(partial(self.preferences.remember, "muted"))
        self.player.volume_changed.connect(partial(self.preferences.remember, "volume"))
        self.player.loop_changed.connect(partial(self.preferences.remember, "loop"))
        self.preferences.reconnected.connect(self.service.connect_anew)
        self.preferences.changed.connect(self.service.say_anew)
        self.preferences.failed.connect(self._say_failure)

    # What the user does

    def _submit(self, submissions: tuple[Submission, ...]) -> None:
        service = self.service.address()
        try:
            self.backend.check(service)
        except WanError as error:
            self.workbench.unlock()
            self._say_failure(error.failure)
            if error.kind is ErrorKind.KEY_MISSING:
                self.preferences.open_key()
            return
        self._purse.payments.ask(service, submissions, partial(self._send, service), self.workbench.change)

    def _send(self, service: str, submissions: Sequence[Submission], consents: Sequence[Consent]) -> None:
        jobs = self.backend.runner.submit_all(submissions, service=service, consents=consents)
        self._show_new(*jobs)
        self.workbench.sent(submissions)

    def _show_new(self, *jobs: Job) -> None:
        """What was just asked for is seen at once, whatever was searched for."""
        if self.job_list.group is not JobGroup.ALL or self.job_list.search_edit.text():
            self.job_list.show_everything()
        for job in jobs:
            self.job_list.add_job(job)
        self.job_list.select(jobs[0].id)
        self._purse.costs.look_again()

    def _name_job_commands(self, job: Job | None) -> None:
        """The menu offers what can be done with the job shown, and nothing else."""
        for action, command in self.window.job_commands.items():
            command.setEnabled(job is not None and self._actions.is_open(job, action))

    def _job_command(self, action: str) -> None:
        if self.viewer.job is not None:
            self._actions.perform(self.viewer.job.id, action)

    def _job_changed(self, job: Job) -> None:
        if job.state is JobState.RUNNING:
            # The multimedia library takes its time to load: by the time the video is there, it is loaded.
            self.player.prepare()
        self.viewer.job_changed(job)
        self._purse.costs.job_changed(job)
        self.service.status.job_changed(job)

    def _open_library(self) -> None:
        try:
            self.backend.find_library()
        except DiskError as error:
            self._say_failure(error.failure)
            return
        open_or_say(self.backend.library(), self.window.say)

    def _open_outside(self, video: str) -> None:
        open_or_say(Path(video), self.window.say)

    def _say_failure(self, failure: Failure) -> None:
        self.window.say(failure_sentence(failure))

    def _show_crash(self, trace: str) -> None:
        if self._crash_dialog is None:
            self._crash_dialog = CrashDialog(self.window)
            self._crash_dialog.log_folder_requested.connect(self.help.open_logs)
        self._crash_dialog.report(trace)

    # End

    async def _shut_down(self, backend: Backend | None) -> None:
        if self._second_starts is not None:
            self._second_starts.close()
        if self._feed is not None:
            self._feed.close()
            self._news.close()
            self._purse.close()
        self.preferences.remember_window()
        self.window.hide()
        self.player.release()
        self.workbench.close()
        self.preferences.save()
        await self.tasks.close()
        if backend is not None:
            await backend.close()
        sys.set_asyncgen_hooks(finalizer=None)
        await self._generators.close()
        log.info("closed")
