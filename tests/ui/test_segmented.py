"""One of several: by mouse, by keys, by value, and said to screen readers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.theme import Theme


@pytest.fixture
def control(qtbot: QtBot) -> Segmented:
    control = Segmented((5, 10, 15))
    control.set_words("Duration", ("5 s", "10 s", "15 s"))
    qtbot.addWidget(control)
    control.show()
    return control


def test_the_first_is_chosen_until_another_is(control: Segmented, qtbot: QtBot) -> None:
    assert control.value() == 5
    with qtbot.waitSignal(control.value_changed) as signal:
        QTest.mouseClick(control.buttons()[2], Qt.MouseButton.LeftButton)
    assert signal.args == [15]
    assert [button.isChecked() for button in control.buttons()] == [False, False, True]


def test_a_click_on_the_chosen_one_changes_nothing(control: Segmented, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(control.value_changed):
        QTest.mouseClick(control.buttons()[0], Qt.MouseButton.LeftButton)
    assert control.value() == 5


def test_arrow_keys_move_and_choose(control: Segmented) -> None:
    control.setFocus()
    QTest.keyClick(control.buttons()[0], Qt.Key.Key_Right)
    assert control.value() == 10
    QTest.keyClick(control.buttons()[1], Qt.Key.Key_Left)
    assert control.value() == 5


def test_a_value_that_is_no_choice_is_refused(control: Segmented) -> None:
    with pytest.raises(ValueError, match="tuple"):
        control.set_value(7)
    assert control.value() == 5


def test_screen_readers_hear_a_group_of_radio_buttons(control: Segmented) -> None:
    group = QAccessible.queryAccessibleInterface(control)
    assert group.role() == QAccessible.Role.Grouping
    assert group.text(QAccessible.Text.Name) == "Duration"
    button = QAccessible.queryAccessibleInterface(control.buttons()[1])
    assert button.role() == QAccessible.Role.RadioButton
    assert button.text(QAccessible.Text.Name) == "Duration: 10 s"


def test_where_its_words_have_no_room_side_by_side_it_is_a_column(qtbot: QtBot) -> None:
    pane, control = QWidget(), Segmented(("automatic", "file", "silent"))
    qtbot.addWidget(pane)
    column = QVBoxLayout(pane)
    column.addWidget(control)
    column.addStretch()
    control.set_words("Sound", ("As the service makes it", "Of a file or a link", "None"))
    buttons = control.buttons()
    pane.resize(600, 300)
    pane.show()
    qtbot.waitUntil(lambda: len({button.y() for button in buttons}) == 1)
    pane.resize(pane.minimumSizeHint().width(), 300)
    qtbot.waitUntil(lambda: len({button.x() for button in buttons}) == 1)
    assert all(upper.geometry().bottom() < lower.y() for upper, lower in pairwise(buttons))
    assert control.rect().contains(buttons[-1].geometry())
    assert all(button.width() >= button.minimumSizeHint().width() for button in buttons)


def test_its_frame_is_as_wide_on_all_sides(light_theme: Theme, qtbot: QtBot) -> None:
    control = Segmented((1, 2))
    qtbot.addWidget(control)
    margins = control.contentsMargins()
    assert margins.top() == margins.bottom() == margins.left() == margins.right()
