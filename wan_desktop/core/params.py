"""THE table of parameters: one row for each of the twelve fields that the service takes.

Form, command line, store, request body and checks all read this table; a limit or a default stands nowhere
else. Beside it stand the few that stay on this computer (``LOCAL_PARAMETERS``): they are kept with a job and
decide what is done for it, but no field of the wire is theirs. :class:`Request` is one set of values;
:func:`validate` says what the service would refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from enum import Enum, StrEnum
from typing import Any
from urllib.parse import urlsplit

IMAGE_SIDE_MIN = 360
IMAGE_SIDE_MAX = 2000
"""Shortest and longest side of an image that the service takes, in pixels."""
IMAGE_BYTES_MAX = 10_000_000
"""Most bytes of an image file that the service takes (its "10 MB", read as the smaller of the two units)."""
IMAGE_MIMES = ("image/jpeg", "image/png", "image/bmp", "image/webp")
AUDIO_SECONDS_MIN = 3.0
AUDIO_SECONDS_MAX = 30.0
AUDIO_BYTES_MAX = 15_000_000


class Kind(Enum):
    """What sort of value a parameter holds, and so which control shows it."""

    IMAGE = "image"
    FILE = "file"
    TEXT = "text"
    LINK = "link"
    CHOICE = "choice"
    SWITCH = "switch"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table.

    ``wire_path`` is where the value stands in the body of a submit. ``always_sent`` rows go with every
    request, because the documented defaults differ between hosts; the others go only when set, never as null
    or "". ``minimum`` and ``maximum`` are characters for text, the number itself for integers.
    """

    name: str
    wire_path: str
    kind: Kind
    default: Any
    choices: tuple[Any, ...] = ()
    minimum: int = 0
    maximum: int = 0
    always_sent: bool = False
    required: bool = False


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("image", "input.img_url", Kind.IMAGE, "", required=True),
    Parameter("prompt", "input.prompt", Kind.TEXT, "", maximum=2000),
    Parameter("negative_prompt", "input.negative_prompt", Kind.TEXT, "", maximum=500),
    Parameter("effect", "input.template", Kind.TEXT, "", maximum=200),
    Parameter("audio_url", "input.audio_url", Kind.LINK, "", maximum=8000),
    Parameter("duration", "parameters.duration", Kind.CHOICE, 5, choices=(5, 10, 15), always_sent=True),
    Parameter(
        "resolution",
        "parameters.resolution",
        Kind.CHOICE,
        "1080P",
        choices=("720P", "1080P"),
        always_sent=True,
    ),
    Parameter(
        "shots", "parameters.shot_type", Kind.CHOICE, "single", choices=("single", "multi"), always_sent=True
    ),
    Parameter("rewrite", "parameters.prompt_extend", Kind.SWITCH, True, always_sent=True),
    Parameter("audio", "parameters.audio", Kind.SWITCH, True, always_sent=True),
    Parameter("watermark", "parameters.watermark", Kind.SWITCH, False, always_sent=True),
    Parameter("seed", "parameters.seed", Kind.INTEGER, None, minimum=0, maximum=2_147_483_647),
)


class SoundWay(StrEnum):
    """How a sound file of this computer gets to the video. Values are stored: never rename one."""

    STORE = "store"
    """Through the user's own object store, by a signed link."""
    TEMPORARY = "temporary"
    """Through a public host that keeps it for a day: whoever has the link can read it."""
    INLINE = "inline"
    """Inside the request itself; experimental."""
    SOUNDTRACK = "soundtrack"
    """Laid under the finished video on this computer: the service hears nothing of it."""


LOCAL_PARAMETERS: tuple[Parameter, ...] = (
    Parameter("sound", "", Kind.FILE, ""),
    Parameter("sound_way", "", Kind.CHOICE, "", choices=("", *SoundWay)),
)

BY_NAME: Mapping[str, Parameter] = {row.name: row for row in (*PARAMETERS, *LOCAL_PARAMETERS)}


