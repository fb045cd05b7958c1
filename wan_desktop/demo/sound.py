"""The demo's sound: a link's sound cut or padded, a soft made-up bed, or silence; 16-bit stereo at 48 kHz."""

from __future__ import annotations

import io
import math
from array import array
from random import Random

import av

from wan_desktop.core.params import AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.media.mp4_writer import BYTES_PER_SAMPLE, SAMPLES_PER_SECOND
from wan_desktop.media.soundtrack import resampled, taken

BED_RATE = 12_000
"""The bed has nothing above 1 kHz: made at this rate and resampled, it costs a quarter."""
BED_LEVEL = 0.045
FADE_SECONDS = 0.8
#: Open chords without a third that grates, as ratios to the root.
CHORDS = ((1.0, 1.5, 2.0, 2.5), (1.0, 1.5, 2.0, 3.0), (1.0, 4 / 3, 2.0, 8 / 3), (1.0, 1.5, 2.25, 3.0))
DETUNE_HERTZ = 0.35


class NotASound(ValueError):
    """The bytes hold no sound that the service takes; the text says why, in the service's manner."""


def silence(seconds: int) -> bytes:
    return bytes(seconds * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE)


def fitted(data: bytes, seconds: int) -> bytes:
    """The sound in ``data``, cut at ``seconds`` or followed by silence. Raises NotASound."""
    wanted = seconds * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
    try:
        with av.open(io.BytesIO(data), "r") as container:
            if not container.streams.audio:
                raise NotASound("the file holds no audio")
            _check_length(container.duration)
            sound = taken(resampled(container.decode(audio=0)), wanted)
    except av.FFmpegError as error:
        raise NotASound(error.strerror or str(error)) from error
    return sound + bytes(wanted - len(sound))


def bed(seed: int, seconds: int) -> bytes:
    """A quiet, slowly breathing chord that the seed chooses, faded in and out."""
    chance = Random(seed)
    root = chance.choice((98.0, 110.0, 123.47, 130.81, 146.83))
    voices = [
        (root * ratio, 0.9**index / (1 + index), chance.uniform(0.05, 0.14), chance.uniform(0, math.tau))
        for index, ratio in enumerate(chance.choice(CHORDS))
    ]
    left = _channel([(hertz - DETUNE_HERTZ, *rest) for hertz, *rest in voices], seconds)
    right = _channel([(hertz + DETUNE_HERTZ, *rest) for hertz, *rest in voices], seconds)
    both = array("h", bytes(2 * len(left) * left.itemsize))
    both[0::2], both[1::2] = left, right
    frame = av.AudioFrame(format="s16", layout="stereo", samples=len(left))
    frame.planes[0].update(both.tobytes())
    frame.sample_rate = BED_RATE
    wanted = seconds * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
    sound = taken(resampled(iter([frame])), wanted)
    return sound + bytes(wanted - len(sound))


def _channel(voices: list[tuple[float, ...]], seconds: int) -> array[int]:
    count = seconds * BED_RATE
    total = [0.0] * count
    for hertz, level, breath_hertz, phase in voices:
        step, breath_step, sine = math.tau * hertz / BED_RATE, math.tau * breath_hertz / BED_RATE, math.sin
        total = [
            sum_so_far + level * (0.7 + 0.3 * sine(breath_step * i + phase)) * sine(step * i + phase)
            for i, sum_so_far in enumerate(total)
        ]
    loudest = BED_LEVEL * 32767
    return array("h", (round(value * loudest * _fade(i, count)) for i, value in enumerate(total)))


def _fade(index: int, count: int) -> float:
    edge = min(index, count - 1 - index) / (FADE_SECONDS * BED_RATE)
    return 1.0 if edge >= 1 else edge * edge * (3 - 2 * edge)


def _check_length(duration: int | None) -> None:
    """``duration`` in microseconds, None where the file does not say (then all goes)."""
    if duration is None:
        return
    seconds = duration / av.time_base
    if (
        not AUDIO_SECONDS_MIN <= seconds <= AUDIO_SECONDS_MAX + 0.5
    ):  # An MP3's padding is not the user's fault.
        raise NotASound(f"the audio lasts {seconds:.1f} s, allowed are 3 to 30 s")
