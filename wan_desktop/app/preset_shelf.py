"""The user's presets, joined: read once, kept in a thread, put into the form and handed on as files."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import usual_folder
from wan_desktop.app.save_dialog import ask_where
from wan_desktop.core import presets as preset_file
from wan_desktop.core.errors import DiskError, Failure, WanError
from wan_desktop.core.paths import Paths
from wan_desktop.core.presets import COUNT_MAX, NAME_MAX, Preset, Presets
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.presets_dialog import PresetsDialog
from wan_desktop.ui.save_preset_dialog import SavePresetDialog
from wan_desktop.ui.sentence import Sentence

log = logging.getLogger(__name__)


class PresetShelf(QObject):
    """Owns the presets. Nothing is changed before they are read, so that nothing read is lost."""

    def __init__(self, paths: Paths, tasks: Tasks, form: ParamsForm, window: MainWindow) -> None:
        super().__init__(window)
        self._paths, self._tasks, self._form, self._window = paths, tasks, form, window
        self._presets = Presets()
        self._is_read = False
        self._unsaved = False
        self._saving = False
        self._deleted: Preset | None = None
        self._last = ""
        self._folder = usual_folder(QStandardPaths.StandardLocation.DocumentsLocation)
        self._saver: SavePresetDialog | None = None
        self._manager: PresetsDialog | None = None
        menu = form.preset_menu
        menu.chosen.connect(self._apply)
        menu.save_requested.connect(self._ask_name)
        menu.manage_requested.connect(self._manage)
        menu.setEnabled(False)

    def start(self) -> None:
        """Reads them; on the running loop."""
        self._tasks.spawn(self._read(), name="read presets")

    def keep(self) -> None:
        """Puts on the disk what was changed a moment ago. Blocks for a moment."""
        if self._unsaved:
            self._unsaved = False
            try:
                preset_file.save(self._paths.presets, self._presets)
            except DiskError as error:
                log.warning("presets could not be kept: %s", error)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            presets = await asyncio.to_thread(preset_file.load, self._paths.presets)
        except DiskError as error:
            loop.call_soon(self._say_failure, error.failure)
        else:
            loop.call_soon(self._have, presets)

    def _have(self, presets: Presets) -> None:
        self._presets, self._is_read = presets, True
        self._form.preset_menu.setEnabled(True)
        self._show()

    # Using and making

    def _apply(self, name: str) -> None:
        preset = self._presets.find(name)
        if preset is not None:
            self._last = preset.name
            request = preset.applied(self._form.request())
            if request.audio_url or not request.audio:
                # Where the preset says silent, the file stays in the field, but does not go along.
                self._form.set_request(replace(request, sound="", sound_way=""))
            else:
                # Of the user's file another length may be cut: from the file, not from the part of before.
                self._form.set_request(request, keep_sound=self._form.sound.has_file)
            used = preset.name
            self._window.say(
                Sentence(lambda: self.tr("The form has the settings of “{name}”.").format(name=used))
            )

    def _ask_name(self) -> None:
        if not self._is_read:
            return
        if self._saver is None:
            self._saver = SavePresetDialog(self._window)
            self._saver.name.setMaxLength(NAME_MAX)
            self._saver.save_requested.connect(self._save)
        self._saver.ask(self._presets.names, self._last)

    def _save(self, name: str, with_prompts: bool) -> None:
        preset = preset_file.preset_of(name, self._form.request(), with_prompts=with_prompts)
        if not preset.name:
            return
        if len(self._presets.presets) >= COUNT_MAX and self._presets.find(preset.name) is None:
            self._window.say(Sentence(lambda: self.tr("There are too many presets. Delete one first.")))
            return
        self._last = preset.name
        self._change(self._presets.put(preset))
        kept = preset.name
        self._window.say(Sentence(lambda: self.tr("Saved as the preset “{name}”.").format(name=kept)))

    # Managing

    def _manage(self) -> None:
        if not self._is_read:
            return
        if self._manager is None:
            self._manager = PresetsDialog(self._window)
            self._manager.rename_requested.connect(self._rename)
            self._manager.delete_requested.connect(self._delete)
            self._manager.undo_requested.connect(self._undo)
            self._manager.import_requested.connect(self._choose_import)
            self._manager.export_requested.connect(self._choose_export)
        self._deleted = None
        self._manager.ask(self._presets.names)

    def _rename(self, old: str, new: str) -> None:
        renamed = self._presets.renamed(old, new)
        if renamed is self._presets:
            self._show()
            self._say(self.tr("There is a preset of this name already, or the name is empty."))
            return
        self._change(renamed)
        self._say("")

    def _delete(self, name: str) -> None:
        self._deleted = self._presets.find(name)
        self._change(self._presets.without(name))
        if self._manager is not None:
            gone = Sentence(lambda: self.tr("“{name}” is deleted.").format(name=name))
            self._manager.say(gone, undo=True)

    def _undo(self) -> None:
        if self._deleted is not None:
            free = self._presets.joined(Presets((self._deleted,)))[0]
            self._deleted = None
            self._change(free)

    def _choose_import(self) -> None:
        dialog = QFileDialog(self._manager or self._window, self.tr("Import presets"))
        dialog.setNameFilters(self._filters())
        dialog.setDirectory(self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._import_chosen)
        dialog.open()

    def _choose_export(self) -> None:
        ask_where(
            self._manager or self._window,
            self.tr("Export presets"),
            self._filters(),
            Path(self._folder, "wan-desktop-presets.json"),
            self._export_chosen,
        )

    def _filters(self) -> list[str]:
        return [self.tr("Presets (*.json)"), self.tr("All files") + " (*)"]

    def _import_chosen(self, file: str) -> None:
        self._folder = str(Path(file).parent)
        self._tasks.spawn(self._import(Path(file)), name="import presets")

    async def _import(self, file: Path) -> None:
        loop = asyncio.get_running_loop()
        try:
            others = await asyncio.to_thread(preset_file.read, file)
        except WanError as error:
            loop.call_soon(self._say_failure, error.failure)
        else:
            loop.call_soon(self._join, others)

    def _join(self, others: Presets) -> None:
        joined, came = self._presets.joined(others)
        self._change(joined)
        self._say(self.tr("%n preset(s) imported.", "", came))

    def _export_chosen(self, file: str) -> None:
        self._folder = str(Path(file).parent)
        self._tasks.spawn(self._export(Path(file), self._presets), name="export presets")

    async def _export(self, file: Path, presets: Presets) -> None:
        loop = asyncio.get_running_loop()
        try:
            await asyncio.to_thread(preset_file.save, file, presets)
        except DiskError as error:
            loop.call_soon(self._say_failure, error.failure)
        else:
            loop.call_soon(self._say, self.tr("Saved as {file}").format(file=file))

    # Keeping and showing

    def _change(self, presets: Presets) -> None:
        self._presets = presets
        self._show()
        self._unsaved = True
        if not self._saving:
            self._saving = True
            self._tasks.spawn(self._keep(), name="keep presets")

    async def _keep(self) -> None:
        """One write at a time, the newest last."""
        try:
            while self._unsaved:
                self._unsaved = False
                await asyncio.to_thread(preset_file.save, self._paths.presets, self._presets)
        except DiskError as error:
            self._unsaved = True  # tried again with the next change, and at the close
            asyncio.get_running_loop().call_soon(self._say_failure, error.failure)
        finally:
            self._saving = False

    def _show(self) -> None:
        self._form.preset_menu.set_names(self._presets.names)
        if self._manager is not None and self._manager.isVisible():
            self._manager.show_presets(self._presets.names)

    def _say(self, words: str) -> None:
        if self._manager is not None and self._manager.isVisible():
            self._manager.say(words)
        elif words:
            self._window.say(words)

    def _say_failure(self, failure: Failure) -> None:
        self._say(failure_sentence(failure))
