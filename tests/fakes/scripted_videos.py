"""A scripted service whose finished videos are real MP4s, so that the program's own tools take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.scripted_service import ScriptedService


@dataclass
class VideoService(ScriptedService):
    """Every task ends with a copy of ``video``."""

    video: Path = Path()

    async def fetch(
        self, url: str, part: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> None:
        self.fetched.append(url)
        _copy(self.video, part)


def _copy(video: Path, part: Path) -> None:
    part.write_bytes(video.read_bytes())
