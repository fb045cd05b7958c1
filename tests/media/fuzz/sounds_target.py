"""Sounds: a short file of every format, and videos with a sound, through everything that is done with one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from tests.fakes.sounds import noise, write_sound, write_wave
from tests.media.fuzz.targets import Target
from wan_desktop.core.errors import InputError
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.core.sound_cut import SoundCut, within
from wan_desktop.media import open_sound
from wan_desktop.media.audio import cut, decoded, probe
from wan_desktop.media.waveform import waveform

#: Suffix, codec, rate, channels' layout, with pictures.
SOUNDS = (
    ("mp3", "libmp3lame", 44_100, "mono", False),
    ("wav", "pcm_s16le", 8_000, "mono", False),
    ("wav", "pcm_f32le", 16_000, "stereo", False),
    ("wav", "adpcm_ima_wav", 16_000, "mono", False),
    ("flac", "flac", 16_000, "stereo", False),
    ("aiff", "pcm_s16be", 8_000, "mono", False),
    ("au", "pcm_s16be", 8_000, "mono", False),
    ("ogg", "vorbis", 44_100, "stereo", False),
    ("opus", "libopus", 48_000, "mono", False),
    ("m4a", "aac", 16_000, "mono", False),
    ("m4a", "alac", 16_000, "stereo", False),
    ("aac", "aac", 16_000, "mono", False),
    ("wma", "wmav2", 44_100, "mono", False),
    ("ac3", "ac3", 48_000, "mono", False),
    ("amr", "libopencore_amrnb", 8_000, "mono", False),
    ("mka", "libopus", 48_000, "mono", False),
    ("mp4", "aac", 16_000, "mono", True),
    ("mov", "pcm_s16le", 8_000, "mono", True),
    ("mkv", "libmp3lame", 44_100, "mono", True),
    ("avi", "libmp3lame", 44_100, "mono", True),
    ("ts", "aac", 16_000, "mono", True),
)
SECONDS = 1.2


@cache
def corpus() -> Sequence[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        files = [write_wave(Path(folder) / "silence.wav", SECONDS, 2)]
        for number, (suffix, codec, rate, layout, picture) in enumerate(SOUNDS):
            path = Path(folder) / f"{number}.{suffix}"
            samples = noise(SECONDS, rate)
            files.append(write_sound(path, samples, codec, rate=rate, layout=layout, picture=picture))
        return [path.read_bytes() for path in files]


def exercise(data: bytes, chance: Random, folder: Path) -> str:
    """A look, the whole for its picture, a part to be sent and to be heard; by counting, or by its times."""
    open_sound.COUNTED = chance.choice((300.0, 0.5))
    path = folder / "声音 sound.mp3"
    path.write_bytes(data)
    try:
        return _exercise(path, chance)
    finally:
        path.unlink()


def _exercise(path: Path, chance: Random) -> str:
    try:
        facts = probe(path)
        wave = waveform(path, 200)
        assert wave is not None
        assert facts.channels > 0
        assert wave.seconds > 0
        assert len(wave.peaks) == len(wave.rms) == 200
        assert 0 <= min(wave.rms) <= max(wave.peaks) <= 1
        wish = SoundCut(chance.uniform(0, wave.seconds), chance.choice((3, 5, 15)), fade_out=0.1)
        if chance.random() < 0.3:
            wish = SoundCut(0.0, wave.seconds)
        wish = within(wish, wave.seconds)
        sound = cut(path, wish)
        assert AUDIO_SECONDS_MIN - 0.001 <= sound.seconds <= AUDIO_SECONDS_MAX
        assert len(sound.data) <= AUDIO_BYTES_MAX
        if chance.random() < 0.2:
            assert len(decoded(path, wish, 48_000)) % 4 == 0
    except InputError as error:
        return f"refused: {error.kind}"
    return "sent"


TARGET = Target(corpus, exercise)
