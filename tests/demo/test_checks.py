"""What the service would refuse, the demo refuses with the same status and reason; the rest it takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.samples import body, data_uri, noise, picture
from wan_desktop.core.params import AUDIO_BYTES_MAX
from wan_desktop.demo.checks import Refusal, read_order
from wan_desktop.demo.order import Outcome

BODY, FORMAT, SIZE = "INVALID_REQUEST_BODY", "INVALID_IMAGE_FORMAT", "INVALID_IMAGE_SIZE"

REFUSED: list[tuple[str, Any, str]] = [
    ("not an object", [1], BODY),
    ("no input", {"parameters": {}}, BODY),
    ("input is a list", {"input": []}, BODY),
    ("no image", {"input": {"prompt": "x"}, "parameters": {}}, BODY),
    ("null prompt", body(prompt=None), BODY),
    ("number as prompt", body(prompt=5), BODY),
    ("duration as text", body(duration="5"), BODY),
    ("duration as float", body(duration=5.0), BODY),
    ("duration not offered", body(duration=6), BODY),
    ("resolution not offered", body(resolution="480P"), BODY),
    ("resolution in small letters", body(resolution="720p"), BODY),
    ("shots not offered", body(shot_type="double"), BODY),
    ("switch as number", body(audio=1), BODY),
    ("switch as text", body(watermark="false"), BODY),
    ("seed as text", body(seed="7"), BODY),
    ("seed as switch", body(seed=True), BODY),
    ("seed null", body(seed=None), BODY),
    ("seed below", body(seed=-1), BODY),
    ("seed above", body(seed=2_147_483_648), BODY),
    ("unknown effect", body(template="hug"), BODY),
    ("bare base64", body(img_url=data_uri(picture()).partition(",")[2]), FORMAT),
    ("data URI of a text", body(img_url=data_uri(b"hello", "text/plain")), FORMAT),
    ("broken base64", body(img_url="data:image/png;base64,%%%"), FORMAT),
    ("padding inside base64", body(img_url="data:image/png;base64," + "QQ==" * 40_000), FORMAT),
    ("no picture", body(b"hello"), FORMAT),
    ("cut picture", body(picture()[:-2000]), FORMAT),
    ("GIF", body(picture(form="GIF", mode="P")), FORMAT),
    ("PNG with alpha", body(picture(mode="RGBA", form="PNG")), FORMAT),
    ("too narrow", body(picture(359, 400)), SIZE),
    ("too low", body(picture(400, 359)), SIZE),
    ("too wide", body(picture(2001, 400)), "IMAGE_EXCEEDS_MAX_RESOLUTION"),
    ("too many bytes", body(noise(1900, 1900)), "IMAGE_FILE_EXCEEDS_MAX_SIZE"),
    ("sound of another kind of link", body(audio_url="ftp://a/b.mp3"), "INVALID_AUDIO_FILE"),
    ("sound on this computer", body(audio_url="/home/me/a.mp3"), "INVALID_AUDIO_FILE"),
    (
        "sound too large",
        body(audio_url=data_uri(bytes(AUDIO_BYTES_MAX + 1), "audio/wav")),
        "INVALID_AUDIO_FILE",
    ),
]


@pytest.mark.parametrize(("sent", "reason"), [pytest.param(b, r, id=name) for name, b, r in REFUSED])
def test_refused_as_the_service_refuses(sent: Any, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_order(sent)
    assert (caught.value.status, caught.value.reason) == (400, reason)


@pytest.mark.parametrize(
    "image",
    [
        picture(360, 2000),
        picture(mode="RGB", form="PNG"),
        picture(form="BMP"),
        picture(mode="RGBA", form="WEBP"),
        picture(mode="CMYK"),
        picture(mode="L"),
    ],
    ids=["extreme", "png", "bmp", "webp with alpha", "cmyk", "grey"],
)
def test_every_allowed_picture_is_taken(image: bytes) -> None:
    _, data = read_order(body(image))
    assert data == image


def test_a_link_to_the_image_is_left_for_later() -> None:
    order, data = read_order(body(img_url="https://example.com/a.jpg"))
    assert (order.image_link, data) == ("https://example.com/a.jpg", b"")


def test_what_is_not_said_takes_the_services_own_defaults() -> None:
    order, _ = read_order({"input": {"img_url": data_uri(picture())}})
    assert (order.duration, order.resolution, order.shots) == (5, "1080P", "multi")
    assert (order.audio, order.watermark) == (True, False)


def test_fields_unknown_to_the_wire_do_no_harm() -> None:
    order, _ = read_order(body(seed=9) | {"extra": {"webhook": {"url": "https://example.com"}}})
    assert order.seed == 9


def test_without_a_seed_each_order_gets_its_own() -> None:
    seeds = {read_order(body())[0].seed for _ in range(4)}
    assert len(seeds) == 4


def test_a_prompt_over_the_limit_is_cut_without_a_word() -> None:
    order, _ = read_order(body(prompt="x" * 2000 + "[demo:refuse]"))
    assert order.outcome is Outcome.SUCCEED


def test_effects_of_the_demo_are_its_camera_moves() -> None:
    order, _ = read_order(body(template="pan-left", prompt=""))
    assert order.move == "pan-left"
