"""Pillow's kind of reader for HEIC and HEIF over pi_heif; ``media.heif`` imports it at the first such file.

pi_heif has a reader of its own, which writes behind the end of its memory where a grey picture has fewer bits
than its header says. What it does to bits of deep greys is done here instead, once their true size is known.
"""

from __future__ import annotations

import os
from typing import Any

import pi_heif
from PIL import Image, ImageFile

_WORD_BITS = 16

# The tiles of a photograph are decoded side by side: 48 megapixels take two seconds of one core.
pi_heif.options.DECODE_THREADS = os.cpu_count() or 1


class HeifFile(ImageFile.ImageFile):
    """The main picture, which the decoder turns upright; colours of more than 8 bits come as 8."""

    format = "HEIF"
    format_description = "HEIF"

    def _open(self) -> None:
        assert self.fp is not None
        pictures = pi_heif.open_heif(self.fp.read(), hdr_to_16bit=False, remove_stride=False)
        self._picture: Any = pictures[pictures.primary_index]
        self._size = self._picture.size
        self._mode = "I;16" if self._is_deep_grey else self._picture.mode
        self.info = self._picture.info

    @property
    def _is_deep_grey(self) -> bool:
        return bool(self._picture.mode.startswith("I;"))

    def load(self) -> Any:
        """Decodes, without the GIL. The size may change. Lets out what Pillow's readers let out."""
        if self._im is None:
            data, stride = self._picture.data, self._picture.stride
            self._size = self._picture.size
            if self._is_deep_grey:
                self.im = self._deep_grey(data, stride).im
            else:
                self.load_prepare()
                self.frombytes(data, "raw", (self._mode, stride))
        return super().load()

    def _deep_grey(self, data: memoryview, stride: int) -> Image.Image:
        if stride < 2 * self.width:
            raise ValueError("fewer bits than the header says")
        grey = Image.frombytes("I;16", self._size, data, "raw", "I;16", stride)
        scale = 2 ** max(_WORD_BITS - int(self.info["bit_depth"]), 0)
        return grey.point(lambda level: level * scale)
