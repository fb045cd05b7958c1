"""Settings, joined: the dialog, the key in its keyring, theme and language, and the file they are kept in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from wan_desktop.app.bucket_keeper import has_secret, keep_secret, try_bucket
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.language import Language
from wan_desktop.core import settings as settings_file
from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.bucket import Bucket
from wan_desktop.core.errors import DiskError, Failure, WanError
from wan_desktop.core.paths import Paths
from wan_desktop.core.public_host import LITTERBOX
from wan_desktop.core.secrets import Keys, NoKeyring, key_from_environment
from wan_desktop.core.settings import DEMO, HOSTS, Settings
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.key_field import KeyPlace
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from wan_desktop.ui.settings_dialog import SettingsDialog

log = logging.getLogger(__name__)


class Preferences(QObject):
    """Holds the settings in force and changes them.

    Signals:
        changed: settings are in force that were not before.
        reconnected: a key or a service is new; requests go another way from now on.
        failed: a Failure of saving.
    """

    changed = Signal()
    reconnected = Signal()
    failed = Signal(object)

    def __init__(
        self,
        paths: Paths,
        tasks: Tasks,
        settings: Settings,
        window: MainWindow,
        theme: Theme,
        language: Language,
    ) -> None:
        super().__init__(window)
        self._paths, self._tasks, self._window = paths, tasks, window
        self._theme, self._language = theme, language
        self._keys = Keys(paths.key_file, in_keyring=not paths.portable)
        self.settings = settings
        self._left_alone = False
        self._dialog: SettingsDialog | None = None
        self._show()
        window.theme_chosen.connect(self._choose_theme)
        window.language_chosen.connect(self._choose_language)

    def change(self, settings: Settings) -> None:
        """Takes new settings into force and saves them."""
        self.settings = settings
        self._show()
        self.changed.emit()
        self.save()

    def remember(self, name: str, value: object) -> None:
        """Keeps one small choice (the sound, the loop) until the next save."""
        values: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **values)

    def remember_window(self) -> None:
        """Keeps where the window stands, and its panes, until the next save."""
        self.remember("window", self._window.save_state())

    def leave_alone(self) -> None:
        """From now on the file stays as it is."""
        self._left_alone = True

    def save(self) -> None:
        """Writes the file; a full or read-only disk is reported, and the settings stay in force."""
        if self._left_alone:
            return
        if self._paths.draft.exists():
            self.remember("last_request", {})  # what older versions kept of the form has its place there
        try:
            settings_file.save(self._paths.settings, self.settings)
        except DiskError as error:
            log.info("settings not saved: %s", error)
            self.failed.emit(error.failure)

    def open(self) -> None:
        """Shows the dialog; everything else goes on."""
        self._tasks.spawn(self._open(focus_key=False), name="open settings")

    def open_key(self) -> None:
        """Shows the dialog where a key is entered."""
        self._tasks.spawn(self._open(focus_key=True), name="open settings")

    def _show(self) -> None:
        self._theme.choose(self.settings.theme)
        self._language.choose(self.settings.language)
        self._window.menus.set_choices(self.settings.theme, self.settings.language)

    def _choose_theme(self, theme: str) -> None:
        self.change(replace(self.settings, theme=theme))

    def _choose_language(self, language: str) -> None:
        self.change(replace(self.settings, language=language))

    # The dialog

    async def _open(self, *, focus_key: bool) -> None:
        try:
            with_keys = await asyncio.to_thread(self._services_with_keys)
            with_secret = await asyncio.to_thread(has_secret, self._keys, self.settings.bucket)
        except DiskError as error:
            with_keys, with_secret = [], False
            _soon(self.failed.emit, error.failure)
        _soon(self._edit, with_keys, with_secret, focus_key)

    def _services_with_keys(self) -> list[str]:
        addresses = {url for _, url in HOSTS} | {self.settings.service} - {DEMO, ""}
        return [address for address in addresses if self._keys.get(address)]

    def _edit(self, with_keys: list[str], with_secret: bool, focus_key: bool) -> None:
        if self._dialog is None:
            from wan_desktop.ui.settings_dialog import SettingsDialog

            self._dialog = SettingsDialog(
                self._theme,
                check_base_url,
                self._paths.library,
                self._window,
                public_host=(LITTERBOX.name, LITTERBOX.hours),
            )
            self._dialog.sound.test_requested.connect(self._test_requested)
            self._dialog.check_requested.connect(self._check_requested)
            self._dialog.saved.connect(self._save_requested)
            self._dialog.page_requested.connect(open_page)
        shown = replace(self.settings, service=settings_file.service_in_force(self.settings))
        place, key_file = self._key_place(), str(self._paths.key_file)
        self._dialog.edit(
            shown,
            with_keys=with_keys,
            place=place,
            key_file=key_file,
            focus_key=focus_key,
            with_secret=with_secret,
        )

    def _key_place(self) -> KeyPlace:
        if key_from_environment():
            return KeyPlace.ENVIRONMENT
        if self._paths.portable:
            return KeyPlace.PORTABLE
        return KeyPlace.FILE if self._paths.key_file.exists() else KeyPlace.KEYRING

    def _check_requested(self, base_url: str, key: str) -> None:
        self._tasks.spawn(self._check(base_url, key), name="check key")

    async def _check(self, base_url: str, key: str) -> None:
        from wan_desktop.core.service import Service
        from wan_desktop.core.system_proxy import system_proxy

        try:
            key = key or await asyncio.to_thread(self._keys.get, base_url)
            service = Service(base_url, key, find_proxy=system_proxy)
            try:
                await service.check_key()
            finally:
                await service.close()
        except WanError as error:
            _soon(self._show_check, False, failure_sentence(error.failure))
        else:
            _soon(self._show_check, True, Sentence(lambda: self.tr("The service accepts this key.")))

    def _show_check(self, good: bool, words: str) -> None:
        if self._dialog is not None:
            self._dialog.show_check_result(good, words)

    def _test_requested(self, bucket: Bucket, secret: str) -> None:
        self._tasks.spawn(self._test(bucket, secret), name="test object store")

    async def _test(self, bucket: Bucket, secret: str) -> None:
        good, words = await try_bucket(self._keys, bucket, secret)
        if self._dialog is not None:
            _soon(self._dialog.sound.show_result, good, words)

    def _save_requested(self, settings: Settings, key: str | None) -> None:
        secret = None if self._dialog is None else self._dialog.sound.secret.key
        self._tasks.spawn(self._keep(settings, key, secret), name="save settings")

    async def _keep(self, settings: Settings, key: str | None, secret: str | None) -> None:
        allow_file = self._dialog is not None and self._dialog.may_keep_in_file
        try:
            if key is not None and settings.service != DEMO:
                await asyncio.to_thread(self._keep_key, settings.service, key, allow_file)
            keep = partial(keep_secret, self._keys, self.settings.bucket, settings.bucket, secret)
            await asyncio.to_thread(keep, allow_file=allow_file)
        except NoKeyring:
            _soon(self._ask_for_file)
        except DiskError as error:
            _soon(self._show_key_trouble, error.failure)
        else:
            await self._make_library(settings)
            _soon(self._saved, settings)

    async def _make_library(self, settings: Settings) -> None:
        """Now, as chosen, and never later: a missing one is then a drive that is not there."""
        from wan_desktop.core.fetching import make_folder

        if settings.library and settings.library != self.settings.library:
            try:
                await asyncio.to_thread(make_folder, Path(settings.library))
            except DiskError as error:
                _soon(self.failed.emit, error.failure)

    def _keep_key(self, base_url: str, key: str, allow_file: bool) -> None:
        if key:
            self._keys.set(base_url, key, allow_file=allow_file)
        else:
            self._keys.delete(base_url)

    def _ask_for_file(self) -> None:
        if self._dialog is not None:
            self._dialog.ask_for_file(str(self._paths.key_file))

    def _show_key_trouble(self, failure: Failure) -> None:
        if self._dialog is not None:
            self._dialog.show_key_trouble(failure_sentence(failure))

    def _saved(self, settings: Settings) -> None:
        # What the dialog does not show may have changed while it was open.
        kept = {name: getattr(self.settings, name) for name in ("muted", "volume", "loop", "window")}
        self.change(replace(settings, **kept))
        self.reconnected.emit()


def open_page(url: str) -> None:
    """Opens a page in the user's browser."""
    QDesktopServices.openUrl(QUrl(url))


def _soon(run: Callable[..., object], *arguments: object) -> None:
    """Calls on the screen leave the task first: a slot that opens a nested loop would stop all others."""
    asyncio.get_running_loop().call_soon(run, *arguments)
