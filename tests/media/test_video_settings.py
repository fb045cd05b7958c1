"""What a video was made with comes back out of it, and nothing hostile does."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest

from tests.fakes import odd_videos
from wan_desktop.core.params import Request
from wan_desktop.media.boxes import make_box
from wan_desktop.media.video_settings import VideoSettings, read_settings, to_values, write_settings
from wan_desktop.media.video_tags import COMMENT, TEXT_MAX, TITLE, read_text, write_texts

REQUEST = Request(
    image="0123456789abcdef.jpg",
    prompt='日落时 "slow"\nsecond line \\ 😀',
    negative_prompt="blur",
    effect="",
    audio_url="https://sounds.example/a.mp3",
    duration=10,
    resolution="720P",
    shots="multi",
    rewrite=False,
    audio=False,
    watermark=True,
    seed=2_147_483_647,
)
SETTINGS = VideoSettings(
    job="0123456789abcdef0123456789abcdef",
    request=REQUEST,
    service="api.example.com",
    task="task-7/ä",
    created_at=1_795_444_200.25,
    finished_at=1_795_444_321.0,
    seed=11,
    source_name="my photo 图.jpg",
    program="0.1.0",
)
BARE = VideoSettings(job=SETTINGS.job, request=Request())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("videos") / "plain.mp4"
    odd_videos.without_sound(path)
    return path


@pytest.fixture
def video(plain: Path, tmp_path: Path) -> Path:
    path = tmp_path / "a b 视频.mp4"
    path.write_bytes(plain.read_bytes())
    return path


def commented(source: Path, target: Path, comment: str) -> VideoSettings | None:
    write_texts(source, target, {COMMENT: comment})
    return read_settings(target)


def with_values(video: Path, target: Path, **values: Any) -> VideoSettings | None:
    return commented(video, target, json.dumps(to_values(BARE) | values))


def test_every_setting_comes_back(video: Path, tmp_path: Path) -> None:
    write_settings(video, tmp_path / "tagged.mp4", SETTINGS, "日落时 “slow”")
    assert read_settings(tmp_path / "tagged.mp4") == SETTINGS
    assert read_text(tmp_path / "tagged.mp4", TITLE) == "日落时 “slow”"


def test_the_comment_is_one_readable_line_of_json(video: Path, tmp_path: Path) -> None:
    write_settings(video, tmp_path / "tagged.mp4", SETTINGS, "t")
    comment = odd_videos.tags(tmp_path / "tagged.mp4")["comment"]
    assert "\n" not in comment
    assert "日落时" in comment
    values = json.loads(comment)
    assert values["schema"] == "wan-desktop/1"
    assert values["created"] == "2026-11-23T14:30:00.250Z"
    assert values["request"] == REQUEST.to_dict()


def test_half_a_character_and_control_signs_do_no_harm(video: Path, tmp_path: Path) -> None:
    request = replace(REQUEST, prompt="half \ud83d and \x00 and \x1b[31m")
    write_settings(video, tmp_path / "tagged.mp4", replace(SETTINGS, request=request), "a\x00b\ud83d\n")
    read = read_settings(tmp_path / "tagged.mp4")
    assert read is not None
    assert read.request == request
    assert odd_videos.tags(tmp_path / "tagged.mp4")["title"] == "a b"


def test_of_the_source_only_the_name_is_told(video: Path, tmp_path: Path) -> None:
    for folder in ("/home/anna/secret/", "C:\\Users\\Anna\\"):
        write_settings(video, tmp_path / "t.mp4", replace(SETTINGS, source_name=f"{folder}a.jpg"), "t")
        read = read_settings(tmp_path / "t.mp4")
        assert read is not None
        assert read.source_name == "a.jpg"
        assert b"nna" not in (tmp_path / "t.mp4").read_bytes()


def test_words_that_the_service_wrote_are_kept_in_the_json(tmp_path: Path) -> None:
    odd_videos.fixed_names(tmp_path / "video.mp4")
    write_settings(tmp_path / "video.mp4", tmp_path / "tagged.mp4", SETTINGS, "t")
    comment = odd_videos.tags(tmp_path / "tagged.mp4")["comment"]
    values = json.loads(comment)
    assert (values["title"], values["comment"]) == ("old", "of the service")
    assert read_settings(tmp_path / "tagged.mp4") == SETTINGS


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "a holiday",
        "{",
        "[]",
        "[" * 60_000,
        '{"a":' * 20_000,
        '{"schema": "wan-desktop/1"}',
        '{"schema": "wan-desktop/x", "job": "1"}',
        '{"schema": ["wan-desktop/1"], "job": "1"}',
        '{"schema": "another/1", "job": "1"}',
        '{"schema": "wan-desktop/1", "job": "../../etc/passwd"}',
        '{"schema": "wan-desktop/1", "job": 7}',
        '{"schema": "wan-desktop/1", "job": ""}',
        '{"schema": "wan-desktop/1", "job": "1", "seed": ' + "9" * 10_000 + "}",
        "{" + " " * (TEXT_MAX - 1),
    ],
    ids=range(15),
)
def test_what_is_not_ours_is_none(video: Path, tmp_path: Path, comment: str) -> None:
    assert commented(video, tmp_path / "tagged.mp4", comment) is None


@pytest.mark.parametrize("wrong", [None, 7, -1, 1e300, True, [], {}, [[]], {"a": 1}, "\0", "x" * 50_000])
def test_values_of_wrong_types_fall_back_alone(video: Path, tmp_path: Path, wrong: Any) -> None:
    target = tmp_path / "tagged.mp4"
    for name in ("service", "task", "created", "finished", "seed", "source", "program", "request"):
        read = with_values(video, target, **{name: wrong})
        assert read is not None
        assert read.created_at == read.finished_at == 0.0
        assert read.seed in (None, 7)
        assert len(read.service + read.task + read.source_name + read.program) <= 1000
    for name in REQUEST.to_dict():
        read = with_values(video, target, request=REQUEST.to_dict() | {name: wrong})
        assert read is not None
        given = read.request.to_dict()
        assert {n: v for n, v in given.items() if n != name} == {
            n: v for n, v in REQUEST.to_dict().items() if n != name
        }
        assert type(given[name]) in (type(REQUEST.to_dict()[name]), type(None))


@pytest.mark.parametrize("image", ["../a.jpg", "/etc/passwd", "C:\\a.jpg", "a.jpg", "0123456789abcdef", ".."])
def test_an_image_that_is_no_name_of_ours_is_none(video: Path, tmp_path: Path, image: str) -> None:
    read = with_values(video, tmp_path / "tagged.mp4", request={"image": image, "prompt": "p"})
    assert read is not None
    assert read.request == Request(prompt="p")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2026-11-23T14:30:00Z", 1_795_444_200.0),
        ("2026-11-23T15:30:00+01:00", 1_795_444_200.0),
        ("0001-01-01T00:00:00+14:00", 0.0),
        ("9999-12-31T23:59:59-14:00", 0.0),
        ("1901-01-01T00:00:00Z", 0.0),
        ("tomorrow", 0.0),
    ],
)
def test_times_are_read_where_they_can_be(video: Path, tmp_path: Path, written: str, seconds: float) -> None:
    read = with_values(video, tmp_path / "tagged.mp4", created=written)
    assert read is not None
    assert read.created_at == seconds


def test_of_a_newer_schema_all_that_is_known_is_used(video: Path, tmp_path: Path) -> None:
    values = to_values(SETTINGS) | {"schema": "wan-desktop/2", "hologram": {"depth": 3}}
    values["request"] |= {"hologram": True, "duration": 60}
    read = commented(video, tmp_path / "tagged.mp4", json.dumps(values))
    assert read == replace(SETTINGS, request=replace(REQUEST, duration=5))


def test_the_settings_outlive_a_remux_by_ffmpeg(video: Path, tmp_path: Path) -> None:
    write_settings(video, tmp_path / "tagged.mp4", SETTINGS, "t")
    for flags in ("", "use_metadata_tags"):
        options = {"movflags": flags} if flags else {}
        copy = tmp_path / "copy.mp4"
        with av.open(str(tmp_path / "tagged.mp4")) as given, av.open(str(copy), "w", options=options) as made:
            made.metadata.update(given.metadata)
            stream = made.add_stream_from_template(given.streams.video[0])
            for packet in given.demux(given.streams.video[0]):
                if packet.dts is not None:
                    packet.stream = stream
                    made.mux(packet)
        assert read_settings(copy) == SETTINGS


def test_a_hostile_file_costs_little_time(tmp_path: Path) -> None:
    """Boxes nested and chained without end, each a lie: against what any file costs, not by the clock."""
    chain = make_box(b"ftyp") + make_box(b"moov", make_box(b"udta", make_box(b"free") * 90_000))
    deep = b""
    for _ in range(2000):
        deep = make_box(b"udta", deep)
    started = time.process_time()
    for content in (chain, make_box(b"ftyp") + make_box(b"moov", deep)):
        (tmp_path / "video.mp4").write_bytes(content)
        assert read_settings(tmp_path / "video.mp4") is None
    assert time.process_time() - started < 10
