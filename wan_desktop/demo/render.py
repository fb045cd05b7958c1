"""Renders one order into its MP4, in its own process: ``wan-desktop demo-render TASK_FOLDER/order.json``.

Reads ``order.json`` and ``image`` of the task's folder; leaves ``video.mp4``, or ``failure.txt`` with the
reason in the service's manner, and writes ``progress`` (a number from 0 to 1) as it goes. Every file is
written beside and renamed. It works at low priority and dies with its parent: standard input is a pipe that
nobody writes to, and its end means that the parent is gone.
"""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image

from wan_desktop.core.files import rename_over
from wan_desktop.core.params import AUDIO_BYTES_MAX, IMAGE_BYTES_MAX
from wan_desktop.demo import camera, pictures, sound
from wan_desktop.demo.checks import Refusal, check_image
from wan_desktop.demo.links import Unreachable, fetched
from wan_desktop.demo.order import FAILURE, IMAGE, ORDER, PROGRESS, VIDEO, Order, write
from wan_desktop.media.mp4_writer import FRAMES_PER_SECOND, Planes, write_mp4

NICENESS = 10
REPORT_SECONDS = 0.2
PARENT_GONE = 75


def main(arguments: Sequence[str]) -> int:
    """The process: 0 where the task has its video or its reason for having none, 2 without an order."""
    if len(arguments) != 1:
        return 2
    threading.Thread(target=_die_with_parent, name="parent", daemon=True).start()
    if hasattr(os, "nice"):  # On Windows the parent sets the priority.
        os.nice(NICENESS)
    render_task(Path(arguments[0]).parent)
    return 0


def render_task(folder: Path) -> None:
    """Renders the order in ``folder``. Raises OSError where the disk refuses."""
    order = Order.from_json((folder / ORDER).read_text(encoding="utf-8"))
    part = folder / f"video.{os.getpid()}.part"
    try:
        render(order, _image_of(order, folder), part, _Progress(folder / PROGRESS))
    except Unreachable as error:
        write(folder / FAILURE, str(error))
    except Refusal as error:
        write(folder / FAILURE, f"InvalidFile: {error.message}")
    except sound.NotASound as error:
        write(folder / FAILURE, f"InvalidFile: the audio cannot be used: {error}")
    else:
        rename_over(part, folder / VIDEO)
    finally:
        part.unlink(missing_ok=True)


def render(order: Order, image: bytes, target: Path, progress: Callable[[float], None]) -> None:
    """Writes the MP4. Raises Unreachable or sound.NotASound for the sound, OSError for the disk."""
    with Image.open(io.BytesIO(image)) as opened:
        picture = opened.convert("RGB")
    count = order.duration * FRAMES_PER_SECOND
    size = camera.frame_size(order.resolution, picture.width / picture.height, order.scale)
    shots = camera.plan(order.seed, order.shots, count, order.move)
    frames = pictures.frames(picture, size, shots, mark=order.watermark)
    write_mp4(target, size, _reported(frames, count, progress), _sound_of(order))


def _image_of(order: Order, folder: Path) -> bytes:
    if not order.image_link:
        return (folder / IMAGE).read_bytes()
    data = fetched(order.image_link, "image", IMAGE_BYTES_MAX)
    check_image(data)
    return data


def _sound_of(order: Order) -> bytes:
    if order.audio_link:
        return sound.fitted(fetched(order.audio_link, "audio", AUDIO_BYTES_MAX), order.duration)
    if order.audio:
        return sound.bed(order.seed, order.duration)
    return sound.silence(order.duration)


def _reported(frames: Iterator[Planes], count: int, progress: Callable[[float], None]) -> Iterator[Planes]:
    for done, planes in enumerate(frames):
        progress(done / count)
        yield planes


class _Progress:
    """Writes the progress file, a few times a second at most."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = 0.0

    def __call__(self, part: float) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + REPORT_SECONDS
            write(self._path, f"{part:.3f}")


def _die_with_parent() -> None:
    """Waits for the end of standard input; os.read, since a buffered read would block the exit."""
    try:
        while os.read(0, 1):
            pass
    except OSError:  # No standard input at all: started by hand.
        return
    os._exit(PARENT_GONE)
