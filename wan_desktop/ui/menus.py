"""The menus of the window: each entry is a wish, and leaves by one of the window's signals.

Words come from QT_TRANSLATE_NOOP, which the shipped stubs type as object.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player

if TYPE_CHECKING:
    from wan_desktop.ui.main_window import MainWindow


class Menus(QObject):
    """Builds the menu bar of ``window``. ``job_commands`` are the entries about a job, by their action."""

    def __init__(self, window: MainWindow, form: ParamsForm, player: Player) -> None:
        super().__init__(window)
        self._window, self._form, self._player = window, form, player
        self._words: list[tuple[QAction | QMenu, str]] = []
        self.job_commands: dict[str, QAction] = {}
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self._build_file_and_edit()
        self._build_view()
        self._build_job()
        self._build_playback()
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Help"))
        for words, signal in (
            (QT_TRANSLATE_NOOP("MainWindow", "Open the log folder"), self._window.log_folder_requested),
            (QT_TRANSLATE_NOOP("MainWindow", "Save a report…"), self._window.report_requested),
        ):
            self._entry(menu, words, signal.emit)
        about = QT_TRANSLATE_NOOP("MainWindow", "About Wan Desktop")
        self._entry(menu, about, self._window.about_requested.emit, role=QAction.MenuRole.AboutRole)
        for action in (
            self._window.job_list.search_action,
            self._form.generate_action,
            *self._form.preset_menu.actions(),
        ):
            action.setMenuRole(QAction.MenuRole.NoRole)

    def _build_file_and_edit(self) -> None:
        window, keys = self._window, QKeySequence.StandardKey
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&File"))
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Open image…"),
            window.open_image_requested.emit,
            keys.Open,
        )
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Open the library folder"),
            window.library_folder_requested.emit,
        )
        menu.addSeparator()
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Settings…"),
            window.settings_requested.emit,
            "Ctrl+,",
            role=QAction.MenuRole.PreferencesRole,
        )
        menu.addSeparator()
        words = QT_TRANSLATE_NOOP("MainWindow", "Quit")
        self._entry(menu, words, window.close, "Ctrl+Q", role=QAction.MenuRole.QuitRole)
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Edit"))
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Paste an image"),
            window.paste_requested.emit,
            "Ctrl+Shift+V",
        )
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Frame the image…"),
            window.frame_image_requested.emit,
            "Ctrl+Shift+F",
        )
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Remove the image"),
            window.remove_image_requested.emit,
        )
        menu.addSeparator()
        menu.addMenu(self._form.preset_menu)
        menu.addSeparator()
        menu.addAction(window.job_list.search_action)

    def _build_view(self) -> None:
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&View"))
        self._left_shown = self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Parameters"), self._show_panes, "F7"
        )
        self._right_shown = self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Job list"), self._show_panes, "F8"
        )
        for action in (self._left_shown, self._right_shown):
            action.setCheckable(True)
            action.setChecked(True)
        menu.addSeparator()
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Spending…"), self._window.spending_requested.emit)
        menu.addSeparator()
        self._themes = self._choices(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Theme"),
            self._window.theme_chosen.emit,
            {
                "system": QT_TRANSLATE_NOOP("MainWindow", "Like the system"),
                "light": QT_TRANSLATE_NOOP("MainWindow", "Light"),
                "dark": QT_TRANSLATE_NOOP("MainWindow", "Dark"),
            },
        )
        self._languages = self._choices(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Language"),
            self._window.language_chosen.emit,
            {
                "system": QT_TRANSLATE_NOOP("MainWindow", "Like the system"),
                "en": "English",
                "zh_CN": "简体中文",
            },
        )

    def _build_job(self) -> None:
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Job"))
        menu.addAction(self._form.generate_action)
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Show the request"),
            self._window.show_request_requested.emit,
            "Ctrl+I",
        )
        menu.addSeparator()
        commands = (
            ("continue", QT_TRANSLATE_NOOP("MainWindow", "Continue from last frame"), "Ctrl+E"),
            ("reuse", QT_TRANSLATE_NOOP("MainWindow", "Reuse settings"), "Ctrl+R"),
            ("retry", QT_TRANSLATE_NOOP("MainWindow", "Try again"), None),
            ("stop", QT_TRANSLATE_NOOP("MainWindow", "Stop following"), None),
            ("save_as", QT_TRANSLATE_NOOP("MainWindow", "Save as…"), "Ctrl+S"),
            ("show_in_folder", QT_TRANSLATE_NOOP("MainWindow", "Show in folder"), "Ctrl+Shift+S"),
            ("star", QT_TRANSLATE_NOOP("MainWindow", "Mark with a star"), "Ctrl+D"),
            ("delete", QT_TRANSLATE_NOOP("MainWindow", "Move to the trash…"), None),
        )
        for name, words, key in commands:
            run = partial(self._window.job_command_requested.emit, name)
            self.job_commands[name] = self._entry(menu, words, run, key)

    def _build_playback(self) -> None:
        # The player has keys of its own while it has the focus; here they would be taken from the prompt.
        menu, player = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Playback")), self._player
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Play or pause"), player.toggle_play)
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "One frame back"), partial(player.step, -1))
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "One frame on"), partial(player.step, 1))
        menu.addSeparator()
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Loop on or off"), player.toggle_loop)
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Sound on or off"), player.toggle_mute)
        # macOS keeps F11 for itself, to show the desktop.
        key = QKeySequence.StandardKey.FullScreen if sys.platform == "darwin" else "F11"
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Full screen"), player.toggle_full_screen, key)

    def _menu(self, words: object) -> QMenu:
        menu = self._window.menuBar().addMenu("")
        self._words.append((menu, str(words)))
        return menu

    def _entry(
        self,
        menu: QMenu,
        words: object,
        run: Callable[[], object],
        key: QKeySequence.StandardKey | str | None = None,
        *,
        role: QAction.MenuRole = QAction.MenuRole.NoRole,
    ) -> QAction:
        action = menu.addAction("")
        # Left to itself, macOS moves entries to its own menu by what their words begin with.
        action.setMenuRole(role)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(partial(_without_checked, run))
        self._words.append((action, str(words)))
        return action

    def _choices(
        self,
        menu: QMenu,
        title: object,
        chosen: Callable[[str], object],
        names: dict[str, object],
    ) -> dict[str, QAction]:
        below = menu.addMenu("")
        self._words.append((below, str(title)))
        group = QActionGroup(self)
        actions = {}
        for name, words in names.items():
            action = self._entry(below, words, partial(chosen, name))
            action.setCheckable(True)
            group.addAction(action)
            actions[name] = action
        return actions

    def set_choices(self, theme: str, language: str) -> None:
        """Ticks the theme and the language in force."""
        self._themes[theme].setChecked(True)
        self._languages[language].setChecked(True)

    def set_panes_shown(self, left: bool, right: bool) -> None:
        """Ticks which of the outer panes are shown, and shows them so."""
        self._left_shown.setChecked(left)
        self._right_shown.setChecked(right)
        self._show_panes()

    @property
    def panes_shown(self) -> tuple[bool, bool]:
        """Left and right."""
        return self._left_shown.isChecked(), self._right_shown.isChecked()

    def retranslate(self) -> None:
        """Says every entry in the language in force."""
        for entry, words in self._words:
            said = QCoreApplication.translate("MainWindow", words)
            if isinstance(entry, QMenu):
                entry.setTitle(said)
            else:
                entry.setText(said)

    def _show_panes(self) -> None:
        self._window.panes.show_sides(*self.panes_shown)


def _without_checked(run: Callable[[], object], _checked: bool = False) -> None:
    """``QAction.triggered`` brings a bool that the menu's entries have no use for."""
    run()
