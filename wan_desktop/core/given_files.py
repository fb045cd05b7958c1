"""Files and folders that a user gave at once, sorted by what is in them. Blocks: for a thread."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from wan_desktop.core.file_kinds import FileKind, kind_of_file

IMAGES_MAX = 500
"""Most images taken at once."""
VIDEOS_MAX = 8
"""Most videos whose tracks are looked at: one alone is taken."""
FILES_MAX = 10_000
"""Most files that are looked at: a folder may be a whole archive, on a drive in another house."""


@dataclass(frozen=True, slots=True)
class GivenFiles:
    """What was given, each file once. ``images_left_out`` were images and too many.

    ``others`` are what can't be used, and may be gone. ``empty_folders`` hold no image. Of a folder only the
    images are taken, those directly in it.
    """

    images: tuple[Path, ...] = ()
    videos: tuple[Path, ...] = ()
    sounds: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    empty_folders: tuple[Path, ...] = ()
    images_left_out: int = 0

    @property
    def count(self) -> int:
        """How many things it is."""
        named = (self.images, self.videos, self.sounds, self.texts, self.others, self.empty_folders)
        return sum(map(len, named)) + self.images_left_out


def sort_files(
    paths: Iterable[Path],
    *,
    natural: bool = True,
    has_picture: Callable[[Path], bool] = lambda path: True,
    wanted: Callable[[], bool] = lambda: True,
    images_max: int = IMAGES_MAX,
) -> GivenFiles:
    """Sorts ``paths``, in natural order or (``natural`` false) as given; a folder's files always in natural
    order. Ends early, with what it has, once ``wanted`` is false: on a slow drive this may take long.

    ``has_picture`` tells films from the sounds that begin like one; asked of VIDEOS_MAX files at most.
    """
    found: dict[FileKind, list[Path]] = {kind: [] for kind in FileKind}
    given = list(dict.fromkeys(paths))
    for path in natural_order(given) if natural else given:
        if not wanted():
            break
        kind = kind_of_file(path)
        if kind is FileKind.VIDEO and len(found[kind]) < VIDEOS_MAX and not has_picture(path):
            kind = FileKind.SOUND
        if kind is not FileKind.FOLDER:
            found[kind].append(path)
        elif images := _images_in(path, wanted):
            found[FileKind.IMAGE] += images
        else:
            found[FileKind.FOLDER].append(path)
    images = list(dict.fromkeys(found[FileKind.IMAGE]))
    return GivenFiles(
        images=tuple(images[:images_max]),
        videos=tuple(found[FileKind.VIDEO]),
        sounds=tuple(found[FileKind.SOUND]),
        texts=tuple(found[FileKind.TEXT]),
        others=(*found[FileKind.UNKNOWN], *found[FileKind.PAGE]),
        empty_folders=tuple(found[FileKind.FOLDER]),
        images_left_out=max(0, len(images) - images_max),
    )


def natural_order(paths: Iterable[Path]) -> list[Path]:
    """As people count: "2.jpg" before "10.jpg", capitals beside small letters."""
    return sorted(paths, key=_natural_key)


def _images_in(folder: Path, wanted: Callable[[], bool]) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            paths = natural_order(folder / entry.name for entry in entries if not _is_hidden(entry))
    except OSError:
        return []
    return [path for path in paths[:FILES_MAX] if wanted() and kind_of_file(path) is FileKind.IMAGE]


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    # On Windows the listing itself brings the attributes; elsewhere there are none, and each would be asked.
    return sys.platform == "win32" and bool(
        entry.stat(follow_symlinks=False).st_file_attributes & stat.FILE_ATTRIBUTE_HIDDEN
    )


def _natural_key(path: Path) -> list[tuple[int, int, str]]:
    stem = re.split(r"([0-9]+)", path.stem.casefold())
    parts = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in stem if part]
    return [*parts, (-1, 0, path.suffix.casefold())]
