"""What is kept of many videos that are not asked for yet: how many of each image, and the open dialog.

::

    {"variations": {"count": 1, "keep_seeds": true},
     "open": {"images": [["/p/a.jpg", "its own prompt"], …], "prompt": "", "each": false} or null}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wan_desktop.core.batches import VARIATIONS_MAX, Variations
from wan_desktop.core.known_keys import without_keys


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """The images in their order, each with the prompt of its own; ``prompt`` is for all, unless ``each``."""

    images: tuple[tuple[Path, str], ...]
    prompt: str = ""
    each: bool = False


USUAL = Variations()


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """``open`` is None where no batch is being put together."""

    variations: Variations = USUAL
    open: OpenBatch | None = None

    def to_json(self) -> dict[str, Any] | None:
        """Plain JSON types without any API key; None where there is nothing to keep."""
        if self == BatchDraft():
            return None
        count, keep_seeds = self.variations.count, self.variations.keep_seeds
        return {"variations": {"count": count, "keep_seeds": keep_seeds}, "open": _open_to_json(self.open)}

    @classmethod
    def from_json(cls, kept: object) -> BatchDraft:
        """The reverse of :meth:`to_json`, whatever it is given; what cannot be used is as usual."""
        values = kept if isinstance(kept, Mapping) else {}
        return cls(_variations(values.get("variations")), _open(values.get("open")))


def _open_to_json(batch: OpenBatch | None) -> dict[str, Any] | None:
    if batch is None:
        return None
    images = [[str(path), without_keys(prompt)] for path, prompt in batch.images]
    return {"images": images, "prompt": without_keys(batch.prompt), "each": batch.each}


def _variations(kept: object) -> Variations:
    match kept:
        case {"count": int(count), "keep_seeds": bool(keep_seeds)} if 1 <= count <= VARIATIONS_MAX:
            return Variations(int(count), keep_seeds)
    return USUAL


def _open(kept: object) -> OpenBatch | None:
    match kept:
        case {"images": list(rows), "prompt": str(prompt), "each": bool(each)}:
            images = tuple(image for row in rows if (image := _image(row)) is not None)
            return OpenBatch(images, prompt, each) if images else None
    return None


def _image(row: object) -> tuple[Path, str] | None:
    match row:
        case [str(path), str(prompt)] if path and "\0" not in path:
            return Path(path), prompt
    return None
