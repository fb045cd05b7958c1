"""A sound for the next video: chosen, measured, cut in a thread, kept in the inputs folder, put in the form.

One sound at a time; a newer one replaces the one under way, and another part the one being cut. What would
be sent is never older than what is seen: until a part is ready, the form cannot send.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import usual_folder
from wan_desktop.core.errors import DiskError, Failure, WanError
from wan_desktop.core.file_kinds import SOUND_SUFFIXES, VIDEO_SUFFIXES
from wan_desktop.core.params import SoundWay
from wan_desktop.core.paths import Paths
from wan_desktop.core.sound_cut import SoundCut, following, for_video, within
from wan_desktop.core.sound_draft import SoundDraft
from wan_desktop.core.submission import SOUND_NAME, Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.core.waveform import Waveform
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.sound_dialog import SoundDialog
from wan_desktop.ui.sound_output import RATE, SoundOutput
from wan_desktop.ui.sound_view import PreparedView, SoundView
from wan_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from wan_desktop.media.audio import EncodedSound

BUCKETS = 12_000
"""Of a waveform: a third of a second each in an hour, more than there are pixels in a minute."""
SOUND_FILTER = " ".join(f"*{suffix}" for suffix in sorted(SOUND_SUFFIXES | VIDEO_SUFFIXES))
UsableWays = Callable[[], tuple[SoundWay, ...]]


@dataclass(frozen=True, slots=True)
class _Source:
    """The file that is cut, ``name`` as the user calls it, "" where nobody knows.

    ``prepared`` is what its part became; None while it is being made.
    """

    path: Path
    name: str
    view: SoundView
    prepared: PreparedView | None = None


class SoundTool(QObject):
    """Fills ``form.sound`` and knows what the user calls each sound that it put there."""

    def __init__(
        self,
        paths: Paths,
        tasks: Tasks,
        form: ParamsForm,
        theme: Theme,
        window: QWidget,
        *,
        usable_ways: UsableWays,
        pause_video: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._paths, self._tasks, self._form, self._theme, self._window = paths, tasks, form, theme, window
        self._usable_ways, self._pause_video = usable_ways, pause_video
        self._source: _Source | None = None
        self._names: dict[str, str] = {}
        self._before = 0.0
        self._turn = 0
        self._to_reveal = False
        """Whether a sound was just given: what it becomes is brought into sight, once."""
        self._dialog: SoundDialog | None = None
        self._output = SoundOutput(self)
        self._folder = usual_folder(QStandardPaths.StandardLocation.MusicLocation)
        field = form.sound
        field.choose_requested.connect(self.choose)
        field.edit_requested.connect(self.edit)
        field.removed.connect(self._forget)
        field.view_wanted.connect(self._restore)
        form.duration.value_changed.connect(self._video_changed)

    def named(self, submission: Submission) -> Submission:
        """The same, with the user's name of its sound, where it has one that is known."""
        name = self._names.get(submission.request.sound, "")
        return replace(submission, facts={**submission.facts, SOUND_NAME: name}) if name else submission

    # Over a restart

    def keep(self) -> dict[str, Any] | None:
        """For the draft: a ``core.sound_draft.SoundDraft`` as JSON, None where there is no sound."""
        source = self._source
        if source is None:
            return None
        draft = SoundDraft(source.path, source.name, source.view.cut)
        if source.prepared is not None:
            made = source.prepared
            sound = self._form.request().sound
            draft = replace(draft, sound=sound, silence=made.silence, unchanged=made.unchanged)
        return draft.to_json()

    def bring_back(self, kept: object) -> None:
        """What :meth:`keep` gave before, once the form has the request that was kept with it."""
        draft = SoundDraft.from_json(kept)
        if draft is None or draft.sound != self._form.request().sound:
            return
        self._turn += 1
        self._names[draft.sound] = draft.name
        if not draft.sound:
            self._form.sound.choose_file()
            self._form.sound.show_reading(draft.name)
        # The form is filled before the loop runs.
        QTimer.singleShot(0, partial(self._look_for, draft, self._turn))

    def _look_for(self, draft: SoundDraft, turn: int) -> None:
        if turn == self._turn:
            self._tasks.spawn(self._bring(draft, turn), name="bring the draft's sound back")

    async def _bring(self, draft: SoundDraft, turn: int) -> None:
        """From the user's own file, of which another part can be chosen still; else what was cut of it."""
        source, part = draft.path, self._paths.inputs / draft.sound
        has_source, has_part = await asyncio.to_thread(lambda: (_is_file(source), _is_file(part)))
        if has_source or not draft.sound:
            found = draft if has_part else replace(draft, sound="")
            await self._read(source, draft.name, turn, partial(self._resumed, found))
        else:
            await self._read(part, draft.name, turn, self._restored)

    def _resumed(self, draft: SoundDraft, path: Path, name: str, waveform: Waveform, turn: int) -> None:
        if turn != self._turn:
            return
        cut = within(draft.cut, waveform.seconds)
        self._before = self._video
        self._source = _Source(path, name, SoundView(name, waveform, cut))
        if draft.sound and cut == draft.cut:
            # What was made of it is there: another encoding of the same part would be another request.
            size = (self._paths.inputs / draft.sound).stat().st_size
            made = PreparedView(Path(draft.sound).suffix[1:], size, draft.silence, draft.unchanged)
            self._source = replace(self._source, prepared=made)
            self._form.sound.show_sound(self._source.view, self._video)
            self._form.sound.set_prepared(draft.sound, self._way(self._usable_ways()), made)
        else:
            self._use(cut, self._form.sound.way())

    # What the user does

    def take(self, path: Path) -> None:
        """Reads a sound file, or a video for its sound, and takes its first part."""
        self._turn += 1
        self._source = None
        self._form.sound.choose_file()
        self._form.sound.show_reading(path.name)
        self._form.reveal(self._form.sound)
        self._to_reveal = True
        self._tasks.spawn(self._read(path, path.name, self._turn, self._measured), name="read sound")

    def choose(self) -> None:
        """Lets the user choose a file; the dialog does not block."""
        dialog = QFileDialog(self._window, self.tr("Choose a sound"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory(self._folder)
        dialog.setNameFilters(
            [self.tr("Sounds and videos") + f" ({SOUND_FILTER})", self.tr("All files") + " (*)"]
        )
        dialog.fileSelected.connect(self._file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def edit(self) -> None:
        """Opens the sound that is there, to choose another part of it."""
        if self._source is None:
            return
        ways = self._usable_ways()
        dialog = self._ready_dialog()
        dialog.ask(self._source.view, self._video, ways, self._way(ways), self._source.prepared)
        if self._source.prepared is None:
            self._preview(self._source.view.cut)

    @property
    def _video(self) -> float:
        """Seconds of the next video."""
        return float(self._form.request().duration)

    def _way(self, ways: tuple[SoundWay, ...]) -> SoundWay:
        """The one chosen, while it can still be gone; else the best."""
        chosen = self._form.sound.way()
        return chosen if chosen in ways else ways[0]

    def _file_chosen(self, file: str) -> None:
        self._folder = str(Path(file).parent)
        self.take(Path(file))

    def _forget(self) -> None:
        self._turn += 1
        self._source = None

    def _video_changed(self) -> None:
        """The window is as long as the video, as long as the user gave it no other length."""
        source = self._source
        if source is None:
            return
        cut = following(source.view.cut, self._before, self._video, source.view.waveform.seconds)
        self._before = self._video
        if cut == source.view.cut:
            self._form.sound.show_sound(source.view, self._video)
        else:
            self._use(cut, self._form.sound.way())

    # Reading

    def _restore(self, sound: str, name: str) -> None:
        """A request brought a sound that is in the inputs folder: whole, it is its own source."""
        self._turn += 1
        self._source = None
        if name:
            self._names[sound] = name
        known = self._names.get(sound, "")
        # At a start the form is filled before the loop runs.
        QTimer.singleShot(0, partial(self._read_again, sound, known, self._turn))

    def _read_again(self, sound: str, name: str, turn: int) -> None:
        if turn == self._turn:
            read = self._read(self._paths.inputs / sound, name, turn, self._restored)
            self._tasks.spawn(read, name="read sound")

    async def _read(
        self, path: Path, name: str, turn: int, deliver: Callable[[Path, str, Waveform, int], None]
    ) -> None:
        loop, stopped = asyncio.get_running_loop(), threading.Event()
        told = 0.0

        def progress(share: float) -> None:
            nonlocal told
            if share - told >= 0.01:
                told = share
                loop.call_soon_threadsafe(self._progressed, name, share, turn)

        def measure() -> Waveform | None:
            # PyAV is imported here, in the thread, so that the first paint does not wait for it.
            from wan_desktop.media.waveform import waveform

            return waveform(path, BUCKETS, lambda: stopped.is_set() or turn != self._turn, progress)

        try:
            waveform = await asyncio.to_thread(measure)
        except WanError as error:
            loop.call_soon(self._refuse, error.failure, turn)
        else:
            if waveform is not None:
                loop.call_soon(deliver, path, name, waveform, turn)
        finally:
            stopped.set()

    def _progressed(self, name: str, share: float, turn: int) -> None:
        if turn == self._turn and self._source is None:
            self._form.sound.card.show_reading(name or self.tr("Sound"), share)

    def _measured(self, path: Path, name: str, waveform: Waveform, turn: int) -> None:
        if turn != self._turn:
            return
        cut = for_video(self._video, waveform.seconds)
        self._before = self._video
        self._source = _Source(path, name, SoundView(name, waveform, cut))
        self._use(cut, self._form.sound.way())

    def _restored(self, path: Path, name: str, waveform: Waveform, turn: int) -> None:
        if turn != self._turn:
            return
        cut = within(SoundCut(0.0, waveform.seconds), waveform.seconds)
        self._before = self._video
        prepared = PreparedView(path.suffix[1:], path.stat().st_size, unchanged=True)
        view = SoundView(name or self.tr("Sound"), waveform, cut)
        self._source = _Source(path, name, view, prepared)
        self._form.sound.show_sound(self._source.view, self._video)
        self._form.sound.set_prepared(path.name, self._way(self._usable_ways()), prepared)

    # Cutting

    def _use(self, cut: SoundCut, way: SoundWay | None) -> None:
        """Cuts, keeps the result and puts it into the form."""
        assert self._source is not None
        ways = self._usable_ways()
        chosen = way if way in ways else ways[0]
        self._turn += 1
        self._source = replace(self._source, view=replace(self._source.view, cut=cut), prepared=None)
        self._form.sound.show_sound(self._source.view, self._video)
        self._form.sound.set_preparing()
        self._tasks.spawn(self._prepare(self._source.path, cut, chosen, self._turn), name="cut sound")

    async def _prepare(self, path: Path, cut: SoundCut, way: SoundWay, turn: int) -> None:
        loop = asyncio.get_running_loop()
        try:
            name, sound = await asyncio.to_thread(_cut_and_keep, path, cut, self._paths.inputs)
        except WanError as error:
            loop.call_soon(self._refuse, error.failure, turn)
        except OSError as error:
            loop.call_soon(self._refuse, DiskError.from_os_error(error).failure, turn)
        else:
            loop.call_soon(self._deliver, name, _prepared_view(sound), way, turn)

    def _deliver(self, sound: str, prepared: PreparedView, way: SoundWay, turn: int) -> None:
        if turn == self._turn and self._source is not None:
            self._source = replace(self._source, prepared=prepared)
            self._names[sound] = self._source.name
            self._form.sound.set_prepared(sound, way, prepared)
            if self._to_reveal:
                # Once its words have their lines: what became of it, and the way that it goes.
                self._to_reveal = False
                QTimer.singleShot(0, partial(self._form.reveal, self._form.sound))

    def _refuse(self, failure: Failure, turn: int) -> None:
        if turn == self._turn:
            self._source = None
            self._form.sound.show_problem(failure_sentence(failure))

    # The dialog

    def _ready_dialog(self) -> SoundDialog:
        if self._dialog is None:
            self._dialog = SoundDialog(self._theme, self._window)
            self._dialog.cut_settled.connect(self._preview)
            self._dialog.chosen.connect(self._chosen)
            self._dialog.listen_requested.connect(self._listen)
            self._dialog.stop_requested.connect(self._output.stop)
            self._output.position_changed.connect(self._heard)
            self._output.ended.connect(partial(self._dialog.set_playhead, None))
        return self._dialog

    def _chosen(self, cut: SoundCut, way: SoundWay) -> None:
        if self._source is None:
            return
        if cut == self._source.view.cut and self._source.prepared is not None:
            self._form.sound.set_way(way)
        else:
            self._use(cut, way)

    def _preview(self, cut: SoundCut) -> None:
        """What the part would become is shown before it is used."""
        if self._source is not None:
            self._tasks.spawn(self._try(self._source.path, cut), name="try sound")

    async def _try(self, path: Path, cut: SoundCut) -> None:
        loop = asyncio.get_running_loop()
        try:
            sound = await asyncio.to_thread(_cut, path, cut)
        except WanError as error:
            loop.call_soon(self._preview_failed, error.failure, cut)
        else:
            loop.call_soon(self._previewed, _prepared_view(sound), cut)

    def _previewed(self, prepared: PreparedView, cut: SoundCut) -> None:
        if self._dialog is not None and self._dialog.wave.cut == cut:
            self._dialog.show_prepared(prepared)

    def _preview_failed(self, failure: Failure, cut: SoundCut) -> None:
        if self._dialog is not None and self._dialog.wave.cut == cut:
            self._dialog.show_trouble(failure_sentence(failure))

    # Listening

    def _listen(self, cut: SoundCut) -> None:
        if self._source is not None:
            self._pause_video()
            self._tasks.spawn(self._decode(self._source.path, cut), name="listen to sound")

    async def _decode(self, path: Path, cut: SoundCut) -> None:
        loop = asyncio.get_running_loop()
        try:
            samples = await asyncio.to_thread(_decoded, path, cut)
        except WanError as error:
            loop.call_soon(self._preview_failed, error.failure, cut)
        else:
            loop.call_soon(self._play, samples, cut)

    def _play(self, samples: bytes, cut: SoundCut) -> None:
        dialog = self._dialog
        if dialog is None or not dialog.isVisible() or dialog.wave.cut != cut:
            return  # no longer what is shown
        if self._output.play(samples):
            dialog.set_playhead(cut.start)
        else:
            dialog.show_trouble(Sentence(self._no_output_words))

    def _no_output_words(self) -> str:
        return self.tr("No sound can be heard here: this computer has no sound output.")

    def _heard(self, seconds: float) -> None:
        if self._dialog is not None:
            self._dialog.set_playhead(self._dialog.wave.cut.start + seconds)


def _is_file(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_file()
    return False


def _cut(path: Path, cut: SoundCut) -> EncodedSound:
    from wan_desktop.media import audio

    return audio.cut(path, cut)


def _cut_and_keep(path: Path, cut: SoundCut, inputs: Path) -> tuple[str, EncodedSound]:
    from wan_desktop.media import audio

    sound = audio.cut(path, cut)
    return audio.save_sound(sound, inputs), sound


def _decoded(path: Path, cut: SoundCut) -> bytes:
    from wan_desktop.media import audio

    return audio.decoded(path, cut, RATE)


def _prepared_view(sound: EncodedSound) -> PreparedView:
    return PreparedView(sound.suffix[1:], len(sound.data), sound.silence, sound.unchanged)
