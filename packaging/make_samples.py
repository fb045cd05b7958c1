"""Makes the bundled samples: three pictures of hills under a low sun, and a few seconds of gentle sound.

Run by hand when they should look or sound otherwise: ``python packaging/make_samples.py``. The results are
kept in ``resources/samples``; the same Pillow and PyAV make the same bytes.
"""

from __future__ import annotations

import array
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageDraw, ImageFilter

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
WIDTH, HEIGHT = 1600, 900
OVERSAMPLING = 2
JPEG_QUALITY = 93

Colour = tuple[int, int, int]
Stops = Sequence[tuple[float, Colour]]


@dataclass(frozen=True)
class Scene:
    """One picture. Places are parts of the width and height; ridges go from far to near."""

    name: str
    seed: int
    sky: Stops
    sun: tuple[float, float, float]
    glow: Colour
    far: Colour
    near: Colour
    mist: Colour
    roughness: float
    bases: tuple[float, ...] = (0.53, 0.593, 0.67, 0.752, 0.839, 0.93)
    """How high each ridge stands, from far to near."""
    shore: float = 0.0
    """Where a lake begins, behind the nearer half of the ridges; 0 for none."""


SCENES = (
    Scene(
        name="lake",
        seed=7,
        sky=((0.0, (70, 132, 190)), (0.45, (140, 182, 216)), (0.75, (206, 222, 228))),
        sun=(0.68, 0.36, 0.047),
        glow=(255, 250, 232),
        far=(116, 166, 176),
        near=(14, 50, 54),
        mist=(198, 220, 226),
        roughness=0.8,
        bases=(0.515, 0.57, 0.615, 0.90, 0.95, 1.0),
        shore=0.655,
    ),
    Scene(
        name="dunes",
        seed=21,
        sky=((0.0, (150, 78, 66)), (0.4, (222, 138, 88)), (0.75, (250, 206, 142))),
        sun=(0.66, 0.40, 0.05),
        glow=(255, 240, 196),
        far=(220, 142, 88),
        near=(72, 28, 24),
        mist=(252, 204, 146),
        roughness=0.35,
    ),
    Scene(
        name="hills",
        seed=4,
        sky=((0.0, (92, 160, 150)), (0.45, (162, 204, 180)), (0.75, (232, 234, 196))),
        sun=(0.7, 0.37, 0.05),
        glow=(255, 254, 222),
        far=(142, 192, 148),
        near=(12, 58, 42),
        mist=(226, 236, 200),
        roughness=0.6,
    ),
)


