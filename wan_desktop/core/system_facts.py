"""What kind of computer this is, for a report: systems, versions, room on the disks. Nobody's name."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import shutil
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from wan_desktop.core.secrets import key_from_environment
from wan_desktop.media.versions import media_versions

_PACKAGES = ("PySide6_Essentials", "qasync", "httpx", "httpcore", "truststore", "keyring")
#: Said only whether they are set: what stands in them may be private.
_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "WAN_DESKTOP_HOME", "DBUS_SESSION_BUS_ADDRESS", "SSL_CERT_FILE")


def system_facts(version: str) -> dict[str, str]:
    """``version`` is the program's own. Blocks for some tens of milliseconds."""
    return {
        "Wan Desktop": version + (" (packaged)" if getattr(sys, "frozen", False) else ""),
        "Written at": datetime.now(UTC).isoformat(timespec="seconds"),
        "System": platform.platform(),
        "Distribution": _distribution(),
        "Machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "Python": platform.python_version(),
        **{name: _version(name) for name in _PACKAGES},
        **media_versions(),
        "Language": " ".join(filter(None, locale.getlocale())),
        "Session": os.environ.get("XDG_SESSION_TYPE", "") or "unknown",
        "Set variables": ", ".join(name for name in _VARIABLES if os.environ.get(name)) or "none",
        "System proxy for": ", ".join(sorted(urllib.request.getproxies())) or "nothing",
        "Key in the environment": "yes" if key_from_environment() else "no",
    }


def folder_facts(folder: Path) -> str:
    """Where a folder is, whether it can be written, and how much room there is."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if there is None:
        return f"{folder}: missing"
    state = "" if there == folder else "missing, "
    state += "writable" if os.access(there, os.W_OK) else "not writable"
    try:
        usage = shutil.disk_usage(there)
    except OSError as error:
        return f"{folder}: {state}, {error.strerror}"
    return f"{folder}: {state}, {usage.free} of {usage.total} bytes free"


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "unknown")
    except OSError:
        return "none"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
