"""What the demo refuses: the checks of the real service, with its statuses, reasons and silent cuts.

The rules are those of ``core.params``; what stands here in addition is the service's own side: its defaults,
its reasons, and the image's bytes. Effects (``template``) have no public list, so the demo knows its own
camera moves (``demo.camera.MOVES``) and refuses every other name.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from typing import Any

from PIL import Image

from wan_desktop.core.params import (
    AUDIO_BYTES_MAX,
    BY_NAME,
    IMAGE_BYTES_MAX,
    IMAGE_SIDE_MAX,
    IMAGE_SIDE_MIN,
    PARAMETERS,
    Kind,
    Parameter,
)
from wan_desktop.demo import camera, links
from wan_desktop.demo.order import Order, Outcome

#: The service takes "multi" where nothing is said; the program's own default differs.
SERVICE_DEFAULTS: Mapping[str, Any] = {"shots": "multi"}
IMAGE_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")


class Refusal(Exception):
    """An answer of the service that is not 200: HTTP status, ``reason`` and ``message`` of the flat body."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason
        self.message = message


def read_order(body: Any, scale: float = 1.0) -> tuple[Order, bytes]:
    """The order in a submit's JSON and the image inside it (b"" where the image is a link).

    Raises Refusal. Blocks for as long as decoding an image takes.
    """
    values = {row.name: _read(body, row) for row in PARAMETERS}
    if values["effect"] and values["effect"] not in camera.MOVES:
        raise _bad("INVALID_REQUEST_BODY", f"template {values['effect']!r} does not exist")
    link = values["image"]
    data = b"" if links.is_web_link(link) else _image_inside(link)
    _check_audio_link(values["audio_url"])
    order = Order(
        duration=values["duration"],
        resolution=values["resolution"],
        shots=values["shots"],
        audio=values["audio"],
        watermark=values["watermark"],
        seed=secrets.randbelow(BY_NAME["seed"].maximum + 1) if values["seed"] is None else values["seed"],
        move=values["effect"],
        image_link="" if data else link,
        audio_link=values["audio_url"],
        outcome=Outcome.ordered_by(values["prompt"]),
        scale=scale,
    )
    return order, data


def check_image(data: bytes) -> None:
    """Raises Refusal unless the service takes this file."""
    if len(data) > IMAGE_BYTES_MAX:
        raise _bad("IMAGE_FILE_EXCEEDS_MAX_SIZE", f"the image has {len(data)} bytes, allowed are 10 MB")
    try:
        with Image.open(io.BytesIO(data), formats=IMAGE_FORMATS) as image:
            _check_sides(image.size)
            if image.format == "PNG" and image.has_transparency_data:
                raise _bad("INVALID_IMAGE_FORMAT", "PNG with an alpha channel is not supported")
            image.load()
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise _bad("INVALID_IMAGE_FORMAT", "the image cannot be read") from error


def _check_sides(size: tuple[int, int]) -> None:
    if min(size) < IMAGE_SIDE_MIN:
        raise _bad("INVALID_IMAGE_SIZE", f"each side must have at least {IMAGE_SIDE_MIN} pixels: {size}")
    if max(size) > IMAGE_SIDE_MAX:
        raise _bad("IMAGE_EXCEEDS_MAX_RESOLUTION", f"each side may have {IMAGE_SIDE_MAX} pixels: {size}")


def _read(body: Any, row: Parameter) -> Any:
    group, _, name = row.wire_path.partition(".")
    fields = body.get(group, {}) if isinstance(body, dict) else None
    if not isinstance(fields, dict):
        raise _bad("INVALID_REQUEST_BODY", f"{group} must be an object")
    if name not in fields:
        if row.required:
            raise _bad("INVALID_REQUEST_BODY", f"{row.wire_path} is required")
        return SERVICE_DEFAULTS.get(row.name, row.default)
    return _checked(fields[name], row)


def _checked(value: Any, row: Parameter) -> Any:
    match row.kind:
        case Kind.SWITCH:
            good = isinstance(value, bool)
        case Kind.CHOICE:
            good = value in row.choices and type(value) is type(row.choices[0])
        case Kind.INTEGER:
            good = type(value) is int and row.minimum <= value <= row.maximum
        case _:
            good = isinstance(value, str)
            value = value[: row.maximum] if good and row.kind is Kind.TEXT else value
    if not good:
        raise _bad("INVALID_REQUEST_BODY", f"{row.wire_path} has a wrong type or value")
    return value


def _image_inside(uri: str) -> bytes:
    try:
        data = links.data_of(uri, "image")
    except ValueError as error:
        raise _bad("INVALID_IMAGE_FORMAT", f"input.img_url is {error}") from error
    check_image(data)
    return data


def _check_audio_link(link: str) -> None:
    """Only what needs no fetching: the rest fails the task later, as with the service."""
    if not link or links.is_web_link(link):
        return
    try:
        data = links.data_of(link, "audio")
    except ValueError as error:
        raise _bad("INVALID_AUDIO_FILE", f"input.audio_url is {error}") from error
    if len(data) > AUDIO_BYTES_MAX:
        raise _bad("INVALID_AUDIO_FILE", f"the audio has {len(data)} bytes, allowed are 15 MB")


def _bad(reason: str, message: str) -> Refusal:
    return Refusal(400, reason, message)
