"""Real videos whose last frame is hard to come by: by the way of their encoder, or by damage."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
from PIL import Image

from tests.fakes import odd_videos
from tests.fakes.counted_video import columns
from wan_desktop.media.boxes import children, find, make_box
from wan_desktop.media.video_tags import write_tags

FRAMES = 50
SIZE = (320, 176)
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})
PROFILE = {"preset": "veryfast", "g": "12", "bf": "3"}


def encode(
    path: Path,
    codec: str = "libx264",
    options: Mapping[str, str] = NOTHING_MORE,
    times: Iterable[int] = range(FRAMES),
) -> None:
    """Writes FRAMES counted frames of 1/30 s, at ``times`` in that unit."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream(codec, rate=30, options=PROFILE | dict(options))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, 30)
        for number, moment in enumerate(times):
            frame = columns(number, *SIZE)
            frame.pts, frame.time_base = moment, Fraction(1, 30)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))


def open_groups(path: Path) -> None:
    """Frames that are shown before a key frame lean on those before it and follow it in the file."""
    encode(path, options={"x264-params": "open-gop=1:b-adapt=0"})


def open_groups_of_h265(path: Path) -> None:
    encode(path, "libx265", {"x265-params": "open-gop=1:keyint=12:bframes=4:log-level=none"})


def refreshed_bit_by_bit(path: Path) -> None:
    """No key frames: a column of new picture wanders through."""
    encode(path, options={"x264-params": "intra-refresh=1:keyint=12", "bf": "0"})


def one_group(path: Path) -> None:
    encode(path, options={"g": "250"})


def uneven_rate(path: Path) -> None:
    """Pauses of up to two seconds, one before the last frame."""
    encode(path, times=[number + 30 * (number // 7) for number in range(FRAMES)])


def matroska(path: Path) -> None:
    encode(path.with_suffix(".mkv"))
    path.with_suffix(".mkv").replace(path)


def transport_stream(path: Path) -> None:
    """Begins at 1.4 s and has no index."""
    encode(path.with_suffix(".ts"))
    path.with_suffix(".ts").replace(path)


def broken_last_packet(path: Path) -> None:
    encode(path)
    _damage(path, _packets(path)[-1])


def broken_last_key_frame(path: Path) -> None:
    encode(path)
    _damage(path, [packet for packet in _packets(path) if packet.is_keyframe][-1])


def broken_beginning(path: Path) -> None:
    """All but the last group is zeros."""
    encode(path)
    for packet in _packets(path)[:36]:
        _damage(path, packet)


def cover_in_front(path: Path) -> None:
    """The cover stands before the tracks, so that FFmpeg counts it as the first."""
    encode(path)
    add_cover(path, in_front=True)


def add_cover(path: Path, *, in_front: bool = False) -> None:
    """A red cover of another size than the video's."""
    tagged = path.with_name("tagged.mp4")
    write_tags(path, tagged, {}, cover=cover())
    tagged.replace(path)
    if in_front:
        _bring_user_data_forward(path)


def cover() -> bytes:
    encoded = io.BytesIO()
    Image.new("RGB", (400, 360), "#cc0000").save(encoded, "JPEG")
    return encoded.getvalue()


def _bring_user_data_forward(path: Path) -> None:
    data = bytearray(path.read_bytes())
    file = io.BytesIO(data)
    moov = next(box for box in children(file, 0, len(data)) if box.name == b"moov")
    user_data = find(file, moov, b"udta")
    assert user_data is not None
    moved = data[user_data.start : user_data.end]
    rest = data[moov.body : user_data.start] + data[user_data.end : moov.end]
    data[moov.start : moov.end] = make_box(b"moov", bytes(moved + rest))
    path.write_bytes(data)


def _packets(path: Path) -> list[av.Packet[Any]]:
    with av.open(str(path)) as container:
        return [packet for packet in container.demux(video=0) if packet.size]


def _damage(path: Path, packet: av.Packet[Any]) -> None:
    data = path.read_bytes()
    at = data.index(bytes(packet))
    path.write_bytes(data[:at] + bytes(packet.size) + data[at + packet.size :])


SHAPES: dict[str, Callable[[Path], None]] = {
    **odd_videos.SHAPES,
    **{
        shape.__name__: shape
        for shape in (
            open_groups,
            open_groups_of_h265,
            refreshed_bit_by_bit,
            one_group,
            uneven_rate,
            matroska,
            transport_stream,
            broken_last_packet,
            broken_last_key_frame,
            broken_beginning,
            cover_in_front,
        )
    },
}
