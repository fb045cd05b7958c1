"""From the first start to a finished video with keys and a screen reader alone.

The dialogs are walked by ``dev.py walk``.
"""

from __future__ import annotations

import sys

import pytest

from tests.access import screen_reader, walk
from tests.fakes.screen import needs_a_screen


@needs_a_screen
@pytest.mark.skipif(
    not screen_reader.is_there(),
    reason="no accessibility bus or window manager: see packaging/linux/system-packages.txt",
)
def test_a_video_is_made_and_watched_by_keys_and_ears_alone() -> None:
    told: list[str] = []
    assert walk.play([sys.executable, "-m", "wan_desktop"], told.append, walk.SHORT) == 0, "\n".join(told)
