"""Lays a sound under a finished video: its pictures stay as they are, packet by packet.

The sound that the service made gives way. The new one becomes AAC as the service's is, and is as long as the
pictures: cut, or followed by silence. What else the file says of itself (marks that the service put in; in
China the law asks for one that says "made by AI") is carried over.

Everything blocks. PyAV comes with this module: import it where a sound is to be laid.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind, InputError
from wan_desktop.media.mp4_writer import BYTES_PER_SAMPLE, SAMPLES_PER_SECOND, add_sound, write_sound
from wan_desktop.media.video_tags import copy_notes

BITS_PER_SECOND = 192_000

#: Readers get the one file and no protocol (``media.audio``).
_OPTIONS = {"protocol_whitelist": "none"}


def lay_sound(video: Path, sound: Path, target: Path) -> None:
    """Writes ``video`` with ``sound`` under it as ``target``, which is on the disk on return.

    Raises DownloadError(VIDEO_BROKEN) for the video, InputError (FILE_MISSING, NOT_A_SOUND) for the sound,
    media.boxes.Malformed where the file is too odd, and DiskError; ``target`` may be half there then.
    """
    bare = target.with_name(f"{target.name}.bare")
    try:
        with video.open("rb") as file, av.open(file, "r", format="mp4") as given:
            if not given.streams.video:
                raise DownloadError(ErrorKind.VIDEO_BROKEN, "no pictures in it")
            pictures = given.streams.video[0]
            wanted = round(_seconds(given, pictures) * SAMPLES_PER_SECOND) * BYTES_PER_SAMPLE
            heard = _decoded(sound, wanted)
            _write(given, pictures, heard + bytes(wanted - len(heard)), bare)
        copy_notes(video, bare, target)
    except av.FFmpegError as error:
        raise DownloadError(ErrorKind.VIDEO_BROKEN, error.strerror or str(error)) from error
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    finally:
        with suppress(OSError):
            bare.unlink(missing_ok=True)


def _decoded(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file, av.open(file, "r", options=_OPTIONS) as container:
            if not container.streams.audio:
                raise InputError(ErrorKind.NOT_A_SOUND)
            return taken(resampled(container.decode(audio=0)), most)
    except av.FFmpegError as error:
        raise InputError(ErrorKind.NOT_A_SOUND, error.strerror or str(error)) from error
    except FileNotFoundError as error:
        raise InputError(ErrorKind.FILE_MISSING, path.name) from error


def _seconds(given: InputContainer, pictures: VideoStream) -> float:
    if pictures.duration is not None and pictures.time_base is not None:
        return float(pictures.duration * pictures.time_base)
    if given.duration is not None:
        return given.duration / av.time_base
    raise DownloadError(ErrorKind.VIDEO_BROKEN, "no length in it")


def _write(given: InputContainer, pictures: VideoStream, sound: bytes, target: Path) -> None:
    """Muxes both; a second of sound goes ahead of its pictures, so that they lie well together."""
    # Through Python's file: what the disk says comes as it says it, and the file is closed whatever comes.
    with target.open("wb") as file, av.open(file, "w", format="mp4") as made:
        copied = made.add_stream_from_template(pictures)
        track = add_sound(made, BITS_PER_SECOND)
        seconds = 0
        for packet in given.demux(pictures):
            if packet.dts is None:
                continue  # the mark of the end
            while packet.pts is not None and packet.pts * packet.time_base >= seconds:
                write_sound(made, track, sound, seconds)
                seconds += 1
            packet.stream = copied
            made.mux(packet)
        while seconds * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE < len(sound):
            write_sound(made, track, sound, seconds)
            seconds += 1
        made.mux(track.encode(None))


def resampled(frames: Iterator[av.AudioFrame]) -> Iterator[bytes]:
    """16-bit stereo at 48 kHz, interleaved."""
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=SAMPLES_PER_SECOND)
    for frame in frames:
        frame.pts = None  # Gaps in a file's own clock would be filled with silence by some versions.
        yield from map(_packed, resampler.resample(frame))
    yield from map(_packed, resampler.resample(None))


def taken(chunks: Iterator[bytes], most: int) -> bytes:
    """Joins chunks until there are ``most`` bytes, and asks for no more than that."""
    sound = bytearray()
    for chunk in chunks:
        sound += chunk
        if len(sound) >= most:
            break
    return bytes(sound[:most])


def _packed(frame: av.AudioFrame) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * BYTES_PER_SAMPLE]
