"""One dialog collects the program's faults, and its report can be taken along."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wan_desktop.ui.crash_dialog import MOST_REPORTS, CrashDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> CrashDialog:
    dialog = CrashDialog()
    qtbot.addWidget(dialog)
    return dialog


def test_the_report_can_be_copied(dialog: CrashDialog) -> None:
    dialog.report("Traceback\nZeroDivisionError")
    assert dialog.isVisible()
    dialog.copy_button.click()
    assert QApplication.clipboard().text() == "Traceback\nZeroDivisionError"
    assert dialog.copy_button.text() == "Copied"


def test_a_fault_that_comes_back_fills_no_screen(dialog: CrashDialog) -> None:
    for number in range(MOST_REPORTS * 2):
        dialog.report("the same")
        dialog.report(f"fault {number}")
    assert dialog.trace.toPlainText().count("the same") == 1
    assert dialog.trace.toPlainText().count("fault") == MOST_REPORTS - 1


def test_a_closed_report_is_not_shown_with_the_next(dialog: CrashDialog) -> None:
    dialog.report("first")
    dialog.close_button.click()
    dialog.report("second")
    assert dialog.trace.toPlainText() == "second"


def test_the_log_folder_is_asked_for(dialog: CrashDialog, qtbot: QtBot) -> None:
    dialog.report("fault")
    with qtbot.waitSignal(dialog.log_folder_requested):
        dialog.folder_button.click()
