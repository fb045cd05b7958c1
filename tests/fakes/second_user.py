"""Another account of this computer, as root alone can play it: a process that gives its own user id away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.command_line import PATIENCE, ROOT

OTHER_USER = 54321
"""A user id without a name and without a home."""

# What is run is imported first: another user need not be able to read this Python's own files.
_BECOME = f"""
import os, sys
import wan_desktop.app.main, wan_desktop.backend, wan_desktop.cli.main, wan_desktop.media.images
from wan_desktop.__main__ import main
from wan_desktop.core.claims import Claims
from wan_desktop.core.store import Store
os.setgroups([])
os.setresgid({OTHER_USER}, {OTHER_USER}, {OTHER_USER})
os.setresuid({OTHER_USER}, {OTHER_USER}, {OTHER_USER})
exec(sys.argv.pop(1))
"""


def shared_folder() -> Iterator[Path]:
    """A folder that every user may enter; skips the test where this user cannot play another."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can start a process as another user")
    # Not below pytest's own folder, which others may not enter.
    folder = Path(tempfile.mkdtemp(prefix="wan-desktop-shared-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


def as_other_user(
    code: str, *arguments: object, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs Python code as another user, on a home where one is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAN_DESKTOP_")}
    environment = kept | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "HOME": "/nonexistent"}
    if home is not None:
        environment["WAN_DESKTOP_HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-c", _BECOME, code, *map(str, arguments)],
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def command_of_other_user(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command of the program as another user."""
    return as_other_user("sys.exit(main(sys.argv[1:]))", *arguments, home=home)
