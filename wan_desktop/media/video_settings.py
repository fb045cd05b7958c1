"""What a video was made with, inside the video: its title, its image as the cover, a comment that is JSON.

::

    {"schema": "wan-desktop/1", "program": "0.1.0", "job": "…", "service": "api.example.com", "task": "…",
     "created": "2026-11-23T14:30:00.250Z", "finished": "…", "seed": 7, "source": "photo.jpg",
     "request": {"prompt": "…", "duration": 5, "sound_way": "soundtrack", …},
     "sound_name": "song.flac", "continues": "…", "batch": "…", "framing": {…}, "cover": "image"}

The last line is there only as far as it says something. With "cover" the cover is the image that was sent, or
a small copy of it: the image itself is known by its hash, which is its name in "request".

So a library outlives its database, and a video says by itself how it came about. A reader believes nothing:
the file may come from anyone. Newer schemas are read for what is known of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath
from typing import Any

from wan_desktop.core.errors import InputError
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.params import PARAMETERS, Kind, ProblemKind, Request, validate
from wan_desktop.media.image_copy import small_copy
from wan_desktop.media.video_tags import COMMENT, TITLE, read_cover, read_text, write_tags

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
_SOUND = re.compile(r"[0-9a-f]{16,64}\.(mp3|wav)")
_BATCH_KEY = re.compile(r"[a-z_]{1,20}")
_BATCH_KEYS_MAX = 8
Batch = str | Mapping[str, str | int]
"""The name of a batch, or that and more of it by name; "" for none."""
_IS_THE_IMAGE = "image"
_SECONDS_MAX = 4e10


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """The facts of a finished job. Times are seconds since 1970; 0.0, "" and None mean "unknown".

    ``service`` is the service's host, or "demo"; ``seed`` the one that the service told; ``source_name`` and
    ``sound_name`` the names of the user's image and sound without their folders; ``program`` the version that
    wrote this. ``continues`` is the job whose last frame the image is, ``batch`` what it was asked for
    together with and its place in it, ``framing`` how the image was made of the user's.
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
    sound_name: str = ""
    continues: str = ""
    batch: Batch = ""
    framing: Framing = AS_IT_IS


@dataclass(frozen=True, slots=True)
class ReturnedVideo:
    """What a video of this program brings back: ``image`` is encoded, b"" where the video has none in it.

    ``whole`` is whether it is the very image that was sent; else it is a small copy.
    """

    settings: VideoSettings
    image: bytes = b""
    whole: bool = False


def write_settings(
    source: Path, target: Path, settings: VideoSettings, title: str, image: bytes = b""
) -> None:
    """Writes the video ``source`` with its settings as ``target``; its packets stay as they are.

    A title and a comment of somebody else are kept in the JSON, under "title" and "comment"; a cover of
    somebody else stays, and the ``image``, which would be it in its place, is left out.
    Raises media.boxes.Malformed where the file is too odd for that, and DiskError.
    """
    values = to_values(settings)
    cover = _cover_of(image)
    if read_settings(source) is None:
        cover = b"" if read_cover(source) else cover
        theirs = {key: read_text(source, key) for key in (TITLE, COMMENT)}
        values |= {key: text[:KEPT_MAX] for key, text in theirs.items() if text}
    if cover:
        values["cover"] = _IS_THE_IMAGE
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    # Half a character, as a name on Linux may have it, stays as the escape that JSON allows.
    comment = line.encode("utf-8", "backslashreplace").decode()
    texts = {TITLE: _printable(title).strip(), COMMENT: comment}
    write_tags(source, target, texts, settings.created_at, cover)


def _cover_of(image: bytes) -> bytes:
    try:
        return small_copy(image) if image else b""
    except InputError:
        return b""  # Settings without their image are settings still.


def read_settings(path: Path) -> VideoSettings | None:
    """The settings in a video; None where there are none of this program's. Bounded in time. DiskError."""
    values = _values(read_text(path, COMMENT) or "")
    return None if values is None else from_values(values)


def read_return(path: Path) -> ReturnedVideo | None:
    """All that a video of this program brings back; None for any other file. Bounded in time. DiskError."""
    values = _values(read_text(path, COMMENT) or "")
    settings = None if values is None else from_values(values)
    if values is None or settings is None:
        return None
    image = (read_cover(path) or b"") if values.get("cover") == _IS_THE_IMAGE else b""
    return ReturnedVideo(settings, image, is_image_called(settings.request.image, image))


def is_image_called(name: str, image: bytes) -> bool:
    """Whether these are the bytes that have that name in the inputs folder."""
    return bool(image) and hashlib.sha256(image).hexdigest() == PureWindowsPath(name).stem


def to_values(settings: VideoSettings) -> dict[str, Any]:
    """Plain JSON types."""
    framing = {} if settings.framing == AS_IT_IS else settings.framing.to_dict()
    told = {
        "sound_name": PureWindowsPath(settings.sound_name).name,
        "continues": settings.continues,
        "batch": settings.batch,
        "framing": framing,
    }
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
        **{key: value for key, value in told.items() if value},
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
        sound_name=PureWindowsPath(_word(values.get("sound_name"))).name,
        continues=_id(values.get("continues")),
        batch=batch_of(values.get("batch")),
        framing=_framing(values.get("framing")),
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
    sound = request.sound if _SOUND.fullmatch(request.sound) else ""
    return replace(request, image=image, sound=sound)


def batch_of(value: object) -> Batch:
    """The words and whole numbers in what was kept of a batch."""
    if not isinstance(value, Mapping):
        return _id(value)
    kept = {
        key: fact
        for key, fact in value.items()
        if isinstance(key, str) and _BATCH_KEY.fullmatch(key) and (type(fact) is int or _id(fact))
    }
    return kept if len(kept) <= _BATCH_KEYS_MAX else ""


def _framing(values: object) -> Framing:
    return Framing.from_dict(values) if isinstance(values, dict) else AS_IT_IS


def _id(value: object) -> str:
    return value if isinstance(value, str) and _JOB.fullmatch(value) else ""


def _good(request: Request) -> Request:
    # A link that lost what signed it is no link: it stays to be seen, and is refused before it is sent.
    bad = {problem.parameter for problem in validate(request) if problem.kind is not ProblemKind.NOT_A_LINK}
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
