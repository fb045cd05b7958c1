"""Videos: what one holds, its poster, any frame of it. PyAV; every function blocks, so call it in a thread.

A picture that stands for the whole file (a cover) looks like a track of pictures to FFmpeg; here it is none.

PyAV is imported at the first video: a program at rest does without its 15 MB.
"""

from __future__ import annotations

import errno
import io
import math
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
PNG_LEVEL = 4
"""Packs a frame of 1080P in half the time of the usual 6, and as small to a few percent."""
FRAME_TOLERANCE = 0.0015
"""Seconds: players tell times in whole milliseconds, rounded down."""

_FORMATS = ("mov", "matroska", "avi", "mpeg", "mpegts", "flv", "asf", "ogg")
"""FFmpeg's names of what is opened; "mov" is MP4 too."""
_STEPS_BACK = (0.0, 10.0, math.inf)
"""How many seconds before the wanted frame decoding begins, tried in turn; at last from the start."""
#: Quarter turns that undo those of ``VideoFrame.rotation``, which counts against the clock.
_TURNS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video is, as its own headers say. ``codec`` is FFmpeg's name of the pictures' codec ("h264")."""

    seconds: float
    width: int
    height: int
    frames_per_second: float
    has_sound: bool
    codec: str


def ffmpeg_version() -> str:
    """That of the libraries inside PyAV."""
    import av

    return str(av.ffmpeg_version_info)


def probe(path: Path) -> VideoFacts:
    """Reads the facts of a whole MP4 whose first frame decodes.

    Raises DownloadError(VIDEO_BROKEN) for anything else, a file cut short included, and DiskError where the
    file itself cannot be read.
    """
    _check_whole(path)
    with _opened(path) as container:
        stream = _pictures(container)
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


def is_video(path: Path) -> bool:
    """Whether a file has moving pictures in it, of any format that is read here. DiskError."""
    try:
        with _opened(path, any_format=True) as container:
            return _pictures(container) is not None
    except DownloadError:
        return False


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
        return _image(_first_frame(container))


def last_frame(video: Path) -> bytes:
    """The last frame that is shown, upright, in RGB, as a PNG: the decoder's own pixels.

    Of any kind of video file that FFmpeg plays. Reads the end of the file alone where that can be decoded by
    itself. Raises DownloadError(VIDEO_BROKEN) or DiskError.
    """
    return _png(_frame_before(video, math.inf))


def frame_at(video: Path, seconds: float) -> bytes:
    """The frame that is shown ``seconds`` after the start, as :func:`last_frame`; past the end, the last."""
    return _png(_frame_before(video, max(seconds, 0.0) + FRAME_TOLERANCE))


def pace(video: Path) -> tuple[float, float]:
    """The seconds and the frames a second of any kind of video file; 0.0 where its header does not say.

    Raises DownloadError(VIDEO_BROKEN) or DiskError.
    """
    with _opened(video, any_format=True) as container:
        stream = _pictures(container)
        rate = stream.average_rate or stream.guessed_rate
        return _seconds(container), float(rate) if rate else 0.0


def _frame_before(video: Path, until: float) -> Image.Image:
    """The last frame that begins before ``until``, in seconds from the start; the first where none does."""
    for back in _STEPS_BACK:
        with _opened(video, any_format=True) as container:
            stream = _pictures(container)
            if not _seek(container, stream, until, back):
                continue
            frame = _last_of(_frames(container, stream), stream, until)
            if frame is not None:
                return _image(frame)
    with _opened(video, any_format=True) as container:
        for frame in _frames(container, _pictures(container)):
            return _image(frame)
    raise _broken("no frame in it")


def _seek(container: InputContainer, stream: av.VideoStream, until: float, back: float) -> bool:
    """Goes to a frame that decodes by itself, at least ``back`` seconds before ``until``; False: no way."""
    import av

    if back == math.inf:
        return True  # Just opened: it stands at the start.
    end = _seconds(container)
    seconds = max(min(until, end) - back, 0.0) if end or until < math.inf else math.inf
    if seconds == math.inf or stream.time_base is None:
        return False
    place = (stream.start_time or 0) + int(seconds / stream.time_base)
    try:
        container.seek(place, stream=stream)
    except av.FFmpegError:
        return False
    return True


def _frames(container: InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    """Frames from here on, in the order in which they are shown; what is damaged is passed over."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            yield from packet.decode()
        except (av.InvalidDataError, IndexError):  # PyAV does not look for tracks that turn up on the way.
            continue


def _last_of(frames: Iterator[av.VideoFrame], stream: av.VideoStream, until: float) -> av.VideoFrame | None:
    """None where the frame wanted may lie before all of ``frames``."""
    start = float((stream.start_time or 0) * (stream.time_base or 0))
    last, spoiled = None, None
    for frame in frames:
        if frame.time is not None and frame.time - start >= until:
            break
        if frame.is_corrupt:
            spoiled = frame
        else:
            last = frame
    return last or spoiled


def _first_frame(container: InputContainer) -> av.VideoFrame:
    for frame in container.decode(_pictures(container)):
        return frame
    raise _broken("no frame in it")


def _pictures(container: InputContainer) -> av.VideoStream:
    from av.stream import Disposition

    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    raise _broken("no pictures in it")


def _image(frame: av.VideoFrame) -> Image.Image:
    """In RGB by the stream's own matrix and range, upright."""
    turns = round(frame.rotation / 90) % 4
    frame = frame.reformat(format="rgb24")
    plane = frame.planes[0]
    size = (frame.width, frame.height)
    image = Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)
    return image.transpose(_TURNS[turns]) if turns else image


def _png(image: Image.Image) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "PNG", compress_level=PNG_LEVEL)
    return encoded.getvalue()


@contextmanager
def _opened(path: Path, *, any_format: bool = False) -> Iterator[InputContainer]:
    """An MP4, or any video file; what FFmpeg cannot read inside becomes VIDEO_BROKEN."""
    import av

    # A closed list: play lists, which name other files and hosts, are no videos.
    only = {"format_whitelist": ",".join(_FORMATS if any_format else _FORMATS[:1])}
    try:
        with (
            path.open("rb") as file,
            # Words in another encoding than UTF-8 are no reason to refuse the pictures.
            av.open(file, "r", options=only, metadata_errors="replace") as container,
        ):
            yield container
    except av.FFmpegError as error:
        raise _broken(error.strerror or str(error)) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # What FFmpeg says of an empty file.
            raise _broken("no video") from error
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
