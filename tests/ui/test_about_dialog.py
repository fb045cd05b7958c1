"""What the program is, and the licence of each of its parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from wan_desktop.core.bundled_parts import BundledPart, BundledParts
from wan_desktop.ui.about_dialog import AboutDialog

X264 = BundledPart("x264", "165", "GPL-2.0-or-later", "https://example.org/x264", ())
QT = BundledPart("Qt", "6.11.3", "LGPL-3.0-only OR GPL-3.0-only", "https://example.org/qt", ())
VERSIONS = (("Wan Desktop", "1.2.3"), ("Qt", "6.11.3"))


@pytest.fixture
def about(qtbot: QtBot) -> AboutDialog:
    made = AboutDialog()
    qtbot.addWidget(made)
    made.ask(VERSIONS, home=None)
    return made


def names(about: AboutDialog) -> list[str]:
    return [about.names.item(row).text().splitlines()[0] for row in range(about.names.count())]


def test_the_text_of_the_chosen_part_is_asked_for_and_shown(about: AboutDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(about.text_wanted, check_params_cb=lambda part: part is QT):
        about.show_parts(BundledParts((QT, X264), bundled=True))
    with qtbot.waitSignal(about.text_wanted, check_params_cb=lambda part: part is X264):
        about.names.setCurrentRow(1)
    about.show_text(QT, "too late: another part is chosen")
    assert about.text.toPlainText() == ""
    about.show_text(X264, "GNU GENERAL PUBLIC LICENSE")
    assert about.text.toPlainText() == "GNU GENERAL PUBLIC LICENSE"
    assert X264.source in about.source.text()


@pytest.mark.parametrize(("words", "left"), [("x26", ["x264 165"]), ("lgpl", ["Qt 6.11.3"]), ("zz", [])])
def test_the_filter_knows_names_and_licences(about: AboutDialog, words: str, left: list[str]) -> None:
    about.show_parts(BundledParts((QT, X264), bundled=True))
    about.filter.setText(words)
    assert names(about) == left
    if not left:
        assert (about.text.toPlainText(), about.source.text()) == ("", "")


def test_the_versions_are_copied_as_lines(about: AboutDialog) -> None:
    about.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Wan Desktop 1.2.3\nQt 6.11.3"
    assert about.copied.text()


def test_a_portable_one_says_where_everything_is(about: AboutDialog) -> None:
    assert not about.portable.isVisible()
    about.ask(VERSIONS, home=Path("/media/stick/data"))
    assert "/media/stick/data" in about.portable.text().replace("\\", "/")


def test_packages_beside_a_checkout_are_not_called_parts(about: AboutDialog) -> None:
    about.show_parts(BundledParts((QT,), bundled=True))
    bundled = about.parts_label.text()
    about.show_parts(BundledParts((QT,), bundled=False))
    assert about.parts_label.text() != bundled
