"""Any frame of a video, without decoding all of it: the very pixels that decoding all of it gives."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av
import pytest
from av.stream import Disposition
from PIL import Image

from tests.fakes import odd_frames
from tests.fakes.odd_frames import SHAPES
from tests.media.test_video import COLOUR, write_video
from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind
from wan_desktop.media.video import first_frame, frame_at, last_frame, probe, write_poster
from wan_desktop.media.video_tags import write_tags

#: Damage at the end takes frames, not the video.
BROKEN = {"broken_last_packet", "broken_last_key_frame", "broken_beginning"}


@dataclass(frozen=True)
class Shown:
    """A frame of a full decode: when it comes, and its pixels as they lie in RGB."""

    seconds: float
    pixels: bytes


def decoded(path: Path) -> list[Shown]:
    """Every frame, by a plain decode from the start."""
    frames: list[Shown] = []
    with av.open(str(path)) as container:
        stream = next(s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
        start = float((stream.start_time or 0) * (stream.time_base or 0))
        for packet in container.demux(stream):
            try:
                found = packet.decode()
            except av.InvalidDataError:
                continue
            for frame in found:
                frames.append(Shown((frame.time or 0.0) - start, upright_pixels(frame)))
    return frames


def upright_pixels(frame: av.VideoFrame) -> bytes:
    plane = frame.reformat(format="rgb24").planes[0]
    rows = bytes(plane)
    used = (
        rows[at : at + 3 * frame.width] for at in range(0, plane.line_size * frame.height, plane.line_size)
    )
    image = Image.frombytes("RGB", (frame.width, frame.height), b"".join(used))
    return image.rotate(frame.rotation, expand=True).tobytes()


def pixels(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.mode) == ("PNG", "RGB")
        return image.tobytes()


@pytest.fixture(scope="module", params=SHAPES)
def shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("frames 帧") / f"{request.param}.mp4"
    SHAPES[request.param](path)
    return path


def test_the_last_frame_is_the_decoders(shape: Path) -> None:
    assert pixels(last_frame(shape)) == decoded(shape)[-1].pixels


def test_a_frame_at_a_time_is_the_one_shown_then(shape: Path) -> None:
    if shape.stem in BROKEN:
        # The nearest that decodes: what is shown in the midst of damage is nobody's promise.
        assert pixels(frame_at(shape, 0)) == decoded(shape)[0].pixels
        return
    frames = decoded(shape)
    for number in (0, 1, 13, 24, 25, len(frames) - 2, len(frames) - 1):
        frame = frames[number]
        # Exactly, as a player tells it in whole milliseconds, and in the middle of its time.
        for seconds in (frame.seconds, int(frame.seconds * 1000) / 1000, frame.seconds + 0.02):
            assert pixels(frame_at(shape, seconds)) == frame.pixels, (number, seconds)
    assert pixels(frame_at(shape, 1e9)) == frames[-1].pixels
    assert pixels(frame_at(shape, -1)) == frames[0].pixels


def test_the_shapes_are_what_they_are_called(tmp_path: Path) -> None:
    video = tmp_path / "video.mp4"
    odd_frames.cover_in_front(video)
    with av.open(str(video)) as container:
        assert container.streams.video[0].disposition & Disposition.attached_pic
    odd_frames.uneven_rate(video)
    assert decoded(video)[-1].seconds > 8
    for damage in (odd_frames.broken_last_packet, odd_frames.broken_beginning):
        damage(video)
        assert len(decoded(video)) < odd_frames.FRAMES


def test_colours_are_the_posters(tmp_path: Path) -> None:
    video = write_video(tmp_path / "video.mp4")
    seen = Image.open(io.BytesIO(last_frame(video))).getpixel((240, 135))
    assert isinstance(seen, tuple)
    assert all(abs(a - b) <= 3 for a, b in zip(seen, COLOUR, strict=True))
    assert pixels(frame_at(video, 0)) == first_frame(video).tobytes()


@pytest.mark.parametrize("in_front", [False, True])
def test_a_cover_is_never_taken_for_the_video(tmp_path: Path, in_front: bool) -> None:
    video = write_video(tmp_path / "video.mp4")
    facts, first, last = probe(video), first_frame(video).tobytes(), last_frame(video)
    odd_frames.add_cover(video, in_front=in_front)
    assert probe(video) == facts
    assert first_frame(video).tobytes() == first
    assert last_frame(video) == last
    write_poster(video, tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as poster:
        assert poster.size == (480, 270)


def test_a_cover_alone_is_no_video(tmp_path: Path) -> None:
    sound = tmp_path / "sound.mp4"
    with av.open(str(sound), "w") as made:
        track = made.add_stream("aac", rate=48_000, layout="stereo")
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate = 48_000
        made.mux([*track.encode(frame), *track.encode(None)])
    odd_frames.add_cover(sound)
    for look in (probe, last_frame):
        with pytest.raises(DownloadError) as caught:
            look(sound)
        assert caught.value.kind is ErrorKind.VIDEO_BROKEN


@pytest.mark.parametrize(
    "content",
    [b"", b"words", b"\0" * 4096, b"#EXTM3U\n#EXTINF:5,\nother.mp4\n", b"ffconcat version 1.0\nfile a.mp4"],
)
def test_what_is_no_video_is_said_to_be_broken(tmp_path: Path, content: bytes) -> None:
    """A play list would have FFmpeg open other files, or hosts."""
    odd_frames.encode(tmp_path / "other.mp4")
    path = tmp_path / "video.mp4"
    path.write_bytes(content)
    with pytest.raises(DownloadError) as caught:
        last_frame(path)
    assert caught.value.kind is ErrorKind.VIDEO_BROKEN


def test_words_in_another_encoding_cost_no_picture(tmp_path: Path) -> None:
    video = write_video(tmp_path / "video.mp4")
    write_tags(video, tmp_path / "tagged.mp4", {"title": "Stra-e am See"})
    tagged = tmp_path / "tagged.mp4"
    tagged.write_bytes(tagged.read_bytes().replace(b"Stra-e", "Straße".encode("latin-1")))
    assert probe(tagged) == probe(video)
    assert last_frame(tagged) == last_frame(video)


@pytest.mark.parametrize("name", ["b_frames", "fragmented", "matroska", "transport_stream", "cover_in_front"])
def test_a_damaged_video_gives_a_frame_or_is_said_to_be_broken(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    video = tmp_path / "video.mp4"
    SHAPES[name](video)
    data = video.read_bytes()
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(data))] = chance.choice((0, 0x7F, 0xFF, chance.randrange(256)))
        video.write_bytes(damaged[: chance.choice((len(data), chance.randrange(len(data))))])
        for look in (probe, last_frame, partial(frame_at, seconds=0.7)):
            with suppress(DownloadError):
                look(video)


def test_a_missing_file_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        last_frame(tmp_path / "gone.mp4")
