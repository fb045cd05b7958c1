"""A sound for tests of the screen: how loud it is, without a file."""

from __future__ import annotations

import math

from wan_desktop.core.waveform import Waveform


def made_waveform(seconds: float) -> Waveform:
    peaks = [0.2 + 0.6 * abs(math.sin(index / 7)) for index in range(max(1, round(seconds * 20)))]
    return Waveform(seconds, peaks, [peak / 2 for peak in peaks])
