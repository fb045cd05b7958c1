"""What the user has chosen, as one immutable value, and its file.

Saved beside and renamed, so that a crash leaves the old file or the new one. Unknown keys (of a newer
version) are kept; one bad value falls back alone; a file that is no settings file at all is kept aside.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wan_desktop.core.bucket import PREFIX, Bucket
from wan_desktop.core.files import replace_file, set_aside
from wan_desktop.core.kept_paths import found, kept
from wan_desktop.core.limits import Limits
from wan_desktop.core.money import amount_of
from wan_desktop.core.secrets import key_from_environment

_log = logging.getLogger(__name__)

DEMO = "demo"
"""The name of the built-in service where a service is named."""

HOSTS: tuple[tuple[str, str], ...] = (
    ("jiekou", "https://api.jiekou.ai"),
    ("highway", "https://api.highwayapi.ai"),
    ("novita", "https://api.novita.ai"),
    ("ppio", "https://api.ppio.com"),
)
"""Short name and base URL of the hosts that speak this wire; the first is the default."""

LANGUAGES = ("system", "en", "zh_CN")
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice that outlives the program.

    ``service`` is "demo", a base URL, or empty for "not chosen yet". ``library`` is an absolute folder, empty
    for the default one. ``language`` is "system", "en" or "zh_CN"; ``theme`` is "system", "light" or "dark".
    """

    service: str = ""
    library: str = ""
    language: str = "system"
    theme: str = "system"
    limit_per_click: str = ""
    """The most that one click may cost: a plain decimal in the unit of the service's prices; "" for none."""
    limit_per_day: str = ""
    """The most that one calendar day may cost, likewise."""
    muted: bool = False
    volume: float = 1.0
    """0.0 to 1.0."""
    loop: bool = True
    tag_videos: bool = True
    """Whether a finished video carries the settings that it was made with."""
    bucket_endpoint: str = ""
    """The user's own object store, as ``core.bucket.Bucket`` has it; its secret is no setting."""
    bucket_name: str = ""
    bucket_region: str = ""
    bucket_key_id: str = ""
    bucket_in_host: bool = False
    bucket_prefix: str = PREFIX
    temporary_host: bool = False
    """Whether a sound may be offered to the public host (``core.public_host``); each click asks once more."""
    inline_sound: bool = False
    """Whether a sound may go inside the request, which is untested at these services."""
    notify: bool = True
    """Whether the system tells of a finished video while the window is not in front."""
    window: str = ""
    """Geometry and panes of the window, opaque to everyone but ``ui.main_window``."""
    last_request: dict[str, Any] = field(default_factory=dict)
    """The form's last values as older versions left them here; ``core.draft`` keeps them now."""
    unknown: dict[str, Any] = field(default_factory=dict)
    """Keys of the file that this version does not know; written back as they were."""
    unusable: dict[str, Any] = field(default_factory=dict, compare=False)
    """Values that this version cannot use (a newer one may); written back until another is chosen."""

    @property
    def limits(self) -> Limits:
        """What may be spent."""
        return Limits(amount_of(self.limit_per_click), amount_of(self.limit_per_day))

    @property
    def bucket(self) -> Bucket:
        """The user's own object store, whether it can be used or not."""
        return Bucket(
            endpoint=self.bucket_endpoint,
            name=self.bucket_name,
            region=self.bucket_region,
            key_id=self.bucket_key_id,
            in_host=self.bucket_in_host,
            prefix=self.bucket_prefix,
        )


def service_in_force(settings: Settings) -> str:
    """Where a new job goes: the chosen service; while none is chosen, demo unless a key is given."""
    if settings.service:
        return settings.service
    return HOSTS[0][1] if key_from_environment() else DEMO


def load(path: Path) -> Settings:
    """The settings in ``path``; defaults where there is no file, or none that can be read. Never raises.

    A damaged file is renamed to "NAME.bad", so that saving over it loses nothing.
    """
    try:
        values = json.loads(path.read_bytes())
        if not isinstance(values, dict):
            raise ValueError("not an object")
        if _is_text(values.get("library")):
            values["library"] = found(values["library"], path.parent)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        kept = set_aside(path)
        _log.warning("settings unreadable (%s), kept as %s", type(error).__name__, kept)
        return Settings()
    return _from_values(values)


def save(path: Path, settings: Settings) -> None:
    """Writes ``settings`` whole or not at all. DiskError."""
    known = {name: getattr(settings, name) for name in _CHECKS}
    known["library"] = kept(settings.library, path.parent)
    fallen_back = {name: value for name, value in settings.unusable.items() if _is_fallback(settings, name)}
    known |= fallen_back
    text = json.dumps(settings.unknown | known, ensure_ascii=False, indent=1, sort_keys=True)
    # An escape that stands for half a character is legal JSON and comes from a path that is not UTF-8.
    replace_file(path, text.encode("utf-8", "backslashreplace"))


def _from_values(values: Mapping[str, Any]) -> Settings:
    good = {
        name: values[name] for name, is_good in _CHECKS.items() if name in values and is_good(values[name])
    }
    bad = [name for name in _CHECKS if name in values and name not in good]
    if bad:
        _log.warning("settings with unusable values, back to their defaults: %s", ", ".join(bad))
    unknown = {name: value for name, value in values.items() if name not in _CHECKS}
    good |= {name: _WHERE_BAD[name] for name in bad if name in _WHERE_BAD}
    return Settings(**good, unknown=unknown, unusable={name: values[name] for name in bad})


#: A limit that cannot be read must not pass for none: nothing is spent until the user gives it anew.
_WHERE_BAD: Mapping[str, str] = {"limit_per_click": "0", "limit_per_day": "0"}


def _is_fallback(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name) == _WHERE_BAD.get(name, getattr(Settings(), name)))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_values(value: object) -> bool:
    return isinstance(value, dict)


def _is_volume(value: object) -> bool:
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and math.isfinite(value)
        and 0 <= value <= 1
    )


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and (not value or Path(value).is_absolute()) and "\0" not in value


def _is_limit(value: object) -> bool:
    amount = amount_of(value)
    return value == "" or (amount is not None and amount >= 0)


def _is_service(value: object) -> bool:
    """Loosely: whether it can be a base URL at all; ``core.service.check_base_url`` has the last word."""
    if value in ("", DEMO):
        return True
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


#: One row for each field of the file: whether a value read from it can be used.
_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "service": _is_service,
    "library": _is_folder,
    "language": LANGUAGES.__contains__,
    "theme": THEMES.__contains__,
    "limit_per_click": _is_limit,
    "limit_per_day": _is_limit,
    "muted": _is_switch,
    "volume": _is_volume,
    "loop": _is_switch,
    "tag_videos": _is_switch,
    "bucket_endpoint": _is_text,
    "bucket_name": _is_text,
    "bucket_region": _is_text,
    "bucket_key_id": _is_text,
    "bucket_in_host": _is_switch,
    "bucket_prefix": _is_text,
    "temporary_host": _is_switch,
    "inline_sound": _is_switch,
    "notify": _is_switch,
    "window": _is_text,
    "last_request": _is_values,
}
