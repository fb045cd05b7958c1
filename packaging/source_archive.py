"""The program's own source code beside its installers: what the GPL asks of whoever hands them on."""

from __future__ import annotations

import subprocess
from pathlib import Path


def name(version: str) -> str:
    return f"wan-desktop-{version}-source.tar.gz"


def write(checkout: Path, target: Path, version: str) -> Path | None:
    """Writes what is committed; None outside of git."""
    archive = target / name(version)
    prefix = archive.name.removesuffix("-source.tar.gz") + "/"
    command = ["git", "archive", f"--prefix={prefix}", f"--output={archive}", "HEAD"]
    try:
        done = subprocess.run(command, cwd=checkout, stderr=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        return None
    return archive if done.returncode == 0 else None
