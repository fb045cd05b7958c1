"""Texts go into every shape of MP4, and nothing else of it changes: packets, tracks, pictures, marks."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes import odd_frames, odd_videos
from tests.fakes.odd_videos import SHAPES, packets, pictures, tags, tracks
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.media import boxes, video_tags
from wan_desktop.media.boxes import Malformed, children, make_box
from wan_desktop.media.video import probe
from wan_desktop.media.video_tags import COMMENT, COVER_MAX, TITLE, read_cover, read_text, write_tags

TEXTS = {TITLE: "日落 “slow”", COMMENT: '{"a": "é 😀"}'}
COVER = odd_frames.cover()
MADE = 1_795_444_200.0
MADE_WORDS = "2026-11-23T14:30:00.000000Z"
TURNED = {-90, 90, 270}


def top_names(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return [box.name for box in children(file, 0, path.stat().st_size)]


@pytest.fixture(scope="module", params=SHAPES)
def shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shapes 形") / f"{request.param}.mp4"
    SHAPES[request.param](path)
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "video.mp4"
    odd_videos.b_frames(path)
    return path


def test_every_packet_and_every_picture_stays_as_it_was(shape: Path, tmp_path: Path) -> None:
    target = tmp_path / "tagged.mp4"
    write_tags(shape, target, TEXTS, MADE, COVER)
    assert packets(target) == packets(shape)
    assert tracks(target) == tracks(shape)
    assert pictures(target) == pictures(shape)
    assert probe(target) == probe(shape)
    assert len(pictures(target)) >= 30


def test_ffmpeg_reads_the_texts_beside_all_that_was_there(shape: Path, tmp_path: Path) -> None:
    target = tmp_path / "tagged.mp4"
    write_tags(shape, target, TEXTS, MADE)
    assert tags(target) == tags(shape) | TEXTS | {"creation_time": MADE_WORDS}
    assert {key: read_text(target, key) for key in TEXTS} == TEXTS


def test_the_index_stands_in_front_and_no_box_is_lost(shape: Path, tmp_path: Path) -> None:
    target = tmp_path / "tagged.mp4"
    write_tags(shape, target, TEXTS, MADE)
    before, after = top_names(shape), top_names(target)
    assert after[:2] == [b"ftyp", b"moov"]
    assert sorted(after) == sorted(before)


def test_texts_written_twice_are_there_once(shape: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.mp4", tmp_path / "2.mp4"
    write_tags(shape, first, {TITLE: "another", COMMENT: "another"}, MADE, COVER + b"another")
    write_tags(first, second, TEXTS, MADE + 1000, COVER)
    assert read_cover(second) == COVER
    assert tags(second) == tags(shape) | TEXTS | {"creation_time": MADE_WORDS}
    assert packets(second) == packets(shape)
    assert b"another" not in second.read_bytes()


def test_the_shapes_are_what_they_are_called(tmp_path: Path) -> None:
    odd_videos.turned(tmp_path / "turned.mp4")
    assert {turn for _, turn, *_ in pictures(tmp_path / "turned.mp4")} <= TURNED
    odd_videos.cut_by_an_edit_list(tmp_path / "cut.mp4")
    assert any(is_discarded for *_, is_discarded, _ in packets(tmp_path / "cut.mp4"))
    odd_videos.more_tracks(tmp_path / "more.mp4")
    assert [kind for kind, *_ in tracks(tmp_path / "more.mp4")] == ["video", "audio", "audio", "data"]
    odd_videos.fragmented(tmp_path / "fragmented.mp4")
    assert top_names(tmp_path / "fragmented.mp4").count(b"moof") > 1
    assert b"mfra" in top_names(tmp_path / "fragmented.mp4")
    odd_videos.large_places(tmp_path / "large.mp4")
    assert b"co64" in (tmp_path / "large.mp4").read_bytes()
    odd_videos.b_frames(tmp_path / "plain.mp4")
    assert top_names(tmp_path / "plain.mp4")[-1] == b"moov"


def test_ffprobe_and_exiftool_read_the_texts(shape: Path, tmp_path: Path) -> None:
    if shutil.which("ffprobe") is None or shutil.which("exiftool") is None:
        pytest.skip("ffprobe or exiftool is not there; PyAV reads the same texts above")
    target = tmp_path / "tagged.mp4"
    write_tags(shape, target, TEXTS, MADE, COVER)
    asked = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(target)]
    found = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert {key: found["format"]["tags"][key] for key in TEXTS} == TEXTS
    assert [stream["disposition"]["attached_pic"] for stream in found["streams"]][-1] == 1
    assert found["streams"][-1]["width"] == 400
    asked = ["exiftool", "-json", "-Title", "-Comment", str(target)]
    shown = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)[0]
    assert (shown["Title"], shown["Comment"]) == (TEXTS[TITLE], TEXTS[COMMENT])
    asked = ["exiftool", "-b", "-CoverArt", "-Artwork", str(target)]
    assert subprocess.run(asked, capture_output=True, check=True).stdout == COVER


def test_the_cover_comes_back_byte_by_byte(shape: Path, tmp_path: Path) -> None:
    assert read_cover(shape) is None
    write_tags(shape, tmp_path / "tagged.mp4", TEXTS, MADE, COVER)
    assert read_cover(tmp_path / "tagged.mp4") == COVER


@pytest.mark.parametrize("cover", [b"RIFF\0\0\0\0WEBPVP8 ", b"words", COVER + bytes(COVER_MAX)])
def test_what_can_be_no_cover_is_refused(video: Path, tmp_path: Path, cover: bytes) -> None:
    with pytest.raises(Malformed):
        write_tags(video, tmp_path / "tagged.mp4", {}, cover=cover)


@pytest.mark.parametrize(
    "lie",
    [
        lambda data: data.replace(b"covr", b"cov_"),
        lambda data: data.replace(b"\0\0\0\x0d\0\0\0\0\xff\xd8", b"\0\0\0\x0e\0\0\0\0\xff\xd8"),
        lambda data: data.replace(COVER[:20], bytes(20)),
        lambda data: data[: data.index(b"covr") - 4] + b"\x80\0\0\0" + data[data.index(b"covr") :],
        lambda data: data[: data.index(COVER) - 16] + b"\x80\0\0\0data" + data[data.index(COVER) - 8 :],
        lambda data: data[: data.index(COVER) - 16] + b"\0\0\0\x0bdata" + data[data.index(COVER) - 8 :],
        lambda data: data[: data.index(COVER) + 100],
    ],
    ids=("gone", "another kind", "no image", "long item", "long data", "short data", "cut"),
)
def test_a_cover_that_lies_is_none(video: Path, tmp_path: Path, lie: Callable[[bytes], bytes]) -> None:
    target = tmp_path / "tagged.mp4"
    write_tags(video, target, TEXTS, MADE, COVER)
    target.write_bytes(lie(target.read_bytes()))
    assert read_cover(target) is None


def test_a_cover_of_two_gigabytes_is_not_read(tmp_path: Path) -> None:
    """It would be, into memory, if its length were believed: the file is that long, though hollow."""
    huge = 2 * 1024**3
    names = (b"moov", b"udta", b"meta", b"ilst", b"covr", b"data")
    path = tmp_path / "video.mp4"
    with path.open("wb") as file:
        file.write(make_box(b"ftyp"))
        for depth, name in enumerate(names):
            file.write((huge - 12 * depth).to_bytes(4) + name + bytes(4 * (name == b"meta")))
        file.write((13).to_bytes(4) + bytes(4) + COVER)
        file.truncate(8 + huge)
    tracemalloc.start()
    assert read_cover(path) is None
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_the_time_that_the_service_told_stays(video: Path, tmp_path: Path) -> None:
    target = tmp_path / "tagged.mp4"
    odd_videos.b_frames(video, "", creation_time="2025-01-02T03:04:05Z")
    write_tags(video, target, TEXTS, MADE)
    assert tags(target)["creation_time"] == "2025-01-02T03:04:05.000000Z"


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 64, b"ftyp", make_box(b"ftyp"), make_box(b"moov") * 2, make_box(b"ftyp") + b"rest of it"],
    ids=["empty", "zeroes", "a word", "no index", "no type", "cut short"],
)
def test_what_is_no_mp4_is_not_written_and_has_no_texts(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(content)
    with pytest.raises(Malformed):
        write_tags(path, tmp_path / "tagged.mp4", TEXTS)
    assert read_text(path, COMMENT) is None


@pytest.mark.parametrize("name", [b"cmov", b"saio", b"iloc"])
def test_places_given_in_an_unknown_way_are_not_guessed(video: Path, tmp_path: Path, name: bytes) -> None:
    data = video.read_bytes()
    index = data.index(b"moov") - 4
    video.write_bytes(data[:index] + make_box(b"moov", data[index + 8 :], make_box(name, bytes(16))))
    with pytest.raises(Malformed):
        write_tags(video, tmp_path / "tagged.mp4", TEXTS)


def test_a_place_outside_of_the_file_is_not_guessed(video: Path, tmp_path: Path) -> None:
    data = bytearray(video.read_bytes())
    place = data.index(b"stco") + 12
    data[place : place + 4] = (len(data) + 1000).to_bytes(4)
    video.write_bytes(data)
    with pytest.raises(Malformed):
        write_tags(video, tmp_path / "tagged.mp4", TEXTS)


def test_places_that_would_need_more_bits_than_they_have_are_left(tmp_path: Path) -> None:
    """A file of just under 4 GB, all but its ends a hole: nothing of it is copied."""
    path, target = tmp_path / "video.mp4", tmp_path / "tagged.mp4"
    odd_videos.index_first(path)
    data = bytearray(path.read_bytes())
    media = data.index(b"mdat") - 4
    places = list(odd_videos.chunk_places(bytes(data)))
    hole = 0xFFFF_FFF0 - max(int.from_bytes(data[at : at + 4]) for at in places)
    for at in places:
        data[at : at + 4] = (int.from_bytes(data[at : at + 4]) + hole).to_bytes(4)
    with path.open("wb") as file:
        file.write(data[:media] + hole.to_bytes(4) + b"free")
        file.seek(media + hole)
        file.write(data[media:])
    with pytest.raises(Malformed, match="too large"):
        write_tags(path, target, TEXTS)
    assert target.stat().st_size < media


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_is_refused_or_written_and_never_a_bug(tmp_path: Path, seed: int, video: Path) -> None:
    chance = random.Random(seed)
    odd_videos.SHAPES[chance.choice(["fragmented", "free_keys", "fixed_names", "index_first"])](video)
    data = bytearray(video.read_bytes())
    heads = [at for name in (b"moov", b"moof", b"mfra") if (at := data.find(name)) > 0]
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            at = min(chance.choice(heads) + chance.randrange(3000), len(data) - 1)
            damaged[at] = chance.choice((0, 1, 8, 0x7F, 0xFF, chance.randrange(256)))
        video.write_bytes(damaged[: chance.choice((len(data), chance.randrange(len(data))))])
        read_text(video, COMMENT)
        read_cover(video)
        try:
            write_tags(video, tmp_path / "tagged.mp4", TEXTS, MADE, COVER)
        except Malformed:
            continue
        assert read_text(tmp_path / "tagged.mp4", COMMENT) == TEXTS[COMMENT]
        assert read_cover(tmp_path / "tagged.mp4") == COVER


def test_endless_chains_and_huge_texts_end_soon(tmp_path: Path, video: Path) -> None:
    many = tmp_path / "many.mp4"
    many.write_bytes(make_box(b"ftyp") + make_box(b"free") * (boxes.BOXES_MAX + 1) + make_box(b"moov"))
    assert read_text(many, COMMENT) is None
    write_tags(video, many, {COMMENT: "x" * video_tags.TEXT_MAX})
    assert len(read_text(many, COMMENT) or "") == video_tags.TEXT_MAX
    with pytest.raises(Malformed):
        write_tags(video, many, {COMMENT: "x" * (video_tags.TEXT_MAX + 1)})


def test_a_text_longer_than_any_of_ours_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    for length, is_read in ((video_tags.TEXT_MAX, True), (video_tags.TEXT_MAX + 1, False)):
        text = make_box(b"data", (1).to_bytes(4), bytes(4), b"z" * length)
        meta = make_box(b"meta", bytes(4), make_box(b"ilst", make_box(b"\xa9cmt", text)))
        path.write_bytes(make_box(b"ftyp") + make_box(b"moov", make_box(b"udta", meta)))
        assert (read_text(path, COMMENT) is not None) is is_read


def test_a_missing_file_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskError) as caught:
        read_text(tmp_path / "gone.mp4", COMMENT)
    assert caught.value.kind is ErrorKind.FOLDER_MISSING


def test_the_copy_is_on_the_disk_when_the_call_returns(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_size)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    write_tags(video, tmp_path / "tagged.mp4", TEXTS)
    assert synced == [(tmp_path / "tagged.mp4").stat().st_size]


def test_a_box_reaches_to_the_end_of_its_file_where_its_length_is_zero() -> None:
    content = make_box(b"ftyp") + bytes(4) + b"mdat" + b"pictures"
    found = list(children(io.BytesIO(content), 0, len(content)))
    assert [(box.name, box.end) for box in found] == [(b"ftyp", 8), (b"mdat", len(content))]
