"""Finished videos: facts, posters, and everything that is not a whole MP4."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from PIL import Image

from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind
from wan_desktop.media.mp4_writer import FRAMES_PER_SECOND, to_bt709, write_mp4
from wan_desktop.media.video import probe, write_poster

SIZE = (480, 270)
COLOUR = (200, 60, 40)


def write_video(path: Path, colour: tuple[int, int, int] = COLOUR, seconds: int = 1) -> Path:
    y, cb, cr = to_bt709(Image.new("RGB", SIZE, colour))
    half = (SIZE[0] // 2, SIZE[1] // 2)
    planes = (y, cb.resize(half), cr.resize(half))
    write_mp4(path, SIZE, [planes] * FRAMES_PER_SECOND * seconds, bytes(48_000 * 4 * seconds))
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "a b 视频.mp4")


def test_probe_tells_the_facts(video: Path) -> None:
    facts = probe(video)
    assert (facts.width, facts.height) == SIZE
    assert facts.seconds == pytest.approx(1.0, abs=0.03)
    assert facts.frames_per_second == 30
    assert facts.has_sound
    assert facts.codec == "h264"


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>502 Bad Gateway</html>" * 100, b"\0" * 4096])
def test_probe_refuses_what_is_no_mp4(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(content)
    with pytest.raises(DownloadError) as caught:
        probe(path)
    assert caught.value.kind is ErrorKind.VIDEO_BROKEN


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_probe_refuses_a_video_cut_short(video: Path, kept: float) -> None:
    whole = video.read_bytes()
    video.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(DownloadError) as caught:
        probe(video)
    assert caught.value.kind is ErrorKind.VIDEO_BROKEN


def test_probe_refuses_pictures_that_do_not_decode(video: Path) -> None:
    whole = video.read_bytes()
    data = whole.index(b"mdat") + 4
    video.write_bytes(whole[:data] + bytes(len(whole) - data))
    with pytest.raises(DownloadError) as caught:
        probe(video)
    assert caught.value.kind is ErrorKind.VIDEO_BROKEN


def test_probe_refuses_sound_without_pictures(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        track = container.add_stream("aac", rate=48_000, layout="stereo")
        frame = av.AudioFrame(format="s16", layout="stereo", samples=4096)
        frame.planes[0].update(bytes(4096 * 4))
        frame.sample_rate = 48_000
        container.mux(track.encode(frame))
        container.mux(track.encode(None))
    with pytest.raises(DownloadError) as caught:
        probe(path)
    assert caught.value.kind is ErrorKind.VIDEO_BROKEN


def test_probe_of_a_missing_file_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskError) as caught:
        probe(tmp_path / "gone.mp4")
    assert caught.value.kind is ErrorKind.FOLDER_MISSING


def test_poster_is_the_first_frame_in_its_colours(video: Path, tmp_path: Path) -> None:
    target = tmp_path / "poster.jpg"
    write_poster(video, target, side=240)
    with Image.open(target) as poster:
        assert poster.format == "JPEG"
        assert poster.size == (240, 135)
        seen = poster.convert("RGB").getpixel((120, 67))
    assert isinstance(seen, tuple)
    assert all(abs(a - b) <= 6 for a, b in zip(seen, COLOUR, strict=True))


def test_poster_replaces_an_older_one_and_leaves_nothing_beside(video: Path, tmp_path: Path) -> None:
    target = tmp_path / "poster.jpg"
    target.write_bytes(b"old")
    write_poster(video, target)
    with Image.open(target) as poster:
        assert poster.size == SIZE
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([video.name, target.name])


def test_poster_into_a_missing_folder_is_an_error_of_the_disk(video: Path, tmp_path: Path) -> None:
    with pytest.raises(DiskError) as caught:
        write_poster(video, tmp_path / "gone" / "poster.jpg")
    assert caught.value.kind is ErrorKind.FOLDER_MISSING
