"""Rendered videos, decoded whole: length, size, colours, motion and sound are what was asked for."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from tests.demo.samples import data_uri, picture, tone
from wan_desktop.demo.order import Order
from wan_desktop.demo.render import render
from wan_desktop.demo.sound import NotASound, bed
from wan_desktop.media.video import first_frame, probe

SMALL = 0.25


def order(**changes: object) -> Order:
    usual: dict[str, object] = {
        "duration": 5,
        "resolution": "720P",
        "shots": "single",
        "audio": True,
        "watermark": False,
        "seed": 3,
        "scale": SMALL,
    }
    return Order(**{**usual, **changes})  # type: ignore[arg-type]  # test data by name


def rendered(target: Path, asked: Order, image: bytes | None = None) -> Path:
    render(asked, picture() if image is None else image, target, lambda part: None)
    return target


def grey_frames(video: Path) -> list[Image.Image]:
    with av.open(str(video), "r") as container:
        frames = []
        for frame in container.decode(video=0):
            plane = frame.planes[0]
            size = (frame.width, frame.height)
            frames.append(Image.frombytes("L", size, bytes(plane), "raw", "L", plane.line_size, 1))
        return frames


def loudness(video: Path) -> list[float]:
    """Root mean square of each second of the left channel, 1.0 being full scale."""
    samples: list[float] = []
    with av.open(str(video), "r") as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.sample_rate, stream.layout.name) == (
            "aac",
            48_000,
            "stereo",
        )
        for frame in container.decode(stream):
            samples.extend(array("f", bytes(frame.planes[0]))[: frame.samples])
    seconds = [samples[start : start + 48_000] for start in range(0, len(samples) - 4_800, 48_000)]
    return [math.sqrt(sum(value * value for value in second) / len(second)) for second in seconds]


def differences(frames: Sequence[Image.Image]) -> list[float]:
    return [ImageStat.Stat(ImageChops.difference(a, b)).mean[0] for a, b in pairwise(frames)]


def test_full_size_video_is_what_was_asked_for(tmp_path: Path) -> None:
    video = rendered(tmp_path / "v.mp4", order(scale=1.0))
    facts = probe(video)
    assert (facts.width, facts.height) == (1280, 720)
    assert facts.seconds == pytest.approx(5.0, abs=0.03)
    assert facts.frames_per_second == 30
    with av.open(str(video), "r") as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (
            1,
            1,
            1,
            1,
        )
        times = [(frame.time, frame.key_frame) for frame in container.decode(stream)]
    assert [time for time, _ in times] == pytest.approx([index / 30 for index in range(150)])
    keys = [index for index, (_, key) in enumerate(times) if key]
    assert max(after - before for before, after in pairwise(keys)) <= 30
    head = video.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


@pytest.mark.parametrize("seconds", [5, 10, 15])
def test_frames_and_sound_last_exactly_as_long_as_asked(tmp_path: Path, seconds: int) -> None:
    video = rendered(tmp_path / "v.mp4", order(duration=seconds, scale=0.1, audio=False))
    assert len(grey_frames(video)) == seconds * 30
    assert len(loudness(video)) == seconds
    assert probe(video).seconds == pytest.approx(seconds, abs=0.03)


@pytest.mark.parametrize("size", [(2000, 360), (360, 2000), (1999, 1333)])
def test_video_has_the_images_aspect(tmp_path: Path, size: tuple[int, int]) -> None:
    facts = probe(rendered(tmp_path / "v.mp4", order(), picture(*size)))
    assert facts.width % 2 == facts.height % 2 == 0
    assert facts.width / facts.height == pytest.approx(size[0] / size[1], rel=0.02)


def test_larger_tier_gives_a_larger_video(tmp_path: Path) -> None:
    facts = probe(rendered(tmp_path / "v.mp4", order(resolution="1080P")))
    assert (facts.width, facts.height) == (480, 270)


@pytest.mark.parametrize("move", ["push-in", "pan-right", "drift"])
def test_motion_is_smooth_and_never_stops(tmp_path: Path, move: str) -> None:
    changes = differences(grey_frames(rendered(tmp_path / "v.mp4", order(move=move, scale=0.5))))
    middle = sorted(changes)[len(changes) // 2]
    assert min(changes) > 0.1 * middle
    assert max(changes) < 3 * middle


def test_several_shots_have_a_cut_between_them(tmp_path: Path) -> None:
    changes = differences(grey_frames(rendered(tmp_path / "v.mp4", order(shots="multi"))))
    middle = sorted(changes)[len(changes) // 2]
    assert sum(change > 5 * middle for change in changes) == 1


def test_first_frame_has_the_images_colours(tmp_path: Path) -> None:
    plain = Image.new("RGB", (400, 400), (200, 60, 40))
    plain.save(tmp_path / "plain.png")
    video = rendered(tmp_path / "v.mp4", order(), (tmp_path / "plain.png").read_bytes())
    seen = first_frame(video).getpixel((20, 20))
    assert isinstance(seen, tuple)
    assert all(abs(a - b) <= 4 for a, b in zip(seen, (200, 60, 40), strict=True))


def test_watermark_stands_at_the_bottom_right_only_where_asked(tmp_path: Path) -> None:
    without = grey_frames(rendered(tmp_path / "a.mp4", order(scale=0.5)))[-1]
    marked = grey_frames(rendered(tmp_path / "b.mp4", order(scale=0.5, watermark=True)))[-1]
    box = ImageChops.difference(without, marked).point(lambda level: 255 * (level > 40)).getbbox()
    assert box is not None
    assert box[0] > without.width * 0.75
    assert box[1] > without.height * 0.85


def test_automatic_sound_is_a_soft_bed_that_fades(tmp_path: Path) -> None:
    seconds = loudness(rendered(tmp_path / "v.mp4", order()))
    assert all(0.005 < second < 0.1 for second in seconds)
    assert bed(3, 5)[:200] == bytes(200)
    assert bed(3, 5) != bed(4, 5)


def test_sound_is_silent_where_asked(tmp_path: Path) -> None:
    assert max(loudness(rendered(tmp_path / "v.mp4", order(audio=False)))) < 1e-4


def test_short_sound_is_followed_by_silence(tmp_path: Path) -> None:
    link = data_uri(tone(3.0), "audio/wav")
    seconds = loudness(rendered(tmp_path / "v.mp4", order(audio_link=link)))
    assert min(seconds[:3]) > 0.2
    assert max(seconds[4:]) < 1e-3


def test_long_sound_is_cut_and_wins_over_the_switch(tmp_path: Path) -> None:
    link = data_uri(tone(8.0), "audio/wav")
    seconds = loudness(rendered(tmp_path / "v.mp4", order(audio_link=link, audio=False)))
    assert len(seconds) == 5
    assert min(seconds) > 0.2


@pytest.mark.parametrize(
    "data", [b"no sound", picture(), tone(1.0), tone(32.0)], ids=["text", "jpeg", "1s", "32s"]
)
def test_unusable_sound_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotASound):
        rendered(tmp_path / "v.mp4", order(audio_link=data_uri(data, "audio/wav")))
