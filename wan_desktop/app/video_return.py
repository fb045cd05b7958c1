"""A video given as an input: one of this program brings back what it was made with. Nothing is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wan_desktop.app.composer import Composer
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.errors import Failure, WanError
from wan_desktop.core.job import Job
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.submission import CONTINUES
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sentence import Sentence

if TYPE_CHECKING:
    from wan_desktop.media.video_settings import VideoSettings


@dataclass(frozen=True, slots=True)
class Found:
    """What a video of ours brought back. ``image`` is None where neither it nor this computer has one."""

    settings: VideoSettings
    image: Path | bytes | None
    whole: bool
    sound_missing: bool


class VideoReturn(QObject):
    """Puts a video's settings and image into the form; the job that made it is shown, where it is known.

    Signals:
        job_named: the id of the job that made the video.
        foreign_video: the Path of a video that is not this program's.
    """

    job_named = Signal(str)
    foreign_video = Signal(object)

    def __init__(self, paths: Paths, tasks: Tasks, form: ParamsForm, composer: Composer) -> None:
        super().__init__(composer)
        self._paths, self._tasks, self._form, self._composer = paths, tasks, form, composer
        self._note_to_show = ""
        self._turn = 0
        composer.intake.started.connect(self._another_started)
        composer.cleared.connect(self._another_started)
        composer.intake.prepared.connect(self._image_is_there)

    def take(self, video: Path) -> None:
        """Reads a video in a thread; of two, the later one counts."""
        self._begin(video, None)

    def reuse(self, job: Job) -> None:
        """Puts a job's settings and image back into the form: out of its video where that alone has one."""
        kept = (self._paths.inputs / job.request.image).is_file()
        if kept or not job.video:
            self._turn += 1
            self._composer.reuse(job)
        else:
            # What was on its way for the form is not wanted any more, and the image before it neither.
            self._composer.clear_image()
            self._form.drop_area.show_loading(Path(job.video).name)
            self._begin(Path(job.video), job)

    def _begin(self, video: Path, job: Job | None) -> None:
        self._turn += 1
        self._tasks.spawn(self._read(video, job, self._turn), name="read a video's settings")

    async def _read(self, video: Path, job: Job | None, turn: int) -> None:
        loop = asyncio.get_running_loop()
        try:
            found = await asyncio.to_thread(_look, video, self._paths.inputs)
        except WanError as error:
            if job is None:
                loop.call_soon(self._say_failure, error.failure, turn)
                return
            found = None
        loop.call_soon(self._deliver, found, video, job, turn)

    def _deliver(self, found: Found | None, video: Path, job: Job | None, turn: int) -> None:
        if turn != self._turn:
            return
        if found is not None:
            # A job knows more than its video, which tells no signed link.
            self._restore(found, found.settings.request if job is None else job.request)
            self.job_named.emit(found.settings.job if job is None else job.id)
        elif job is not None:
            self._composer.reuse(job)
        else:
            self.foreign_video.emit(video)

    def _restore(self, found: Found, request: Request) -> None:
        if found.sound_missing:
            request = replace(request, sound="", sound_way="")
        self._composer.clear_image()
        self._form.set_request(request, found.settings.sound_name)
        note = Sentence(partial(self._note, found))
        if found.image is None:
            self._form.drop_area.show_problem(note)
        else:
            self._composer.take(found.image, found.settings.source_name)
            if found.settings.continues:
                self._composer.facts[CONTINUES] = found.settings.continues
            self._note_to_show = note

    def _another_started(self, *_name: str) -> None:
        """What the user gave last counts: a video that is still being read would take its place."""
        self._turn += 1
        self._note_to_show = ""

    def _image_is_there(self, *_image: object) -> None:
        note, self._note_to_show = self._note_to_show, ""
        if note:
            self._form.drop_area.show_note(note)

    def _note(self, found: Found) -> str:
        """What the user has to know before this is sent again; "" where everything is as it was."""
        notes = []
        if found.image is None:
            notes.append(self.tr("This video brings its settings back, but no image: drop that too."))
        elif not found.whole:
            notes.append(
                self.tr("This is the small copy of the image that the video keeps; the original is sharper.")
            )
        if found.sound_missing:
            words = self.tr("Its sound, “{name}”, is no longer on this computer.")
            notes.append(words.format(name=found.settings.sound_name))
        return " ".join(notes)

    def _say_failure(self, failure: Failure, turn: int) -> None:
        if turn == self._turn:
            self._form.drop_area.show_problem(failure_sentence(failure))


def _look(video: Path, inputs: Path) -> Found | None:
    """What a video brings back; the image from the inputs folder where that has the very one. DiskError."""
    # Pillow is imported here, in the thread: the first paint does without it.
    from wan_desktop.core.tagging import kept_image
    from wan_desktop.media.video_settings import read_return

    returned = read_return(video)
    if returned is None:
        return None
    request = returned.settings.request
    kept = kept_image(inputs, request.image)
    return Found(
        returned.settings,
        kept or returned.image or None,
        whole=kept is not None or returned.whole,
        sound_missing=bool(request.sound) and not (inputs / request.sound).is_file(),
    )
