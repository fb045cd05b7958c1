"""The welcome page offers its samples to mouse and keys, and speaks the language in force."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.widgets import Marking, heard
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome


@pytest.fixture
def welcome(light_theme: Theme, qtbot: QtBot) -> Welcome:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    welcome.resize(748, 600)
    welcome.show()
    return welcome


def is_whole(sample: QPushButton) -> bool:
    return sample.height() == sample.heightForWidth(sample.width())


def samples(welcome: Welcome) -> list[QPushButton]:
    return welcome.findChildren(QPushButton)


def test_each_sample_is_a_file_that_is_there(welcome: Welcome) -> None:
    spy = heard(welcome.sample_chosen)
    for sample in samples(welcome):
        QTest.mouseClick(sample, Qt.MouseButton.LeftButton)
    assert [path.name for path in spy] == ["lake.jpg", "dunes.jpg", "hills.jpg"]
    assert all(path.is_file() for path in spy)


def test_a_sample_is_chosen_by_the_keyboard(welcome: Welcome) -> None:
    spy = heard(welcome.sample_chosen)
    samples(welcome)[1].setFocus()
    QTest.keyClick(samples(welcome)[1], Qt.Key.Key_Space)
    assert spy[0].name == "dunes.jpg"


def test_samples_stand_one_above_the_other_where_the_pane_is_narrow(welcome: Welcome, qtbot: QtBot) -> None:
    welcome.resize(268, 600)
    qtbot.waitUntil(lambda: len({s.mapTo(welcome, s.rect().topLeft()).x() for s in samples(welcome)}) == 1)
    assert all(s.geometry().right() < 268 for s in samples(welcome))


@pytest.mark.parametrize(("width", "height"), [(375, 222), (268, 222)])
def test_in_the_lowest_pane_no_sample_is_cut_and_each_can_be_reached(
    welcome: Welcome, qtbot: QtBot, width: int, height: int
) -> None:
    """375 × 222 is what 1920 × 1080 at 300 % has for it."""
    welcome.resize(width, height)
    for sample in samples(welcome):
        welcome.ensureWidgetVisible(sample)
        qtbot.waitUntil(partial(is_whole, sample))
        place = QRect(sample.mapTo(welcome.viewport(), QPoint()), sample.size())
        assert welcome.viewport().rect().contains(place)
    assert not welcome.horizontalScrollBar().isVisible()


def test_another_language_is_spoken_at_once(welcome: Welcome, qtbot: QtBot) -> None:
    translator = Marking()
    QCoreApplication.installTranslator(translator)
    try:
        qtbot.waitUntil(lambda: samples(welcome)[0].accessibleName() == "~Try this lake")
    finally:
        QCoreApplication.removeTranslator(translator)
    qtbot.waitUntil(lambda: samples(welcome)[0].accessibleName() == "Try this lake")
