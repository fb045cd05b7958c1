"""Cropping: whatever is done to a box, it stays in the picture, in shape, and large enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wan_desktop.core.framing import Crop
from wan_desktop.ui.crop_box import (
    HANDLES,
    SMALLEST,
    Box,
    Handle,
    Ratio,
    Size,
    box_of,
    crop_of,
    largest,
    moved,
    resized,
    whole,
    zoomed,
)

RATIOS: tuple[Ratio | None, ...] = (None, (16, 9), (9, 16), (1, 1), (4, 3), (3, 4))
IMAGE = (1600, 1000)
sides = st.integers(1, 9000)
images = st.tuples(sides, sides)
shifts = st.floats(-20_000, 20_000)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("move"), shifts, shifts),
        st.tuples(st.just("zoom"), st.floats(0.01, 50), st.tuples(st.floats(0, 1), st.floats(0, 1))),
        st.tuples(st.sampled_from(HANDLES), shifts, shifts),
    ),
    max_size=8,
)


def check(box: Box, image: Size, ratio: Ratio | None) -> None:
    assert 0 <= box.left < box.right <= image[0]
    assert 0 <= box.top < box.bottom <= image[1]
    smallest = min(SMALLEST, min(image))
    if ratio is None:
        assert min(box.width, box.height) >= smallest
    else:
        # The shorter side is within a pixel of what the longer one asks for.
        short, long = sorted((box.width, box.height))
        assert abs(short - long * min(ratio) / max(ratio)) <= 1
        assert (box.width >= box.height) == (ratio[0] >= ratio[1]) or abs(box.width - box.height) <= 1
        assert min(box.width, box.height) >= min(SMALLEST, min(largest_size(image, ratio)))


def largest_size(image: Size, ratio: Ratio) -> Size:
    box = largest(image, ratio)
    return box.width, box.height


@given(images, st.sampled_from(RATIOS), acts)
def test_no_act_breaks_a_box(image: Size, ratio: Ratio | None, done: list[tuple]) -> None:  # type: ignore[type-arg]
    box = largest(image, ratio)
    check(box, image, ratio)
    for act, first, second in done:
        if act == "move":
            size = (box.width, box.height)
            box = moved(box, first, second, image)
            assert (box.width, box.height) == size
        elif act == "zoom":
            box = zoomed(box, first, image, ratio, second)
        else:
            box = resized(box, act, first, second, image, ratio)
        check(box, image, ratio)
        assert box_of(crop_of(box, image), image) == box, (
            "a crop comes back as the very pixels it was made of"
        )


@given(images, st.sampled_from(RATIOS[1:]))
def test_the_largest_box_touches_two_opposite_sides(image: Size, ratio: Ratio) -> None:
    box = largest(image, ratio)
    assert box.width == image[0] or box.height == image[1]


@pytest.mark.parametrize(
    ("ratio", "size"),
    [((16, 9), (1600, 900)), ((9, 16), (562, 1000)), ((1, 1), (1000, 1000)), (None, (1600, 1000))],
)
def test_the_largest_box_of_a_picture(ratio: Ratio | None, size: Size) -> None:
    box = largest(IMAGE, ratio)
    assert (box.width, box.height) == size
    assert box.centre == pytest.approx((800, 500), abs=1)


def test_the_largest_box_stays_near_where_one_looked() -> None:
    assert largest(IMAGE, (1, 1), centre=(100, 100)) == Box(0, 0, 1000, 1000)
    assert largest(IMAGE, (1, 1), centre=(700, 500)) == Box(200, 0, 1000, 1000)


BOX = Box(400, 200, 800, 450)


@pytest.mark.parametrize(
    ("handle", "across", "down", "ratio", "expected"),
    [
        (Handle(1, 1), 100, 50, None, Box(400, 200, 900, 500)),
        (Handle(-1, -1), 100, 50, None, Box(500, 250, 700, 400)),
        (Handle(0, 1), 999, 10, None, Box(400, 200, 800, 460)),
        (Handle(-1, 0), -9999, 0, None, Box(0, 200, 1200, 450)),
        (Handle(1, 0), -9999, 0, None, Box(400, 200, SMALLEST, 450)),
        # Locked: the corner opposite stays.
        (Handle(1, 1), 160, 0, (16, 9), Box(400, 200, 960, 540)),
        (Handle(-1, -1), 160, 90, (16, 9), Box(560, 290, 640, 360)),
        # Locked at an edge: the others move evenly.
        (Handle(1, 0), 160, 0, (16, 9), Box(400, 155, 960, 540)),
        (Handle(0, -1), 0, 90, (16, 9), Box(480, 290, 640, 360)),
        (Handle(1, 1), 9999, 9999, (16, 9), Box(400, 200, 1200, 675)),
    ],
)
def test_a_held_side_moves_and_the_opposite_one_stays(
    handle: Handle, across: float, down: float, ratio: Ratio | None, expected: Box
) -> None:
    assert resized(BOX, handle, across, down, IMAGE, ratio) == expected


def test_zooming_keeps_the_point_looked_at() -> None:
    assert zoomed(BOX, 0.5, IMAGE) == Box(600, 312, 400, 225)
    assert zoomed(BOX, 0.5, IMAGE, about=(0, 0)) == Box(400, 200, 400, 225)
    assert zoomed(BOX, 99, IMAGE) == Box(0, 0, 1600, 900)


def test_a_picture_smaller_than_the_smallest_box_is_taken_whole() -> None:
    assert resized(whole((20, 400)), Handle(1, 0), -10, 0, (20, 400)) == whole((20, 400))


def test_a_crop_of_everything_is_none() -> None:
    assert crop_of(whole(IMAGE), IMAGE) is None
    assert box_of(None, IMAGE) == whole(IMAGE)
    assert box_of(Crop(0.25, 0, 0.5, 1), IMAGE) == Box(400, 0, 400, 1000)
