"""What the user has chosen, as one immutable value, and its file.

Saved beside and renamed, so that a crash leaves the old file or the new one. Unknown keys (of a newer
version) are kept; one bad value falls back alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

DEMO = "demo"
"""The name of the built-in service where a service is named."""

HOSTS: tuple[tuple[str, str], ...] = (
    ("jiekou", "https://api.jiekou.ai"),
    ("highway", "https://api.highwayapi.ai"),
    ("novita", "https://api.novita.ai"),
    ("ppio", "https://api.ppio.com"),
)
"""Short name and base URL of the hosts that speak this wire; the first is the default."""


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
    muted: bool = False
    volume: float = 1.0
    loop: bool = True
    window: str = ""
    """Geometry and panes of the window, opaque to everyone but ``ui.main_window``."""
    last_request: dict[str, Any] = field(default_factory=dict)
    """The form's last values (``Request.to_dict``), without the image."""
    unknown: dict[str, Any] = field(default_factory=dict)
