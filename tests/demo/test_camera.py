"""The camera's arithmetic: sizes by tier and aspect, and moves without jerks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from wan_desktop.demo.camera import MOVES, PIXELS, frame_size, plan

ASPECTS = [16 / 9, 9 / 16, 4 / 3, 3 / 4, 1.0, 2000 / 360, 360 / 2000, 1.5037]


@pytest.mark.parametrize("resolution", ["720P", "1080P"])
@pytest.mark.parametrize("aspect", ASPECTS)
def test_frame_keeps_the_aspect_within_the_tier(resolution: str, aspect: float) -> None:
    width, height = frame_size(resolution, aspect)
    assert width % 2 == height % 2 == 0
    assert PIXELS[resolution] * 0.98 <= width * height <= PIXELS[resolution]
    assert width / height == pytest.approx(aspect, rel=0.01)


@pytest.mark.parametrize(("resolution", "size"), [("720P", (1280, 720)), ("1080P", (1920, 1080))])
def test_wide_pictures_get_the_tiers_own_size(resolution: str, size: tuple[int, int]) -> None:
    assert frame_size(resolution, 16 / 9) == size


@pytest.mark.parametrize("move", sorted(MOVES))
@pytest.mark.parametrize("shots", ["single", "multi"])
def test_camera_stays_inside_and_never_jerks(move: str, shots: str) -> None:
    for shot in plan(5, shots, 150, move):
        views = [shot.view(index) for index in range(shot.frames)]
        assert all(-1e-9 <= edge <= 1 + 1e-9 for view in views for edge in view)
        steps = [
            tuple(b - a for a, b in zip(before, after, strict=True)) for before, after in pairwise(views)
        ]
        assert all(any(abs(edge) > 1e-5 for edge in step) for step in steps)
        jerks = [abs(b - a) for before, after in pairwise(steps) for a, b in zip(before, after, strict=True)]
        assert max(jerks) < 0.0005


@pytest.mark.parametrize(
    ("shots", "frames", "count"), [("single", 450, 1), ("multi", 150, 2), ("multi", 450, 3)]
)
def test_plan_has_the_shots_asked_for(shots: str, frames: int, count: int) -> None:
    planned = plan(11, shots, frames)
    assert len(planned) == count
    assert sum(shot.frames for shot in planned) == frames


def test_seed_alone_decides_the_move() -> None:
    assert plan(7, "multi", 300) == plan(7, "multi", 300)
    assert len({plan(seed, "single", 150) for seed in range(30)}) == len(MOVES)
