"""Videos for the measures: a clip as the demo service renders it, and ready-made tasks of the demo."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.paths import resource
from wan_desktop.demo.order import Order
from wan_desktop.demo.tasks import TaskFolder

MP4_BOX_HEAD = 16


def make_clip(target: Path, *, resolution: str = "1080P", scale: float = 1.0) -> Path:
    """A clip of 5 s with sound."""
    # Not at the top: whoever measures memory imports this module, and must not pay for the renderer.
    from wan_desktop.demo import render

    order = an_order(resolution, scale)
    render.render(order, resource("samples", "lake.jpg").read_bytes(), target, lambda part: None)
    return target


def an_order(resolution: str = "1080P", scale: float = 1.0) -> Order:
    return Order(
        duration=5, resolution=resolution, shots="single", audio=True, watermark=False, seed=7, scale=scale
    )


def lengthen(clip: Path, target: Path, megabytes: int) -> Path:
    """The clip, still whole for every decoder, with so many MB behind it in a box that says "skip me"."""
    length = megabytes * 1024 * 1024
    data = clip.read_bytes()
    with target.open("wb") as file:
        file.write(data)
        file.write((1).to_bytes(4, "big") + b"free" + (length + MP4_BOX_HEAD).to_bytes(8, "big"))
        file.truncate(len(data) + MP4_BOX_HEAD + length)
    return target


def finished_task(demo: Path, video: Path) -> str:
    """A task of the demo service in ``demo`` that is over as soon as its time is: its id."""
    task = TaskFolder(demo / "tasks").accept(an_order(), resource("samples", "lake.jpg").read_bytes())
    os.link(video, task.video)
    return task.id


def job_of_task(number: int, task_id: str, service: str, state: JobState, now: float) -> Job:
    """A job as the program left it: sent, known to the service by ``task_id``."""
    return Job(
        id=f"job{number}",
        created_at=now + number / 1000,
        updated_at=now,
        submitted_at=now,
        state=state,
        request=Request(image="0123456789abcdef.jpg", prompt=f"video {number}"),
        service=service,
        task_id=task_id,
    )


if __name__ == "__main__":
    make_clip(Path(sys.argv[1]), scale=float(sys.argv[2]))
