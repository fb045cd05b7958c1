"""The dialogs and the menu of presets: what they ask for, and that a replaced one is said before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.ui.preset_menu import PresetMenu
from wan_desktop.ui.presets_dialog import PresetsDialog
from wan_desktop.ui.save_preset_dialog import SavePresetDialog


@pytest.fixture
def saver(qtbot: QtBot) -> SavePresetDialog:
    made = SavePresetDialog()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def manager(qtbot: QtBot) -> PresetsDialog:
    made = PresetsDialog()
    qtbot.addWidget(made)
    made.ask(["Slow pan", "zoom"])
    return made


def test_a_name_and_a_tick_are_asked_for(saver: SavePresetDialog) -> None:
    saved: list[tuple[str, bool]] = []
    saver.save_requested.connect(lambda *asked: saved.append(asked))
    saver.ask(["Slow pan"])
    assert not saver.save_button.isEnabled()
    QTest.keyClicks(saver.name, "Zoom")
    saver.prompts.click()
    QTest.keyClick(saver.name, Qt.Key.Key_Return)
    assert saved == [("Zoom", True)]
    saver.ask(["Slow pan"])
    assert not saver.prompts.isChecked()


def test_that_one_is_replaced_is_said_before(saver: SavePresetDialog) -> None:
    saver.ask(["Slow pan"], "slow  PAN")
    assert saver.save_button.text() == "Replace"
    saver.name.setText("other")
    assert saver.save_button.text() == "Save"


def test_rename_in_the_list(manager: PresetsDialog, qtbot: QtBot) -> None:
    wishes: list[tuple[str, str]] = []
    manager.rename_requested.connect(lambda *asked: wishes.append(asked))
    manager.rename_button.click()
    editor = manager.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Fast pan")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(wishes))
    assert wishes == [("Slow pan", "Fast pan")]
    assert manager.isVisible()


def test_a_deletion_can_be_undone_until_something_else_is_said(manager: PresetsDialog) -> None:
    deleted, undone = heard(manager.delete_requested), heard(manager.undo_requested)
    manager.list.setCurrentRow(1)
    manager.delete_button.click()
    assert deleted == ["zoom"]
    manager.show_presets(["Slow pan"])
    manager.say("“zoom” is deleted.", undo=True)
    assert manager.undo_button.isVisible()
    manager.undo_button.click()
    assert len(undone) == 1
    assert not manager.undo_button.isVisible()


def test_without_presets_there_is_nothing_to_do_but_import(manager: PresetsDialog) -> None:
    manager.show_presets([])
    assert manager.empty.isVisible()
    enabled = [
        button.isEnabled()
        for button in (
            manager.rename_button,
            manager.delete_button,
            manager.export_button,
            manager.import_button,
        )
    ]
    assert enabled == [False, False, False, True]


def test_the_menu_names_them_as_they_are(qtbot: QtBot) -> None:
    menu = PresetMenu()
    qtbot.addWidget(menu)
    chosen = heard(menu.chosen)
    menu.set_names(["A & B", "zoom"])
    menu.set_names(["A & B", *map(str, range(100))])
    assert len(menu.actions()) == 101 + 3
    assert menu.actions()[0].text() == "A && B"
    menu.actions()[0].trigger()
    assert chosen == ["A & B"]
