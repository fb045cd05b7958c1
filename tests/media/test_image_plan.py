"""Turns as a group, parts found again in the lying picture, and every plan legal."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.fakes.pictures import four_corners
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.framing import AS_IT_IS, Crop, Fit, Framing
from wan_desktop.media.framed import turned
from wan_desktop.media.image_plan import UPRIGHT, Change, Turn, plan

TURNS = [Turn(mirrored, quarters) for mirrored, quarters in product((False, True), range(4))]
PICTURE = four_corners(64, 48)


@pytest.mark.parametrize(("first", "second"), list(product(TURNS, TURNS)), ids=repr)
def test_two_turns_are_one(first: Turn, second: Turn) -> None:
    both = turned(turned(PICTURE, first), second)
    assert turned(PICTURE, first.then(second)).tobytes() == both.tobytes()
    assert first.then(second).size(PICTURE.size) == both.size


@pytest.mark.parametrize("turn", TURNS, ids=repr)
def test_a_part_of_the_turned_picture_is_found_in_the_lying_one(turn: Turn) -> None:
    upright, box = turned(PICTURE, turn), (3, 5, 40, 31)
    found = PICTURE.crop(turn.undone(box, upright.size))
    assert turned(found, turn).tobytes() == upright.crop(box).tobytes()


crops = st.builds(
    lambda x, y, width, height: Crop(x, y, min(x + width, 1), min(y + height, 1)),
    st.floats(0, 0.99), st.floats(0, 0.99), st.floats(0.001, 1), st.floats(0.001, 1),
)  # fmt: skip
framings = st.builds(
    Framing,
    mirrored=st.booleans(),
    quarter_turns=st.integers(0, 3),
    crop=st.none() | crops,
    fit=st.sampled_from(Fit),
)


@given(st.integers(1, 12_000), st.integers(1, 12_000), st.sampled_from(TURNS), framings)
def test_every_plan_is_legal_and_keeps_the_shape(
    width: int, height: int, turn: Turn, framing: Framing
) -> None:
    refused = {ErrorKind.IMAGE_TOO_SMALL} | (
        {ErrorKind.IMAGE_TOO_NARROW} if framing.fit is Fit.REFUSE else set()
    )
    try:
        made = plan((width, height), turn, framing)
    except InputError as error:
        event(error.kind)
        if error.kind not in refused:
            raise
        return
    left, top, right, bottom = made.box
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert all(360 <= side <= 2000 for side in made.size)
    assert all(1 <= inner <= side for inner, side in zip(made.inner, made.size, strict=True))
    taken = made.turn.size((right - left, bottom - top))
    # Within a pixel of the shorter side, of the source or of what is sent.
    slack = 1 / min(taken) + 1 / min(made.inner)
    assert made.inner[0] / made.inner[1] == pytest.approx(taken[0] / taken[1], rel=slack)
    assert (Change.EXTENDED in made.changes) == (made.inner != made.size)
    assert framing.fit is not Fit.EXTEND or Change.CUT_TO_FIT not in made.changes


def test_nothing_is_planned_that_need_not_be() -> None:
    made = plan((1600, 900), UPRIGHT, AS_IT_IS)
    assert (made.box, made.inner, made.size, made.changes) == (
        (0, 0, 1600, 900),
        (1600, 900),
        (1600, 900),
        (),
    )


def test_what_may_look_worse_or_lack_something_warns() -> None:
    warned = {change for change in Change if change.warns}
    assert warned == {Change.ENLARGED, Change.CUT_TO_FIT}
