"""From a link to a video in the library: downloaded to ``.part``, tagged, verified, renamed, with a poster.

What is about to be renamed is written down first (size and time of the file), so that a video which was
already in its place when the program died is found again instead of being fetched twice. A part
that has its settings in it is whole, and is placed without asking anybody.
"""

from __future__ import annotations

import math
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wan_desktop.core.clock import Clock
from wan_desktop.core.connection import Lay, Place, Probe, Tag, VideoDownloads, WritePoster
from wan_desktop.core.errors import DiskError, ErrorKind, WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.job_book import JobBook
from wan_desktop.core.kept_paths import FOLDER, PLACING
from wan_desktop.core.laying import SOUND_NOT_LAID, Finish, lay, lay_and_tag
from wan_desktop.core.params import SoundWay
from wan_desktop.core.part_file import PartFile
from wan_desktop.core.paths import Paths
from wan_desktop.core.placing import place
from wan_desktop.core.schedule import PrioritySlots
from wan_desktop.core.tagging import is_tagged, tag
from wan_desktop.core.threads import Threads
from wan_desktop.core.uploads import way_of
from wan_desktop.media import video

DOWNLOADS_AT_ONCE = 3
SHOWN_EVERY = 0.2
"""Seconds between two published percents of one download."""
TIMES_ROUNDED_BY = 2_000_000_000
"""Nanoseconds: FAT keeps a file's time so, which shows once a stick was taken out."""
UNTAGGED = "untagged"
"""The kind of event that says why a video has no settings in it."""


