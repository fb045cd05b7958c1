"""Images, sounds and request bodies for the demo's tests, made on the spot."""

from __future__ import annotations

import base64
import io
import math
from array import array
from typing import Any
from wave import open as open_wave

from PIL import Image, ImageDraw


def picture(width: int = 640, height: int = 360, *, mode: str = "RGB", form: str = "JPEG") -> bytes:
    """A coloured picture with edges in it, so that motion can be seen."""
    image = Image.new("RGB", (width, height), (40, 90, 160))
    draw = ImageDraw.Draw(image)
    for step in range(0, width, 40):
        draw.ellipse((step, height // 3, step + 30, height // 3 + 60), fill=(230, 180, step % 256))
    draw.rectangle((0, height * 3 // 4, width, height), fill=(30, 110, 60))
    data = io.BytesIO()
    image.convert(mode).save(data, form)
    return data.getvalue()


def noise(width: int, height: int) -> bytes:
    """A PNG that does not compress: three bytes a pixel."""
    data = io.BytesIO()
    raw = Image.effect_noise((width * 3, height), 90).tobytes()
    Image.frombytes("RGB", (width, height), raw).save(data, "PNG", compress_level=0)
    return data.getvalue()


def tone(seconds: float, *, rate: int = 16_000) -> bytes:
    """A WAV with one loud tone."""
    samples = array("h", (round(16_000 * math.sin(i * 0.2)) for i in range(round(seconds * rate))))
    data = io.BytesIO()
    with open_wave(data, "wb") as wave:
        wave.setnchannels(1)
        wave.setsampwidth(2)
        wave.setframerate(rate)
        wave.writeframes(samples.tobytes())
    return data.getvalue()


def data_uri(data: bytes, mime: str = "image/jpeg") -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


def body(image: bytes | None = None, **fields: Any) -> dict[str, Any]:
    """A submit's JSON as the program sends it; ``fields`` by their names on the wire replace or add."""
    inputs: dict[str, Any] = {"img_url": data_uri(picture() if image is None else image)}
    parameters: dict[str, Any] = {
        "duration": 5,
        "resolution": "720P",
        "shot_type": "single",
        "prompt_extend": True,
        "audio": True,
        "watermark": False,
    }
    for name, value in fields.items():
        group = inputs if name in INPUT_FIELDS else parameters
        group[name] = value
    return {"input": inputs, "parameters": parameters}


INPUT_FIELDS = {"img_url", "prompt", "negative_prompt", "template", "audio_url"}
