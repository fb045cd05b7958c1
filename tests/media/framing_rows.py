"""The table of inputs, second half: frames, turns and cuts of the user, shapes that cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.fakes.heic import heic
from tests.fakes.pictures import BLUE, GREEN, GREY, RED, animation, file_of, four_corners
from tests.media.image_rows import TURNED, UPRIGHT, WHITE, Row, turned_by_exif
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.framing import BLUR, Crop, Fit, Framing
from wan_desktop.media.image_plan import Change

_C = Change
_png = partial(file_of, four_corners(), "PNG")


def _large_jpeg() -> bytes:
    return file_of(four_corners(4000, 3000), "JPEG")


def _narrow(width: int, height: int) -> bytes:
    return file_of(four_corners(width, height), "PNG")


def frames() -> Iterator[Row]:
    for image_format in ("GIF", "PNG", "WEBP", "TIFF", "AVIF"):
        make = partial(animation, image_format, GREEN, RED, BLUE)
        first, chosen = frozenset({_C.FIRST_FRAME}), frozenset({_C.CHOSEN_FRAME})
        yield Row(f"{image_format} of three frames", make, (400, 400), first, (GREEN,) * 4)
        yield Row(f"{image_format}, frame 1", make, (400, 400), chosen, (RED,) * 4, framing=Framing(frame=1))
        yield Row(
            f"{image_format}, behind its end", make, (400, 400), chosen, (BLUE,) * 4, framing=Framing(frame=9)
        )
    yield Row("a frame of what has only one", _png, unchanged=True, framing=Framing(frame=5))


def framings() -> Iterator[Row]:
    """The user's turns and cuts, in the picture as it is seen."""
    one_colour = (RED,) * 4
    yield Row(
        "mirrored",
        _png,
        changes=frozenset({_C.MIRRORED}),
        pixels=(GREEN, RED, GREY, BLUE),
        framing=Framing(mirrored=True),
    )
    for quarters, size, pixels in (
        (1, (480, 640), (BLUE, RED, GREY, GREEN)),
        (2, (640, 480), (GREY, BLUE, GREEN, RED)),
        (3, (480, 640), (GREEN, GREY, RED, BLUE)),
    ):
        framing = Framing(quarter_turns=quarters)
        yield Row(f"{quarters} quarter turns", _png, size, frozenset({_C.ROTATED}), pixels, framing=framing)
    both = frozenset({_C.MIRRORED, _C.ROTATED})
    framing = Framing(mirrored=True, quarter_turns=1)
    yield Row("mirrored, then turned", _png, (480, 640), both, (GREY, GREEN, BLUE, RED), framing=framing)
    cut = frozenset({_C.CROPPED, _C.ENLARGED})
    quarter = Framing(crop=Crop(0, 0, 0.5, 0.5))
    yield Row("a quarter", _png, (480, 360), cut, one_colour, framing=quarter)
    yield Row(
        "a quarter of a large JPEG",
        _large_jpeg,
        (2000, 1500),
        frozenset({_C.CROPPED}),
        one_colour,
        framing=quarter,
    )
    yield Row(
        "a quarter of a HEIC", lambda: heic(four_corners()), (480, 360), cut, one_colour, framing=quarter
    )
    yield Row(
        "a quarter of what lay turned",
        lambda: turned_by_exif(6, "JPEG"),
        (480, 360),
        cut | TURNED,
        one_colour,
        framing=quarter,
    )
    yield Row(
        "a quarter of what lay turned, TIFF",
        lambda: turned_by_exif(6, "TIFF"),
        (480, 360),
        cut | {_C.TURNED},
        one_colour,
        framing=quarter,
    )
    framing = Framing(crop=Crop(0, 0, 0.5, 0.5), quarter_turns=1)
    yield Row("a quarter after a turn", _png, (360, 480), cut | {_C.ROTATED}, (BLUE,) * 4, framing=framing)
    yield Row("the whole as a part", _png, unchanged=True, framing=Framing(crop=Crop()))
    yield Row(
        "a part too small",
        _png,
        said=ErrorKind.IMAGE_TOO_SMALL,
        framing=Framing(crop=Crop(0, 0, 0.01, 0.01)),
    )
    yield Row(
        "a part too narrow",
        _png,
        said=ErrorKind.IMAGE_TOO_NARROW,
        framing=Framing(crop=Crop(0, 0, 1, 0.1)),
    )


def fits() -> Iterator[Row]:
    """Shapes that the service does not take."""
    narrow, tall = partial(_narrow, 4000, 400), partial(_narrow, 100, 1000)
    yield Row(
        "too long, extended",
        narrow,
        (2000, 360),
        frozenset({_C.EXTENDED, _C.SHRUNK}),
        (WHITE,) * 4,
        framing=Framing(fit=Fit.EXTEND),
    )
    coloured = Framing(fit=Fit.EXTEND, background="#20c040")
    yield Row(
        "too tall, extended",
        tall,
        (360, 2000),
        frozenset({_C.EXTENDED, _C.ENLARGED}),
        ((32, 192, 64),) * 4,
        framing=coloured,
    )
    blurred = Framing(fit=Fit.EXTEND, background=BLUR)
    yield Row(
        "too long, extended by a blurred copy",
        narrow,
        (2000, 360),
        frozenset({_C.EXTENDED, _C.SHRUNK}),
        UPRIGHT,
        90,
        blurred,
    )
    yield Row(
        "too long, cut",
        narrow,
        (2000, 360),
        frozenset({_C.CUT_TO_FIT, _C.SHRUNK}),
        framing=Framing(fit=Fit.CROP),
    )
    yield Row(
        "too tall, cut",
        tall,
        (360, 2000),
        frozenset({_C.CUT_TO_FIT, _C.ENLARGED}),
        framing=Framing(fit=Fit.CROP),
    )
    chosen = Framing(crop=Crop(0, 0, 1, 0.1), fit=Fit.EXTEND, background="#000000")
    changes = frozenset({_C.CROPPED, _C.EXTENDED, _C.ENLARGED})
    yield Row("a part too narrow, extended", _png, (2000, 360), changes, ((0, 0, 0),) * 4, framing=chosen)
    yield Row("a legal shape needs nothing", _png, unchanged=True, framing=blurred)
    yield Row(
        "a line cannot be extended",
        partial(_narrow, 3000, 20),
        said=ErrorKind.IMAGE_TOO_SMALL,
        framing=blurred,
    )


FRAMED_ROWS = tuple(row for rows in (frames, framings, fits) for row in rows())
