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
