"""What a video was made with comes back out of it, and nothing hostile does."""

from __future__ import annotations

import hashlib
import io
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from tests.fakes import odd_frames, odd_videos
from wan_desktop.core.framing import AS_IT_IS, Crop, Framing
from wan_desktop.core.params import Request
from wan_desktop.media.boxes import make_box
from wan_desktop.media.images import prepare
from wan_desktop.media.video_settings import (
    ReturnedVideo,
    VideoSettings,
    read_return,
    read_settings,
    to_values,
    write_settings,
)
from wan_desktop.media.video_tags import COMMENT, TEXT_MAX, TITLE, read_cover, read_text, write_tags

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
    write_tags(source, target, {COMMENT: comment})
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


# The image, and all that comes back


def noise(width: int, height: int, kind: str, **options: Any) -> bytes:
    encoded = io.BytesIO()
    picture = Image.effect_noise((width, height), 60)
    Image.merge("RGB", (picture, picture.rotate(180), picture)).save(encoded, kind, **options)
    return encoded.getvalue()


def named(image: bytes, suffix: str) -> VideoSettings:
    """The settings of a video made from that image."""
    return replace(SETTINGS, request=replace(REQUEST, image=hashlib.sha256(image).hexdigest() + suffix))


def returned(video: Path, tmp_path: Path, settings: VideoSettings, image: bytes) -> ReturnedVideo:
    write_settings(video, tmp_path / "tagged.mp4", settings, "t", image)
    found = read_return(tmp_path / "tagged.mp4")
    assert found is not None
    assert found.settings == settings
    return found


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("BMP", ".bmp")])
def test_a_small_image_comes_back_to_the_byte(video: Path, tmp_path: Path, kind: str, suffix: str) -> None:
    encoded = io.BytesIO()
    Image.new("P" if kind == "BMP" else "RGB", (400, 400), 5).save(encoded, kind)
    image = encoded.getvalue()
    found = returned(video, tmp_path, named(image, suffix), image)
    assert (found.image, found.whole) == (image, True)


@pytest.mark.parametrize(
    ("width", "height", "kind"),
    [
        (1920, 1080, "JPEG"),
        (1080, 1920, "PNG"),
        (2000, 360, "BMP"),
        (360, 2000, "WEBP"),
        (360, 360, "BMP"),
        (2000, 2000, "JPEG"),
    ],
)
def test_of_a_great_image_comes_back_a_copy_that_may_be_sent_again(
    video: Path, tmp_path: Path, width: int, height: int, kind: str
) -> None:
    image = noise(width, height, kind)
    found = returned(video, tmp_path, named(image, ".jpg"), image)
    assert not found.whole
    assert len(found.image) <= 300_000
    prepared = prepare(found.image)
    assert (prepared.data, prepared.mime) == (found.image, "image/jpeg")
    assert prepared.width / prepared.height == pytest.approx(width / height, rel=0.01)


def test_a_copy_shows_what_was_sent(video: Path, tmp_path: Path) -> None:
    """Flat colours, and a turn to be told by: seen from afar, copy and original are the same."""
    picture = Image.new("RGB", (2000, 1500), "#3060c0")
    picture.paste("#e0a020", (0, 0, 1000, 500))
    encoded = io.BytesIO()
    picture.save(encoded, "BMP")
    found = returned(video, tmp_path, named(encoded.getvalue(), ".bmp"), encoded.getvalue())
    with Image.open(io.BytesIO(found.image)) as copy:
        seen = copy.resize((20, 15), Image.Resampling.BOX).tobytes()
    meant = picture.resize((20, 15), Image.Resampling.BOX).tobytes()
    assert max(abs(a - b) for a, b in zip(seen, meant, strict=True)) <= 8


def test_without_an_image_the_settings_come_back_alone(video: Path, tmp_path: Path) -> None:
    for image in (b"", b"no image"):
        found = returned(video, tmp_path, SETTINGS, image)
        assert (found.image, found.whole) == (b"", False)


def test_a_cover_of_somebody_else_stays_and_is_not_taken_for_the_image(video: Path, tmp_path: Path) -> None:
    theirs = odd_frames.cover()
    write_tags(video, tmp_path / "theirs.mp4", {}, cover=theirs)
    found = returned(tmp_path / "theirs.mp4", tmp_path, SETTINGS, noise(360, 360, "JPEG"))
    assert found.image == b""
    assert read_cover(tmp_path / "tagged.mp4") == theirs


def test_what_is_not_ours_brings_nothing_back(video: Path, tmp_path: Path) -> None:
    assert read_return(video) is None
    write_tags(video, tmp_path / "theirs.mp4", {COMMENT: "words"}, cover=odd_frames.cover())
    assert read_return(tmp_path / "theirs.mp4") is None


MORE = replace(
    SETTINGS,
    request=replace(REQUEST, sound="0123456789abcdef.mp3", sound_way="soundtrack"),
    sound_name="song 歌.flac",
    continues="fedcba9876543210fedcba9876543210",
    batch={"id": "b-1", "index": 3, "of": 8},
    framing=Framing(quarter_turns=1, crop=Crop(0.1, 0.2, 0.9, 1.0)),
)


def test_sound_batch_framing_and_what_it_continues_come_back(video: Path, tmp_path: Path) -> None:
    returned(video, tmp_path, MORE, b"")
    for folder in ("/home/anna/", "C:\\Users\\Anna\\"):
        write_settings(video, tmp_path / "t.mp4", replace(MORE, sound_name=f"{folder}a.mp3"), "t")
        assert b"nna" not in (tmp_path / "t.mp4").read_bytes()


@pytest.mark.parametrize("wrong", [None, 7, True, [], {}, [[]], {"a": {}}, "\0", "../a.mp3", "x" * 50_000])
def test_of_what_is_wrong_in_them_nothing_is_believed(video: Path, tmp_path: Path, wrong: Any) -> None:
    for name in ("sound_name", "continues", "batch", "framing", "cover"):
        read = with_values(video, tmp_path / "tagged.mp4", **{name: wrong})
        assert read is not None
        assert len(read.sound_name) <= 1000
        assert "/" not in read.sound_name
        assert (read.continues, read.framing) == ("", AS_IT_IS)
        assert read.batch in ("", {})
    read = with_values(video, tmp_path / "tagged.mp4", request={"sound": wrong, "sound_way": wrong})
    assert read is not None
    assert (read.request.sound, read.request.sound_way) == ("", "")


def test_a_batch_keeps_few_and_short_facts_alone(video: Path, tmp_path: Path) -> None:
    many = {f"key_{chr(97 + number)}": number for number in range(20)}
    for batch, kept in (
        (many, ""),
        (
            {"id": "b-1", "path": "/home/anna", "index": 2, "note": "x" * 65, "K": 1},
            {"id": "b-1", "index": 2},
        ),
        ("b-1", "b-1"),
    ):
        read = with_values(video, tmp_path / "tagged.mp4", batch=batch)
        assert read is not None
        assert read.batch == kept
