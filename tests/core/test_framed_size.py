"""The size said before anything is encoded is the size that goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wan_desktop.core.errors import InputError
from wan_desktop.core.framed_size import can_be_sent, framed_size, sent_size
from wan_desktop.core.framing import Crop, Fit, Framing
from wan_desktop.core.params import IMAGE_SIDE_MAX, IMAGE_SIDE_MIN
from wan_desktop.media.images import SOURCE_SIDE_MIN, fit

sides = st.integers(SOURCE_SIDE_MIN, 20_000)
fractions = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted).filter(lambda pair: pair[0] < pair[1])


@given(sides, sides)
def test_it_agrees_with_what_the_image_is_made_into(width: int, height: int) -> None:
    try:
        assert fit(width, height) == sent_size(width, height)
    except InputError:
        assert not can_be_sent(width, height)


@given(sides, sides, fractions, fractions, st.integers(0, 3), st.sampled_from((Fit.EXTEND, Fit.CROP)))
def test_whatever_is_framed_goes_within_the_limits(
    width: int, height: int, across: list[float], down: list[float], turns: int, fitting: Fit
) -> None:
    crop = Crop(across[0], down[0], across[1], down[1])
    size = framed_size(width, height, Framing(quarter_turns=turns, crop=crop, fit=fitting))
    assert size.sent is not None
    assert all(IMAGE_SIDE_MIN <= side <= IMAGE_SIDE_MAX for side in size.sent)
    assert size.shape == size.taken or not can_be_sent(*size.taken)
    larger = fitting is Fit.EXTEND
    assert all(
        (after >= before) if larger else (after <= before)
        for after, before in zip(size.shape, size.taken, strict=True)
    )


@pytest.mark.parametrize(
    ("size", "framing", "taken", "shape", "sent"),
    [
        ((4032, 3024), Framing(), (4032, 3024), (4032, 3024), (2000, 1500)),
        ((4032, 3024), Framing(quarter_turns=1), (3024, 4032), (3024, 4032), (1500, 2000)),
        ((4032, 3024), Framing(crop=Crop(0, 0.125, 1, 0.875)), (4032, 2268), (4032, 2268), (2000, 1125)),
        ((3000, 500), Framing(), (3000, 500), (3000, 500), None),
        ((3000, 500), Framing(fit=Fit.EXTEND), (3000, 500), (3000, 540), (2000, 360)),
        ((3000, 500), Framing(fit=Fit.CROP), (3000, 500), (2777, 500), (2000, 360)),
        ((500, 3000), Framing(fit=Fit.EXTEND), (500, 3000), (540, 3000), (360, 2000)),
        ((40, 30), Framing(), (40, 30), (40, 30), (480, 360)),
    ],
)
def test_what_becomes_of_a_size(
    size: tuple[int, int],
    framing: Framing,
    taken: tuple[int, int],
    shape: tuple[int, int],
    sent: tuple[int, int] | None,
) -> None:
    found = framed_size(*size, framing)
    assert (found.taken, found.shape, found.sent) == (taken, shape, sent)
    assert found.enlarged == (size == (40, 30))