@dataclass(frozen=True, slots=True)
class VideoTools:
    """What is done to finished files; tests hand in tools that need no real video."""

    tag: Tag = tag
    lay: Lay = lay
    place: Place = place
    probe: Probe = video.probe
    write_poster: WritePoster = video.write_poster


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole video that is not in its place yet."""

    part: Path
    folder: Path


class Fetching:
    """Downloads at most three videos at once, the one whose link dies first before the others."""

    def __init__(
        self,
        book: JobBook,
        paths: Paths,
        library: Callable[[], Path],
        threads: Threads,
        clock: Clock,
        tools: VideoTools,
        tag_videos: Callable[[], bool],
    ) -> None:
        self._book, self._paths, self._library = book, paths, library
        self._tag_videos = tag_videos
        self._threads, self._clock, self._tools = threads, clock, tools
        self._slots = PrioritySlots(DOWNLOADS_AT_ONCE)

    async def fetch(self, job_id: str, downloads: VideoDownloads, url: str, dies_at: float) -> Fetched:
        """Downloads into the library folder. ``dies_at`` by the monotonic clock. Raises what fetch raises."""
        folder = self._library()
        async with self._slots.turn(dies_at):
            await self._begin_in(folder, self._book[job_id])
            fetched = Fetched(part_of(folder, job_id), folder)
            if not await self._threads.aside(is_tagged, fetched.part, job_id):
                await downloads.fetch(url, fetched.part, _Progress(self._book, self._clock, job_id))
        return fetched

    async def _begin_in(self, folder: Path, job: Job) -> None:
        """Looks at the folder. What was begun in another one, before the user chose this, is fetched anew."""
        await self._threads.aside(find_library, folder, self._paths.library)
        if job.extra.get(FOLDER) != str(folder):
            await self.discard_part(job)
            self._book.change(job.id, extra={**job.extra, FOLDER: str(folder)})

    async def place(self, job_id: str, fetched: Fetched) -> None:
        """Lays the sound under it, tags, verifies, renames, and ends the job.

        A video that cannot be laid or tagged, on a full disk say, is placed as it came; its history says why.
        Raises DownloadError(VIDEO_BROKEN) or DiskError.
        """
        done = await self._threads.aside(self._lay_and_tag, fetched.part, self._book[job_id])
        stamp = await self._threads.aside(stamp_of, fetched.part)
        job = self._book[job_id]
        extra = {**job.extra, PLACING: {"folder": str(fetched.folder), **stamp}}
        if done.not_laid:
            extra[SOUND_NOT_LAID] = done.not_laid
            self._book.note(job_id, SOUND_NOT_LAID, done.not_laid)
        job = await self._book.commit(job_id, job.state, extra=extra)
        path, facts = await self._tools.place(fetched.part, fetched.folder, job)
        if done.untagged:
            self._book.note(job_id, UNTAGGED, done.untagged)
        await self._finish(job_id, path, facts)

    def _lay_and_tag(self, part: Path, job: Job) -> Finish:
        """In a thread."""
        now = self._clock.time()
        inputs = self._paths.inputs
        tag = (lambda path: self._tools.tag(path, job, now, inputs)) if self._tag_videos() else None
        if way_of(job) is not SoundWay.SOUNDTRACK:
            return Finish(untagged="" if tag is None else tag(part))
        sound = inputs / Path(job.request.sound).name
        return lay_and_tag(part, job.id, sound, self._tools.lay, tag)

    async def whole(self, job_id: str) -> Fetched | None:
        """A video that was tagged, and so is whole, but had no name yet when the program died."""
        folder = self._book[job_id].extra.get(FOLDER)
        if folder is None:
            return None
        part = part_of(Path(folder), job_id)
        return Fetched(part, Path(folder)) if await self._threads.aside(is_tagged, part, job_id) else None

    async def found(self, job_id: str) -> bool:
        """Ends the job with its video, where that was in its place already when the program died."""
        stamp = self._book[job_id].extra.get(PLACING)
        if stamp is None:
            return False
        try:
            path = await self._threads.aside(find_placed, stamp)
            if path is None:
                return False
            facts = await self._threads.aside(self._tools.probe, path)
            await self.discard_part(self._book[job_id])
            await self._finish(job_id, path, facts)
        except WanError:
            return False
        return True

    async def discard_poster(self, job: Job) -> None:
        """Removes the poster, if it can be; ``core.leftovers`` tries again."""
        await self._threads.aside(unlink_quietly, self._poster_path(job.id))

    async def discard_part(self, job: Job) -> None:
        """Removes what was fetched so far, if it can be."""
        if FOLDER in job.extra:
            await self._threads.aside(discard_part, part_of(Path(job.extra[FOLDER]), job.id))

    async def _finish(self, job_id: str, path: Path, facts: video.VideoFacts) -> None:
        poster = await self._poster(job_id, path)
        size = await self._threads.aside(size_of, path)
        known = self._book[job_id].extra
        extra = {key: value for key, value in known.items() if key not in (FOLDER, PLACING)}
        self._book.change(
            job_id,
            JobState.DONE,
            finished_at=self._clock.time(),
            progress=None,
            trouble=None,
            video=str(path),
            video_bytes=size,
            video_seconds=facts.seconds,
            video_width=facts.width,
            video_height=facts.height,
            poster=poster,
            extra=extra,
        )

    async def _poster(self, job_id: str, path: Path) -> str:
        target = self._poster_path(job_id)
        try:
            await self._threads.aside(self._tools.write_poster, path, target)
        except WanError:
            return ""  # A video without a poster is still a video.
        return str(target)

    def _poster_path(self, job_id: str) -> Path:
        return self._paths.posters / f"{job_id}.jpg"


class _Progress:
    """Publishes the part of a download that is there, not more often than anyone can see."""

    def __init__(self, book: JobBook, clock: Clock, job_id: str) -> None:
        self._book, self._clock, self._job_id = book, clock, job_id
        self._next = float("-inf")

    def __call__(self, done: int, total: int | None) -> None:
        now = self._clock.monotonic()
        if now >= self._next and total:
            self._next = now + SHOWN_EVERY
            self._book.show(self._job_id, progress=min(done / total, 1.0), trouble=None)


def part_of(folder: Path, job_id: str) -> Path:
    """Where a video grows: hidden, and beside its final name so that the rename is one step."""
    return folder / f".{job_id}.part"


def make_folder(folder: Path) -> None:
    """Makes the folder for videos: when the user chooses one; the default one when it is used. DiskError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def find_library(library: Path, default: Path) -> None:
    """Sees to it that the library is there. DiskError.

    A chosen one is not made again: where a drive was pulled, it would lie hidden below the next one.
    """
    if library == default:
        make_folder(library)
        return
    try:
        is_folder = stat.S_ISDIR(library.stat().st_mode)
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    if not is_folder:
        raise DiskError(ErrorKind.FOLDER_UNUSABLE, "not a folder")


def stamp_of(part: Path) -> dict[str, int]:
    """What a rename does not change. DiskError."""
    try:
        status = part.stat()
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    return {"size": status.st_size, "modified_ns": status.st_mtime_ns}


def size_of(path: Path) -> int:
    """Bytes of a file. DiskError."""
    return stamp_of(path)["size"]


def find_placed(stamp: dict[str, Any]) -> Path | None:
    """The finished video in the stamp's folder that has its size and time. DiskError."""
    try:
        files = sorted(Path(stamp["folder"]).glob("*.mp4"))
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    distances = {path: _distance(path, stamp) for path in files}
    near = min(distances, key=distances.__getitem__, default=None)
    return near if near is not None and distances[near] <= TIMES_ROUNDED_BY else None


def _distance(path: Path, stamp: dict[str, Any]) -> float:
    """Nanoseconds between its time and the stamp's; infinite where the size is another."""
    try:
        status = path.stat()
    except OSError:
        return math.inf  # A link to nowhere, or gone since it was listed: not the one.
    return abs(status.st_mtime_ns - stamp["modified_ns"]) if status.st_size == stamp["size"] else math.inf


def discard_part(part: Path) -> None:
    """Removes a part and what stands beside it, if they can be."""
    try:
        PartFile(part).discard()
    except OSError:
        return


def unlink_quietly(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
