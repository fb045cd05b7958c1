"""Earlier prompts for the form: from the job list once, and each that is sent from then on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject

from wan_desktop.core.errors import DiskError
from wan_desktop.core.runner import Runner
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.params_form import ParamsForm


class PromptMemory(QObject):
    """Fills the histories of the prompt and of the negative prompt."""

    def __init__(self, tasks: Tasks, form: ParamsForm) -> None:
        super().__init__(form)
        self._tasks, self._form = tasks, form

    def start(self, runner: Runner) -> None:
        """Reads what was asked for before; on the running loop."""
        self._tasks.spawn(self._read(runner), name="read earlier prompts")

    async def _read(self, runner: Runner) -> None:
        try:
            prompts = await runner.prompts()
        except DiskError:
            return  # A convenience; what is wrong with the disk is said where it matters.
        asyncio.get_running_loop().call_soon(self._show, prompts)

    def _show(self, prompts: list[tuple[str, str]]) -> None:
        self._form.prompt.history.add_older(prompt for prompt, _ in prompts)
        self._form.advanced.negative.history.add_older(negative for _, negative in prompts)

    def remember(self, submissions: Sequence[Submission]) -> None:
        """What is asked for now is the newest, the last of several first."""
        for submission in submissions:
            self._form.prompt.history.add(submission.request.prompt)
            self._form.advanced.negative.history.add(submission.request.negative_prompt)
