"""What the user wants of an image, kept and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from wan_desktop.core.framing import AS_IT_IS, BLUR, Crop, Fit, Framing

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
