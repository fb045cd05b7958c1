"""The numbers of a version, for systems that take nothing else in its place.

Standard library only.
"""

from __future__ import annotations

import re


def numbers(version: str, count: int) -> tuple[int, ...]:
    """The first ``count`` numbers that a version begins with, 0 where it has fewer: of "1.2rc1" (1, 2, 0)."""
    found = re.match(rf"\d+(?:\.\d+){{0,{count - 1}}}", version)
    parts = [int(part) for part in found[0].split(".")] if found else []
    return tuple((parts + [0] * count)[:count])
