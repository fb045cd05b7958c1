"""The choice of sound: what it shows, what goes into the request, and why nothing can be sent yet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.sounds import made_waveform
from tests.ui.widgets import find, heard
from wan_desktop.core.params import Problem, ProblemKind, Request, SoundWay
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.sound_field import Sound, SoundField, SoundValues
from wan_desktop.ui.sound_view import PreparedView, SoundView
from wan_desktop.ui.theme import Theme

VIEW = SoundView("harbour-bells.flac", made_waveform(18), SoundCut(4.2, 5))
NOT_READY = (Problem("sound", ProblemKind.NOT_READY),)
MISSING = (Problem("sound", ProblemKind.MISSING),)


@pytest.fixture
def field(light_theme: Theme, qtbot: QtBot) -> SoundField:
    field = SoundField(light_theme)
    qtbot.addWidget(field)
    field.show()
    return field


def give(field: SoundField, sound: str = "bells.mp3") -> None:
    """As the sound tool does."""
    field.choose_file()
    field.show_reading(VIEW.name)
    field.show_sound(VIEW, 5)
    field.set_prepared(sound, SoundWay.SOUNDTRACK)


def shown(field: SoundField) -> str:
    return " ".join(label.text() for label in field.findChildren(QLabel) if label.isVisible())


def picture(field: SoundField) -> QAbstractButton:
    return find(field, QAbstractButton, "soundPicture")


def test_without_a_file_it_offers_to_take_one_and_says_that_one_is_missing(field: SoundField) -> None:
    field.choice.set_value(Sound.FILE)
    assert field.offer.isVisible()
    assert find(field, QLineEdit, "soundLinkEdit").isVisible()
    assert not field.card.isVisible()
    assert field.problems() == MISSING
    asked = heard(field.choose_requested)
    field.offer.click()
    assert asked == [None]


def test_a_file_is_shown_with_its_part_its_name_and_its_way(field: SoundField) -> None:
    give(field)
    assert field.card.isVisible()
    assert not field.offer.isVisible()
    assert "harbour-bells.flac · Laid under the video" in shown(field)
    assert picture(field).accessibleName() == (
        "Sound “harbour-bells.flac”, 0:04.2 – 0:09.2 of 0:18, video 5 s"
    )
    assert field.values() == SoundValues("", True, "bells.mp3", "soundtrack")
    assert field.problems() == ()


@pytest.mark.parametrize(
    ("start", "seconds", "words"),
    [(0.0, 5.0, "0:00–0:05\nof 0:18"), (2.5, 3.0, "0:02–0:05\nof 0:18"), (4.2, 5.0, "0:04–0:09\nof 0:18")],
)
def test_the_short_times_have_the_length_of_the_part(
    field: SoundField, start: float, seconds: float, words: str
) -> None:
    assert field.card.picture.times_words(SoundCut(start, seconds), 18.0) == words


def test_the_keys_stay_where_a_file_was_given(field: SoundField, qtbot: QtBot) -> None:
    field.choice.set_value(Sound.FILE)
    field.offer.setFocus()
    give(field)
    qtbot.waitUntil(lambda: field.window().focusWidget() is picture(field))


def test_what_it_became_and_what_it_lacks_is_said(field: SoundField) -> None:
    field.choose_file()
    field.show_sound(SoundView("bell.wav", made_waveform(1.4), SoundCut(0, 1.4)), 5)
    field.set_prepared("bell.mp3", SoundWay.STORE, PreparedView("mp3", 50_000, silence=1.6))
    words = shown(field)
    assert "bell.wav · Own storage · mp3, 50.0 kB" in words
    assert "The last 3.6 s of the video are silent. Silence fills it up to the 3 s" in words


def test_nothing_can_be_sent_while_a_sound_is_read_or_cut_anew(field: SoundField) -> None:
    field.choose_file()
    field.show_reading("bells.flac", 0.4)
    assert field.problems() == NOT_READY
    assert picture(field).accessibleName() == "Reading “bells.flac”… 40%"
    field.show_sound(VIEW, 5)
    assert field.problems() == NOT_READY
    field.set_prepared("bells.mp3", SoundWay.SOUNDTRACK)
    assert field.problems() == ()
    field.set_preparing()
    assert field.problems() == NOT_READY


def test_what_was_chosen_is_kept_while_something_else_is(field: SoundField) -> None:
    give(field)
    field.choice.set_value(Sound.SILENT)
    assert field.values() == SoundValues("", False)
    field.choice.set_value(Sound.AUTOMATIC)
    assert field.values() == SoundValues()
    assert not field.card.isVisible()
    field.choice.set_value(Sound.FILE)
    assert field.values().sound == "bells.mp3"


def test_removed_it_is_gone_and_a_link_can_be_given(field: SoundField) -> None:
    give(field)
    removed = heard(field.removed)
    find(field, QAbstractButton, "removeSoundButton").click()
    assert removed == [None]
    assert field.problems() == MISSING
    field.link.setText("https://example.com/a.mp3")
    assert field.values() == SoundValues("https://example.com/a.mp3", True)
    assert not field.offer.isVisible()


def test_a_file_takes_the_place_of_a_link(field: SoundField) -> None:
    field.set_values("https://example.com/a.mp3", True)
    give(field)
    assert field.values() == SoundValues("", True, "bells.mp3", "soundtrack")
    find(field, QAbstractButton, "removeSoundButton").click()
    assert field.link.text() == ""


def test_a_file_that_cannot_be_used_says_why_until_the_next_act(field: SoundField) -> None:
    field.choose_file()
    field.show_reading("text.mp3")
    field.show_problem("This is not a sound file.")
    assert "This is not a sound file." in shown(field)
    assert field.problems() == MISSING
    field.choice.set_value(Sound.SILENT)
    assert "This is not a sound file." not in shown(field)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, None], ids=["key", "click"])
def test_a_press_on_the_picture_opens_the_sound(field: SoundField, key: Qt.Key | None) -> None:
    give(field)
    asked = heard(field.edit_requested)
    if key is None:
        QTest.mouseClick(picture(field), Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(picture(field), key)
    assert asked == [None]


def test_a_request_round_trips_and_its_picture_is_asked_for(light_theme: Theme, qtbot: QtBot) -> None:
    form = ParamsForm(light_theme)
    qtbot.addWidget(form)
    wanted = heard(form.sound.view_wanted)
    request = Request(sound="bells.mp3", sound_way="store", duration=10)
    form.set_request(request)
    assert form.request() == request
    assert wanted == ["bells.mp3"]
    form.set_request(request)
    assert wanted == ["bells.mp3"]
    form.set_request(Request(sound="bells.mp3", sound_way="by pigeon"))
    assert form.request().sound_way in tuple(SoundWay)
    form.set_request(Request())
    assert form.request() == Request()


def test_generate_leads_to_what_is_missing(light_theme: Theme, qtbot: QtBot) -> None:
    form = ParamsForm(light_theme)
    qtbot.addWidget(form)
    form.set_image("a.jpg", None)
    form.sound.choice.set_value(Sound.FILE)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    sent = heard(form.generate_requested)
    form.generate()
    assert form.sound.offer.hasFocus()
    assert sent == []


def test_of_a_link_that_is_too_long_its_beginning_is_seen(field: SoundField) -> None:
    field.set_values("https://example.com/" + "long/" * 40 + "bells.mp3", True)
    assert field.link.cursorPosition() == 0


def test_the_offer_takes_more_lines_where_the_pane_is_narrow(field: SoundField, qtbot: QtBot) -> None:
    field.choose_file()
    field.offer.set_words("Hier einen Ton ablegen oder eine Tondatei dieses Rechners auswählen…")
    field.resize(600, 300)
    qtbot.waitUntil(lambda: "\n" not in field.offer.text())
    words, height = field.offer.text(), field.offer.height()
    field.resize(field.minimumSizeHint().width(), 300)
    qtbot.waitUntil(lambda: field.offer.height() > height)
    assert field.offer.text().split() == words.split()
    assert field.offer.accessibleName() == words
    assert field.offer.width() >= field.offer.sizeHint().width()
