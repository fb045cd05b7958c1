"""The demo's frames: the image through a moving camera, in planes ready for the encoder.

Three habits keep motion free of jitter and shimmer: the camera's window has fractional edges (Pillow's
``resize(box=...)``), the image is enlarged once beforehand so that each frame is a slight reduction with an
antialiasing filter, and colour planes are moved by the very same window.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from PIL import Image

from wan_desktop.core.paths import resource
from wan_desktop.demo.camera import Shot, View
from wan_desktop.media.mp4_writer import Planes, to_bt709

OVERSAMPLING = 1.3
"""Pixels of the prepared image to one pixel of the frame where the camera is widest."""
AHEAD = 4
"""Frames made ahead of the encoder by a second thread."""
NEUTRAL = 128
MARK_HEIGHT = 0.055
"""Height of the watermark as a part of the frame's shorter side."""


def frames(
    image: Image.Image, size: tuple[int, int], shots: Sequence[Shot], *, mark: bool
) -> Iterator[Planes]:
    """Every frame of every shot, in order. ``image`` is RGB."""
    canvas = _canvas(image, size)
    stamp = _stamp(size) if mark else None

    def make(view: View) -> Planes:
        planes = _seen(canvas, view, size)
        if stamp is not None:
            stamp(planes)
        return planes

    views = (shot.view(index) for shot in shots for index in range(shot.frames))
    with ThreadPoolExecutor(1, thread_name_prefix="frames") as ahead:
        waiting: deque[Future[Planes]] = deque()
        for view in views:
            waiting.append(ahead.submit(make, view))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _canvas(image: Image.Image, size: tuple[int, int]) -> Planes:
    """The image in the frame's aspect (at most a pixel is cropped), enlarged, colours at half the sides."""
    width, height = (round(side * OVERSAMPLING / 2) * 2 for side in size)
    y, cb, cr = to_bt709(_enlarged(image, (width, height)))
    half = (width // 2, height // 2)
    return y, cb.resize(half, Image.Resampling.BOX), cr.resize(half, Image.Resampling.BOX)


def _enlarged(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    aspect = size[0] / size[1]
    width = min(float(image.width), image.height * aspect)
    height = min(float(image.height), image.width / aspect)
    left, top = (image.width - width) / 2, (image.height - height) / 2
    box = (left, top, left + width, top + height)
    return image.resize(size, Image.Resampling.LANCZOS, box)


def _seen(canvas: Planes, view: View, size: tuple[int, int]) -> Planes:
    half = (size[0] // 2, size[1] // 2)
    y, cb, cr = canvas
    beside = _left_sited(view, size[0])
    return (
        _window(y, view, size, Image.Resampling.HAMMING),
        _window(cb, beside, half, Image.Resampling.BILINEAR),
        _window(cr, beside, half, Image.Resampling.BILINEAR),
    )


def _left_sited(view: View, width: int) -> View:
    """H.264 takes colour to stand on the left of each pair of pixels, half a pixel beside their middle."""
    left, top, right, bottom = view
    shift = 0.5 * (right - left) / width
    return max(0.0, left - shift), top, right - shift, bottom


def _window(
    plane: Image.Image, view: View, size: tuple[int, int], resampling: Image.Resampling
) -> Image.Image:
    width, height = plane.size
    left, top, right, bottom = view
    # Rounding may put an edge a billionth outside, which Pillow refuses.
    box = (max(0.0, left) * width, max(0.0, top) * height, min(1.0, right) * width, min(1.0, bottom) * height)
    return plane.resize(size, resampling, box)


def _stamp(size: tuple[int, int]) -> Callable[[Planes], None]:
    """Lays the service's fixed mark at the bottom right into planes of a frame."""
    with Image.open(resource("demo", "watermark.png")) as drawn:  # White letters with a dark, soft edge.
        height = max(8, round(min(size) * MARK_HEIGHT / 2) * 2)
        width = round(drawn.width * height / drawn.height / 2) * 2
        letters, mask = drawn.resize((width, height)).split()
    letters = letters.point([round(16 + level * 219 / 255) for level in range(256)])
    half_mask = mask.resize((mask.width // 2, mask.height // 2), Image.Resampling.BOX)
    margin = round(min(size) * 0.03 / 2) * 2
    place = (size[0] - margin - mask.width, size[1] - margin - mask.height)
    half_place = (place[0] // 2, place[1] // 2)

    def lay(planes: Planes) -> None:
        y, cb, cr = planes
        y.paste(letters, place, mask)
        cb.paste(NEUTRAL, half_place, half_mask)
        cr.paste(NEUTRAL, half_place, half_mask)

    return lay
