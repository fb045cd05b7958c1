"""Continue from the last frame: a finished video's last picture becomes the next one's first."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from wan_desktop.app.composer import Composer
from wan_desktop.core.errors import WanError
from wan_desktop.core.job import Job
from wan_desktop.core.submission import CONTINUES, SOUND_NAME
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sentence import Sentence


class Continuing(QObject):
    """Fills the form from a job: its settings but the seed, its last frame, and what it continues."""

    def __init__(self, tasks: Tasks, form: ParamsForm, composer: Composer) -> None:
        super().__init__(composer)
        self._tasks, self._form, self._composer = tasks, form, composer
        self._turn = 0
        for another in (composer.cleared, composer.video_given, composer.intake.started):
            another.connect(self._another_began)

    def start(self, job: Job) -> None:
        """Reads the frame in a thread; until it is there, there is no image, so nothing can be sent."""
        self._composer.clear_image()
        self._turn += 1
        self._form.set_request(replace(job.request, seed=None), str(job.extra.get(SOUND_NAME, "")))
        self._form.drop_area.show_loading(Path(job.video).name)
        self._form.prompt.setFocus()
        self._tasks.spawn(self._read(job, self._turn), name="read last frame")

    def _another_began(self, *_what: object) -> None:
        self._turn += 1

    async def _read(self, job: Job, turn: int) -> None:
        loop = asyncio.get_running_loop()
        try:
            frame = await asyncio.to_thread(_last_frame, Path(job.video))
        except WanError:
            loop.call_soon(self._say_problem, turn)
        else:
            loop.call_soon(self._take, frame, job, turn)

    def _take(self, frame: bytes, job: Job, turn: int) -> None:
        if self._is_wanted(turn):
            self._composer.take(frame, f"{Path(job.video).stem}.png")
            self._composer.facts[CONTINUES] = job.id

    def _say_problem(self, turn: int) -> None:
        if self._is_wanted(turn):
            self._form.drop_area.show_problem(
                Sentence(
                    lambda: self.tr("The last frame cannot be read: the video’s file is gone or damaged.")
                )
            )

    def _is_wanted(self, turn: int) -> bool:
        """Not where the user gave another image, a video or a job meanwhile."""
        return turn == self._turn and not self._composer.intake.reading and not self._form.request().image


def _last_frame(video: Path) -> bytes:
    # PyAV and Pillow are imported here, in the thread: the first paint does without them.
    from wan_desktop.media.video import last_frame

    return last_frame(video)
