"""Looks into sound files, and makes of a part of one what the service takes: a short mp3 or wav.

Everything here blocks and leaves the GIL while FFmpeg works: for a thread. A video counts for its sound.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.files import keep_file
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.media.open_sound import Sound, open_sound, packed
from wan_desktop.media.sound_encoder import Samples, encoded

RATES = (44_100, 48_000)
"""Samples per second that go as they are; anything else becomes the second."""
WHOLE = 0.05
"""Seconds that a part may lack at the end and still be the whole: lengths in headers are rounded."""
#: By suffix: FFmpeg's name of the format, and of the codecs in it that every reader knows.
_LEGAL = {".mp3": ("mp3", ("mp3",)), ".wav": ("wav", ("pcm_s16le", "pcm_s24le", "pcm_u8"))}


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a file's first audio stream holds. ``codec`` is FFmpeg's name: "mp3", "pcm_s16le", "aac"…"""

    seconds: float
    channels: int
    codec: str


@dataclass(frozen=True, slots=True)
class EncodedSound:
    """The bytes that go. ``suffix`` is ".mp3" or ".wav"; ``seconds`` is how long it plays.

    ``silence`` of them were added at the end, because the service takes nothing shorter than three.
    ``unchanged`` says that the bytes are the user's file itself.
    """

    data: bytes
    suffix: str
    seconds: float
    silence: float = 0.0
    unchanged: bool = False

    @property
    def file_name(self) -> str:
        """The name in the inputs folder: "<sha256 of the bytes>.mp3" or ".wav"."""
        return hashlib.sha256(self.data).hexdigest() + self.suffix


def probe(path: Path) -> SoundFacts:
    """Reads the headers and decodes the first block of a sound file or of a video's sound. Blocks.

    InputError: FILE_MISSING, FILE_FORBIDDEN, FILE_EMPTY, or NOT_A_SOUND where nothing in it can be heard.
    """
    with open_sound(path) as sound:
        blocks = sound.blocks()
        _, first = next(blocks, (0.0, None))
        if first is None:
            raise InputError(ErrorKind.NOT_A_SOUND)
        channels, seconds = first.layout.nb_channels, sound.told_seconds
        if seconds <= 0:  # the header does not tell (a bare stream): the rest is counted
            seconds = first.samples / first.sample_rate
            seconds += sum(frame.samples / frame.sample_rate for _, frame in blocks)
        return SoundFacts(seconds, channels, sound.codec)


def cut(path: Path, wish: SoundCut) -> EncodedSound:
    """Decodes the part from its exact first sample, fades it and encodes it. Blocks.

    A legal mp3 or wav that is wanted whole and without a fade goes unchanged, to the byte. Anything else
    becomes mono or stereo at 44.1 or 48 kHz.

    InputError as :func:`probe`, and SOUND_BROKEN where the part holds nothing that can be heard.
    """
    with open_sound(path) as sound:
        samples = _part(sound, wish)
        suffix = _legal_suffix(sound, path, samples, wish)
    if suffix:
        data = path.read_bytes()
        return EncodedSound(data, suffix, samples.seconds, unchanged=True)
    samples.fade(wish.fade_in, wish.fade_out)
    silence = samples.pad(AUDIO_SECONDS_MIN)
    data, suffix = encoded(samples)
    return EncodedSound(data, suffix, samples.seconds, silence)


def decoded(path: Path, wish: SoundCut, rate: int) -> bytes:
    """The part to be listened to: 16-bit stereo at ``rate``, interleaved, with its fades. Blocks.

    InputError as :func:`cut`.
    """
    with open_sound(path) as sound:
        samples = _part(sound, wish, rate, "stereo")
    samples.fade(wish.fade_in, wish.fade_out)
    return samples.values.tobytes()


def save_sound(sound: EncodedSound, inputs: Path) -> str:
    """Keeps the bytes under ``sound.file_name`` and returns that name. Doing it twice is free. DiskError.

    A file that is already there counts as chosen now, so that ``core.inputs.sweep_inputs`` leaves it alone.
    """
    target = inputs / sound.file_name
    keep_file(target, sound.data)
    return target.name


def _part(sound: Sound, wish: SoundCut, rate: int = 0, layout: str = "") -> Samples:
    """The samples wanted, and fewer where the sound ends sooner. InputError(SOUND_BROKEN) where none are."""
    blocks = sound.blocks(wish.start)
    first = next(blocks, None)
    if first is None:
        raise InputError(ErrorKind.NOT_A_SOUND if wish.start <= 0 else ErrorKind.SOUND_BROKEN)
    frame = first[1]
    rate = rate or (frame.sample_rate if frame.sample_rate in RATES else RATES[-1])
    layout = layout or ("mono" if frame.layout.nb_channels == 1 else "stereo")
    samples = Samples(rate, 1 if layout == "mono" else 2)
    wanted = round(min(wish.seconds, AUDIO_SECONDS_MAX) * rate)
    for at, ready in packed(chain((first,), blocks), layout, rate):
        unwanted = max(0, round((wish.start - at) * rate)) if not samples.count else 0
        if unwanted < ready.samples:
            samples.add(bytes(ready.planes[0]), unwanted, ready.samples)
        if samples.count >= wanted:
            break
    samples.keep(wanted)
    if not samples.count:
        raise InputError(ErrorKind.SOUND_BROKEN)
    return samples


def _legal_suffix(sound: Sound, path: Path, samples: Samples, wish: SoundCut) -> str:
    """The suffix of a file that goes as it is, "" for one that does not."""
    whole = sound.told_seconds
    asked = wish.start == 0 and wish.fade_in == wish.fade_out == 0 and wish.seconds >= whole - WHOLE
    legal = AUDIO_SECONDS_MIN <= whole <= AUDIO_SECONDS_MAX and path.stat().st_size <= AUDIO_BYTES_MAX
    heard = samples.seconds >= whole - WHOLE  # a file that breaks off is made anew, of what can be heard
    if not (asked and legal and heard):
        return ""
    kinds = ((suffix, kind) for suffix, kind in _LEGAL.items() if sound.format == kind[0])
    return next((suffix for suffix, kind in kinds if sound.codec in kind[1]), "")
