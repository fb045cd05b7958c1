"""The menu of presets: each by its name, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


class PresetMenu(QMenu):
    """One menu for the form and the menu bar.

    Signals:
        chosen(str): the name of a preset that the form shall show.
        save_requested(), manage_requested(): a dialog is wanted.
    """

    chosen = Signal(str)
    save_requested = Signal()
    manage_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: list[QAction] = []
        self._before = self.addSeparator()
        self.save_action, self.manage_action = QAction(self), QAction(self)
        self.save_action.triggered.connect(self._save)
        self.manage_action.triggered.connect(self._manage)
        self.addActions([self.save_action, self.manage_action])
        self.set_names(())
        self._retranslate()

    def set_names(self, names: Sequence[str]) -> None:
        """The presets, in their order."""
        for action in self._presets:
            self.removeAction(action)
            action.deleteLater()
        self._presets = []
        for name in names:
            # A name is no shortcut.
            action = QAction(name.replace("&", "&&"), self)
            # Nor is "Settings for cats" the settings, by whose words macOS would move it to its own menu.
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.triggered.connect(partial(self._choose, name))
            self.insertAction(self._before, action)
            self._presets.append(action)
        self._before.setVisible(bool(self._presets))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)

    def _save(self, _checked: bool = False) -> None:
        self.save_requested.emit()

    def _manage(self, _checked: bool = False) -> None:
        self.manage_requested.emit()

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Presets"))
        self.save_action.setText(self.tr("Save as a preset…"))
        self.manage_action.setText(self.tr("Manage presets…"))
