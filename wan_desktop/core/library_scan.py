"""The library read back from its folder alone: each finished video there is a finished job.

For a library whose database is gone. What a video was asked for is not known here: its title comes from the
name that ``core.placing`` gave it, its facts from the file.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from pathlib import Path

from wan_desktop.core.errors import DiskError, WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.media.video import VideoFacts, probe

_NAME = re.compile(r"(?:(\d{4}-\d{2}-\d{2})\s*)?(.*?)(?:\s*\b(720P|1080P))?(?: \(\d+\))?", re.DOTALL)


def jobs_in(folder: Path) -> list[Job]:
    """A finished job for each MP4 in ``folder`` that plays, oldest first; none where it is not there.

    Blocks, about 20 ms a video. DiskError where the folder cannot be read.
    """
    try:
        videos = sorted(path for path in folder.glob("*.mp4") if path.is_file())
    except OSError as error:
        raise DiskError.from_os_error(error) from error
    found = (_job(path) for path in videos)
    return sorted((job for job in found if job is not None), key=lambda job: job.created_at)


def _job(path: Path) -> Job | None:
    try:
        facts, status = probe(path), path.stat()
    except (WanError, OSError):
        return None
    match = _NAME.fullmatch(path.stem)
    day, title, resolution = match.groups() if match is not None else (None, path.stem, None)
    made = _moment(day, status.st_mtime)
    return Job(
        # The same file is the same job, however often it is looked at.
        id=uuid.uuid5(uuid.NAMESPACE_URL, path.absolute().as_uri()).hex,
        created_at=made,
        state=JobState.DONE,
        request=Request(resolution=resolution or _resolution(facts), duration=_duration(facts)),
        service="",
        source_name=title,
        updated_at=made,
        finished_at=made,
        video=str(path.absolute()),
        video_bytes=status.st_size,
        video_seconds=facts.seconds,
        video_width=facts.width,
        video_height=facts.height,
    )


def _moment(day: str | None, modified: float) -> float:
    """The day of the name with the hour of the file, where the two agree; else the day's noon."""
    if day is None or datetime.fromtimestamp(modified).strftime("%Y-%m-%d") == day:
        return modified
    try:
        return datetime.strptime(f"{day} 12", "%Y-%m-%d %H").timestamp()
    except ValueError:
        return modified


def _resolution(facts: VideoFacts) -> str:
    # By area, as the service does: 720P is 0.9 megapixels, 1080P is 2.1.
    return "720P" if facts.width * facts.height < 1_400_000 else "1080P"


def _duration(facts: VideoFacts) -> int:
    durations: tuple[int, ...] = BY_NAME["duration"].choices
    return min(durations, key=lambda seconds: abs(seconds - facts.seconds))
