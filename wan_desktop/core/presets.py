"""Settings that the user has named, kept in a file of one's own and handed on as one.

::

    {"schema": "wan-desktop-presets/1", "presets": [{"name": "Slow pan", "values": {"duration": 10, …}}]}

A preset has the values that it sets, and leaves every other as it is; the image and a sound file of this
computer are never among them. A file may come from anyone: it is bounded, each value is one that the service
would take, and what this version does not know is written back as it was.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wan_desktop.core.draft import without_secrets
from wan_desktop.core.errors import DiskError, ErrorKind, InputError
from wan_desktop.core.files import keep_newer, replace_file, set_aside
from wan_desktop.core.params import PARAMETERS, Request, usable

_log = logging.getLogger(__name__)

SCHEMA = "wan-desktop-presets/1"
"""The number grows when a key changes its meaning; new keys need no new number."""
BYTES_MAX = 4_000_000
COUNT_MAX = 500
NAME_MAX = 80
"""Most bytes of a file, presets in it, characters of a name."""

_SCHEMA_NAME = "wan-desktop-presets/"
_PROMPTS = ("prompt", "negative_prompt")
_KEPT = tuple(row.name for row in PARAMETERS if row.name != "image")


@dataclass(frozen=True, slots=True)
class Preset:
    """``values`` are parameters by name; ``unknown`` are keys that this version does not know."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def applied(self, request: Request) -> Request:
        """``request`` with the values of the preset."""
        return replace(request, **self.values)


@dataclass(frozen=True, slots=True)
class Presets:
    """All of them, in the order of their names; no two names differ in case alone."""

    presets: tuple[Preset, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict)
    schema: str = SCHEMA
    """What the file says that it is; a newer one is written in the format of now."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(preset.name for preset in self.presets)

    def find(self, name: str) -> Preset | None:
        """The preset of a name, whatever its case."""
        return next((preset for preset in self.presets if _same(preset.name, name)), None)

    def put(self, preset: Preset) -> Presets:
        """With ``preset``, which takes the place of one of its name."""
        return replace(self, presets=_in_order([*self.without(preset.name).presets, preset]))

    def without(self, name: str) -> Presets:
        """Without the preset of that name."""
        return replace(self, presets=tuple(one for one in self.presets if not _same(one.name, name)))

    def renamed(self, old: str, new: str) -> Presets:
        """With another name for one preset; unchanged where there is none, or ``new`` is taken or empty."""
        preset, name = self.find(old), clean_name(new)
        taken = self.without(old).find(name) is not None
        if preset is None or taken or not name:
            return self
        return self.without(old).put(replace(preset, name=name))

    def joined(self, others: Presets) -> tuple[Presets, int]:
        """With presets of another file, and how many came.

        One whose name is taken is numbered: "Slow pan (2)"; one that is there already, whole, is left out. So
        are those beyond COUNT_MAX.
        """
        joined, came = self, 0
        for preset in others.presets:
            same = joined.find(preset.name)
            if len(joined.presets) < COUNT_MAX and (same is None or same.values != preset.values):
                joined = joined.put(replace(preset, name=joined.free_name(preset.name)))
                came += 1
        return joined, came

    def free_name(self, name: str) -> str:
        """``name``, numbered where it is taken."""
        number, free = 1, name
        while self.find(free) is not None:
            number += 1
            free = f"{name[: NAME_MAX - 6]} ({number})"
        return free


def preset_of(name: str, request: Request, *, with_prompts: bool) -> Preset:
    """The values of a form under a name, without what cannot be sent, and without a signed link."""
    left_out = () if with_prompts else _PROMPTS
    values = usable(without_secrets(request).to_dict())
    kept = {key: value for key, value in values.items() if key in _KEPT and key not in left_out}
    return Preset(clean_name(name), kept)


def clean_name(text: str) -> str:
    """A name on one line, of visible signs, not too long; "" where nothing is left."""
    visible = "".join(sign if sign.isprintable() else " " for sign in text[: NAME_MAX * 4])
    return " ".join(visible.split())[:NAME_MAX].rstrip()


def to_bytes(presets: Presets) -> bytes:
    """The file."""
    listed = [{**one.unknown, "name": one.name, "values": dict(one.values)} for one in presets.presets]
    whole = {**presets.unknown, "schema": SCHEMA, "presets": listed}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def parse(data: bytes) -> Presets:
    """The presets in a file by anyone; what is unusable in it is left out. InputError(NOT_PRESETS)."""
    try:
        values = json.loads(data) if len(data) <= BYTES_MAX else None
    except (ValueError, RecursionError) as error:
        raise InputError(ErrorKind.NOT_PRESETS) from error
    if not isinstance(values, dict) or not str(schema := values.get("schema")).startswith(_SCHEMA_NAME):
        raise InputError(ErrorKind.NOT_PRESETS)
    listed = values.get("presets")
    unknown = {key: value for key, value in values.items() if key not in ("schema", "presets")}
    found = Presets(unknown=unknown, schema=str(schema))
    for one in listed[:COUNT_MAX] if isinstance(listed, list) else ():
        if (preset := _preset(one)) is not None:
            found = found.put(replace(preset, name=found.free_name(preset.name)))
    return found


def read(path: Path) -> Presets:
    """As :func:`parse`, from a file. Blocks. InputError, DiskError."""
    try:
        with path.open("rb") as file:
            return parse(file.read(BYTES_MAX + 1))
    except FileNotFoundError as error:
        raise InputError(ErrorKind.FILE_MISSING, path.name) from error
    except OSError as error:
        raise DiskError.from_os_error(error) from error


def load(path: Path) -> Presets:
    """The user's own; none where there is no file. Blocks. DiskError.

    A damaged file is renamed to "NAME.bad", so that saving over it loses nothing.
    """
    try:
        presets = read(path)
        keep_newer(path, presets.schema, SCHEMA)
        return presets
    except InputError as error:
        if error.kind is not ErrorKind.FILE_MISSING:
            _log.warning("presets unreadable, kept as %s", set_aside(path))
        return Presets()


def save(path: Path, presets: Presets) -> None:
    """Writes them whole or not at all. Blocks. DiskError."""
    replace_file(path, to_bytes(presets))


def _preset(value: object) -> Preset | None:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    name, values = clean_name(value["name"]), value.get("values")
    if not name:
        return None
    good = usable(values) if isinstance(values, dict) else {}
    kept = {key: good[key] for key in good if key in _KEPT}
    return Preset(name, kept, {key: one for key, one in value.items() if key not in ("name", "values")})


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def _in_order(presets: Iterable[Preset]) -> tuple[Preset, ...]:
    return tuple(sorted(presets, key=lambda preset: (preset.name.casefold(), preset.name)))
