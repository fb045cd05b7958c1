"""Images: a small file of every format with everything in it that a reader may stumble over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image

from tests.fakes.heic import heic
from tests.fakes.pictures import file_of, swapped_profile, transparent
from tests.media.fuzz.targets import Target
from wan_desktop.core.errors import InputError
from wan_desktop.core.framing import AS_IT_IS, BLUR, Crop, Fit, Framing
from wan_desktop.media.images import look, prepare


@cache
def corpus() -> Sequence[bytes]:
    picture = Image.linear_gradient("L").resize((96, 80)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    noted = {"exif": exif, "icc_profile": swapped_profile()}
    frames = {"save_all": True, "append_images": [picture.rotate(90), picture.rotate(180)]}
    clear = transparent("RGBA")[0].resize((80, 96))
    return [
        file_of(picture, "JPEG", **noted),
        file_of(picture, "JPEG", progressive=True, comment=b"remark"),
        file_of(picture.convert("CMYK"), "JPEG"),
        file_of(picture, "PNG", **noted, **frames),
        file_of(clear.quantize(), "PNG"),
        file_of(Image.new("I;16", (64, 64), 999), "PNG"),
        file_of(picture, "WEBP", **noted, **frames),
        file_of(clear, "WEBP", lossless=True),
        file_of(picture, "BMP"),
        file_of(picture.convert("P"), "BMP"),
        file_of(picture, "GIF", **frames, transparency=3, disposal=2),
        file_of(picture, "TIFF", **frames),
        file_of(picture, "TIFF", compression="tiff_lzw", exif=exif),
        file_of(picture, "TIFF", compression="jpeg"),
        file_of(picture.convert("1"), "TIFF", compression="group4"),
        file_of(Image.new("F", (64, 64), 0.5), "TIFF"),
        file_of(picture, "TIFF", big_tiff=True),
        file_of(picture, "AVIF", **noted, speed=10),
        file_of(picture, "AVIF", **frames, speed=10),
        heic(picture.resize((192, 160)), exif=exif.tobytes(), thumbnail=96, rotated=1),
        heic(picture.resize((192, 192)), tile=96, icc=swapped_profile(), nclx=None),
        heic(clear, depth=10, mirrored=True),
        heic(picture.convert("L"), others=[picture], nclx=(9, 16, 9)),
        heic(picture.convert("L"), depth=10),
    ]


def framing(chance: Random) -> Framing:
    if chance.random() < 0.3:
        return AS_IT_IS
    left, top = chance.random() * 0.9, chance.random() * 0.9
    crop = Crop(
        left, top, left + (1 - left) * chance.random() + 1e-9, top + (1 - top) * chance.random() + 1e-9
    )
    return Framing(
        frame=chance.choice((0, 0, 1, 2, 500)),
        mirrored=chance.random() < 0.5,
        quarter_turns=chance.randrange(4),
        crop=crop if crop.is_sound and chance.random() < 0.5 else None,
        fit=chance.choice(tuple(Fit)),
        background=chance.choice((BLUR, "#ffffff", "#204060")),
    )


def exercise(data: bytes, chance: Random, folder: Path) -> str:
    """The quick look first, then what is sent, as bytes or from a file."""
    source: Path | bytes = data
    if chance.random() < 0.3:
        source = folder / "图片 photo.jpg"
        source.write_bytes(data)
    wish = framing(chance)
    try:
        return _exercise(source, wish, chance)
    finally:
        if isinstance(source, Path):
            source.unlink()


def _exercise(source: Path | bytes, wish: Framing, chance: Random) -> str:
    outcome = "sent"
    try:
        seen = look(source, chance.choice((480, 480, 1600)), wish.frame)
        assert seen.frames >= 1
        assert seen.thumbnail.startswith(b"\xff\xd8")
    except InputError as error:
        outcome = f"not looked at: {error.kind}"
    try:
        prepared = prepare(source, wish)
    except InputError as error:
        return f"refused: {error.kind}"
    assert 360 <= min(prepared.width, prepared.height) <= max(prepared.width, prepared.height) <= 2000
    with Image.open(BytesIO(prepared.data)) as sent:
        assert sent.size == (prepared.width, prepared.height)
    return outcome


TARGET = Target(corpus, exercise)
