"""The program's icon in the formats and sizes that systems want, all from ``resources/icons/app.svg``.

``python packaging/icons.py FOLDER`` writes ``png/wan-desktop-<size>.png``, ``wan-desktop.ico`` and
``wan-desktop.icns``. Drawn by Qt and packed by Pillow: run it in an environment that has both.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "icons" / "app.svg"
NAME = "wan-desktop"
#: What icon themes of Linux desktops look for.
PNG_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
#: What Windows shows at 100 to 400 %.
ICO_SIZES = (16, 20, 24, 30, 32, 36, 40, 48, 60, 64, 72, 80, 96, 128, 256)
#: What macOS shows of 16 to 512 points on dense screens, and Pillow writes.
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)


def write_pngs(target: Path, sizes: Iterable[int] = PNG_SIZES) -> list[Path]:
    """Writes ``wan-desktop-<size>.png`` into a folder. OSError."""
    target.mkdir(parents=True, exist_ok=True)
    files = [(target / f"{NAME}-{size}.png", size) for size in sizes]
    for file, size in files:
        picture(size).save(file, optimize=True)
    return [file for file, _ in files]


def write_ico(target: Path) -> None:
    """Writes one ``.ico`` file, each size drawn for itself. OSError."""
    *smaller, largest = (picture(size) for size in ICO_SIZES)
    largest.save(target, sizes=[(size, size) for size in ICO_SIZES], append_images=smaller)


def write_icns(target: Path) -> None:
    """Writes one ``.icns`` file, each size drawn for itself. OSError."""
    *smaller, largest = (picture(size) for size in ICNS_SIZES)
    largest.save(target, append_images=smaller)


def picture(size: int) -> Image.Image:
    """The icon at ``size`` × ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(SOURCE.read_bytes())).render(painter, on_whole_pixels(size))
    painter.end()
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)  # four bytes a pixel: no row is padded
    return Image.frombytes("RGBA", (size, size), bytes(straight.constBits()))


def on_whole_pixels(size: int) -> QRectF:
    """Where the drawing goes in a square of ``size``, so that its edges are sharp in small sizes too.

    The drawing has a margin of 16 of its 256 units, and 224 between.
    """
    margin = max(1, size // 16)
    unit = (size - 2 * margin) / 224
    return QRectF(margin - 16 * unit, margin - 16 * unit, 256 * unit, 256 * unit)


def main(arguments: list[str]) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application = QGuiApplication(sys.argv[:1])
    folder = Path(arguments[0])
    write_pngs(folder / "png")
    write_ico(folder / f"{NAME}.ico")
    write_icns(folder / f"{NAME}.icns")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
