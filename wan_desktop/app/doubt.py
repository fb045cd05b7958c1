"""The question about a video that was sent and never answered for, joined with what the balance says."""

from __future__ import annotations

import asyncio
import time

from PySide6.QtCore import QObject, Signal

from wan_desktop.backend import Backend
from wan_desktop.core.charges import FORGOTTEN_AFTER, balance_before, others_between
from wan_desktop.core.errors import WanError
from wan_desktop.core.job import Job
from wan_desktop.core.known_keys import holds_key
from wan_desktop.core.money import Money
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.unconfirmed_dialog import UnconfirmedDialog


class Doubt(QObject):
    """Asks about one job at a time.

    Signals:
        send_again_requested(str): job id; the user agreed that it may cost a second time.
    """

    send_again_requested = Signal(str)

    def __init__(self, backend: Backend, window: MainWindow) -> None:
        super().__init__(window)
        self._backend, self._window = backend, window
        self._dialog: UnconfirmedDialog | None = None
        self._job: Job | None = None

    def ask(self, job: Job) -> None:
        """Opens the question; nothing is decided by itself."""
        if self._dialog is None:
            self._dialog = UnconfirmedDialog(self._window)
            self._dialog.follow_requested.connect(self._follow)
            self._dialog.forget_requested.connect(self._backend.runner.stop)
            self._dialog.send_again_requested.connect(self.send_again_requested)
            self._dialog.balance.look_requested.connect(self._look)
        self._job = job
        price = self._backend.prices.known(job.service, job.request) or job.estimate
        self._dialog.ask(job, price)

    def _follow(self, job_id: str, task_id: str) -> None:
        if holds_key(task_id):
            # As a task id it would be stored, shown and sent in a link.
            not_kept = Sentence(lambda: self.tr("That was an API key, not a task ID. It was not kept."))
            self._window.say(not_kept)
        else:
            self._backend.runner.follow(job_id, task_id)

    def _look(self) -> None:
        if self._job is not None:
            self._backend.tasks.spawn(self._read(self._job), name="read balance")

    async def _read(self, job: Job) -> None:
        before, now, others = balance_before(job), None, False
        try:
            now = await (await self._backend.service(job.service)).balance()
            if before is not None:
                entries = await self._backend.runner.ledger(job.submitted_at - FORGOTTEN_AFTER)
                others = bool(others_between(job.id, before.time, time.time(), entries))
        except WanError:
            now = None
        money = None if before is None else before.money
        asyncio.get_running_loop().call_soon(self._show, job, money, now, others)

    def _show(self, job: Job, before: Money | None, now: Money | None, others: bool) -> None:
        if self._dialog is not None and job is self._job:
            self._dialog.balance.show_balance(before, now, others=others)
