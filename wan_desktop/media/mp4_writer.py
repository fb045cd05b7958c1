"""Writes one MP4: H.264 yuv420p tagged bt709 at 30 frames a second, AAC stereo, index in front.

The pictures come as three grey images (Y, Cb, Cr), so that whoever moves or blends them works on half the
bytes of RGB and no conversion follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image

FRAMES_PER_SECOND = 30
SAMPLES_PER_SECOND = 48_000
BYTES_PER_SAMPLE = 4
"""Sound is handed in as 16-bit stereo, interleaved, native byte order."""

#: One key frame a second makes seeking quick; no B-frames, so that the first frame stands at exactly 0.
VIDEO_OPTIONS = {"preset": "superfast", "crf": "21", "bf": "0", "g": str(FRAMES_PER_SECOND)}
AUDIO_BITS_PER_SECOND = 128_000
BT709 = 1
LIMITED_RANGE = 1

#: RGB → limited-range Y, Cb, Cr by ITU-R BT.709, as the twelve numbers of Pillow's ``convert(mode, matrix)``.
RGB_TO_BT709 = (
    *(0.182586, 0.614231, 0.062007, 16.0),
    *(-0.100644, -0.338572, 0.439216, 128.0),
    *(0.439216, -0.398942, -0.040274, 128.0),
)

Planes = tuple[Image.Image, Image.Image, Image.Image]
"""Y at full size, Cb and Cr at half, all in mode "L"."""


def to_bt709(image: Image.Image) -> Planes:
    """The three planes of an RGB image, all still at full size. Takes about 20 ms a megapixel."""
    y, cb, cr = image.convert("RGB", RGB_TO_BT709).split()
    return y, cb, cr


def write_mp4(
    path: Path,
    size: tuple[int, int],
    frames: Iterable[Planes],
    sound: bytes,
    *,
    threads: int = 2,
) -> None:
    """Writes every frame with the matching part of ``sound``; both sides of ``size`` are even.

    Blocks for as long as encoding takes. Raises OSError where the disk refuses (PyAV's errors of writing are
    OSErrors too).
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        pictures = _add_pictures(container, size, threads)
        track = add_sound(container, AUDIO_BITS_PER_SECOND)
        count = 0
        for count, planes in enumerate(frames, start=1):
            if count % FRAMES_PER_SECOND == 1:  # A second of sound ahead of its pictures: well interleaved.
                write_sound(container, track, sound, count // FRAMES_PER_SECOND)
            container.mux(pictures.encode(_frame(planes, count - 1)))
        container.mux(pictures.encode(None))
        container.mux(track.encode(None))


def _add_pictures(container: OutputContainer, size: tuple[int, int], threads: int) -> VideoStream:
    stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND, options=VIDEO_OPTIONS)
    context = stream.codec_context
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, FRAMES_PER_SECOND)
    context.thread_count = threads
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = LIMITED_RANGE
    return stream


def _frame(planes: Planes, index: int) -> av.VideoFrame:
    frame = av.VideoFrame(planes[0].width, planes[0].height, "yuv420p")
    for target, plane in zip(frame.planes, planes, strict=True):
        target.update(plane.tobytes("raw", "L", target.line_size, 1))
    frame.colorspace, frame.color_range = BT709, LIMITED_RANGE
    frame.pts = index
    frame.time_base = Fraction(1, FRAMES_PER_SECOND)
    return frame


def add_sound(container: OutputContainer, bits_per_second: int) -> AudioStream:
    """A track of AAC stereo."""
    track = container.add_stream("aac", rate=SAMPLES_PER_SECOND, layout="stereo")
    track.bit_rate = bits_per_second
    return track


def write_sound(container: OutputContainer, track: AudioStream, sound: bytes, second: int) -> None:
    """Encodes one second of ``sound``; the encoder keeps what does not fill its block of 1,024 samples."""
    start = second * SAMPLES_PER_SECOND
    samples = min(SAMPLES_PER_SECOND, len(sound) // BYTES_PER_SAMPLE - start)
    if samples <= 0:
        return
    frame = av.AudioFrame(format="s16", layout="stereo", samples=samples)
    frame.planes[0].update(sound[start * BYTES_PER_SAMPLE : (start + samples) * BYTES_PER_SAMPLE])
    frame.sample_rate = SAMPLES_PER_SECOND
    frame.pts = start
    frame.time_base = Fraction(1, SAMPLES_PER_SECOND)
    container.mux(track.encode(frame))
