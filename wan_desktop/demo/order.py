"""One accepted order of the demo service, as its task keeps it on disk and its renderer reads it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path

from wan_desktop.core.files import rename_over

ORDER, IMAGE, VIDEO, FAILURE, PROGRESS = "order.json", "image", "video.mp4", "failure.txt", "progress"
"""Files of a task's folder."""


class Outcome(StrEnum):
    """How a task ends. A prompt that holds ``[demo:<value>]`` orders it, to see how the program takes it."""

    SUCCEED = "succeed"
    REFUSE = "refuse"
    """Fails: the content check refuses."""
    FAIL = "fail"
    """Fails: the service's own trouble."""
    LOST = "lost"
    """Is not found any more after half of its time."""
    SLOW = "slow"
    """Takes ten times as long."""
    EXPIRED = "expired"
    """Succeeds with a link that is dead already."""

    @classmethod
    def ordered_by(cls, prompt: str) -> Outcome:
        return next((outcome for outcome in cls if f"[demo:{outcome}]" in prompt), cls.SUCCEED)


@dataclass(frozen=True, slots=True)
class Order:
    """What to render, checked and complete.

    ``image_link`` is empty where the image came inside the request. ``audio_link`` is http(s) or a data URI,
    empty for none; ``audio`` then chooses between the made-up bed and silence. ``move`` names a camera move,
    empty where ``seed`` chooses. ``scale`` shortens both sides of the video (tests use small ones).
    """

    duration: int
    resolution: str
    shots: str
    audio: bool
    watermark: bool
    seed: int
    move: str = ""
    image_link: str = ""
    audio_link: str = ""
    outcome: Outcome = Outcome.SUCCEED
    scale: float = 1.0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Raises ValueError or TypeError where ``text`` is not what :meth:`to_json` made."""
        values = json.loads(text)
        known = {field.name for field in fields(cls)}
        order = {name: value for name, value in values.items() if name in known}
        return cls(**{**order, "outcome": Outcome(order.get("outcome", Outcome.SUCCEED))})


def write(path: Path, text: str) -> None:
    """Beside and renamed: who reads it sees nothing or the whole. OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    rename_over(part, path)
