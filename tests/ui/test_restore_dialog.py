"""What can be brought back is said in numbers; Enter restores, closing quits, and neither pays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.restored import Restored
from wan_desktop.ui.restore_dialog import RestoreDialog

FOUND = Restored(
    copy_day="2026-11-24", changes=9, gaps=1, jobs=128, followed=2, in_doubt=1, unsent=3, videos=4
)


@pytest.fixture
def dialog(qtbot: QtBot) -> RestoreDialog:
    dialog = RestoreDialog()
    qtbot.addWidget(dialog)
    dialog.ask(ErrorKind.DATABASE_DAMAGED, FOUND)
    return dialog


def test_what_comes_back_and_what_it_means_for_money_is_told(dialog: RestoreDialog) -> None:
    lines = dialog.found.text().splitlines()
    assert "2026" in lines[1]
    assert "24" in lines[1]
    numbers = [line.rstrip(".").rpartition(" ")[2] for line in lines]
    assert numbers == ["128", "9", "2", "1", "3", "4", "1"]
    assert "nothing is paid" in dialog.kept.text()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Restored(jobs=3, changes=3), "all from the record"),
        (Restored(videos=2), "no copy and no record"),
    ],
)
def test_where_it_comes_from_is_told(qtbot: QtBot, found: Restored, words: str) -> None:
    dialog = RestoreDialog()
    qtbot.addWidget(dialog)
    dialog.ask(ErrorKind.DATABASE_LOST, found)
    assert words in dialog.found.text()
    assert dialog.title.text() == "The job list is missing"


@pytest.mark.parametrize(
    ("key", "restored", "quit_"),
    [(Qt.Key.Key_Return, 1, 0), (Qt.Key.Key_Enter, 1, 0), (Qt.Key.Key_Escape, 0, 1)],
)
def test_enter_restores_and_escape_quits(
    dialog: RestoreDialog, key: Qt.Key, restored: int, quit_: int
) -> None:
    wanted, left = heard(dialog.restore_requested), heard(dialog.quit_requested)
    QTest.keyClick(dialog, key)
    assert (len(wanted), len(left)) == (restored, quit_)


def test_while_it_restores_nothing_can_be_chosen_and_it_shows_that_it_goes_on(dialog: RestoreDialog) -> None:
    wanted, left = heard(dialog.restore_requested), heard(dialog.quit_requested)
    dialog.show_busy()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert (wanted, left) == ([], [])
    assert dialog.isVisible()
    assert dialog.bar.isVisible()


def test_what_kept_it_from_restoring_is_said_and_it_can_be_tried_again(dialog: RestoreDialog) -> None:
    dialog.show_busy()
    assert not dialog.problem.isVisible()
    dialog.show_problem("The job list is in use. Close the other windows.")
    assert dialog.problem.isVisible()
    wanted = heard(dialog.restore_requested)
    dialog.restore_button.click()
    assert len(wanted) == 1
