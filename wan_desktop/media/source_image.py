"""An image file at one of its frames: what its header says, and its pixels on demand, as they lie."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.media.colour import to_eight_bits
from wan_desktop.media.heif import embedded_thumbnail, profile_by_numbers
from wan_desktop.media.image_plan import UPRIGHT, Size, Turn
from wan_desktop.media.open_image import PIXELS_MAX, check_pixels, frames_of, open_image, reading

ANIMATION_PIXELS_MAX = 10 * PIXELS_MAX
"""Most pixels that are drawn to reach a frame: the earlier ones lie beneath it."""

_ORIENTATION_TAG = 0x0112
#: The eight turns of EXIF: these undo what was done to the picture; 1 is upright.
_TURNS = {
    2: Turn(mirrored=True),
    3: Turn(quarters=2),
    4: Turn(mirrored=True, quarters=2),
    5: Turn(mirrored=True, quarters=3),
    6: Turn(quarters=1),
    7: Turn(mirrored=True, quarters=1),
    8: Turn(quarters=3),
}


@dataclass(frozen=True, slots=True)
class SourceImage:
    """An opened file at one of its frames. ``turn`` is still to be done to the pixels; 0 ≤ frame < frames."""

    data: bytes
    image: ImageFile.ImageFile
    profile: bytes | None
    turn: Turn
    lies_turned: bool
    frame: int
    frames: int

    @property
    def format(self) -> str:
        """Pillow's name of the format."""
        return str(self.image.format)

    @property
    def upright_size(self) -> Size:
        """Pixels, by the file's own turn."""
        return self.turn.size(self.image.size)

    @property
    def has_deep_colours(self) -> bool:
        """More than 8 bits for each colour, where Pillow reads 8 and its mode does not tell."""
        if self.format == "HEIF":
            return int(self.image.info.get("bit_depth", 8)) > 8
        return self.format == "PNG" and self.data[24] == 16

    def pixels(self, enough: Size | None = None) -> Image.Image:
        """The decoded picture as it lies, in a mode that can be resized; blocks.

        A JPEG is decoded at a half, a quarter or an eighth, but never below the size ``enough``, where one
        is given. InputError(IMAGE_TOO_MANY_PIXELS); whatever a reader throws: call it inside ``reading()``.
        """
        if enough is not None and isinstance(self.image, JpegImageFile):
            self.image.draft(None, enough)
        self.image.load()
        check_pixels(self.image.size)  # a GIF's first frame may be larger than its header said
        return to_eight_bits(self.image)

    def embedded_thumbnail(self, least: int) -> Image.Image | None:
        """The small copy in a HEIC, upright, with a side of ``least`` pixels or more; else None. Blocks."""
        if self.format != "HEIF" or self.image.has_transparency_data:
            return None
        return embedded_thumbnail(self.data, self.image.size, least)


def open_source(data: bytes, frame: int = 0) -> SourceImage:
    """Reads the header and goes to ``frame``, or to the last where there are fewer. InputError."""
    image = open_image(data)
    with reading():
        frames = frames_of(image, data)
        frame = min(frame, frames - 1)
        if frame:
            if (frame + 1) * image.width * image.height > ANIMATION_PIXELS_MAX:
                raise InputError(ErrorKind.IMAGE_TOO_MANY_PIXELS, f"frame {frame}")
            image.seek(frame)
            check_pixels(image.size)
        # The decoder of HEIC has turned already, by the word of the box: what EXIF says is but a copy of it.
        turn = UPRIGHT if image.format == "HEIF" else _turn_of(image)
        return SourceImage(
            data=data,
            image=image,
            profile=_profile_of(image, data),
            # Pillow's TIFF reader turns by itself: its size is upright before, its pixels after loading.
            turn=UPRIGHT if image.format == "TIFF" else turn,
            lies_turned=turn != UPRIGHT,
            frame=frame,
            frames=frames,
        )


def _profile_of(image: Image.Image, data: bytes) -> bytes | None:
    profile: bytes | None = image.info.get("icc_profile")
    return profile or (profile_by_numbers(data) if image.format in ("HEIF", "AVIF") else None)


def _turn_of(image: Image.Image) -> Turn:
    try:
        value = image.getexif().get(_ORIENTATION_TAG)
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError):
        return UPRIGHT  # damaged EXIF: every viewer shows such a picture as it lies
    return _TURNS.get(value, UPRIGHT) if isinstance(value, int) else UPRIGHT
