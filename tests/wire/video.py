"""A real MP4 of a few KB, as small as one can be that is looked at before it is kept."""

from __future__ import annotations

import functools
from pathlib import Path
from tempfile import TemporaryDirectory

import av


@functools.cache
def small_video() -> bytes:
    """15 frames of 64 × 48, H.264, its index in front as a store would serve it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.mp4"
        _write(path)
        return path.read_bytes()


def _write(path: Path) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(0, 150, 10):
            container.mux(stream.encode(av.VideoFrame.from_bytes(bytes([shade]) * (64 * 48 * 4), 64, 48)))
        container.mux(stream.encode())
