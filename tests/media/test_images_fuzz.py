"""Damaged and hostile files: only an InputError comes out, soon, or an image that can be sent."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from wan_desktop.core.errors import InputError
from wan_desktop.media.images import prepare

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF")
SECONDS_MAX = 5.0
"""For one file; a hundred megapixels in a mode of four bytes take about two."""


@cache
def whole_file(image_format: str) -> bytes:
    """A small file with everything in it that a reader may stumble over."""
    picture = Image.linear_gradient("L").resize((96, 80)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    options: dict[str, object] = {} if image_format in ("BMP", "GIF") else {"exif": exif}
    if image_format in ("GIF", "PNG", "WEBP"):
        options |= {"save_all": True, "append_images": [picture.rotate(90)]}
    buffer = BytesIO()
    picture.save(buffer, image_format, **options)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def pillow_may_complain(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Its TIFF reader logs what it then raises as well."""
    with caplog.at_level(logging.CRITICAL, logger="PIL"):
        yield


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    data = bytearray(whole_file(draw(st.sampled_from(FORMATS))))
    # Headers are short and decide everything: half of the damage goes there.
    places = st.one_of(st.integers(0, min(200, len(data) - 1)), st.integers(0, len(data) - 1))
    for _ in range(draw(st.integers(1, 8))):
        data[draw(places)] = draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255))
    if draw(st.booleans()):
        del data[draw(st.integers(1, len(data))) :]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(data)))
        data[place:place] = draw(st.binary(max_size=40))
    return bytes(data)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_files())
def test_a_damaged_file_gives_an_image_or_one_input_error(data: bytes) -> None:
    start = time.perf_counter()
    try:
        prepared = prepare(data)
    except InputError:
        pass
    else:
        assert 360 <= min(prepared.width, prepared.height) <= max(prepared.width, prepared.height) <= 2000
        assert Image.open(BytesIO(prepared.data)).size == (prepared.width, prepared.height)
    assert time.perf_counter() - start < SECONDS_MAX
