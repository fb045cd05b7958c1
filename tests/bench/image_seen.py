"""From the drop of a photograph on the window to the paint that shows it, and until it can be sent.

The whole program without a screen. The library's own decoding, no larger than a look needs, takes turns with
the drops, so that a busy machine slows both. The rounds are of one
program: the first is told for itself.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QEvent, QObject

from tests.bench import program
from tests.bench.figures import Figure, Row, ratio_of, spread
from tests.bench.image_prepare import LARGE, as_heic, as_jpeg, photograph
from wan_desktop.app.main import App
from wan_desktop.app.selftest import drop_file
from wan_desktop.media.images import THUMBNAIL_SIDE
from wan_desktop.ui.drop_frame import DropFrame

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Drop:
    """Seconds from letting go; and what the library took right after it, 0 where it has no quicker way."""

    seen: float
    ready: float
    alone: float


class NextPaint(QObject):
    """When a widget was painted first after :meth:`expect`."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.expected = False
        self.at: float | None = None
        watched.installEventFilter(self)

    def expect(self, *_signal: object) -> None:
        self.expected = True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self.expected and self.at is None and event.type() is QEvent.Type.Paint:
            self.at = 0.0
            program.soon(self._painted)  # once it is done
        return False

    def _painted(self) -> None:
        self.at = time.perf_counter()


def measure(rounds: int = ROUNDS, large: tuple[int, int] = LARGE) -> list[Row]:
    picture = photograph(large)
    megapixels = f"{large[0] * large[1] // 1_000_000} MP"
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-") as name:
        jpeg, heic = Path(name, "photo.jpg"), Path(name, "photo.heic")
        jpeg.write_bytes(as_jpeg(picture))
        heic.write_bytes(as_heic(picture, thumbnail=416))
        with program.home():
            of_jpeg, of_heic = program.run_in_program(drop_each((jpeg, heic), rounds))
    ratios = [(drop.seen, drop.alone) for drop in of_jpeg]
    note = f"a draft alone {min(drop.alone for drop in of_jpeg) * 1000:.0f} ms at best"
    return [
        Figure(f"{megapixels} JPEG dropped → painted / a draft alone", ratio_of(ratios), note=note),
        *_figures(f"{megapixels} JPEG", of_jpeg),
        *_figures(f"{megapixels} HEIC", of_heic),
    ]


def _figures(name: str, drops: list[Drop]) -> list[Figure]:
    seen, ready = ([getattr(drop, what) * 1000 for drop in drops] for what in ("seen", "ready"))
    first = f", the first {seen[0]:.0f}"
    return [
        Figure(f"{name} dropped → painted, best", min(seen), "ms", 300, note=spread(seen, 0) + first),
        Figure(f"{name} dropped → can be sent, best", min(ready), "ms", note=spread(ready, 0)),
    ]


def drop_each(files: tuple[Path, ...], rounds: int) -> Callable[[App], Coroutine[Any, Any, list[list[Drop]]]]:
    async def drop(app: App) -> list[list[Drop]]:
        return [[await dropped(app, file) for _ in range(rounds)] for file in files]

    return drop


async def dropped(app: App, file: Path) -> Drop:
    [frame] = app.form.drop_area.findChildren(DropFrame)
    painted, ready = NextPaint(frame), []
    connections = [
        app.composer.intake.looked.connect(painted.expect),
        app.composer.intake.prepared.connect(painted.expect),
        app.composer.intake.prepared.connect(lambda *_: ready.append(time.perf_counter())),
    ]
    start = time.perf_counter()
    program.soon(drop_file, app.window, file)
    await program.until(lambda: bool(ready and painted.at), f"{file.name} seen and ready")
    for connection in connections:
        QObject.disconnect(connection)
    painted.deleteLater()
    assert painted.at is not None
    alone = await asyncio.to_thread(seconds_of_a_draft, file) if file.suffix == ".jpg" else 0.0
    return Drop(painted.at - start, ready[0] - start, alone)


def seconds_of_a_draft(file: Path) -> float:
    start = time.perf_counter()
    with Image.open(BytesIO(file.read_bytes())) as image:
        image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        image.load()
    return time.perf_counter() - start
