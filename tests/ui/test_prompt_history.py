"""Earlier prompts by Up and Down, and a cursor that moves as ever."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wan_desktop.ui.prompt_edit import PromptEdit
from wan_desktop.ui.prompt_history import ENTRIES_MAX, PromptHistory

LONG = "a very long prompt that wraps around more than once in such a narrow field as this one is"
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def edit(qtbot: QtBot) -> PromptEdit:
    made = PromptEdit(76)
    qtbot.addWidget(made)
    made.resize(200, 76)
    made.show()
    made.history.set_earlier(["newest", "two\nlines", LONG, "oldest"])
    return made


def press(edit: PromptEdit, key: Qt.Key, times: int = 1) -> str:
    for _ in range(times):
        QTest.keyClick(edit, key)
    return edit.toPlainText()


def test_up_goes_back_and_down_returns_to_what_was_not_sent(edit: PromptEdit) -> None:
    edit.insertPlainText("mine")
    assert [press(edit, UP) for _ in range(5)] == ["newest", "two\nlines", LONG, "oldest", "oldest"]
    assert [press(edit, DOWN) for _ in range(5)] == [LONG, "two\nlines", "newest", "mine", "mine"]


def test_the_cursor_moves_through_several_lines_first(edit: PromptEdit) -> None:
    edit.insertPlainText("first\nsecond\n" + LONG)
    lines = 0
    while edit.toPlainText().startswith("first") and lines < 20:
        before = edit.textCursor().position()
        press(edit, UP)
        lines += 1
        assert edit.toPlainText() == "newest" or edit.textCursor().position() < before
    assert lines > 4, "each line, also those of a wrapped paragraph, takes one press"
    press(edit, DOWN)
    assert edit.textCursor().atEnd()
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    press(edit, DOWN)
    assert edit.textCursor().blockNumber() == 1, "Down in the first of several lines moves the cursor"


def test_down_outside_a_walk_brings_nothing(edit: PromptEdit) -> None:
    edit.insertPlainText("mine")
    assert press(edit, DOWN, 3) == "mine"


def test_an_edit_on_the_way_is_kept_for_the_walk(edit: PromptEdit) -> None:
    edit.insertPlainText("mine")
    press(edit, UP)
    edit.insertPlainText("!")
    press(edit, UP)
    assert press(edit, DOWN, 2) == "newest!", "the first one moves within the two lines"
    assert press(edit, DOWN) == "mine"


def test_a_step_can_be_undone(edit: PromptEdit) -> None:
    edit.insertPlainText("mine")
    press(edit, UP)
    edit.undo()
    assert edit.toPlainText() == "mine"


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier])
def test_up_with_a_modifier_or_a_selection_is_the_cursors(
    edit: PromptEdit, modifier: Qt.KeyboardModifier
) -> None:
    edit.insertPlainText("mine")
    QTest.keyClick(edit, UP, modifier)
    assert edit.toPlainText() == "mine"
    edit.selectAll()
    assert press(edit, UP) == "mine"


def test_a_key_held_down_stays_within_the_text(edit: PromptEdit) -> None:
    edit.insertPlainText("mine")
    held = QKeyEvent(QEvent.Type.KeyPress, UP, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(edit, held)
    assert edit.toPlainText() == "mine"


def test_while_an_input_method_composes_the_keys_are_its_own(edit: PromptEdit) -> None:
    QApplication.sendEvent(edit, QInputMethodEvent("xiyang", []))
    assert press(edit, UP) == ""


def test_a_text_that_is_set_ends_the_walk(edit: PromptEdit) -> None:
    press(edit, UP, 2)
    edit.setPlainText("of a job")
    assert press(edit, UP) == "newest"
    assert press(edit, DOWN) == "of a job"


def test_they_are_distinct_and_bounded() -> None:
    history = PromptHistory()
    history.set_earlier(["a", " ", "b", "a", *map(str, range(1000))])
    history.add("b")
    walk = [text for _ in range(1000) if (text := history.older("now")) is not None]
    assert walk[:3] == ["b", "a", "0"]
    assert len(walk) == ENTRIES_MAX
    history.leave()
    assert history.older("b") == "a", "what stands there already is no step"
