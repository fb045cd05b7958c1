"""Colours can be read, icons take their colour, and the choice of a theme holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wan_desktop.ui.theme import DARK, LIGHT, Role, Theme, style_sheet

GROUNDS = (Role.BACKGROUND, Role.PANEL, Role.RAISED, Role.STAGE, Role.SELECTED, Role.BAND)
WORDS = (Role.TEXT, Role.MUTED, Role.ACCENT, Role.OK, Role.WARN, Role.ERROR)
NEVER_TOGETHER = {
    (Role.RAISED, Role.OK), (Role.RAISED, Role.WARN), (Role.RAISED, Role.ERROR), (Role.RAISED, Role.ACCENT),
    (Role.STAGE, Role.ERROR), (Role.STAGE, Role.OK), (Role.STAGE, Role.WARN), (Role.STAGE, Role.ACCENT),
    (Role.BAND, Role.OK), (Role.BAND, Role.WARN), (Role.BAND, Role.ERROR),
}  # fmt: skip
"""Words in these colours are never set on these grounds."""


@pytest.fixture
def theme(qapp: QApplication, qtbot: QtBot) -> Iterator[Theme]:
    yield Theme(qapp)
    qapp.setStyleSheet("")


def luminance(colour: QColor) -> float:
    parts = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(QColor(first)), luminance(QColor(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
def test_words_can_be_read_on_their_grounds(colours: dict[Role, str]) -> None:
    weak = {
        f"{word} on {ground}": round(contrast(colours[word], colours[ground]), 2)
        for ground in GROUNDS
        for word in WORDS
        if (ground, word) not in NEVER_TOGETHER and contrast(colours[word], colours[ground]) < 4.5
    }
    assert weak == {}
    assert contrast(colours[Role.ON_ACCENT], colours[Role.ACCENT]) >= 4.5


def test_the_sheet_knows_every_colour_it_names() -> None:
    assert "$" not in style_sheet(DARK)
    assert style_sheet(DARK) != style_sheet(LIGHT)


def test_a_choice_of_theme_reaches_the_application(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    theme.choose("light")
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.dark
    assert qapp.palette().window().color() == QColor(DARK[Role.BACKGROUND])


def test_menus_get_the_font_of_the_window_after_every_style(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With each, Qt takes up the smaller fonts that Windows names; the platform of the tests names none."""
    acts: list[tuple[str, str]] = []
    monkeypatch.setattr(QApplication, "setStyleSheet", lambda *_: acts.append(("style", "")))
    monkeypatch.setattr(QApplication, "setFont", lambda _, font, of: acts.append((font.toString(), of)))
    theme.choose("dark")
    theme.choose("light")
    asked = [of for _, of in acts]
    assert asked.index("QMenu") > acts.index(("style", ""))
    assert asked.count("QMenu") == asked.count("") == 2
    assert {font for font, of in acts if of} == {QApplication.font().toString()}
