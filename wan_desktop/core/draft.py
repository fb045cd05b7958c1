"""The form as it stands, kept on the disk so that a new start, after a kill too, begins where the last ended.

::

    {"schema": "wan-desktop-draft/1", "request": {…}, "image": {…} or null, "facts": {…}, "parts": {…}}

``request`` has every value, right or wrong: a prompt that is too long comes back to be mended. What no
control could show falls back alone. A link that is signed, and an API key, are never kept.
"""

from __future__ import annotations

import json
import logging
import math
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, TypeVar

from wan_desktop.core.files import keep_newer, replace_file, set_aside
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.known_keys import without_keys
from wan_desktop.core.params import ProblemKind, Request, usable
from wan_desktop.core.redaction import redact

_log = logging.getLogger(__name__)

SCHEMA = "wan-desktop-draft/1"
BYTES_MAX = 16_000_000
"""A larger file is none of this program's: a batch of thousands of prompts is well below it."""
SEED_MAX = 9_999_999_999
"""The form takes ten digits; more than the service takes, so that a slip is seen and mended."""

_MENDABLE = frozenset(
    {ProblemKind.MISSING, ProblemKind.TOO_LONG, ProblemKind.NOT_A_LINK, ProblemKind.OUT_OF_RANGE}
)
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True)
class DraftImage:
    """The image of a draft.

    ``file_name`` is the image as it is sent, in the inputs folder; ``source`` the path of the user's own
    file, "" where it came without one. The rest is what the preview tells of the source, in pixels, bytes and
    names of changes (``media.images.Change``).
    """

    file_name: str
    source: str = ""
    name: str = ""
    framing: Framing = AS_IT_IS
    source_width: int = 0
    source_height: int = 0
    source_format: str = ""
    source_bytes: int = 0
    changes: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> DraftImage | None:
        """What can be used of ``values``; None where they name no file of the inputs folder."""
        file_name = _typed(values, "file_name", "")
        if not file_name or PurePath(file_name).name != file_name:
            return None
        changes = values.get("changes")
        return cls(
            file_name,
            _typed(values, "source", ""),
            _typed(values, "name", ""),
            Framing.from_dict(_mapping(values.get("framing"))),
            _typed(values, "source_width", 0),
            _typed(values, "source_height", 0),
            _typed(values, "source_format", ""),
            _typed(values, "source_bytes", 0),
            tuple(filter(_is_text, changes)) if isinstance(changes, list) else (),
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next video will be made from, and where the user stands.

    ``facts`` go with the next Submission. ``parts`` are what other tools of the form keep here under names of
    their own (the list of an open batch, the cut of a sound), plain JSON types, opaque to this module.
    ``unknown`` are keys of the file that this version does not know; they are written back as they were.
    """

    request: Request = field(default_factory=Request)
    image: DraftImage | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            **self.unknown,
            "schema": SCHEMA,
            "request": without_secrets(self.request).to_dict(),
            "image": None if self.image is None else asdict(self.image),
            "facts": dict(self.facts),
            "parts": dict(self.parts),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Draft:
        """The reverse of :meth:`to_dict`; one bad value falls back alone."""
        image = values.get("image")
        known = {"schema", "request", "image", "facts", "parts"}
        return cls(
            request=request_of(_mapping(values.get("request"))),
            image=DraftImage.from_dict(image) if isinstance(image, Mapping) else None,
            facts=_mapping(values.get("facts")),
            parts=_mapping(values.get("parts")),
            unknown={name: value for name, value in values.items() if name not in known},
        )


class DraftFile:
    """Where the draft is kept. Any thread may write; an older draft never takes the place of a newer one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._written = 0.0

    def read(self) -> Draft | None:
        """The draft; None where there is none, or none that can be read. Never raises."""
        try:
            content = _content(self._path)
            keep_newer(self._path, content.get("schema"), SCHEMA)
            return Draft.from_dict(content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            # Saved over next: it is kept beside.
            _log.warning("draft unreadable (%s), kept as %s", type(error).__name__, set_aside(self._path))
            return None

    def leave_alone(self) -> None:
        """From now on nothing is written."""
        with self._turn:
            self._written = math.inf

    def write(self, draft: Draft, number: int) -> None:
        """Writes the ``number``-th draft, whole or not at all, unless a later one is there. Blocks.

        DiskError. ValueError and TypeError for facts or parts that are no JSON.
        """
        text = json.dumps(draft.to_dict(), indent=1)
        with self._turn:
            if number > self._written:
                replace_file(self._path, text.encode(), private=True)
                self._written = number


def look(path: Path) -> Draft:
    """The draft in a file that is left as it is; an empty one where it cannot be read."""
    try:
        return Draft.from_dict(_content(path))
    except (OSError, ValueError, RecursionError):
        return Draft()


def request_of(values: Mapping[str, Any]) -> Request:
    """The values that a form can show; the others have their defaults."""
    kept = usable(values, tolerated=_MENDABLE)
    seed = kept.get("seed")
    if seed is not None and not 0 <= seed <= SEED_MAX:
        kept.pop("seed")
    return Request(**kept)


def without_secrets(request: Request) -> Request:
    """What of a request may be kept in a file: no API key, no signed link."""
    texts = {name: value for name, value in request.to_dict().items() if isinstance(value, str)}
    kept: dict[str, Any] = {name: without_keys(value) for name, value in texts.items()}
    if redact(request.audio_url) != request.audio_url:
        # Signed: it would be dead by then, and a secret until then.
        kept["audio_url"] = ""
    return replace(request, **kept)


def _content(path: Path) -> dict[str, Any]:
    """OSError, ValueError where it is no object of JSON."""
    with path.open("rb") as file:
        data = file.read(BYTES_MAX + 1)
    values = json.loads(data) if len(data) <= BYTES_MAX else None
    if not isinstance(values, dict):
        raise ValueError("not an object, or too large")
    return values


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _typed(values: Mapping[str, Any], name: str, usual: T) -> T:
    value = values.get(name)
    return value if type(value) is type(usual) else usual


def _is_text(value: object) -> bool:
    return isinstance(value, str)
