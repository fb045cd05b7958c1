"""What becomes of a size under a framing; that pixels follow it is seen in ``tests/media``."""

from __future__ import annotations

import pytest

from wan_desktop.core.framed_size import FramedSize, fitted_shape, framed_size, sent_size, size_of
from wan_desktop.core.framing import Crop, Fit, Framing

PHOTO = (0, 0, 4032, 3024)
LONG, TALL = (0, 0, 3000, 500), (0, 0, 500, 3000)


@pytest.mark.parametrize(
    ("size", "framing", "framed"),
    [
        ((4032, 3024), Framing(), FramedSize(PHOTO, PHOTO, (2000, 1500), (2000, 1500))),
        (
            (4032, 3024),
            Framing(quarter_turns=1),
            FramedSize((0, 0, 3024, 4032), (0, 0, 3024, 4032), (1500, 2000), (1500, 2000)),
        ),
        (
            (4032, 3024),
            Framing(crop=Crop(0, 0.125, 1, 0.875)),
            FramedSize((0, 378, 4032, 2646), (0, 378, 4032, 2646), (2000, 1125), (2000, 1125)),
        ),
        ((3000, 500), Framing(), FramedSize(LONG, LONG, (3000, 500), None)),
        ((3000, 500), Framing(fit=Fit.EXTEND), FramedSize(LONG, LONG, (2000, 333), (2000, 360))),
        (
            (3000, 500),
            Framing(fit=Fit.CROP),
            FramedSize(LONG, (111, 0, 2889, 500), (2000, 360), (2000, 360)),
        ),
        ((500, 3000), Framing(fit=Fit.EXTEND), FramedSize(TALL, TALL, (333, 2000), (360, 2000))),
        ((40, 30), Framing(), FramedSize((0, 0, 40, 30), (0, 0, 40, 30), (480, 360), (480, 360))),
    ],
)
def test_what_becomes_of_a_size(size: tuple[int, int], framing: Framing, framed: FramedSize) -> None:
    found = framed_size(*size, framing)
    assert found == framed
    assert found.enlarged == (size == (40, 30))


@pytest.mark.parametrize("size", [(3000, 500), (500, 3000), (5000, 36), (4032, 3024), (2001, 360)])
def test_the_shape_on_the_screen_is_the_one_that_goes(size: tuple[int, int]) -> None:
    assert fitted_shape(*size, Fit.REFUSE) == size
    assert fitted_shape(*size, Fit.CROP) == size_of(framed_size(*size, Framing(fit=Fit.CROP)).shown)
    width, height = fitted_shape(*size, Fit.EXTEND)
    sent = framed_size(*size, Framing(fit=Fit.EXTEND)).sent
    assert sent is not None
    assert width / height == pytest.approx(sent[0] / sent[1], rel=1 / min(*size, 360))


def test_a_crop_at_the_very_edge_keeps_a_pixel_of_the_picture() -> None:
    assert framed_size(100, 80, Framing(crop=Crop(0.999, 0.999, 1, 1))).taken == (99, 79, 100, 80)


@pytest.mark.parametrize(
    ("size", "sent"),
    [
        ((360, 360), (360, 360)),
        ((2000, 2000), (2000, 2000)),
        ((4000, 3000), (2000, 1500)),
        ((3000, 4000), (1500, 2000)),
        ((2001, 2000), (2000, 1999)),
        ((359, 359), (360, 360)),
        ((180, 320), (360, 640)),
        ((32, 32), (360, 360)),
        ((2000, 360), (2000, 360)),
        ((4000, 721), (2000, 360)),
        ((5000, 900), (2000, 360)),
        ((300, 1600), (360, 1920)),
    ],
)
def test_the_nearest_legal_size_is_taken(size: tuple[int, int], sent: tuple[int, int]) -> None:
    assert sent_size(*size) == sent
