"""What the user wants of an image, kept and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from wan_desktop.core.framing import AS_IT_IS, BLUR, Crop, Fit, Framing, centred

WISH = Framing(
    frame=3,
    mirrored=True,
    quarter_turns=3,
    crop=Crop(0.1, 0.2, 0.9, 1.0),
    fit=Fit.EXTEND,
    background=BLUR,
)


def test_a_framing_comes_back_from_json() -> None:
    assert Framing.from_dict(json.loads(json.dumps(WISH.to_dict()))) == WISH


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("frame", -1),
        ("frame", True),
        ("mirrored", "yes"),
        ("quarter_turns", 1.5),
        ("crop", {"left": 0.5, "top": 0, "right": 0.5, "bottom": 1}),
        ("crop", {"left": 0, "top": 0, "right": float("nan"), "bottom": 1}),
        ("crop", {"left": -0.1, "top": 0, "right": 1, "bottom": 1}),
        ("crop", [0, 0, 1, 1]),
        ("fit", "stretch"),
        ("background", "red"),
        ("background", "#FFF"),
    ],
)
def test_one_bad_value_falls_back_alone(name: str, value: Any) -> None:
    read = Framing.from_dict(WISH.to_dict() | {name: value})
    assert read == replace(WISH, **{name: getattr(AS_IT_IS, name)})


Picture = tuple[str, ...]
PICTURE: Picture = ("abcd", "efgh")


def mirror(picture: Picture) -> Picture:
    return tuple(row[::-1] for row in picture)


def turn(picture: Picture) -> Picture:
    """A quarter clockwise."""
    return tuple("".join(column) for column in zip(*reversed(picture), strict=True))


def seen(framing: Framing, picture: Picture = PICTURE) -> Picture:
    """What the order of ``core.framing`` makes of a picture."""
    if framing.mirrored:
        picture = mirror(picture)
    for _ in range(framing.quarter_turns):
        picture = turn(picture)
    if framing.crop is None:
        return picture
    (left, right), (top, bottom) = (
        [round(side * length) for side in pair]
        for pair, length in (
            ((framing.crop.left, framing.crop.right), len(picture[0])),
            ((framing.crop.top, framing.crop.bottom), len(picture)),
        )
    )
    return tuple(row[left:right] for row in picture[top:bottom])


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("crop", [None, Crop(0, 0, 0.5, 0.5), Crop(0.5, 0.5, 1, 1)])
def test_a_turn_and_a_flip_are_done_to_what_is_seen(turns: int, mirrored: bool, crop: Crop | None) -> None:
    framing = Framing(mirrored=mirrored, quarter_turns=turns, crop=crop)
    assert seen(framing.turned()) == turn(seen(framing))
    assert seen(framing.turned(3)) == turn(turn(turn(seen(framing))))
    assert seen(framing.flipped()) == mirror(seen(framing))
    assert framing.turned().turned(3) == framing.flipped().flipped() == framing


@pytest.mark.parametrize(
    ("size", "ratio", "crop"),
    [
        ((1600, 900), 16 / 9, Crop()),
        ((1600, 900), 1, Crop(350 / 1600, 0, 1250 / 1600, 1)),
        ((900, 1600), 16 / 9, Crop(0, 547 / 1600, 1, 1053 / 1600)),
        ((1000, 1000), 0.5, Crop(0.25, 0, 0.75, 1)),
        ((10, 1000), 1000, Crop(0, 0.499, 1, 0.5)),
    ],
)
def test_a_shape_is_taken_from_the_middle(size: tuple[int, int], ratio: float, crop: Crop) -> None:
    assert centred(*size, ratio) == crop


@pytest.mark.parametrize("size", [(1, 1), (7, 5000), (4032, 3024), (8191, 3)])
@pytest.mark.parametrize("ratio", [16 / 9, 9 / 16, 1, 4 / 3, 3 / 4, 50 / 9])
def test_a_centred_crop_is_whole_pixels_of_the_shape(size: tuple[int, int], ratio: float) -> None:
    crop = centred(*size, ratio)
    assert crop.is_sound
    width, height = (crop.right - crop.left) * size[0], (crop.bottom - crop.top) * size[1]
    assert width == pytest.approx(round(width))
    assert abs(width - height * ratio) <= max(ratio, 1) / 2 + 1e-6 or 1 in (round(width), round(height))
    assert round(width) == size[0] or round(height) == size[1]