def mix(first: Colour, second: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A vertical run of colours."""
    height = size[1]
    column = Image.new("RGB", (1, height))
    for y in range(height):
        column.putpixel((0, y), colour_at(stops, y / height))
    return column.resize(size)


def colour_at(stops: Stops, place: float) -> Colour:
    for (start, first), (end, second) in pairwise(stops):
        if place <= end:
            part = (place - start) / (end - start)
            return mix(first, second, part * part * (3 - 2 * part))
    return stops[-1][1]


def grained(picture: Image.Image, seed: int, strength: int = 2) -> Image.Image:
    """Fine noise of a few levels: hides the steps of a smooth sky from eye and encoder."""
    source = random.Random(seed)
    levels = bytes(128 + source.randint(-strength, strength) for _ in range(256 * 256))
    tile = Image.frombytes("L", (256, 256), levels)
    noise = Image.new("L", picture.size)
    for x in range(0, picture.width, 256):
        for y in range(0, picture.height, 256):
            noise.paste(tile.transpose(Image.Transpose(source.randint(0, 6))), (x, y))
    return ImageChops.add(picture, Image.merge("RGB", (noise,) * 3), offset=-128)


def glow(size: tuple[int, int], centre: tuple[float, float], radius: float, strength: float) -> Image.Image:
    """A round light that falls off softly, as a mask."""
    small = Image.new("L", (size[0] // 8, size[1] // 8))
    for y in range(small.height):
        for x in range(small.width):
            distance = math.hypot(x * 8 - centre[0], y * 8 - centre[1]) / radius
            small.putpixel((x, y), round(255 * strength * math.exp(-distance * distance)))
    return small.resize(size, Image.Resampling.BICUBIC)


def ridge(source: random.Random, base: float, swing: float, roughness: float, width: int) -> list[float]:
    """The heights of one ridge, a sum of waves with shorter ones fainter."""
    waves = [
        (
            source.uniform(0.7, 1.5) * 1.9**octave,
            source.uniform(0, math.tau),
            swing * (0.46 * roughness + 0.1) ** octave,
        )
        for octave in range(5)
    ]
    return [
        base - sum(size * math.sin(math.tau * cycles * x / width + phase) for cycles, phase, size in waves)
        for x in range(width + 1)
    ]


def ridge_mask(heights: Sequence[float], size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    outline = [(float(x), y) for x, y in enumerate(heights)]
    ImageDraw.Draw(mask).polygon(
        [(0.0, float(size[1])), *outline, (float(size[0]), float(size[1]))], fill=255
    )
    return mask


def draw_sun(picture: Image.Image, scene: Scene) -> None:
    width, height = picture.size
    centre = (scene.sun[0] * width, scene.sun[1] * height)
    radius = scene.sun[2] * width
    light = Image.new("RGB", picture.size, scene.glow)
    for reach, strength in ((9.0, 0.32), (4.0, 0.38), (1.9, 0.75)):
        picture.paste(light, mask=glow(picture.size, centre, radius * reach, strength))
    disc = Image.new("L", picture.size)
    ImageDraw.Draw(disc).ellipse(
        [centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius], fill=255
    )
    disc = disc.filter(ImageFilter.GaussianBlur(radius * 0.05))
    picture.paste(Image.new("RGB", picture.size, mix(scene.glow, (255, 255, 255), 0.7)), mask=disc)


def draw_ridges(picture: Image.Image, scene: Scene) -> None:
    source = random.Random(scene.seed)
    width, height = picture.size
    for number, base in enumerate(scene.bases):
        depth = number / (len(scene.bases) - 1)
        heights = ridge(source, base * height, height * (0.030 + 0.030 * depth), scene.roughness, width)
        colour = mix(scene.far, scene.near, depth**0.85)
        # Lit along its crest, lost in mist at its foot: that is what sets one ridge off from the next.
        crest = mix(colour, scene.glow, 0.20 * (1 - depth))
        foot = mix(colour, scene.mist, 0.42 * (1 - depth) ** 0.8)
        top = min(heights) / height
        body = gradient(
            picture.size,
            ((0.0, crest), (top, crest), (top + 0.07, colour), (min(top + 0.26, 0.999), foot), (1.0, foot)),
        )
        picture.paste(body, mask=ridge_mask(heights, picture.size))
        if scene.shore and number == 2:
            draw_water(picture, scene)


def draw_water(picture: Image.Image, scene: Scene) -> None:
    """A still lake at the foot of the far ridges: what stands above it, mirrored, dimmed and stretched."""
    width, height = picture.size
    shore = round(height * scene.shore)
    mirrored = picture.crop((0, shore - round(height * 0.40), width, shore))
    mirrored = mirrored.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, height - shore))
    mirrored = mirrored.filter(ImageFilter.GaussianBlur(width / 400))
    dim = Image.new("RGB", mirrored.size, mix(scene.far, scene.near, 0.3))
    picture.paste(Image.blend(mirrored, dim, 0.22), (0, shore))
    haze = Image.new("L", (1, height))
    for y in range(height):
        haze.putpixel((0, y), round(130 * math.exp(-(((y - shore) / (height * 0.016)) ** 2))))
    picture.paste(Image.new("RGB", picture.size, scene.mist), mask=haze.resize(picture.size))


def paint(scene: Scene) -> Image.Image:
    size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
    picture = gradient(size, scene.sky)
    draw_sun(picture, scene)
    draw_ridges(picture, scene)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return grained(small, scene.seed)


SOUND_SECONDS = 8
SOUND_RATE = 44100
#: Slow overlapping tones: start in seconds, frequency in hertz.
NOTES = (
    (0.0, 220.0), (0.1, 329.63), (1.2, 440.0), (2.3, 554.37), (3.4, 493.88), (4.0, 246.94),
    (4.1, 369.99), (5.0, 659.26), (5.9, 440.0), (6.4, 329.63),
)  # fmt: skip


def tone(seconds: float, frequency: float) -> float:
    """One soft bell: a fundamental and two faint overtones that die sooner."""
    if seconds < 0:
        return 0.0
    attack = min(seconds / 0.04, 1.0)
    overtones = ((1.0, 1.0, 1.3), (2.0, 0.28, 0.8), (3.01, 0.10, 0.45))
    return attack * sum(
        size * math.exp(-seconds / length) * math.sin(math.tau * frequency * times * seconds)
        for times, size, length in overtones
    )


def samples_of_sound() -> array.array[int]:
    """Mono, 16 bits, fading out at the end."""
    values = array.array("h")
    for number in range(SOUND_SECONDS * SOUND_RATE):
        now = number / SOUND_RATE
        fade = min(1.0, (SOUND_SECONDS - now) / 1.2)
        values.append(round(4600 * fade * sum(tone(now - start, pitch) for start, pitch in NOTES)))
    return values


def write_sound(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libmp3lame", rate=SOUND_RATE, layout="mono")
        stream.bit_rate = 96_000
        frame = av.AudioFrame(format="s16p", layout="mono", samples=SOUND_SECONDS * SOUND_RATE)
        frame.sample_rate = SOUND_RATE
        frame.planes[0].update(samples_of_sound().tobytes())
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def main() -> None:
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        target = SAMPLES / f"{scene.name}.jpg"
        paint(scene).save(target, quality=JPEG_QUALITY, subsampling=0, optimize=True)
        print(f"{target.name}: {target.stat().st_size // 1024} KB")
    write_sound(SAMPLES / "chimes.mp3")


if __name__ == "__main__":
    main()
