"""Colours that a HEIC or AVIF names by numbers (ISO/IEC 23091-2) instead of by a profile, made a profile.

The decoder undoes the matrix alone: primaries and curve are left to whoever shows the picture. Brightness
beyond white (PQ, HLG) is rolled off, so that faces stay as bright as they are and clouds keep their drawing.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable
from functools import lru_cache

_SRGB, _BT2020, _DISPLAY_P3 = 1, 9, 12
#: X, Y, Z of red, green and blue, adapted to D50 as profiles have it.
_COLORANTS = {
    _SRGB: ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)),
    _BT2020: ((0.67346, 0.27903, -0.00193), (0.16566, 0.67534, 0.02998), (0.12508, 0.04563, 0.79684)),
    _DISPLAY_P3: ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)),
}
_D50 = (0.9642, 1.0, 0.8249)
_GAMMA_22, _LINEAR, _PQ, _HLG = 4, 8, 16, 18

_WHITE_NITS = 203.0
"""What HDR shows as bright as paper (ITU-R BT.2408)."""
_HLG_PEAK_NITS = 1000.0
_KNEE = 0.6
"""Of white: up to it brightness stays, from it to the brightest it is rolled off."""
_CURVE_STEPS = 1024


@lru_cache(maxsize=8)
def profile_of(primaries: int, transfer: int) -> bytes | None:
    """An ICC profile for two of the numbers; None where they mean sRGB, or nothing that is known."""
    curve = _CURVES.get(transfer, _srgb)
    if primaries not in _COLORANTS or (primaries == _SRGB and curve is _srgb):
        return None
    steps = (curve(step / (_CURVE_STEPS - 1)) for step in range(_CURVE_STEPS))
    table = [round(min(max(level, 0.0), 1.0) * 65535) for level in steps]
    return _profile(_COLORANTS[primaries], table)


def _srgb(level: float) -> float:
    """Also for the curves of video, which every viewer shows like this one."""
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)


def _pq(level: float) -> float:
    """SMPTE ST 2084."""
    power = level ** (1 / 78.84375)
    nits = 10000 * (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    return _rolled_off(nits / _WHITE_NITS)


def _hlg(level: float) -> float:
    """ARIB STD-B67, with the system gamma of a screen of 1000 cd/m²."""
    scene = (
        level * level / 3 if level <= 0.5 else (math.exp((level - 0.55991073) / 0.17883277) + 0.28466892) / 12
    )
    return _rolled_off(_HLG_PEAK_NITS * scene**1.2 / _WHITE_NITS)


def _rolled_off(level: float) -> float:
    if level <= _KNEE:
        return level
    rest = 1 - _KNEE
    return _KNEE + rest * (1 - math.exp((_KNEE - level) / rest))


_CURVES: dict[int, Callable[[float], float]] = {
    _GAMMA_22: lambda level: level**2.2,
    _LINEAR: lambda level: level,
    _PQ: _pq,
    _HLG: _hlg,
}


def _profile(colorants: Iterable[tuple[float, float, float]], table: list[int]) -> bytes:
    """A matrix profile of version 2 (ICC.1:2001-04): white, three colorants, one curve for all three."""
    curve = b"curv" + bytes(4) + struct.pack(f">I{len(table)}H", len(table), *table)
    said = b"Colours by numbers\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(said)) + said + bytes(78),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": _xyz(_D50),
        **{name: _xyz(colour) for name, colour in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)},
    }
    places, body, start = b"", b"", 128 + 4 + 12 * (len(tags) + 3)
    for name, content in tags.items():
        places += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        places += name + struct.pack(">II", start + len(body), len(curve))
    body += curve + bytes(-len(curve) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), bytes(4), 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _xyz(_D50)[8:]
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags) + 3) + places + body


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(part * 65536) for part in colour))
