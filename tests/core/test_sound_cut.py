"""The part of a sound: whatever is wished, what comes out is one that the sound has and the service takes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wan_desktop.core.params import AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.core.sound_cut import (
    SoundCut,
    cut_off,
    ended_at,
    for_video,
    moved,
    silent_tail,
    started_at,
    within,
)

times = st.floats(-1e4, 1e4)
lengths = st.floats(0, 60)
wholes = st.floats(0.01, 20_000)
wishes = st.builds(SoundCut, times, st.floats(0, 100), lengths, lengths)
NEAR = 1e-6


def assert_legal(cut: SoundCut, whole: float) -> None:
    assert cut.start >= 0
    assert cut.end <= whole + NEAR
    assert min(AUDIO_SECONDS_MIN, whole) - NEAR <= cut.seconds <= AUDIO_SECONDS_MAX + NEAR
    assert min(cut.fade_in, cut.fade_out) >= 0
    assert cut.fade_in + cut.fade_out <= cut.seconds + NEAR


@given(wishes, wholes)
def test_any_wish_becomes_a_legal_part_and_a_legal_part_stays(wish: SoundCut, whole: float) -> None:
    cut = within(wish, whole)
    assert_legal(cut, whole)
    again = within(cut, whole)
    assert again.start == pytest.approx(cut.start, abs=NEAR)
    assert again.seconds == pytest.approx(cut.seconds, abs=NEAR)


@given(wishes, times, wholes)
def test_moving_keeps_the_length_and_a_handle_keeps_the_other_end(
    wish: SoundCut, to: float, whole: float
) -> None:
    cut = within(wish, whole)
    carried, left, right = moved(cut, to, whole), started_at(cut, to, whole), ended_at(cut, to, whole)
    for result in (carried, left, right):
        assert_legal(result, whole)
    assert carried.seconds == pytest.approx(cut.seconds, abs=NEAR)
    assert left.end == pytest.approx(cut.end, abs=NEAR)
    assert right.start == pytest.approx(cut.start, abs=NEAR)


@given(wishes, wholes, st.sampled_from((5.0, 10.0, 15.0)))
def test_video_is_filled_by_part_and_silence(wish: SoundCut, whole: float, video: float) -> None:
    cut = within(wish, whole)
    assert cut.seconds - cut_off(cut, video) + silent_tail(cut, video) == pytest.approx(video)
    assert cut_off(cut, video) == 0 or silent_tail(cut, video) == 0


@given(wishes)
def test_what_was_kept_comes_back(wish: SoundCut) -> None:
    kept = within(wish, 500.0)
    assert SoundCut.from_dict(kept.to_dict()) == kept


def test_first_wish_is_the_beginning_as_long_as_the_video() -> None:
    assert for_video(5, 18.0) == SoundCut(0.0, 5.0)
    assert for_video(15, 8.0) == SoundCut(0.0, 8.0)
    assert for_video(5, 1.5) == SoundCut(0.0, 1.5)


@pytest.mark.parametrize("odd", [None, "3", True, -1, math.nan, math.inf])
def test_values_that_cannot_be_used_take_their_defaults(odd: object) -> None:
    assert SoundCut.from_dict({"start": odd, "seconds": 7}) == SoundCut(0.0, 7.0)
