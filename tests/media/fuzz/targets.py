"""What is fuzzed. To add a target: its name in TARGETS and a module ``<name>_target`` that has a TARGET."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random

TARGETS = ("images",)


@dataclass(frozen=True, slots=True)
class Target:
    """``corpus`` makes sound files. ``exercise`` does with a damaged one what the program does, by the chance
    it is given, and returns in a word what came of it: an error's kind, or what was made. Whatever it lets
    out is a finding. It may write into the empty folder it is given, and must leave nothing there.
    """

    corpus: Callable[[], Sequence[bytes]]
    exercise: Callable[[bytes, Random, Path], str]
    seconds_max: float = 10.0
    memory_max: int = 2 << 30
    """Bytes of address space beyond what the process has when it begins."""


def target(name: str) -> Target:
    """Imports it: in the child alone."""
    found = import_module(f"tests.media.fuzz.{name}_target").TARGET
    assert isinstance(found, Target)
    return found
