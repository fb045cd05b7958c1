"""Real MP4s in every shape that a video may come in, by name; what PyAV finds in a file, packet by packet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.stream import Disposition

from tests.fakes.counted_video import write_counted_video
from wan_desktop.media.boxes import make_box

FRAMES = 45
Packets = list[tuple[object, ...]]


def packets(path: Path) -> Packets:
    """Every packet of every track but a cover: its bytes, times and marks, in the order of the file."""
    found: Packets = []
    with av.open(str(path)) as container:
        for packet in container.demux(_tracks(container)):
            data = hashlib.sha256(bytes(packet)).hexdigest()
            times = (packet.pts, packet.dts, packet.duration, packet.time_base)
            found.append((packet.stream_index, *times, packet.is_keyframe, packet.is_discard, data))
    return found


def tracks(path: Path) -> list[tuple[object, ...]]:
    """What each track but a cover says of itself, colours and rotation included."""
    with av.open(str(path)) as container:
        return [
            (
                stream.type,
                stream.codec_context.name if stream.codec_context else None,
                stream.start_time,
                stream.duration,
                stream.frames,
                stream.language,
                *(_pictures(stream) if isinstance(stream, av.VideoStream) else ()),
            )
            for stream in _tracks(container)
        ]


def _tracks(container: av.container.InputContainer) -> list[av.stream.Stream]:
    """FFmpeg takes a cover for a track."""
    return [stream for stream in container.streams if not stream.disposition & Disposition.attached_pic]


def _pictures(stream: av.VideoStream) -> tuple[object, ...]:
    context = stream.codec_context
    colours = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
    return (*colours, stream.sample_aspect_ratio, stream.average_rate)


def pictures(path: Path) -> list[tuple[object, ...]]:
    """Every frame as decoded: its time, its turn and its pixels."""
    with av.open(str(path)) as container:
        return [
            (frame.pts, frame.rotation, *(hashlib.sha256(bytes(plane)).hexdigest() for plane in frame.planes))
            for frame in container.decode(video=0)
        ]


def tags(path: Path) -> dict[str, str]:
    """The texts of the whole file as FFmpeg reads them."""
    with av.open(str(path)) as container:
        return dict(container.metadata)


def plain(path: Path) -> None:
    write_counted_video(path, frames=FRAMES)


def without_sound(path: Path) -> None:
    write_counted_video(path, frames=FRAMES, sound=False)


def b_frames(path: Path, movflags: str = "", **metadata: str) -> None:
    """B-frames begin with an edit list, since their first picture is shown after it is decoded."""
    source = path.with_name("source.mp4")
    plain(source)
    options = {"movflags": movflags} if movflags else {}
    with av.open(str(source)) as given, av.open(str(path), "w", format="mp4", options=options) as made:
        made.metadata.update(metadata)
        stream = made.add_stream("libx264", rate=30, options={"preset": "veryfast", "bf": "3", "g": "15"})
        stream.width, stream.height, stream.pix_fmt = 320, 176, "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = 1
        context.color_range = 1
        sound = made.add_stream_from_template(given.streams.audio[0])
        for frame in given.decode(video=0):
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
        given.seek(0)
        for packet in given.demux(given.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = sound
                made.mux(packet)
    source.unlink()


def index_first(path: Path) -> None:
    b_frames(path, "+faststart")


def fragmented(path: Path) -> None:
    """Fragments that give their places in the file as such, and a list of them at the end."""
    b_frames(path, "frag_keyframe+empty_moov")


def fragmented_by_distance(path: Path) -> None:
    b_frames(path, "frag_keyframe+empty_moov+default_base_moof")


def fragmented_with_an_index_in_front(path: Path) -> None:
    b_frames(path, "frag_keyframe+default_base_moof+dash+global_sidx")


def free_keys(path: Path) -> None:
    """As services in China mark what a machine made."""
    b_frames(path, "use_metadata_tags", AIGC='{"Label":"1"}', comment="vid:v03")


def free_keys_without_user_data(path: Path) -> None:
    """As QuickTime and telephones have them: right in the index, which stands at the end here."""
    free_keys(path)
    data = path.read_bytes()
    index, user_data = data.index(b"moov") - 4, data.index(b"udta") - 4
    content = data[index + 8 : user_data] + data[user_data + 8 :]
    path.write_bytes(data[:index] + make_box(b"moov", content))


def fixed_names(path: Path) -> None:
    b_frames(path, "", comment="of the service", title="old", artist="somebody")


def cut_by_an_edit_list(path: Path) -> None:
    """The first half second is in the file and is not shown."""
    source = path.with_name("whole.mp4")
    b_frames(source)
    with av.open(str(source)) as given, av.open(str(path), "w", format="mp4") as made:
        copies = {stream.index: made.add_stream_from_template(stream) for stream in given.streams}
        for packet in given.demux():
            if packet.dts is None or packet.pts is None:
                continue
            shift = int(Fraction(1, 2) / packet.time_base)
            packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
            packet.stream = copies[packet.stream_index]
            made.mux(packet)
    source.unlink()


def more_tracks(path: Path) -> None:
    """Two sounds, and a track of time codes, beside the pictures."""
    source = path.with_name("whole.mp4")
    plain(source)
    options = {"write_tmcd": "1"}
    with av.open(str(source)) as given, av.open(str(path), "w", format="mp4", options=options) as made:
        copies = [made.add_stream_from_template(given.streams[number]) for number in (0, 1, 1)]
        copies[0].metadata["timecode"] = "01:00:00:00"
        for packet in given.demux():
            if packet.dts is None:
                continue
            if packet.stream_index == 1:
                made.mux(_copied(packet, copies[2]))
            packet.stream = copies[packet.stream_index]
            made.mux(packet)
    source.unlink()


def _copied(packet: av.Packet[Any], stream: av.stream.Stream) -> av.Packet[Any]:
    copy = av.Packet(bytes(packet))
    copy.pts, copy.dts, copy.duration = packet.pts, packet.dts, packet.duration
    copy.time_base, copy.stream = packet.time_base, stream
    return copy


def turned(path: Path) -> None:
    """A quarter turn in the track's matrix, as telephones write it."""
    b_frames(path)
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    one = 0x10000
    for number, value in enumerate((0, one, 0, -one, 0, 0, 0, 0, 0x4000_0000)):
        data[at + 4 * number : at + 4 * number + 4] = value.to_bytes(4, signed=True)
    path.write_bytes(data)


