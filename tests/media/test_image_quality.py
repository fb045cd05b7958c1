"""What is sent looks like its source, and is small: measured against the same pixels without loss."""

from __future__ import annotations

import math
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from tests.fakes.pictures import BLUE, GREEN, RED, file_of
from wan_desktop.core.framing import Crop, Framing
from wan_desktop.core.paths import resource
from wan_desktop.media.images import prepare


def landscape() -> Image.Image:
    with Image.open(resource("samples", "lake.jpg")) as picture:
        return picture.convert("RGB")


def coloured_lines() -> Image.Image:
    lines = Image.new("RGB", (1600, 1200), BLUE)
    draw = ImageDraw.Draw(lines)
    for x in range(0, 1600, 12):
        draw.rectangle([x, 0, x + 5, 1200], RED)
    return lines


def coloured_print() -> Image.Image:
    page = Image.new("RGB", (1200, 900), "white")
    draw = ImageDraw.Draw(page)
    for row in range(37):
        colour = (RED, (0, 0, 0), BLUE, GREEN)[row % 4]
        draw.text((8, row * 24), "The quick brown fox jumps over the lazy dog. " * 4, fill=colour)
    return page


def gradients() -> Image.Image:
    ramps = Image.linear_gradient("L"), Image.radial_gradient("L"), Image.linear_gradient("L").rotate(90)
    return Image.merge("RGB", [ramp.resize((1600, 1200)) for ramp in ramps])


def decibels(sent: Image.Image, wanted: Image.Image) -> float:
    """Peak signal-to-noise ratio over the three colours; 38 dB is where print begins to show loss."""
    squares = [level * level for level in ImageStat.Stat(ImageChops.difference(sent, wanted)).rms]
    return 20 * math.log10(255 / max(math.sqrt(sum(squares) / 3), 1e-6))


def test_the_measure_sees_halved_colours() -> None:
    page = coloured_print()
    halved = Image.open(BytesIO(file_of(page, "JPEG", quality=95, subsampling=2)))
    assert decibels(halved.convert("RGB"), page) < 33


@pytest.mark.parametrize(
    ("picture", "least"),
    [(landscape(), 45), (coloured_lines(), 42), (coloured_print(), 37), (gradients(), 48)],
    ids=["landscape", "coloured lines", "coloured print", "gradients"],
)
def test_no_visible_loss_is_added_and_the_file_is_small(picture: Image.Image, least: float) -> None:
    # TIFF cannot be sent, so it is encoded anew with nothing else to do.
    prepared = prepare(file_of(picture, "TIFF"))
    sent = Image.open(BytesIO(prepared.data))
    assert decibels(sent.convert("RGB"), picture) > least
    assert len(prepared.data) < 2_000_000


def test_a_crop_keeps_every_pixel_of_its_part() -> None:
    picture = gradients()
    prepared = prepare(file_of(picture, "PNG"), Framing(crop=Crop(0.25, 0.25, 0.75, 0.75)))
    sent = Image.open(BytesIO(prepared.data)).convert("RGB")
    assert decibels(sent, picture.crop((400, 300, 1200, 900))) > 45


def test_shrinking_a_large_jpeg_equals_shrinking_its_pixels() -> None:
    picture = landscape().resize((6000, 3375), Image.Resampling.BICUBIC)
    source = file_of(picture, "JPEG", quality=95)
    sent = Image.open(BytesIO(prepare(source).data)).convert("RGB")
    assert decibels(sent, picture.resize(sent.size, Image.Resampling.LANCZOS)) > 40
