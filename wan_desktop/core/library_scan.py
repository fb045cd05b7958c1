"""A library told from its folder alone, for the day on which the database is gone.

A video says by itself what it was made with (``media.video_settings``); of one without that, its name tells
the day, the title and the resolution (``core.placing.file_name``). Everything else in the folder is left
alone. Nothing is written, nothing outside of the folder is opened, and no file is believed: a video may come
from anyone, so a service that this program does not know becomes a word that no request can be sent to.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from wan_desktop.core.errors import DiskError, WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.core.settings import DEMO, HOSTS, Settings
from wan_desktop.core.tagging import facts_of, host_of
from wan_desktop.media.video import VideoFacts, probe, write_poster
from wan_desktop.media.video_settings import VideoSettings, read_settings

KNOWN_SERVICES = (DEMO, *(url for _, url in HOSTS))


def services_of(settings: Settings) -> tuple[str, ...]:
    """What a video may name as its service: those that everybody has, and the user's own."""
    return (*KNOWN_SERVICES, settings.service) if settings.service else KNOWN_SERVICES


_RESOLUTIONS = "|".join(BY_NAME["resolution"].choices)
_NAME = re.compile(
    rf"(?P<day>\d{{4}}-\d\d-\d\d)(?: (?P<title>.+))? (?P<resolution>{_RESOLUTIONS})(?: \(\d+\))?\.mp4",
    re.ASCII | re.IGNORECASE,
)


def jobs_in(
    folder: Path,
    *,
    services: Collection[str] = KNOWN_SERVICES,
    on_progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Job]:
    """A finished job for each whole video of this program in ``folder`` (not below it), oldest first.

    ``services``: what a ``Job.service`` may be; add the user's own address. ``on_progress`` gets how many
    files were looked at, and how many there are. ``cancelled`` is asked before each; what was found by then
    is returned. Ids are those of the first run, and the same each time: of several copies of a video, the
    oldest has its id and the others ids of their own. Jobs have no poster: see :func:`with_poster`.

    Blocks: about as long as opening each video. DiskError where the folder cannot be read.
    """
    by_host = {host_of(service): service for service in services}
    files = _files(folder)
    jobs: dict[str, Job] = {}
    for number, file in enumerate(files):
        if cancelled():
            break
        if on_progress is not None:
            on_progress(number, len(files))
        job = _job_of(file, by_host)
        if job is not None:
            job = replace(job, id=_own_id(file)) if job.id in jobs else job
            jobs[job.id] = job
    return sorted(jobs.values(), key=lambda job: job.created_at)


def with_poster(job: Job, posters: Path) -> Job:
    """The job with its poster written into ``posters``; as it is where that cannot be made. Blocks."""
    target = posters / f"{job.id}.jpg"
    try:
        write_poster(Path(job.video), target)
    except WanError:
        return job
    return replace(job, poster=str(target))


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the folder lists it."""

    path: Path
    size: int
    modified_ns: int

    @property
    def modified(self) -> float:
        return self.modified_ns / 1e9


def _files(folder: Path) -> list[_File]:
    """The MP4s right in the folder, oldest first; no links, no pipes, nothing hidden."""
    try:
        with os.scandir(folder.absolute()) as entries:
            found = list(_videos(entries))
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    return sorted(found, key=lambda file: (file.modified_ns, len(file.path.name), file.path.name))


def _videos(entries: Iterator[os.DirEntry[str]]) -> Iterator[_File]:
    for entry in entries:
        named_so = entry.name.lower().endswith(".mp4") and not entry.name.startswith(".")
        if named_so and entry.is_file(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            yield _File(Path(entry.path), status.st_size, status.st_mtime_ns)


def _job_of(file: _File, by_host: dict[str, str]) -> Job | None:
    """None for a file that is not ours, is broken, or cannot be read."""
    name = _NAME.fullmatch(file.path.name)
    try:
        settings = read_settings(file.path)
        if settings is None and name is None:
            return None
        facts = probe(file.path)
    except WanError:
        return None
    if settings is not None:
        job = _told_by_settings(settings, file, by_host)
    else:
        assert name is not None
        job = _told_by_name(name, file, facts)
    return replace(
        job,
        updated_at=job.finished_at,
        video=str(file.path),
        video_bytes=file.size,
        video_seconds=facts.seconds,
        video_width=facts.width,
        video_height=facts.height,
    )


def _told_by_settings(settings: VideoSettings, file: _File, by_host: dict[str, str]) -> Job:
    created = settings.created_at or file.modified
    return Job(
        id=settings.job,
        created_at=created,
        state=JobState.DONE,
        request=settings.request,
        service=by_host.get(settings.service, settings.service.rpartition("://")[2]),
        source_name=settings.source_name,
        submitted_at=created,
        finished_at=settings.finished_at or file.modified,
        task_id=settings.task,
        extra=facts_of(settings),
    )


def _told_by_name(name: re.Match[str], file: _File, facts: VideoFacts) -> Job:
    created = _time_on(name["day"], file.modified)
    durations = BY_NAME["duration"].choices
    request = Request(
        prompt=name["title"] or "",
        resolution=name["resolution"].upper(),
        duration=min(durations, key=lambda seconds: abs(seconds - facts.seconds)),
        audio=facts.has_sound,
    )
    return Job(
        id=_own_id(file),
        created_at=created,
        state=JobState.DONE,
        request=request,
        service="",
        submitted_at=created,
        finished_at=max(created, file.modified),
    )


def _time_on(day: str, modified: float) -> float:
    """The file's own time where that is on the day of its name, else noon of that day."""
    try:
        noon = datetime.strptime(f"{day} 12", "%Y-%m-%d %H").timestamp()
    except (ValueError, OverflowError, OSError):
        return modified
    return modified if datetime.fromtimestamp(modified).strftime("%Y-%m-%d") == day else noon


def _own_id(file: _File) -> str:
    """An id for a file that tells none of its own; the same as long as its name and size are."""
    words = f"{file.path.name}\n{file.size}".encode("utf-8", "surrogateescape")
    return hashlib.sha256(words).hexdigest()[:32]
