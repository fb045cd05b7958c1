"""What a video was made with, inside the video: a title, and a comment that is one line of JSON.

::

    {"schema": "wan-desktop/1", "program": "0.1.0", "job": "…", "service": "api.example.com", "task": "…",
     "created": "2026-11-23T14:30:00.250Z", "finished": "…", "seed": 7, "source": "photo.jpg",
     "request": {"prompt": "…", "duration": 5, …}}

So a library outlives its database, and a video says by itself how it came about. A reader believes nothing:
the file may come from anyone. Newer schemas are read for what is known of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath
from typing import Any

from wan_desktop.core.params import PARAMETERS, Kind, Request, validate
from wan_desktop.media.video_tags import COMMENT, TITLE, read_text, write_texts

SCHEMA = "wan-desktop/1"
"""The number grows when a field changes its meaning; new fields need no new number."""
WORDS_MAX = 1000
"""Most characters of each word that is no parameter."""
KEPT_MAX = 4000
"""Most characters kept of a title and a comment that were there before."""

_SCHEMA = re.compile(r"wan-desktop/\d{1,4}")
_JOB = re.compile(r"[A-Za-z0-9_-]{1,64}")
_IMAGE = re.compile(r"[0-9a-f]{16,64}\.[a-z]{3,4}")
"""A file of the inputs folder, never a path to anywhere else."""
_SECONDS_MAX = 4e10


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """The facts of a finished job. Times are seconds since 1970; 0.0, "" and None mean "unknown".

    ``service`` is the service's host, or "demo"; ``seed`` the one that the service told; ``source_name`` the
    name of the user's image without its folder; ``program`` the version that wrote this.
    """

    job: str
    request: Request
    service: str = ""
    task: str = ""
    created_at: float = 0.0
    finished_at: float = 0.0
    seed: int | None = None
    source_name: str = ""
    program: str = ""


def write_settings(source: Path, target: Path, settings: VideoSettings, title: str) -> None:
    """Writes the video ``source`` with its settings as ``target``; its packets stay as they are.

    A title and a comment of somebody else are kept in the JSON, under "title" and "comment".
    Raises media.boxes.Malformed where the file is too odd for that, and DiskError.
    """
    values = to_values(settings)
    if read_settings(source) is None:
        theirs = {key: read_text(source, key) for key in (TITLE, COMMENT)}
        values |= {key: text[:KEPT_MAX] for key, text in theirs.items() if text}
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    # Half a character, as a name on Linux may have it, stays as the escape that JSON allows.
    comment = line.encode("utf-8", "backslashreplace").decode()
    write_texts(source, target, {TITLE: _printable(title).strip(), COMMENT: comment}, settings.created_at)


def read_settings(path: Path) -> VideoSettings | None:
    """The settings in a video; None where there are none of this program's. Bounded in time. DiskError."""
    values = _values(read_text(path, COMMENT) or "")
    return None if values is None else from_values(values)


def to_values(settings: VideoSettings) -> dict[str, Any]:
    """Plain JSON types."""
    return {
        "schema": SCHEMA,
        "program": settings.program,
        "job": settings.job,
        "service": settings.service,
        "task": settings.task,
        "created": _written_time(settings.created_at),
        "finished": _written_time(settings.finished_at),
        "seed": settings.seed,
        "source": PureWindowsPath(settings.source_name).name,
        "request": settings.request.to_dict(),
    }


def from_values(values: Mapping[str, Any]) -> VideoSettings | None:
    """The reverse of :func:`to_values`; what is unusable takes its default. None without a usable job id."""
    job = values.get("job")
    if not isinstance(job, str) or not _JOB.fullmatch(job):
        return None
    return VideoSettings(
        job=job,
        request=_request(values.get("request")),
        service=_word(values.get("service")),
        task=_word(values.get("task")),
        created_at=_read_time(values.get("created")),
        finished_at=_read_time(values.get("finished")),
        seed=_good(Request.from_dict({"seed": values.get("seed")})).seed,
        source_name=PureWindowsPath(_word(values.get("source"))).name,
        program=_word(values.get("program")),
    )


def _values(comment: str) -> dict[str, Any] | None:
    if not comment.startswith("{"):
        return None
    try:
        values = json.loads(comment)
    except (ValueError, RecursionError):
        return None
    schema = values.get("schema")
    return values if isinstance(schema, str) and _SCHEMA.fullmatch(schema) else None


def _request(values: object) -> Request:
    """Each parameter that the service would take; the others have their defaults."""
    if not isinstance(values, dict):
        return Request()
    request = _good(Request.from_dict(values))
    image = request.image if _IMAGE.fullmatch(request.image) else ""
    return Request.from_dict(request.to_dict() | {"image": image})


def _good(request: Request) -> Request:
    bad = {problem.parameter for problem in validate(request)}
    values = {name: value for name, value in request.to_dict().items() if name not in bad}
    for row in PARAMETERS:
        if row.kind is Kind.CHOICE and row.name in values:
            values[row.name] = row.choices[row.choices.index(values[row.name])]  # 5.0 is 5
    return Request.from_dict(values)


def _word(value: object) -> str:
    return _printable(value)[:WORDS_MAX] if isinstance(value, str) else ""


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _written_time(seconds: float) -> str | None:
    if not 0 < seconds < _SECONDS_MAX:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _read_time(value: object) -> float:
    if not isinstance(value, str) or len(value) > 40:
        return 0.0
    try:
        seconds = datetime.fromisoformat(value).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
    return seconds if 0 < seconds < _SECONDS_MAX else 0.0
