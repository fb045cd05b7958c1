"""A finished video into the library: looked at, named readably, renamed without ever overwriting."""

from __future__ import annotations

import asyncio
import errno
import os
import unicodedata
import zlib
from datetime import datetime
from pathlib import Path, PurePath

from wan_desktop.core.batches import place_of
from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind
from wan_desktop.core.files import bring_to_disk, remove_file, rename_over, sync_folder
from wan_desktop.core.job import Job
from wan_desktop.core.part_file import PartFile
from wan_desktop.media.video import VideoFacts, probe

NAME_MAX = 120
"""Most UTF-16 units, which Windows counts, of a file name with its number and suffix."""
PATH_MAX = 259
"""Most of them in a path, as Windows is set up (Microsoft Learn, "Maximum Path Length Limitation")."""
NAME_BYTES_MAX = 230
"""Most bytes of it in UTF-8: file systems take 255, and 120 Chinese characters are 360."""

_FORBIDDEN = frozenset('<>:"/\\|?*')
_SUFFIX = ".mp4"
_BASE_MAX = 60
"""Most characters of an image's name in a video's."""
#: What a file system without hard links answers; several use EPERM, some network drives EINVAL.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK, errno.EACCES})


def file_name(job: Job, number: int = 1, *, units: int = NAME_MAX) -> str:
    """A readable name: ``2026-11-23 Slow dolly-in as the sun sets 1080P.mp4``; the day is this computer's.

    Of a batch, ``2026-11-23 harbour 03 Slow dolly-in 1080P.mp4``: the image's name and the place in the batch
    come first, so that a folder by name is in the order of the batch's images.

    From ``number`` 2 on it ends in " (2)" and so on. Any system takes it, for a stick goes from one to
    another: it begins with the day and ends in ``.mp4``, so it is no device of Windows ("NUL", "COM1.mp4")
    and has no dot or space at its end. So much of the title is left that it has at most ``units`` (NAME_MAX).
    """
    day = datetime.fromtimestamp(job.created_at).strftime("%Y-%m-%d")
    end = f" {job.request.resolution}" + (f" ({number})" if number > 1 else "") + _SUFFIX
    title = _shortened(_clean(_title(job)), units - len(day) - len(end) - 1, NAME_BYTES_MAX - 40)
    return f"{day} {title}{end}" if title else f"{day}{end}"


def _title(job: Job) -> str:
    place = place_of(job)
    if place is None:
        return job.title
    base, index = PurePath(job.source_name).stem, f"{place.index:0{max(2, len(str(place.of)))}}"
    first_line = job.title if job.title != job.source_name else ""
    return " ".join(part for part in (base[:_BASE_MAX], index, first_line) if part)


async def place(part: Path, folder: Path, job: Job) -> tuple[Path, VideoFacts]:
    """Looks at the video in ``part`` and renames it into ``folder``, which exists on the same file system.

    Raises WanError(VIDEO_BROKEN) where it is no MP4 with a first frame that decodes (the next fetch then
    starts anew), and DiskError. Killed in between and called again, it ends with one file.
    """
    try:
        return await asyncio.to_thread(_place, part, folder, job)
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def _place(part: Path, folder: Path, job: Job) -> tuple[Path, VideoFacts]:
    file = PartFile(part)
    try:
        facts = probe(part)
    except DownloadError:
        file.forget_promise()
        raise
    _sync(part, file)
    number, units = 1, min(NAME_MAX, PATH_MAX - _units(str(folder.absolute())) - 1)
    while not _renamed(part, target := folder / file_name(job, number, units=units)):
        number += 1
    sync_folder(folder)
    file.forget_promise()
    return target, facts


def _sync(part: Path, file: PartFile) -> None:
    """Brings the video to the disk. DiskError(DRIVE_TROUBLE) where that fails: it has to be fetched anew."""
    with part.open("rb+") as video:
        try:
            bring_to_disk(video.fileno())
        except OSError as error:
            # The system tells it once: a second sync would succeed with bytes that are lost.
            file.forget_promise()
            raise DiskError(ErrorKind.DRIVE_TROUBLE, error.strerror or str(error)) from error


def _renamed(part: Path, target: Path) -> bool:
    """Moves ``part`` to ``target`` in one step; False where that name is taken by another file."""
    try:
        os.link(part, target)
    except FileExistsError:
        # Killed between link and unlink, the name is taken by this very video.
        if not target.exists() or not target.samefile(part):
            return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _renamed_without_links(part, target)
    remove_file(part)
    return True


def _renamed_without_links(part: Path, target: Path) -> bool:
    """For FAT, exFAT and some network drives: of several who want a name at once, none takes it.

    Each announces it first, in a hidden file that goes with its part. An empty file under the name itself
    would keep others off too, but stay in the library where the program is killed before the rename.
    """
    sign = f"{zlib.crc32(target.name.encode()):08x}"
    announcement = part.with_name(f"{part.name}.{sign}")
    announcement.touch()
    try:
        if target.exists() or len(list(part.parent.glob(f"*.part.{sign}"))) > 1:
            return False
        rename_over(part, target)
    finally:
        announcement.unlink()
    return True


def _clean(title: str) -> str:
    """Letters, digits and signs that every file system takes; no control or invisible ones."""
    kept = (
        " " if sign in _FORBIDDEN or unicodedata.category(sign)[0] in "CZ" else sign
        for sign in unicodedata.normalize("NFC", title)
    )
    return " ".join("".join(kept).split()).strip(". ")


def _shortened(text: str, units: int, size: int) -> str:
    while text and (_units(text) > units or len(text.encode("utf-8")) > size):
        text = text[:-1]
    return text.rstrip(". ")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
