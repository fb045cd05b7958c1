"""The size said before anything is encoded is the size that goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.framed_size import framed_size
from wan_desktop.core.framing import Crop, Fit, Framing
from wan_desktop.media.image_plan import SOURCE_SIDE_MIN, UPRIGHT, Change, plan

sides = st.integers(SOURCE_SIDE_MIN, 20_000)
fractions = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted).filter(lambda pair: pair[0] < pair[1])


@given(
    sides,
    sides,
    st.one_of(st.none(), st.tuples(fractions, fractions)),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from(Fit),
)
def test_it_agrees_with_what_the_image_is_made_into(
    width: int,
    height: int,
    cut: tuple[list[float], list[float]] | None,
    turns: int,
    mirrored: bool,
    fit: Fit,
) -> None:
    crop = Crop(cut[0][0], cut[1][0], cut[0][1], cut[1][1]) if cut else None
    framing = Framing(quarter_turns=turns, mirrored=mirrored, crop=crop, fit=fit)
    size = framed_size(width, height, framing)
    if size.sent is None or min(size.taken) < SOURCE_SIDE_MIN:
        with pytest.raises(InputError) as refused:
            plan((width, height), UPRIGHT, framing)
        assert (refused.value.failure.kind is ErrorKind.IMAGE_TOO_NARROW) == (size.sent is None)
        return
    made = plan((width, height), UPRIGHT, framing)
    assert size.sent == made.size
    assert size.enlarged == (Change.ENLARGED in made.changes)


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
