"""Laid out from right to left, everything has its place, and time still goes to the right."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QTextLayout, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets import find
from wan_desktop.core.params import Request
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.ui.drop_area import DropArea
from wan_desktop.ui.fold import Fold
from wan_desktop.ui.frame_chooser import FrameChooser
from wan_desktop.ui.image_view import ImageView, chip_words
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sound_view import part_words
from wan_desktop.ui.theme import SPACING_LARGE, Theme
from wan_desktop.ui.transport import SeekBar, Transport
from wan_desktop.ui.words import duration_words, in_own_direction, pixel_words


@pytest.fixture(autouse=True)
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def shown(widget: QWidget, qtbot: QtBot, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)


def test_the_controls_of_the_player_stand_as_everywhere(light_theme: Theme, qtbot: QtBot) -> None:
    transport = Transport(light_theme)
    shown(transport, qtbot, 600, 60)
    assert transport.play_button.x() < find(transport, SeekBar).x()


def test_a_later_frame_is_further_right(light_theme: Theme, qtbot: QtBot) -> None:
    chooser = FrameChooser(light_theme)
    shown(chooser, qtbot, 600, 60)
    chooser.set_frames(100, 0)
    back, on = (button.mapTo(chooser, QPoint()).x() for button in chooser.findChildren(QToolButton))
    assert back < chooser.slider.mapTo(chooser, QPoint()).x() < on
    chooser.slider.setFocus()
    QTest.keyClick(chooser.slider, Qt.Key.Key_Right)
    assert chooser.frame() == 1


def placed(words: str) -> list[str]:
    """The numbers in ``words``, in the order in which they stand from left to right, line by line."""
    found: list[str] = []
    for words_of_line in words.split("\n"):
        layout = QTextLayout(words_of_line)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(10_000)
        layout.endLayout()
        # Inside of a number: before and behind it a cursor has two places.
        numbers = [
            (line.cursorToX(one.start() + 1), one[0]) for one in re.finditer(r"[\d:.]+", words_of_line)
        ]
        found += [number for _place, number in sorted(numbers)]
    return found


def test_numbers_stand_in_their_order() -> None:
    image = ImageView(b"", 4032, 3024, "HEIC", 2000, 1500, "JPEG", 1_100_000)
    assert placed("4032 × 2268") == ["2268", "4032"], "what is to be seen to"
    assert placed(pixel_words(4032, 2268)) == ["4032", "2268"]
    assert placed(in_own_direction(chip_words(image))) == ["4032", "3024", "2000", "1500", "1.1"]
    assert placed(part_words(SoundCut(4.2, 5.0))) == ["0:04.2", "0:09.2"]
    assert duration_words(15) == "\u206815 s\u2069", "an isolate, else the unit stands before its number"


def test_the_chip_says_what_comes_in_before_what_is_sent(light_theme: Theme, qtbot: QtBot) -> None:
    area = DropArea(light_theme)
    shown(area, qtbot, 320, 300)
    area.show_image(
        ImageView(QImage(8, 6, QImage.Format.Format_RGB32), 4032, 3024, "HEIC", 2000, 1500, "JPEG", 9)
    )
    chip = next(button for button in area.findChildren(QPushButton) if "4032" in button.text())
    assert placed(chip.text())[:4] == ["4032", "3024", "2000", "1500"]


@pytest.mark.parametrize("height", [400, 1400])
def test_the_form_keeps_its_margins_beside_a_scroll_bar(
    light_theme: Theme, qtbot: QtBot, height: int
) -> None:
    form = ParamsForm(light_theme)
    shown(form, qtbot, 348, height)
    form.set_request(Request(negative_prompt="text"))
    area = find(form, QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() == (height == 400))

    def margins() -> tuple[int, int]:
        left = form.drop_area.mapTo(form, QPoint()).x()
        return left, form.width() - left - form.drop_area.width()

    qtbot.waitUntil(lambda: margins() == (SPACING_LARGE, SPACING_LARGE))
    assert not bar.isVisible() or bar.mapTo(form, QPoint()).x() < SPACING_LARGE


def test_a_fold_points_where_reading_goes_on(light_theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    fold = Fold(QWidget())
    shown(fold, qtbot, 300, 80)
    fold.set_title("Advanced", "seed")

    def signs() -> str:
        labels = (label.text() for label in fold.button().findChildren(QWidget) if hasattr(label, "text"))
        return "".join(text for text in labels if len(text) == 1)

    assert signs() == "◂"
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qtbot.waitUntil(lambda: signs() == "▸")
    fold.set_open(True)
    assert signs() == "▾"
