"""Framing and the request before it is paid, in the whole program; one process a scenario."""

from __future__ import annotations

import io
import json
from pathlib import Path

from PIL import Image

from tests.app.test_window import Window, window
from tests.fakes.odd_frames import encode
from wan_desktop.media.video import frame_at

__all__ = ["window"]


def test_what_is_framed_is_what_is_sent(window: Window) -> None:
    window.play("framed_and_sent")
    assert window.submits() == 1


def test_an_image_too_narrow_is_framed_from_the_sentence_that_says_so(window: Window, tmp_path: Path) -> None:
    banner = tmp_path / "横幅.png"
    Image.new("RGB", (3000, 300), "teal").save(banner)
    window.play("too_narrow_is_offered_framing", banner)


def test_a_film_gives_the_frame_that_was_chosen(window: Window, tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    encode(film)
    window.play("a_frame_of_a_film", film, tmp_path)
    assert (tmp_path / "frame.png").read_bytes() == frame_at(film, 1.0)
    assert Image.open(io.BytesIO(frame_at(film, 1.0))).size == (320, 176)


def test_the_request_is_seen_before_it_is_paid(window: Window) -> None:
    [line] = [
        words for words in window.play("the_request_of_the_next_video").splitlines() if words.startswith("{")
    ]
    told = json.loads(line)
    assert told["address"] == f"POST {window.service}/v3/async/wan2.6-i2v"
    body = json.loads(told["body"])
    assert body["input"]["prompt"] == "a boat " * 400
    assert body["input"]["img_url"].startswith("data:image/jpeg;base64,… (")
    assert window.submits() == 0
