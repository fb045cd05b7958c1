"""The whole screen follows the language without a restart, has room for a longer one, leaves no word out.

A part of what ``dev.py screens`` looks at; where it fails, that command says more.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import screen_texts
from make_screenshots import SMALL
from pseudo_language import pseudo
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from screen_trial import PSEUDO, Trial, untranslated

STALE = (
    *("unconfirmed", "advanced", "limit", "drop-problem", "drop-hover", "sound-wanted", "continuing"),
    *("batch-paused", "settings", "sound-settings", "unconfirmed-dialog", "restore-in-use", "refused-again"),
    *("presets-undo", "preset-save", "spending", "report", "framing-tiny", "request", "sound-dialog"),
    *("public-host", "unknown-price", "batch-12", "about"),
)
LONG = (
    "empty",
    "unconfirmed",
    "advanced",
    "sound-wanted",
    "drop-problem",
    "drop-details",
    "framing-panorama",
    "about",
    "batch-paused",
    "settings",
    "sound-settings",
    "spending",
    "batch-12",
)


@pytest.fixture(scope="module")
def trial(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    made = Trial(qapp, tmp_path_factory.mktemp("screens"))
    yield made
    made.close()
    qapp.setStyleSheet("")


@pytest.mark.parametrize("name", STALE)
def test_what_is_open_follows_the_language(trial: Trial, name: str) -> None:
    assert trial.stale(name) == []


def test_the_fold_of_a_narrow_form_shows_all_its_lines(trial: Trial) -> None:
    assert trial.cut("busy", "en", SMALL) == []


@pytest.mark.parametrize("name", LONG)
def test_a_longer_language_is_cut_nowhere_and_every_word_is_translated(trial: Trial, name: str) -> None:
    assert trial.cut(name, PSEUDO, SMALL) == []


@pytest.mark.parametrize("name", ["empty", "framing-panorama"])
def test_from_right_to_left_nothing_is_cut_and_the_way_back_leaves_no_trace(trial: Trial, name: str) -> None:
    assert trial.mirrored(name) == []
    assert trial.stale(name) == []


def test_a_screen_shows_nothing_of_the_one_before(trial: Trial) -> None:
    empty = trial.seen("empty")
    for before in ("variations", "batch-paused", "sound-wanted", "drop-details", "continuing", "running"):
        trial.seen(before)
        assert trial.seen("empty") == empty, before


def test_the_trial_finds_what_lies_over_something_else(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    below, above, beside = (QPushButton(window) for _ in range(3))
    for button, x in ((below, 0), (above, 60), (beside, 140)):
        button.setGeometry(x, 0, 80, 30)
    window.show()
    assert screen_texts.overlaps(window) == ["QWidget/QPushButton1 lies over QWidget/QPushButton2"]


def test_the_trial_finds_words_that_are_cut_or_not_translated(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    good, cut, plain = QPushButton(pseudo("Good")), QLabel(pseudo("No room for this")), QLabel("Forgotten")
    choice = QComboBox()
    choice.setToolTip("forgotten, too")
    for widget in (good, cut, plain, choice):
        row.addWidget(widget)
    cut.setFixedWidth(30)
    window.show()
    assert [fault.partition(":")[0] for fault in screen_texts.cut(window)] == ["QWidget/QLabel1"]
    found = [fault.partition(":")[0] for fault in untranslated(window)]
    assert found == ["QWidget/QLabel2.text", "QWidget/QComboBox1.toolTip"]


def test_the_longer_language_keeps_what_stands_for_facts() -> None:
    made = pseudo("&Save <b>{count}</b> of %n as “{name}” (*.zip)")
    for kept in ("&", "<b>{count}</b>", "%n", "“{name}”", "(*.zip)"):
        assert kept in made
