"""Which media libraries this program stands on, for a report."""

from __future__ import annotations

import av
import PIL


def media_versions() -> dict[str, str]:
    """Names of libraries with their versions; FFmpeg's parts in one line."""
    parts = (f"{name} {'.'.join(map(str, version))}" for name, version in av.library_versions.items())
    return {"Pillow": PIL.__version__, "PyAV": av.__version__, "FFmpeg": ", ".join(parts)}
