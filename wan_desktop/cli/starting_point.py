"""What ``generate`` starts from: an image, a video of this program with all its settings, or a last frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wan_desktop.core.errors import DownloadError, ErrorKind, InputError
from wan_desktop.core.file_kinds import FileKind, kind_of_file
from wan_desktop.core.params import Request
from wan_desktop.core.submission import CONTINUES, SOUND_NAME

if TYPE_CHECKING:
    from wan_desktop.media.video_settings import VideoSettings


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """``request`` is what the options are laid over; ``image`` is a file or encoded bytes.

    ``note`` is a sentence on the image for the user, "" where there is nothing to know of it.
    """

    image: Path | bytes
    name: str
    request: Request = field(default_factory=Request)
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    def facts_with(self, request: Request) -> dict[str, Any]:
        """What a job of this request is to remember of it."""
        return {key: fact for key, fact in self.facts.items() if request.sound or key != SOUND_NAME}


def starting_point(file: Path, inputs: Path, *, last_frame: bool) -> StartingPoint:
    """Looks into the file. Blocks. InputError where it is a video that is of no use so, DiskError."""
    from wan_desktop.core.tagging import kept_image
    from wan_desktop.media.video_settings import read_return

    returned = read_return(file) if file.is_file() else None
    if last_frame:
        request = Request() if returned is None else replace(returned.settings.request, seed=None)
        facts = {} if returned is None else _facts(returned.settings, continues=returned.settings.job)
        return StartingPoint(_last_frame(file), f"{file.stem}.png", request, facts)
    if returned is None:
        _refuse_foreign_video(file)
        return StartingPoint(file, file.name)
    settings = returned.settings
    whole = kept_image(inputs, settings.request.image)
    image = whole or returned.image
    if not image:
        raise _unusable(file, "it has no image in it; --last-frame continues it")
    note = "" if whole or returned.whole else "The image is the small copy that the video keeps."
    return StartingPoint(
        image,
        settings.source_name,
        settings.request,
        _facts(settings, continues=settings.continues),
        note,
    )


def _facts(settings: VideoSettings, *, continues: str) -> dict[str, Any]:
    facts = {SOUND_NAME: settings.sound_name, CONTINUES: continues}
    return {key: fact for key, fact in facts.items() if fact}


def check_sound(request: Request, facts: Mapping[str, Any], inputs: Path) -> None:
    """InputError where the sound of the video that was started from is gone: another would be paid for."""
    if request.sound and not (inputs / request.sound).is_file():
        name = facts.get(SOUND_NAME) or "its file"
        words = f"--sound: the sound of that video, {name}, is no longer on this computer; give one."
        raise InputError(ErrorKind.INVALID_PARAMETER, words)


def _last_frame(file: Path) -> bytes:
    from wan_desktop.media import video

    if not file.exists():
        raise InputError(ErrorKind.FILE_MISSING, str(file))
    try:
        return video.last_frame(file)
    except DownloadError as error:
        raise _unusable(file, "it is no video that can be read, so it has no last frame") from error


def _refuse_foreign_video(file: Path) -> None:
    from wan_desktop.media import video

    # FFmpeg takes a HEIC or an AVIF for a video of one frame.
    if kind_of_file(file) is FileKind.VIDEO and video.is_video(file):
        raise _unusable(file, "this video does not say how it was made; --last-frame takes its last frame")


def _unusable(file: Path, words: str) -> InputError:
    return InputError(ErrorKind.INVALID_PARAMETER, f"{file}: {words}.")
