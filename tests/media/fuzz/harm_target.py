"""Does at its third case what a fuzzed file must never do, to see that it is found."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from random import Random

from tests.media.fuzz.targets import Target

_SOUND_FILES = 1
_calls = count(-_SOUND_FILES)


def corpus() -> Sequence[bytes]:
    return [b"anything"] * _SOUND_FILES


def exercise(data: bytes, chance: Random, folder: Path) -> str:
    if next(_calls) == 2:
        _harm(os.environ["WAN_DESKTOP_FUZZ_HARM"], folder)
    return "nothing"


def _harm(kind: str, folder: Path) -> None:
    match kind:
        case "hang":
            while True:
                pass
        case "crash":
            ctypes.string_at(0)
        case "memory":
            bytearray(1 << 30)
        case "litter":
            folder.joinpath("litter").touch()


TARGET = Target(corpus, exercise, seconds_max=1.0, memory_max=256 << 20)
