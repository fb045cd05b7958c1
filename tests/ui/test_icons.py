"""Every icon that the window names is there, draws something, and takes the colour it is given."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from wan_desktop.core.paths import resource
from wan_desktop.ui.theme import icon_pixmap

NAMES = (
    "image", "play", "pause", "step-back", "step-forward", "loop", "volume", "volume-off", "fullscreen",
    "fullscreen-exit", "search", "star", "star-filled", "more", "close", "folder", "save", "reuse",
    "continue", "trash", "retry", "settings", "key", "check", "warning", "error", "info", "chevron-right",
    "chevron-down", "plus", "stop", "clock", "download", "eye", "copy", "external", "sun", "moon",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for(name: str, qapp: QApplication) -> None:
    picture = icon_pixmap(name, "#ff0000", 20, 2).toImage()
    drawn = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 250
    ]
    assert len(drawn) > 20
    assert set(map(QColor.name, drawn)) == {"#ff0000"}


def test_nothing_lies_in_the_folder_that_nobody_knows() -> None:
    assert {path.stem for path in resource("icons").glob("*.svg")} == {*NAMES, "app"}


def test_the_sign_of_the_program_has_round_corners(qapp: QApplication) -> None:
    assert QSvgRenderer(str(resource("icons", "app.svg"))).isValid()
    picture = icon_pixmap("app", "#000000", 64, 1).toImage()
    assert picture.pixelColor(5, 5).alpha() == picture.pixelColor(5, 58).alpha() == 0
    assert picture.pixelColor(32, 32).alpha() == 255
