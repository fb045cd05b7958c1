"""The question before a request that was refused goes once more: neither Enter nor Esc sends it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.core.paths import resource
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog, RefusedVideo

LAKE = str(resource("samples", "lake.jpg"))
NOW = 1_790_000_000.0


@pytest.fixture
def dialog(qtbot: QtBot) -> RefusedAgainDialog:
    made = RefusedAgainDialog()
    qtbot.addWidget(made)
    return made


def ask(dialog: RefusedAgainDialog, *, times: int = 1, said: str = "DataInspectionFailed: <b>no</b>") -> None:
    dialog.ask([RefusedVideo("a.jpg", "dance %1 {when}", LAKE, times, NOW - 60, said)], 1, NOW)


def test_it_shows_image_prompt_moment_and_the_services_words(dialog: RefusedAgainDialog) -> None:
    ask(dialog)
    assert not dialog.picture.pixmap().isNull()
    assert dialog.prompt.toPlainText() == "dance %1 {when}"
    assert dialog.said.toPlainText() == "DataInspectionFailed: <b>no</b>"
    assert "today" in dialog.words.text()
    ask(dialog, times=3)
    assert "3 times" in dialog.words.text()


def test_what_is_not_known_takes_no_room(dialog: RefusedAgainDialog) -> None:
    dialog.ask([RefusedVideo("a.jpg", "", "/gone.jpg", 1, NOW - 60, "")], 1, NOW)
    assert not dialog.picture.isVisibleTo(dialog)
    assert not dialog.prompt.isVisibleTo(dialog)
    assert not dialog.said.isVisibleTo(dialog)


@pytest.mark.parametrize(
    ("key", "changes", "rejects"), [(Qt.Key.Key_Return, 1, 0), (Qt.Key.Key_Escape, 0, 1)]
)
def test_enter_changes_it_and_escape_leaves_it(
    dialog: RefusedAgainDialog, key: Qt.Key, changes: int, rejects: int
) -> None:
    ask(dialog)
    agreed, changed = heard(dialog.agreed), heard(dialog.change_requested)
    rejected = heard(dialog.rejected)
    QTest.keyClick(dialog, key)
    assert (len(agreed), len(changed), len(rejected)) == (0, changes, rejects)
    assert not dialog.isVisible()


def test_return_on_the_paid_button_sends_nothing_a_click_does(
    dialog: RefusedAgainDialog,
) -> None:
    ask(dialog)
    agreed = heard(dialog.agreed)
    dialog.send_button.setFocus()
    QTest.keyClick(dialog.send_button, Qt.Key.Key_Return)
    assert agreed == []
    ask(dialog)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    assert len(agreed) == 1


def ask_of_a_batch(dialog: RefusedAgainDialog, refused: int, of: int) -> None:
    videos = [
        RefusedVideo(f"{number}.jpg", "a\nboat", LAKE, number, NOW - number, f"no {number}")
        for number in range(1, refused + 1)
    ]
    dialog.ask(videos, of, NOW)


def test_of_several_it_says_how_many_and_which_were_refused(dialog: RefusedAgainDialog) -> None:
    ask_of_a_batch(dialog, 2, 40)
    assert "refused 2 of these 40 videos" in dialog.words.text()
    assert dialog.prompt.toPlainText() == "1.jpg: a boat\n2.jpg: a boat"
    assert dialog.said.toPlainText() == "no 1", "the latest"
    assert dialog.others_button.text() == "Send the other 38"
    ask_of_a_batch(dialog, 1, 2)
    assert "refused 1 of these 2 videos" in dialog.words.text()
    assert dialog.picture.isVisibleTo(dialog)


def test_the_others_can_be_sent_alone_by_a_click(dialog: RefusedAgainDialog) -> None:
    agreed, others = heard(dialog.agreed), heard(dialog.others_agreed)
    ask_of_a_batch(dialog, 2, 40)
    dialog.others_button.setFocus()
    QTest.keyClick(dialog.others_button, Qt.Key.Key_Return)
    assert others == []
    ask_of_a_batch(dialog, 2, 40)
    QTest.mouseClick(dialog.others_button, Qt.MouseButton.LeftButton)
    assert (len(agreed), len(others)) == (0, 1)


def test_there_are_no_others_where_all_were_refused(dialog: RefusedAgainDialog) -> None:
    ask_of_a_batch(dialog, 2, 2)
    assert not dialog.others_button.isVisibleTo(dialog)
    ask(dialog)
    assert not dialog.others_button.isVisibleTo(dialog)
