"""A sound laid under every shape of video: its pictures stay, and so does what the file says of itself."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from tests.fakes import odd_videos
from tests.fakes.odd_videos import SHAPES, pictures, tags
from tests.fakes.small_disk import fill_up, small_disk
from tests.fakes.tones import HERTZ, heard, pitch, write_tone
from wan_desktop.core.errors import ErrorKind, WanError
from wan_desktop.media.boxes import children
from wan_desktop.media.soundtrack import lay_sound
from wan_desktop.media.video import probe

MILLISECOND = 0.001
OF_THE_CONTAINER = {"major_brand", "minor_version", "compatible_brands"}


def moving(path: Path) -> list[tuple[bytes, float, float, bool]]:
    """Every packet of the pictures, with its times in seconds."""
    with av.open(str(path)) as container:
        return [
            (bytes(packet), float(packet.pts * packet.time_base), float(packet.dts * packet.time_base), key)
            for packet in container.demux(container.streams.video[0])
            if packet.dts is not None and packet.pts is not None
            for key in [packet.is_keyframe]
        ]


def top_names(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return [box.name for box in children(file, 0, path.stat().st_size)]


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tone(tmp_path_factory.mktemp("sound") / "tone.mp3", 4.0)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "video.mp4"
    odd_videos.b_frames(path)
    return path


@pytest.mark.parametrize("shape", SHAPES)
def test_pictures_stay_and_the_sound_is_the_new_one(shape: str, tone: Path, tmp_path: Path) -> None:
    video, target = tmp_path / "video.mp4", tmp_path / "laid.mp4"
    SHAPES[shape](video)
    lay_sound(video, tone, target)
    before, after = moving(video), moving(target)
    assert [packet[0] for packet in before] == [packet[0] for packet in after]
    assert [packet[3] for packet in before] == [packet[3] for packet in after]
    for number in (1, 2):
        assert [packet[number] for packet in after] == pytest.approx(
            [packet[number] for packet in before], abs=MILLISECOND
        )
    assert [picture[1:] for picture in pictures(video)] == [picture[1:] for picture in pictures(target)]
    assert {**tags(video), **dict.fromkeys(OF_THE_CONTAINER, "")} == {
        **tags(target),
        **dict.fromkeys(OF_THE_CONTAINER, ""),
    }
    with av.open(str(target)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
    facts = probe(target)
    assert facts.seconds == pytest.approx(len(before) / 30, abs=0.1) or shape == "cut_by_an_edit_list"
    names = top_names(target)
    assert names.index(b"moov") < names.index(b"mdat")
    assert (b"uuid" in names) is (b"uuid" in top_names(video))
    assert {path.name for path in tmp_path.iterdir()} == {"video.mp4", "laid.mp4"}


def test_a_longer_sound_is_cut_and_a_shorter_one_ends_in_silence(tmp_path: Path, video: Path) -> None:
    long, short = write_tone(tmp_path / "long.wav", 6.0), write_tone(tmp_path / "short.wav", 0.75)
    lay_sound(video, long, tmp_path / "cut.mp4")
    loud = heard(tmp_path / "cut.mp4")
    assert 15 <= len(loud) <= 16
    assert min(loud[:15]) > 0.15
    assert pitch(tmp_path / "cut.mp4") == pytest.approx(HERTZ, abs=2)
    lay_sound(video, short, tmp_path / "tail.mp4")
    loud = heard(tmp_path / "tail.mp4")
    assert 15 <= len(loud) <= 16
    assert min(loud[:7]) > 0.15
    assert max(loud[9:]) < 0.01
    # In time with the pictures: no delay of the encoder is heard.
    assert loud[0] > 0.15


def test_laying_it_twice_is_as_laying_it_once(tmp_path: Path, video: Path, tone: Path) -> None:
    lay_sound(video, tone, tmp_path / "once.mp4")
    lay_sound(tmp_path / "once.mp4", tone, tmp_path / "twice.mp4")
    assert moving(tmp_path / "twice.mp4") == moving(video)
    assert (tmp_path / "once.mp4").read_bytes() == (tmp_path / "twice.mp4").read_bytes()


def test_what_is_no_sound_or_no_video_says_so(tmp_path: Path, video: Path, tone: Path) -> None:
    words = tmp_path / "words.mp3"
    words.write_text("no sound at all" * 200)
    silent = tmp_path / "silent.mp4"
    odd_videos.without_sound(silent)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(video.read_bytes()[:3000])
    for given, sound, kind in (
        (video, words, ErrorKind.NOT_A_SOUND),
        (video, silent, ErrorKind.NOT_A_SOUND),
        (video, tmp_path / "gone.mp3", ErrorKind.FILE_MISSING),
        (cut, tone, ErrorKind.VIDEO_BROKEN),
        (tone, tone, ErrorKind.VIDEO_BROKEN),
    ):
        with pytest.raises(WanError) as error:
            lay_sound(given, sound, tmp_path / "laid.mp4")
        assert error.value.kind is kind
    assert not list(tmp_path.glob("*.bare"))


def test_a_full_disk_is_told_as_such(tmp_path: Path, video: Path, tone: Path) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        fill_up(disk)
        with pytest.raises(WanError) as error:
            lay_sound(video, tone, disk / "laid.mp4")
        assert error.value.kind is ErrorKind.DISK_FULL
