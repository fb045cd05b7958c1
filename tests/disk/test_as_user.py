"""What root cannot see of modes, and what others may not mount: each in a child with other rights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_ROOTS_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
SPACE_OF_ITS_OWN = ("unshare", "--map-root-user", "--mount")


def in_child(rights: tuple[str, ...], *arguments: str | Path) -> None:
    """Runs tests of this folder with these rights; fails with their words, or where none was run."""
    if shutil.which(rights[0]) is None:
        pytest.skip(f"there is no {rights[0]} on this computer")
    if subprocess.run([*rights, "true"], capture_output=True, check=False).returncode:
        pytest.skip(f"{rights[0]} is not permitted here")
    command = [*rights, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="modes hold for this user anyway")
def test_modes_hold_where_root_gives_up_its_rights(tmp_path: Path) -> None:
    in_child(WITHOUT_ROOTS_RIGHTS, "tests/disk/test_modes.py", f"--basetemp={tmp_path / 'child'}")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root mounts by itself")
def test_small_disks_in_a_name_space_of_ones_own(tmp_path: Path) -> None:
    in_child(SPACE_OF_ITS_OWN, "tests/disk", "-k", "tmpfs", f"--basetemp={tmp_path / 'child'}")
