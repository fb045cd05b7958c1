"""The report is read before it is saved, and what is shown is what is saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.ui.report_dialog import ReportDialog

FILES = (("system.txt", "Qt 6"), ("log.txt", "line 1\nline 2"))


@pytest.fixture
def dialog(qtbot: QtBot) -> ReportDialog:
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    return dialog


def test_nothing_can_be_saved_before_it_is_there_to_be_read(dialog: ReportDialog) -> None:
    wanted = heard(dialog.wanted)
    dialog.ask()
    assert wanted == [False]
    assert not dialog.save_button.isEnabled()
    assert dialog.text.toPlainText() == "The report is being put together…"
    dialog.show_files(FILES)
    assert dialog.save_button.isEnabled()
    assert dialog.text.toPlainText() == "Qt 6"


def test_each_file_can_be_read_and_none_can_be_changed(dialog: ReportDialog) -> None:
    dialog.ask()
    dialog.show_files(FILES)
    QTest.keyClick(dialog.names, Qt.Key.Key_Down)
    assert dialog.text.toPlainText() == "line 1\nline 2"
    QTest.keyClicks(dialog.text, "x")
    assert dialog.text.toPlainText() == "line 1\nline 2"
    assert dialog.files == FILES


def test_with_prompts_it_is_put_together_anew_and_the_same_file_stays_shown(dialog: ReportDialog) -> None:
    dialog.ask()
    dialog.show_files(FILES)
    dialog.names.setCurrentRow(1)
    wanted = heard(dialog.wanted)
    dialog.with_words.click()
    assert (wanted, dialog.files, dialog.save_button.isEnabled()) == ([True], (), False)
    dialog.show_files((FILES[0], ("log.txt", "with my prompt")))
    assert dialog.text.toPlainText() == "with my prompt"


def test_asked_again_it_is_without_prompts_again(dialog: ReportDialog) -> None:
    dialog.ask()
    dialog.with_words.click()
    dialog.close_button.click()
    wanted = heard(dialog.wanted)
    dialog.ask()
    assert not dialog.with_words.isChecked()
    assert wanted[-1] is False
    assert dialog.files == ()


def test_the_outcome_is_said_until_another_report_is_wanted(dialog: ReportDialog) -> None:
    dialog.ask()
    dialog.show_files(FILES)
    saving = heard(dialog.save_requested)
    dialog.save_button.click()
    assert saving == [None]
    dialog.show_outcome("Saved as x.zip", "ok")
    assert dialog.outcome.isVisible()
    dialog.with_words.click()
    assert not dialog.outcome.isVisible()
