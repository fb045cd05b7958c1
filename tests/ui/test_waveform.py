"""The window in a waveform: moved and trimmed by hand and keys, never beyond what there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.sounds import made_waveform
from tests.ui.widgets import heard
from wan_desktop.core.sound_cut import SoundCut, within
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.waveform import WaveformView
from wan_desktop.ui.waveform_scale import Part, Scale, first_view, placed, reach, showing, zoomed

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NEAR = 1e-6
cuts = st.builds(SoundCut, st.floats(0, 4000), st.floats(0, 40))
wholes = st.floats(0.05, 4000)
videos = st.sampled_from((5.0, 10.0, 15.0))
views = st.tuples(st.floats(0, 4000), st.floats(0.5, 4000))


@given(st.floats(0, 1000), st.floats(0.5, 4000), st.floats(50, 3000), st.floats(-10, 5000))
def test_a_second_and_its_pixel_are_one(start: float, seconds: float, width: float, second: float) -> None:
    scale = Scale(start, seconds, 14, width)
    assert scale.second_at(scale.x_of(second)) == pytest.approx(second, abs=1e-4)


@given(cuts, wholes, videos, views, st.floats(0.1, 10), st.floats(0, 4000))
def test_every_view_lies_inside_of_what_there_is(
    wish: SoundCut, whole: float, video: float, view: tuple[float, float], factor: float, at: float
) -> None:
    cut = within(wish, whole)
    there = reach(cut, whole, video)
    first = first_view(cut, whole, video)
    for start, seconds in (
        first,
        placed(*view, there),
        zoomed(first, factor, at, there),
        showing(view, cut, there),
    ):
        assert start >= 0
        assert seconds > 0
        assert start + seconds <= there + NEAR


@given(cuts, wholes, videos, views)
def test_the_cut_is_in_sight_where_it_fits(
    wish: SoundCut, whole: float, video: float, view: tuple[float, float]
) -> None:
    cut = within(wish, whole)
    for start, seconds in (first_view(cut, whole, video), showing(view, cut, reach(cut, whole, video))):
        assert start <= cut.start + NEAR
        assert start + seconds >= min(cut.end, cut.start + seconds) - NEAR


def test_what_lies_under_the_hand() -> None:
    scale, cut = Scale(0, 20, 0, 200), SoundCut(5, 5)
    found = {x: scale.part_at(x, cut) for x in (10, 46, 54, 75, 97, 104, 150)}
    assert found == {
        10: Part.OUTSIDE,
        46: Part.START,
        54: Part.START,
        75: Part.INSIDE,
        97: Part.END,
        104: Part.END,
        150: Part.OUTSIDE,
    }


@pytest.fixture
def view(light_theme: Theme, qtbot: QtBot) -> WaveformView:
    view = WaveformView(light_theme)
    qtbot.addWidget(view)
    view.resize(628, 92)  # 600 for the sound
    view.show_sound(made_waveform(20), SoundCut(5, 5), 5)
    view.show()
    return view


def at(view: WaveformView, second: float) -> QPoint:
    return QPoint(round(view.scale().x_of(second)), view.height() // 2)


def drag(view: WaveformView, start: float, end: float) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, pos=at(view, start))
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, at(view, start + (end - start) * share))
    QTest.mouseRelease(view, left, pos=at(view, end))


def near(start: float, seconds: float) -> object:
    return pytest.approx((start, seconds), abs=0.05)


@pytest.mark.parametrize(
    ("key", "modifier", "start", "seconds"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 5.1, 5),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 4.9, 5),
        (Qt.Key.Key_Right, SHIFT, 6, 5),
        (Qt.Key.Key_Right, CONTROL, 5, 5.1),
        (Qt.Key.Key_Left, CONTROL | SHIFT, 5, 4),
        (Qt.Key.Key_Left, ALT, 4.9, 5.1),
        (Qt.Key.Key_Right, ALT | SHIFT, 6, 4),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0, 5),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 15, 5),
    ],
)
def test_keys_move_and_trim(
    view: WaveformView, key: Qt.Key, modifier: Qt.KeyboardModifier, start: float, seconds: float
) -> None:
    settled = heard(view.cut_settled)
    QTest.keyClick(view, key, modifier)
    assert (view.cut.start, view.cut.seconds) == pytest.approx((start, seconds))
    assert settled == [view.cut]


def test_space_listens(view: WaveformView) -> None:
    asked = heard(view.listen_requested)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert asked == [None]


@pytest.mark.parametrize(
    ("grip", "to", "start", "seconds"),
    [(7, 12, 10, 5), (5, 3, 3, 7), (10, 14, 5, 9), (10, 5, 5, 3), (7, -9, 0, 5), (7, 40, 15, 5)],
    ids=["the window", "its start", "its end", "not too short", "to the left end", "to the right end"],
)
def test_the_hand_moves_and_trims_and_settles_once(
    view: WaveformView, grip: float, to: float, start: float, seconds: float
) -> None:
    settled, changed = heard(view.cut_settled), heard(view.cut_changed)
    drag(view, grip, to)
    assert (view.cut.start, view.cut.seconds) == near(start, seconds)
    assert settled == [view.cut]
    assert len(changed) >= 3


def test_a_click_beside_the_window_brings_it_there(view: WaveformView) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 15))
    assert (view.cut.start, view.cut.seconds) == near(12.5, 5)


def test_a_screen_reader_hears_which_part(view: WaveformView) -> None:
    assert view.accessibleName() == "Part of the sound"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == "0:05.1 – 0:10.1 of 0:20, video 5 s"


def test_the_silence_of_a_longer_video_is_drawn_and_the_rest_of_a_longer_part(view: WaveformView) -> None:
    view.show_sound(made_waveform(20), SoundCut(16, 4), 5)
    assert view.there == 21
    filled, silent = view.grab().toImage(), at(view, 20.5)
    view.show_sound(made_waveform(20), SoundCut(5, 5), 5)
    plain = view.grab().toImage()
    strip = [QPoint(silent.x() + x, silent.y() + y) for x in range(-4, 5) for y in range(-4, 5)]
    assert any(filled.pixelColor(point) != plain.pixelColor(point) for point in strip)
    view.show_sound(made_waveform(20), SoundCut(5, 8), 10)
    heard_whole = view.grab().toImage()
    view.show_sound(made_waveform(20), SoundCut(5, 8), 5)
    assert view.grab().toImage() != heard_whole


def test_in_an_hour_the_window_can_still_be_taken_hold_of(view: WaveformView) -> None:
    view.show_sound(made_waveform(3600), SoundCut(1800, 5), 5)
    assert view.scale().x_of(1805) - view.scale().x_of(1800) > 40
    view.scroll_to(9999)
    assert sum(view.view) == pytest.approx(3600)
    QTest.keyClick(view, Qt.Key.Key_Left)
    start, seconds = view.view
    assert start <= view.cut.start
    assert view.cut.end <= start + seconds


def test_plus_and_minus_come_closer_and_go_back(view: WaveformView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.view[1] == pytest.approx(16)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.view == pytest.approx((0, 20))