@dataclass(frozen=True, slots=True)
class Request:
    """One set of values, in the user's terms: what a job was asked to do.

    ``image`` names a file in the inputs folder (``core.paths.Paths.inputs``): the very bytes that are sent.
    ``sound`` likewise names a sound there, cut and encoded, that goes the ``sound_way`` (a SoundWay).
    Empty text means "not set"; ``seed`` None means that the service chooses.
    """

    image: str = ""
    prompt: str = BY_NAME["prompt"].default
    negative_prompt: str = BY_NAME["negative_prompt"].default
    effect: str = BY_NAME["effect"].default
    audio_url: str = BY_NAME["audio_url"].default
    duration: int = BY_NAME["duration"].default
    resolution: str = BY_NAME["resolution"].default
    shots: str = BY_NAME["shots"].default
    rewrite: bool = BY_NAME["rewrite"].default
    audio: bool = BY_NAME["audio"].default
    watermark: bool = BY_NAME["watermark"].default
    seed: int | None = BY_NAME["seed"].default
    sound: str = BY_NAME["sound"].default
    sound_way: str = BY_NAME["sound_way"].default

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, one key a row of the tables."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Request:
        """The reverse of :meth:`to_dict`; unknown keys are left out, missing ones take their defaults."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in names})


class ProblemKind(StrEnum):
    """Why the service would refuse, or silently cut, a value."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    WRONG_TYPE = "wrong_type"
    NOT_A_CHOICE = "not_a_choice"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_LINK = "not_a_link"
    TWO_SOUNDS = "two_sounds"
    """A sound file and a link: only one can be heard."""
    NOT_READY = "not_ready"
    """Being made on this computer; by itself it will be there in a moment."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that must not be sent: which parameter, why, and the limit it breaks (0 where none)."""

    parameter: str
    kind: ProblemKind
    limit: int = 0


def validate(request: Request) -> tuple[Problem, ...]:
    """Everything in ``request`` that the service would refuse or silently cut, in the tables' order."""
    problems = (_problem(row, getattr(request, row.name)) for row in (*PARAMETERS, *LOCAL_PARAMETERS))
    found = (*problems, _sound_problem(request))
    return tuple(problem for problem in found if problem is not None)


def _sound_problem(request: Request) -> Problem | None:
    """A sound goes one way, and there is one sound."""
    if request.sound and request.audio_url:
        return Problem("sound", ProblemKind.TWO_SOUNDS)
    if request.sound and not request.sound_way:
        return Problem("sound_way", ProblemKind.MISSING)
    return None


def usable(values: Mapping[str, Any], *, tolerated: Collection[ProblemKind] = frozenset()) -> dict[str, Any]:
    """The values of known names among ``values`` that have no problem, or one of the ``tolerated`` kinds.

    For values that come from a file: of any type, by any hand. Each is of its parameter's own type.
    """
    found = {}
    for name, row in BY_NAME.items():
        if name in values:
            problem = _problem(row, values[name])
            if problem is None:
                found[name] = _as_chosen(row, values[name])
            elif problem.kind in tolerated:
                found[name] = values[name]
    return found


def _as_chosen(row: Parameter, value: Any) -> Any:
    """Of a choice the table's own value: 5.0 is 5."""
    return row.choices[row.choices.index(value)] if row.kind is Kind.CHOICE else value


def _problem(row: Parameter, value: Any) -> Problem | None:
    match row.kind:
        case Kind.CHOICE:
            wrong = value not in row.choices or isinstance(value, bool)
            return Problem(row.name, ProblemKind.NOT_A_CHOICE) if wrong else None
        case Kind.SWITCH:
            return None if isinstance(value, bool) else Problem(row.name, ProblemKind.WRONG_TYPE)
        case Kind.INTEGER:
            return _integer_problem(row, value)
        case _:
            return _text_problem(row, value)


def _integer_problem(row: Parameter, value: Any) -> Problem | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return Problem(row.name, ProblemKind.WRONG_TYPE)
    if not row.minimum <= value <= row.maximum:
        return Problem(row.name, ProblemKind.OUT_OF_RANGE, row.maximum)
    return None


def _text_problem(row: Parameter, value: Any) -> Problem | None:
    if not isinstance(value, str):
        return Problem(row.name, ProblemKind.WRONG_TYPE)
    if row.required and not value:
        return Problem(row.name, ProblemKind.MISSING)
    if row.maximum and len(value) > row.maximum:
        return Problem(row.name, ProblemKind.TOO_LONG, row.maximum)
    if row.kind is Kind.LINK and value and not _is_web_link(value):
        return Problem(row.name, ProblemKind.NOT_A_LINK)
    return None


def _is_web_link(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in value)
