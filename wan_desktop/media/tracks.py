"""Whether a file of a kind that may hold a picture holds one: many a sound comes in an MP4."""

from __future__ import annotations

from pathlib import Path

import av

#: A playlist must not make the program open other files or links: readers get the one file and no protocol.
_OPTIONS = {"protocol_whitelist": "none"}


def has_moving_picture(path: Path) -> bool:
    """Reads the headers alone. True where they cannot be read: whoever opens it says what is wrong. Blocks.

    The cover of a song is no moving picture.
    """
    try:
        with (
            path.open("rb") as file,
            av.open(file, "r", options=_OPTIONS, metadata_errors="replace") as container,
        ):
            return not container.streams.audio or any(
                not stream.disposition & stream.disposition.attached_pic for stream in container.streams.video
            )
    except (av.error.FFmpegError, ValueError, OSError):
        return True
