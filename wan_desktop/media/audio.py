"""Looks into sound files: how long, how many channels, which codec."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from wan_desktop.core.errors import ErrorKind, InputError

#: A playlist must not make the program open other files or links: readers get the one file and no protocol.
_OPTIONS = {"protocol_whitelist": "none"}


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a file's first audio stream holds. ``codec`` is FFmpeg's name: "mp3", "pcm_s16le", "aac"…"""

    seconds: float
    channels: int
    codec: str


def probe(path: Path) -> SoundFacts:
    """Reads the headers and decodes the first block of a sound file or of a video's sound. Blocks.

    InputError: FILE_MISSING, FILE_FORBIDDEN, FILE_EMPTY, or NOT_A_SOUND where nothing in it can be heard.
    """
    try:
        if not path.is_file():
            raise InputError(ErrorKind.NOT_A_SOUND if path.exists() else ErrorKind.FILE_MISSING)
        if path.stat().st_size == 0:
            raise InputError(ErrorKind.FILE_EMPTY)
        with path.open("rb") as file, _opened(file) as container:
            return _facts(container)
    except (av.error.FFmpegError, ValueError) as error:
        # First, because FFmpeg's "permission denied" is an OSError too and means a protocol, not the file.
        raise InputError(ErrorKind.NOT_A_SOUND) from error
    except PermissionError as error:
        raise InputError(ErrorKind.FILE_FORBIDDEN, error.strerror or "") from error
    except OSError as error:
        raise InputError(ErrorKind.FILE_MISSING, error.strerror or "") from error


def _opened(file: BinaryIO) -> InputContainer:
    return av.open(file, "r", options=_OPTIONS, metadata_errors="replace")


def _facts(container: InputContainer) -> SoundFacts:
    if not container.streams.audio:
        raise InputError(ErrorKind.NOT_A_SOUND)
    stream = container.streams.audio[0]
    first = next(container.decode(stream), None)
    if first is None or first.sample_rate == 0:
        raise InputError(ErrorKind.NOT_A_SOUND)
    seconds = _seconds(container, stream)
    if seconds <= 0:  # the header does not tell (a bare stream): the rest is counted
        counted = sum(frame.samples for frame in container.decode(stream))
        seconds = (first.samples + counted) / first.sample_rate
    return SoundFacts(seconds, first.layout.nb_channels, stream.codec_context.codec.canonical_name)


def _seconds(container: InputContainer, stream: AudioStream) -> float:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is not None:
        return container.duration / av.time_base
    return 0.0
