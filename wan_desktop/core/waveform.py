"""How loud a sound is along its length: what ``media.waveform`` measures and the screen draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Waveform:
    """``peaks`` and ``rms`` are 0 to 1, equally long, spread evenly over ``seconds``.

    ``peaks`` is the loudest sample of each stretch, ``rms`` its root mean square.
    """

    seconds: float
    peaks: Sequence[float]
    rms: Sequence[float]

    def columns(self, start: float, end: float, count: int) -> list[tuple[float, float]]:
        """Peak and rms of ``count`` equal parts of the time from ``start`` to ``end``; 0 beyond the sound."""
        if not self.peaks or self.seconds <= 0 or end <= start:
            return [(0.0, 0.0)] * count
        per_second, step = len(self.peaks) / self.seconds, (end - start) / count
        edges = [(start + step * index) * per_second for index in range(count + 1)]
        return [self._column(left, right) for left, right in pairwise(edges)]

    def _column(self, left: float, right: float) -> tuple[float, float]:
        first, last = max(0, int(left)), min(len(self.peaks), max(int(right), int(left) + 1))
        if right <= 0 or first >= last:
            return 0.0, 0.0
        squares = sum(value * value for value in self.rms[first:last])
        return max(self.peaks[first:last]), float((squares / (last - first)) ** 0.5)
