"""Carries out a Plan on pixels: cut, scaled, turned, in sRGB, laid on its background."""

from __future__ import annotations

from PIL import Image, ImageFilter, ImageStat

from wan_desktop.core.framing import BLUR, centred
from wan_desktop.media.colour import to_srgb
from wan_desktop.media.image_plan import UPRIGHT, Box, Plan, Size, Turn
from wan_desktop.media.source_image import SourceImage

_BLUR_SIDE = 48
"""Longest side of the small copy that is blurred: larger shows things that distract from the picture."""
_BLUR_RADIUS = 3

_TRANSPOSES = {
    (True, 0): Image.Transpose.FLIP_LEFT_RIGHT,
    (False, 1): Image.Transpose.ROTATE_270,
    (True, 1): Image.Transpose.TRANSVERSE,
    (False, 2): Image.Transpose.ROTATE_180,
    (True, 2): Image.Transpose.FLIP_TOP_BOTTOM,
    (False, 3): Image.Transpose.ROTATE_90,
    (True, 3): Image.Transpose.TRANSPOSE,
}
"""Pillow turns against the clock."""


def carry_out(plan: Plan, source: SourceImage) -> Image.Image:
    """The pixels that go: RGB, sRGB, upright, of ``plan.size``. Blocks; call it inside ``reading()``."""
    lying = plan.turn.size(plan.inner)
    whole = source.image.size
    picture = source.pixels(_whole_at(plan.box, lying, whole))
    picture = _scaled(picture, _box_in(plan.box, whole, picture.size), lying)
    picture = to_srgb(turned(picture, plan.turn), source.profile)
    if picture.mode == "RGB" and not plan.extends:
        return picture
    return laid_on(_ground(picture, plan), picture)


def turned(picture: Image.Image, turn: Turn) -> Image.Image:
    """The picture turned; itself where it stands right already."""
    if turn == UPRIGHT:
        return picture
    return picture.transpose(_TRANSPOSES[turn.mirrored, turn.quarters])


def laid_on(ground: Image.Image, picture: Image.Image) -> Image.Image:
    """``ground`` with the picture, RGB or RGBA, in its middle."""
    place = (ground.width - picture.width) // 2, (ground.height - picture.height) // 2
    mask = picture.getchannel("A") if picture.mode == "RGBA" else None
    ground.paste(picture.convert("RGB"), place, mask)
    return ground


def _whole_at(box: Box, wanted: Size, whole: Size) -> Size:
    """How large the whole picture has to be for ``box`` of it to come in the ``wanted`` size."""
    width, height = whole[0] * wanted[0] / (box[2] - box[0]), whole[1] * wanted[1] / (box[3] - box[1])
    return min(round(width), whole[0]), min(round(height), whole[1])


def _box_in(box: Box, whole: Size, decoded: Size) -> tuple[float, float, float, float]:
    """``box`` in a picture that was decoded smaller."""
    x, y = decoded[0] / whole[0], decoded[1] / whole[1]
    return box[0] * x, box[1] * y, min(box[2] * x, decoded[0]), min(box[3] * y, decoded[1])


def _scaled(picture: Image.Image, box: tuple[float, float, float, float], size: Size) -> Image.Image:
    width, height = box[2] - box[0], box[3] - box[1]
    if width == size[0] and height == size[1]:
        return picture if size == picture.size else picture.crop(box)
    # Down, bicubic over all source pixels shows no difference and takes a third less than Lanczos.
    filtering = Image.Resampling.BICUBIC if size < (width, height) else Image.Resampling.LANCZOS
    return picture.resize(size, filtering, box=box, reducing_gap=3.0)


def _ground(picture: Image.Image, plan: Plan) -> Image.Image:
    """What lies under transparent parts and beside an extended picture."""
    if plan.background != BLUR:
        return Image.new("RGB", plan.size, plan.background)
    return blurred(picture, plan.size)


def blurred(picture: Image.Image, size: Size) -> Image.Image:
    """A copy of RGB or RGBA that fills ``size``, without anything to recognise; opaque."""
    scale = _BLUR_SIDE / max(size)
    small = max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
    part = centred(*picture.size, size[0] / size[1])
    box = (
        part.left * picture.width, part.top * picture.height,
        part.right * picture.width, part.bottom * picture.height,
    )  # fmt: skip
    copy = picture.resize(small, Image.Resampling.BICUBIC, box=box)
    if copy.mode == "RGBA":
        # Transparent parts take the mean of what can be seen: their own colour is anything.
        alpha = copy.getchannel("A")
        seen = ImageStat.Stat(copy.convert("RGB"), alpha.point(lambda level: 255 if level else 0))
        mean = tuple(map(round, seen.mean)) if any(seen.count) else (255, 255, 255)
        copy = laid_on(Image.new("RGB", small, mean), copy)
    return copy.filter(ImageFilter.GaussianBlur(_BLUR_RADIUS)).resize(size, Image.Resampling.BICUBIC)
