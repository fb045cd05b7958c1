"""The form over a restart: kept a second after a change and at the close, brought back at the start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from wan_desktop.app.composer import Composer
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.given_image import GivenImage
from wan_desktop.core.draft import Draft, DraftFile, DraftImage
from wan_desktop.core.errors import DiskError, WanError
from wan_desktop.core.framing import AS_IT_IS
from wan_desktop.core.params import Request, usable
from wan_desktop.core.paths import Paths
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sentence import Sentence

if TYPE_CHECKING:
    from wan_desktop.media.images import PreparedImage

log = logging.getLogger(__name__)

SAVE_AFTER_MS = 1000
"""A change is on the disk about so long after it was made, however many follow it."""

Keep = Callable[[], Any]
BringBack = Callable[[Any], object]


class Drafts(QObject):
    """Keeps and brings back what the next video is made from.

    Other tools of the form take part by :meth:`add_part`.
    """

    def __init__(
        self, paths: Paths, tasks: Tasks, form: ParamsForm, composer: Composer, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._paths, self._tasks = paths, tasks
        self._form, self._composer, self._window = form, composer, window
        self._file = DraftFile(paths.draft)
        self._parts: dict[str, tuple[Keep, BringBack]] = {}
        self._found = Draft()
        self._kept: Draft | None = None
        self._closed = False
        self._number = 0
        self._facts_of: DraftImage | None = None
        """What the preview tells of the image given last."""
        self._awaited: DraftImage | None = None
        """The image of the draft until it is shown."""
        self._turn = composer.intake.turn
        self._failed = False
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._soon.timeout.connect(self._save_aside)

    def add_part(self, name: str, keep: Keep, bring_back: BringBack) -> None:
        """Has a tool's own state kept under ``name``: before :meth:`bring_back`.

        ``keep`` gives plain JSON types, or None for nothing; ``bring_back`` gets them at the start, as they
        were or, the file being anyone's to write, as somebody made them. Names of files in the inputs folder
        that stand in them keep those files from being swept.
        """
        self._parts[name] = (keep, bring_back)

    def bring_back(self, last_request: Mapping[str, Any]) -> None:
        """Fills the form; ``last_request`` is what older versions kept in the settings. Before the loop runs.

        The image follows with :meth:`start`.
        """
        found = self._file.read()
        if found is None:
            found = Draft(Request(**usable(last_request)))
        self._found = self._kept = found
        self._awaited, self._turn = found.image, self._composer.intake.turn
        self._form.set_request(found.request)
        for name, (_, bring_back) in self._parts.items():
            if name in found.parts:
                bring_back(found.parts[name])
        self._form.changed.connect(self.touch)
        self._composer.intake.prepared.connect(self._remember_facts)

    def start(self) -> None:
        """Brings the image back, beside everything else; on the running loop."""
        coming = self._coming()
        if coming is not None:
            self._form.drop_area.show_loading(coming.name)
            self._tasks.spawn(self._bring_image(coming), name="bring the draft's image back")

    def touch(self) -> None:
        """Something changed that is worth keeping."""
        if not self._closed and not self._soon.isActive():
            self._soon.start()

    def close(self) -> None:
        """As :meth:`keep`, for the last time."""
        self._closed = True
        self._soon.stop()
        self.keep()

    def leave_alone(self) -> None:
        """From now on the file stays as it is."""
        self._file.leave_alone()

    def keep(self) -> None:
        """Keeps the form as it stands now. Blocks for a moment."""
        draft = self._draft()
        if draft != self._kept:
            try:
                self._write(draft, self._next_number())
                self._kept = draft
            except DiskError as error:
                log.warning("the draft could not be kept: %s", error)

    # Keeping

    def _draft(self) -> Draft:
        request, coming = self._form.request(), self._coming()
        parts = {name: keep() for name, (keep, _) in self._parts.items()}
        # A part that no tool of now knows (one of a newer version) is kept as it was.
        parts = {**self._found.parts, **parts}
        return Draft(
            request=replace(request, image=""),
            image=coming or self._image(request.image),
            facts=dict(self._composer.facts_of_current if coming is None else self._found.facts),
            parts={name: part for name, part in parts.items() if part is not None},
            unknown=self._found.unknown,
        )

    def _image(self, file_name: str) -> DraftImage | None:
        given, facts = self._composer.current, self._facts_of
        if not file_name or given is None:
            return None
        known = facts if facts is not None and facts.file_name == file_name else DraftImage(file_name)
        source = str(given.source) if isinstance(given.source, Path) else ""
        return replace(known, source=source, name=given.name, framing=given.framing)

    def _remember_facts(self, given: GivenImage, image: PreparedImage) -> None:
        self._facts_of = facts_of(given.file_name, image)
        # The form may have looked the same before: another source with the same pixels.
        self.touch()

    def _save_aside(self) -> None:
        draft = self._draft()
        if draft != self._kept:
            self._kept = draft
            self._tasks.spawn(self._save(draft, self._next_number()), name="keep the draft")

    async def _save(self, draft: Draft, number: int) -> None:
        try:
            await asyncio.to_thread(self._write, draft, number)
        except DiskError as error:
            asyncio.get_running_loop().call_soon(self._not_kept, error)
        else:
            self._failed = False

    def _write(self, draft: Draft, number: int) -> None:
        self._file.write(draft, number)

    def _not_kept(self, error: DiskError) -> None:
        """Said once for as long as it lasts; tried again with the next change."""
        self._kept = None
        if not self._failed:
            self._failed = True
            log.info("the draft could not be kept: %s", error)
            self._window.say(failure_sentence(error.failure))

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    # Bringing the image back

    def _coming(self) -> DraftImage | None:
        """The image of the draft while it is wanted: not once anything else was given, or it was stopped."""
        return self._awaited if self._composer.intake.turn == self._turn else None

    async def _bring_image(self, kept: DraftImage) -> None:
        found, source = await asyncio.to_thread(self._look_for, kept)
        asyncio.get_running_loop().call_soon(self._show_image, kept, found, source)

    def _look_for(self, kept: DraftImage) -> tuple[PreparedImage | None, bool]:
        """The image as it was sent, and whether the user's own file is still there. Blocks."""
        source = False
        if kept.source:
            try:
                source = Path(kept.source).is_file()
            except (OSError, ValueError):
                source = False
        try:
            return as_it_was(self._paths.inputs, kept), source
        except (WanError, OSError):
            return None, source

    def _show_image(self, kept: DraftImage, image: PreparedImage | None, has_source: bool) -> None:
        if self._coming() is not kept:
            return
        self._awaited = None
        if image is not None:
            source = Path(kept.source) if has_source else self._paths.inputs / image.file_name
            framing = kept.framing if has_source else AS_IT_IS
            self._facts_of = facts_of(image.file_name, image)
            given = GivenImage(source, kept.name, framing, image.file_name)
            self._composer.put_back(given, image, self._found.facts)
        elif has_source:
            self._composer.take(Path(kept.source), kept.name, kept.framing)
        else:
            self._form.drop_area.show_problem(Sentence(partial(self._gone_words, kept.name)))

    def _gone_words(self, name: str) -> str:
        words = self.tr("The image “{name}” is no longer there. Choose it again, or take another one.")
        return words.format(name=name)


def facts_of(file_name: str, image: PreparedImage) -> DraftImage:
    """What a preview tells of a prepared image."""
    return DraftImage(
        file_name,
        source_width=image.source_width,
        source_height=image.source_height,
        source_format=image.source_format,
        source_bytes=image.source_bytes,
        changes=tuple(str(change) for change in image.changes),
    )


def as_it_was(inputs: Path, kept: DraftImage) -> PreparedImage:
    """The image in the inputs folder, as it was shown when it came. Blocks. WanError, OSError."""
    # Pillow is imported here, in the thread, so that the first paint does not wait for it.
    from wan_desktop.media import images
    from wan_desktop.media.image_plan import Change

    # What is sent is legal already: it goes through unchanged.
    image = images.prepare(inputs / kept.file_name)
    images.save_input(image, inputs)
    if not kept.source_width:
        return image
    known = {str(change): change for change in Change}
    return replace(
        image,
        source_width=kept.source_width,
        source_height=kept.source_height,
        source_format=kept.source_format,
        source_bytes=kept.source_bytes,
        changes=tuple(known[change] for change in kept.changes if change in known),
    )