def boxes_behind(path: Path) -> None:
    """Foreign boxes and free room behind the index at the end."""
    b_frames(path)
    extra = make_box(b"uuid", bytes(range(16)), b"somebody's own") + make_box(b"free", bytes(1000))
    path.write_bytes(path.read_bytes() + extra)


def large_places(path: Path) -> None:
    """Places of 64 bits, as files above 4 GB have them."""
    b_frames(path, "+faststart")
    path.write_bytes(with_large_places(path.read_bytes()))


def with_large_places(data: bytes) -> bytes:
    """Each ``stco`` becomes a ``co64``. The index is in front, so every place moves by what it grows."""
    growth = 4 * len(list(chunk_places(data)))

    def rebuilt(start: int, end: int) -> bytes:
        made = b""
        while start < end:
            length, name = int.from_bytes(data[start : start + 4]), data[start + 4 : start + 8]
            body = data[start + 8 : start + length]
            if name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
                body = rebuilt(start + 8, start + length)
            elif name == b"stco":
                places = (int.from_bytes(body[at : at + 4]) + growth for at in range(8, len(body), 4))
                name, body = b"co64", body[:8] + b"".join(place.to_bytes(8) for place in places)
            made += make_box(name, body)
            start += length
        return made

    return rebuilt(0, len(data))


def chunk_places(data: bytes) -> Iterator[int]:
    """Where in the file each place of 32 bits stands that the index gives."""
    at = data.find(b"stco")
    while at >= 0:
        count = int.from_bytes(data[at + 8 : at + 12])
        yield from range(at + 12, at + 12 + 4 * count, 4)
        at = data.find(b"stco", at + 1)


SHAPES: dict[str, Callable[[Path], None]] = {
    shape.__name__: shape
    for shape in (
        plain,
        without_sound,
        b_frames,
        index_first,
        fragmented,
        fragmented_by_distance,
        fragmented_with_an_index_in_front,
        free_keys,
        free_keys_without_user_data,
        fixed_names,
        cut_by_an_edit_list,
        more_tracks,
        turned,
        boxes_behind,
        large_places,
    )
}
