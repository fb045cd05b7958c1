"""Small disks for tests, and what runs on them; where mounting is not permitted, tests say so and skip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.disk.small_disk import CannotMount, SmallDisk

MakeDisk = Callable[..., SmallDisk]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[MakeDisk]:
    """``disk(name, kind="tmpfs", megabytes=2)`` mounts one under the test's folder."""
    made: list[SmallDisk] = []

    def make(name: str, kind: str = "tmpfs", megabytes: int = 2) -> SmallDisk:
        try:
            made.append(SmallDisk(tmp_path / name, kind, megabytes))
        except CannotMount as reason:
            pytest.skip(f"no {kind} can be mounted here: {reason}")
        return made[-1]

    yield make
    for one in reversed(made):  # one may lie on another
        one.close()
