"""Finished videos: what one holds, and its poster. PyAV; every function blocks, so call it in a thread.

PyAV is imported at the first video: a program at rest does without its 15 MB.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind
from wan_desktop.core.files import replace_file
from wan_desktop.media.boxes import Box, Malformed, children

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

POSTER_QUALITY = 85


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video is, as its own headers say. ``codec`` is FFmpeg's name of the pictures' codec ("h264")."""

    seconds: float
    width: int
    height: int
    frames_per_second: float
    has_sound: bool
    codec: str


def probe(path: Path) -> VideoFacts:
    """Reads the facts of a whole MP4 whose first frame decodes.

    Raises DownloadError(VIDEO_BROKEN) for anything else, a file cut short included, and DiskError where the
    file itself cannot be read.
    """
    _check_whole(path)
    with _opened(path) as container:
        stream = container.streams.video[0]
        first = _first_frame(container)
        rate = stream.average_rate or stream.guessed_rate
        return VideoFacts(
            seconds=_seconds(container),
            width=first.width,
            height=first.height,
            frames_per_second=float(rate) if rate else 0.0,
            has_sound=bool(container.streams.audio),
            codec=stream.codec_context.name,
        )


def write_poster(video: Path, target: Path, side: int = 480) -> None:
    """Writes the first frame as a JPEG, its longer side at most ``side`` pixels, beside and renamed.

    Raises DownloadError(VIDEO_BROKEN) or DiskError.
    """
    image = first_frame(video)
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=POSTER_QUALITY)
    replace_file(target, encoded.getvalue())


def first_frame(video: Path) -> Image.Image:
    """The first frame in RGB. Raises DownloadError(VIDEO_BROKEN) or DiskError."""
    with _opened(video) as container:
        frame = _first_frame(container).reformat(format="rgb24")
        plane = frame.planes[0]
        size = (frame.width, frame.height)
        return Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)


def _first_frame(container: InputContainer) -> av.VideoFrame:
    for frame in container.decode(container.streams.video[0]):
        return frame
    raise _broken("no frame in it")


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """The MP4 with at least one track of pictures; what FFmpeg cannot read inside becomes VIDEO_BROKEN."""
    import av

    try:
        with path.open("rb") as file, av.open(file, "r", format="mp4") as container:
            if not container.streams.video:
                raise _broken("no pictures in it")
            yield container
    except av.FFmpegError as error:
        raise _broken(error.strerror or str(error)) from error
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def _seconds(container: InputContainer) -> float:
    import av

    return container.duration / av.time_base if container.duration else 0.0


def _check_whole(path: Path) -> None:
    """Walks the top-level boxes until index and data were seen.

    With the index in front, a file cut short opens and shows its first frame; only the boxes' own lengths
    tell that the rest is missing.
    """
    try:
        with path.open("rb") as file:
            _walk_boxes(children(file, 0, os.fstat(file.fileno()).st_size))
    except Malformed as error:
        raise _broken(str(error)) from error
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def _walk_boxes(boxes: Iterator[Box]) -> None:
    missing = {b"moov", b"mdat"}
    for box in boxes:
        if box.start == 0 and box.name != b"ftyp":
            raise _broken("not an MP4")
        missing.discard(box.name)
        if not missing:
            return
    raise _broken("the file is cut short")


def _broken(detail: str) -> DownloadError:
    return DownloadError(ErrorKind.VIDEO_BROKEN, detail)
