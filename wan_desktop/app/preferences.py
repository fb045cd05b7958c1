"""Settings, joined: the dialog, the key in its keyring, theme and language, and the file they are kept in."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from wan_desktop.app.language import Language
from wan_desktop.backend import Backend, system_proxy
from wan_desktop.core import settings as settings_file
from wan_desktop.core.errors import ErrorKind, Failure, WanError
from wan_desktop.core.paths import Paths
from wan_desktop.core.secrets import NoKeyring
from wan_desktop.core.settings import DEMO, Settings
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.messages import failure_words
from wan_desktop.ui.settings_dialog import SettingsDialog
from wan_desktop.ui.theme import Theme

log = logging.getLogger(__name__)


class Preferences(QObject):
    """Holds the settings in force and changes them.

    Signals:
        changed: the Settings, after they were saved; ``reconnected`` follows where a key or a host is new.
        reconnected: requests go another way from now on.
        failed: a Failure of saving.
    """

    changed = Signal(object)
    reconnected = Signal()
    failed = Signal(object)

    def __init__(
        self, paths: Paths, settings: Settings, window: MainWindow, theme: Theme, language: Language
    ) -> None:
        super().__init__(window)
        self._paths, self._window, self._theme, self._language = paths, window, theme, language
        self._backend: Backend | None = None
        self.settings = settings
        self._show()
        window.theme_chosen.connect(self._choose_theme)
        window.language_chosen.connect(self._choose_language)

    def set_backend(self, backend: Backend) -> None:
        """From now on keys can be kept and checked."""
        self._backend = backend

    def change(self, settings: Settings) -> None:
        """Takes new settings into force and saves them."""
        self.settings = settings
        self._show()
        self.save()
        self.changed.emit(settings)

    def save(self) -> None:
        """Writes the file; a full or read-only disk is reported, and the settings stay in force."""
        try:
            settings_file.save(self._paths.settings, self.settings)
        except OSError as error:
            log.info("settings not saved: %s", error.strerror)
            self.failed.emit(Failure(ErrorKind.FOLDER_READ_ONLY, error.strerror or ""))

    def open(self) -> None:
        """Shows the dialog; everything else goes on."""
        if self._backend is None:
            return
        dialog = SettingsDialog(self._theme, self.settings, str(self._paths.library), self._window)
        dialog.check_requested.connect(self._check_key)
        dialog.saved.connect(self._saved)
        self._dialog = dialog
        dialog.open()

    def _show(self) -> None:
        self._theme.choose(self.settings.theme)
        self._language.choose(self.settings.language)
        self._window.set_choices(self.settings.theme, self.settings.language)

    def _choose_theme(self, theme: str) -> None:
        self.change(replace(self.settings, theme=theme))

    def _choose_language(self, language: str) -> None:
        self.change(replace(self.settings, language=language))
