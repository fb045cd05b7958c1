"""The dialog in which a part of a sound is chosen: what it says, and what it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.sounds import made_waveform
from tests.ui.widgets import heard
from wan_desktop.core.params import SoundWay
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.ui.sound_dialog import SoundDialog
from wan_desktop.ui.sound_view import PreparedView, SoundView
from wan_desktop.ui.sound_way_words import way_explanation, way_name
from wan_desktop.ui.theme import Theme

WAYS = (SoundWay.STORE, SoundWay.SOUNDTRACK)
PART = SoundCut(4.2, 5)
PREPARED = PreparedView("mp3", 96_000)


@pytest.fixture
def dialog(light_theme: Theme, qtbot: QtBot) -> SoundDialog:
    dialog = SoundDialog(light_theme)
    qtbot.addWidget(dialog)
    return dialog


def ask(dialog: SoundDialog, seconds: float = 18, cut: SoundCut = PART, video: float = 5) -> SoundDialog:
    view = SoundView("harbour-bells.flac", made_waveform(seconds), cut)
    dialog.ask(view, video, WAYS, SoundWay.SOUNDTRACK, PREPARED)
    return dialog


def shown(dialog: SoundDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_it_says_which_part_of_what_becomes_what(dialog: SoundDialog) -> None:
    words = shown(ask(dialog))
    assert "Sound from “harbour-bells.flac”" in words
    assert "0:04.2 – 0:09.2 of 0:18, video 5 s" in words
    assert "mp3, 96.0 kB" in words
    assert dialog.focusWidget() is dialog.wave


@pytest.mark.parametrize(
    ("seconds", "cut", "video", "words"),
    [
        (8.0, SoundCut(4.8, 3.2), 5.0, "The last 1.8 s of the video are silent."),
        (18.0, SoundCut(2.0, 9.0), 5.0, "The video ends 4 s before this part does."),
    ],
)
def test_silence_and_what_is_not_heard_are_said(
    dialog: SoundDialog, seconds: float, cut: SoundCut, video: float, words: str
) -> None:
    assert words in shown(ask(dialog, seconds, cut, video))


def test_silence_that_had_to_be_added_is_named(dialog: SoundDialog) -> None:
    ask(dialog, 1.4, SoundCut(0, 1.4)).show_prepared(PreparedView("mp3", 50_000, silence=1.6))
    assert "Silence fills it up to the 3 s that the service needs." in shown(dialog)


def test_another_part_is_made_before_it_is_used(dialog: SoundDialog) -> None:
    settled = heard(ask(dialog).cut_settled)
    QTest.keyClick(dialog.wave, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert settled == [dialog.wave.cut]
    assert "0:05.2 – 0:10.2" in shown(dialog)
    assert "Cutting…" in shown(dialog)
    dialog.show_prepared(PREPARED)
    assert "Cutting…" not in shown(dialog)


def test_fades_are_chosen_from_a_few(dialog: SoundDialog) -> None:
    settled = heard(ask(dialog).cut_settled)
    dialog.fade_in.setCurrentIndex(dialog.fade_in.findData(0.5))
    dialog.fade_in.activated.emit(dialog.fade_in.currentIndex())
    assert settled == [SoundCut(4.2, 5, fade_in=0.5)]
    dialog.close()
    ask(dialog, cut=SoundCut(1, 5, fade_out=2.0))
    assert (dialog.fade_in.currentText(), dialog.fade_out.currentText()) == ("none", "2 s")


def test_each_way_is_explained(dialog: SoundDialog) -> None:
    ask(dialog)
    assert [dialog.way.itemText(index) for index in range(dialog.way.count())] == [
        "Own storage",
        "Laid under the video",
    ]
    for index, way in enumerate(WAYS):
        dialog.way.setCurrentIndex(index)
        assert way_explanation(way) in shown(dialog)
    assert len({way_name(way) for way in SoundWay}) == len({way_explanation(way) for way in SoundWay}) == 4


def test_the_part_and_its_way_are_handed_over(dialog: SoundDialog) -> None:
    chosen: list[tuple[SoundCut, SoundWay]] = []
    ask(dialog).chosen.connect(lambda cut, way: chosen.append((cut, way)))
    dialog.way.setCurrentIndex(0)
    QTest.keyClick(dialog.wave, Qt.Key.Key_Home)
    dialog.use_button.click()
    assert chosen == [(SoundCut(0, 5), SoundWay.STORE)]
    assert not dialog.isVisible()


def test_listening_begins_and_ends_by_the_same_key_and_ends_with_the_dialog(dialog: SoundDialog) -> None:
    ask(dialog)
    asked, stopped = heard(dialog.listen_requested), heard(dialog.stop_requested)
    QTest.keyClick(dialog.wave, Qt.Key.Key_Space)
    assert asked == [SoundCut(4.2, 5)]
    dialog.set_playhead(4.2)
    assert dialog.listen_button.text() == "Stop"
    QTest.keyClick(dialog.wave, Qt.Key.Key_Space)
    assert len(asked) == len(stopped) == 1
    dialog.set_playhead(None)
    assert dialog.listen_button.text() == "Listen"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(stopped) == 2


def test_another_part_ends_listening(dialog: SoundDialog) -> None:
    stopped = heard(ask(dialog).stop_requested)
    QTest.keyClick(dialog.wave, Qt.Key.Key_Right)
    assert len(stopped) == 1


def test_of_a_long_sound_the_bar_below_shows_the_rest(dialog: SoundDialog) -> None:
    assert not ask(dialog).scroll_bar.isVisible()
    dialog.close()
    assert ask(dialog, 3600, SoundCut(1800, 5)).scroll_bar.isVisible()
    dialog.scroll_bar.setValue(0)
    assert dialog.wave.view[0] == 0
    dialog.wave.scroll_to(3000)
    assert dialog.scroll_bar.value() == 3_000_000


def test_trouble_is_said_until_the_next_act(dialog: SoundDialog) -> None:
    ask(dialog).show_trouble("No sound can be heard here.")
    assert "No sound can be heard here." in shown(dialog)
    QTest.keyClick(dialog.wave, Qt.Key.Key_Right)
    assert "No sound can be heard here." not in shown(dialog)
