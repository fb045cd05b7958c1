"""What the screen shows of a sound that was chosen, and its times in words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from wan_desktop.core.params import AUDIO_SECONDS_MIN
from wan_desktop.core.sound_cut import SoundCut, cut_off, silent_tail
from wan_desktop.core.waveform import Waveform
from wan_desktop.ui.words import clock_words, in_own_direction, size_words

ROUNDED_FROM = 10.0
"""Seconds from which on nobody asks for the tenths of a whole sound."""


@dataclass(frozen=True, slots=True)
class SoundView:
    """A sound by the user's own name for it, how loud it is, and the part that is wanted of it."""

    name: str
    waveform: Waveform
    cut: SoundCut


@dataclass(frozen=True, slots=True)
class PreparedView:
    """The file made of the part: "mp3" or "wav", its bytes, seconds of silence added.

    ``unchanged`` says that it is the user's own.
    """

    format: str
    bytes: int
    silence: float = 0.0
    unchanged: bool = False


def fine_clock_words(seconds: float) -> str:
    """A point in a sound, to the tenth: "0:04.2", "1:02:05.0"."""
    tenths = round(max(0.0, seconds) * 10)
    return f"{clock_words(tenths // 10)}{QLocale().decimalPoint()}{tenths % 10}"


def length_words(seconds: float) -> str:
    """A length, to the tenth where it has one: "5 s", "3.2 s"."""
    number = QLocale().toString(float(round(seconds, 1)), "g", 6)
    return QCoreApplication.translate("Sound", "{number} s").format(number=number)


def part_words(cut: SoundCut) -> str:
    """ "0:04.2 – 0:09.2"."""
    return in_own_direction(f"{fine_clock_words(cut.start)} – {fine_clock_words(cut.end)}")


def whole_words(whole: float, video: float) -> str:
    """ "of 0:18, video 5 s"."""
    words = QCoreApplication.translate("Sound", "of {whole}, video {video}")
    length = clock_words(round(whole)) if whole >= ROUNDED_FROM else fine_clock_words(whole)
    return words.format(whole=length, video=length_words(video))


def prepared_words(prepared: PreparedView) -> str:
    """ "mp3, 96 KB", and that nothing was changed where it is the user's file."""
    if prepared.unchanged:
        words = QCoreApplication.translate("Sound", "{format}, {size}, unchanged")
    else:
        words = QCoreApplication.translate("Sound", "{format}, {size}")
    return words.format(format=prepared.format, size=size_words(prepared.bytes))


def tail_words(cut: SoundCut, video: float, prepared: PreparedView | None) -> str:
    """What of the video is silent, what of the part is not heard, what was added; "" where nothing."""
    sentences = []
    if silence := silent_tail(cut, video):
        words = QCoreApplication.translate("Sound", "The last {seconds} of the video are silent.")
        sentences.append(words.format(seconds=length_words(silence)))
    if over := cut_off(cut, video):
        words = QCoreApplication.translate("Sound", "The video ends {seconds} before this part does.")
        sentences.append(words.format(seconds=length_words(over)))
    if prepared is not None and prepared.silence:
        words = QCoreApplication.translate(
            "Sound", "Silence fills it up to the {least} that the service needs."
        )
        sentences.append(words.format(least=length_words(AUDIO_SECONDS_MIN)))
    return " ".join(sentences)
