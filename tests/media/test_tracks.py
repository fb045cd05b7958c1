"""A sound in a film's container is a sound, with a cover too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest

from wan_desktop.media.tracks import has_moving_picture


def write(path: Path, *, sound: bool = False, film: bool = False, cover: bool = False) -> Path:
    with av.open(str(path), "w") as container:
        frames: list[tuple[Any, Any]] = []
        if sound:
            track = container.add_stream("aac", rate=44100, layout="mono")
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.sample_rate, frame.pts = 44100, 0
            frames += [(track, frame)]
        if film or cover:
            picture = container.add_stream("mjpeg" if cover else "libx264", rate=10)
            picture.width, picture.height = 32, 32
            picture.pix_fmt = "yuvj420p" if cover else "yuv420p"
            if cover:
                picture.disposition = picture.disposition.attached_pic
            frames += [(picture, av.VideoFrame(32, 32, picture.pix_fmt))]
        for stream, picture_or_sound in frames:
            container.mux([*stream.encode(picture_or_sound), *stream.encode(None)])
    return path


@pytest.mark.parametrize(
    ("suffix", "tracks", "moves"),
    [
        (".mp4", {"sound": True}, False),
        (".mkv", {"sound": True}, False),
        (".mp4", {"sound": True, "cover": True}, False),
        (".mp4", {"sound": True, "film": True}, True),
        (".mp4", {"film": True}, True),
    ],
)
def test_tracks_tell_a_film_from_a_sound(
    tmp_path: Path, suffix: str, tracks: dict[str, bool], moves: bool
) -> None:
    assert has_moving_picture(write(tmp_path / f"file{suffix}", **tracks)) is moves


def test_what_cannot_be_read_is_for_whoever_opens_it(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(100))
    assert has_moving_picture(broken)
    assert has_moving_picture(tmp_path / "gone.mp4")
