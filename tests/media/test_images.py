"""Any image becomes bytes the service takes, looking as it did; what cannot be sent says why."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, JpegImagePlugin

from wan_desktop.core.errors import DiskError, ErrorKind, InputError
from wan_desktop.core.params import IMAGE_BYTES_MAX
from wan_desktop.core.paths import resource
from wan_desktop.media.image_plan import Change, fit
from wan_desktop.media.images import PreparedImage, prepare, save_input

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 180, 40), (30, 40, 200), (128, 128, 128)
CORNERS = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))


def four_corners(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red, green, blue and grey, so that every turn can be told from every other."""
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for colour, (x, y) in zip((RED, GREEN, BLUE, GREY), ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        draw.rectangle([x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2], colour)
    return picture.convert(mode)


def file_of(picture: Image.Image, image_format: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, image_format, **options)
    return buffer.getvalue()


def seen(prepared: PreparedImage) -> list[tuple[int, ...]]:
    """The colours in the four corners of what is sent."""
    picture = Image.open(BytesIO(prepared.data)).convert("RGB")
    return [colour_at(picture, x, y) for x, y in CORNERS]


def colour_at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(found, tuple)
    return found


def near(found: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 6) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))


def assert_sendable(prepared: PreparedImage) -> None:
    """What the service demands of every image, whatever it was before."""
    picture = Image.open(BytesIO(prepared.data))
    picture.load()
    assert picture.size == (prepared.width, prepared.height)
    assert 360 <= min(picture.size) <= max(picture.size) <= 2000
    assert len(prepared.data) <= IMAGE_BYTES_MAX
    assert Image.MIME[str(picture.format)] == prepared.mime
    assert not picture.has_transparency_data
    assert picture.getexif().get(0x0112, 1) == 1
    thumbnail = Image.open(BytesIO(prepared.thumbnail))
    assert thumbnail.format == "JPEG"
    assert max(thumbnail.size) <= 480


def kind_of(source: Path | bytes) -> ErrorKind:
    with pytest.raises(InputError) as caught:
        prepare(source)
    return caught.value.kind


# --- what is legal goes as it is -----------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize(
    ("image_format", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("BMP", "image/bmp")],
)
def test_a_legal_file_goes_unchanged(image_format: str, mime: str, mode: str) -> None:
    data = file_of(four_corners(mode=mode), image_format)
    prepared = prepare(data)
    assert prepared.data == data
    assert prepared.mime == mime
    assert prepared.changes == ()
    assert (prepared.source_format, prepared.source_bytes) == (image_format, len(data))
    assert_sendable(prepared)


@pytest.mark.parametrize("name", ["lake.jpg", "dunes.jpg", "hills.jpg"])
def test_the_samples_are_sent_as_they_are(name: str) -> None:
    source = resource("samples", name)
    assert source.stat().st_size <= 250 * 1024
    assert prepare(source).data == source.read_bytes()


def with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825)[2] = (47.0, 22.0, 11.0)
    return exif


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_place_and_names_are_cut_out_without_touching_a_pixel(image_format: str) -> None:
    lossless = {"lossless": True} if image_format == "WEBP" else {}
    data = file_of(four_corners(), image_format, exif=with_place(), xmp=b"<x:xmpmeta/>", **lossless)
    assert b"Maker of cameras" in data
    prepared = prepare(data)
    assert prepared.changes == (Change.METADATA_REMOVED,)
    assert b"Maker of cameras" not in prepared.data
    assert b"xmpmeta" not in prepared.data
    assert Image.open(BytesIO(prepared.data)).tobytes() == Image.open(BytesIO(data)).tobytes()
    assert_sendable(prepared)


def test_what_hides_behind_the_end_of_a_jpeg_stays_at_home() -> None:
    data = file_of(four_corners(), "JPEG", progressive=True)
    prepared = prepare(data + b"a film of the moment before")
    assert prepared.data == data
    assert prepared.changes == (Change.METADATA_REMOVED,)


def test_of_a_jpeg_with_several_pictures_the_first_goes_alone() -> None:
    pair = file_of(four_corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480), BLUE)])
    prepared = prepare(pair)
    assert prepared.changes == (Change.METADATA_REMOVED,)
    assert len(prepared.data) < len(pair)
    assert all(near(*pair) for pair in zip(seen(prepared), (RED, GREEN, BLUE, GREY), strict=True))
    assert_sendable(prepared)


def test_a_jpeg_with_a_thumbnail_of_its_past_is_made_anew() -> None:
    data = file_of(four_corners(), "JPEG")
    assert data[2:4] == b"\xff\xe0"
    thumbnail = b"\x01\x01" + b"abc"
    header = b"\xff\xe0" + struct.pack(">H", 16 + 3) + data[6:18] + thumbnail
    prepared = prepare(data[:2] + header + data[20:])
    assert prepared.changes == (Change.REENCODED,)
    assert prepared.data[2:20] == data[2:20]
    assert_sendable(prepared)


def test_a_file_made_anew_carries_no_metadata() -> None:
    data = file_of(four_corners(4000, 3000), "JPEG", exif=with_place(), comment=b"secret remark")
    prepared = prepare(data)
    assert prepared.changes == (Change.SHRUNK, Change.METADATA_REMOVED)
    assert b"secret remark" not in prepared.data + prepared.thumbnail
    assert not Image.open(BytesIO(prepared.data)).getexif()


# --- pixels --------------------------------------------------------------------------------------


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_turn_of_exif_stands_upright(orientation: int, image_format: str) -> None:
    undone = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what a camera does, by Pillow's numbers
    upright = four_corners(640, 480)
    lying = upright.transpose(Image.Transpose(undone[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    prepared = prepare(file_of(lying, image_format, exif=exif))
    assert (prepared.source_width, prepared.source_height) == (prepared.width, prepared.height) == (640, 480)
    assert all(near(*pair) for pair in zip(seen(prepared), (RED, GREEN, BLUE, GREY), strict=True))
    assert (Change.TURNED in prepared.changes) == (orientation > 1)
    assert_sendable(prepared)


def test_a_large_photograph_is_turned_and_shrunk_at_once() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = four_corners(3024, 4032).transpose(Image.Transpose.ROTATE_90)
    prepared = prepare(file_of(lying, "JPEG", exif=exif))
    assert (prepared.source_width, prepared.source_height) == (3024, 4032)
    assert (prepared.width, prepared.height) == (1500, 2000)
    assert prepared.changes == (Change.TURNED, Change.SHRUNK, Change.METADATA_REMOVED)
    assert all(near(*pair) for pair in zip(seen(prepared), (RED, GREEN, BLUE, GREY), strict=True))
    assert_sendable(prepared)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P with a key", "RGB with a key"])
def test_transparency_is_laid_on_white(mode: str) -> None:
    picture, options = transparent(mode)
    prepared = prepare(file_of(picture, "TIFF" if mode == "PA" else "PNG", **options))
    assert Change.FLATTENED in prepared.changes
    found = Image.open(BytesIO(prepared.data))
    assert near(colour_at(found, 0.9, 0.5), (255, 255, 255))
    assert near(colour_at(found, 0.1, 0.5), (30, 30, 30))
    assert_sendable(prepared)


def transparent(mode: str) -> tuple[Image.Image, dict[str, object]]:
    """Dark at the left; at the right fully transparent."""
    picture = Image.new("RGBA", (400, 400), (30, 30, 30, 255))
    ImageDraw.Draw(picture).rectangle([200, 0, 400, 400], (200, 0, 0, 0))
    match mode:
        case "P with a key":
            flat = Image.new("P", (400, 400), 0)
            flat.putpalette([30, 30, 30, 200, 0, 0])
            ImageDraw.Draw(flat).rectangle([200, 0, 400, 400], 1)
            return flat, {"transparency": 1}
        case "RGB with a key":
            return picture.convert("RGB"), {"transparency": (200, 0, 0)}
        case "PA":
            return picture.convert("LA"), {}
        case _:
            return picture.convert(mode), {}


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_of_an_animation_the_first_frame_goes(image_format: str) -> None:
    frames = [Image.new("RGB", (400, 400), colour) for colour in (GREEN, RED, BLUE)]
    options = {} if image_format == "TIFF" else {"duration": 90}
    prepared = prepare(file_of(frames[0], image_format, save_all=True, append_images=frames[1:], **options))
    assert Change.FIRST_FRAME in prepared.changes
    assert near(seen(prepared)[0], GREEN)
    assert_sendable(prepared)


def sixteen_bit_grey() -> bytes:
    picture = Image.new("I;16", (400, 400), 32768)
    return file_of(picture, "PNG")


def sixteen_bit_colour() -> bytes:
    """Pillow writes none: the chunks by hand, 400 × 400 of half grey."""
    rows = b"".join(b"\0" + struct.pack(">HHH", 32896, 32896, 32896) * 400 for _ in range(400))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 400, 400, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize(
    "make",
    [
        sixteen_bit_grey,
        sixteen_bit_colour,
        lambda: file_of(Image.new("I;16", (400, 400), 32768), "TIFF"),
        lambda: file_of(Image.new("I;16B", (400, 400), 32768), "TIFF"),
        lambda: file_of(Image.new("I", (400, 400), 32768), "TIFF"),
        lambda: file_of(Image.new("F", (400, 400), 0.5), "TIFF"),
        lambda: file_of(Image.new("F", (400, 400), 128.0), "TIFF"),
        lambda: file_of(Image.new("F", (400, 400), 32768.0), "TIFF"),
    ],
    ids=[
        "png grey 16",
        "png colour 16",
        "tiff 16",
        "tiff 16 big endian",
        "tiff 32",
        "0 to 1",
        "to 255",
        "to 65535",
    ],
)
def test_deep_colours_are_scaled_and_not_clipped(make: Callable[[], bytes]) -> None:
    prepared = prepare(make())
    assert Change.COLOURS in prepared.changes
    assert near(seen(prepared)[0], GREY, 2)
    assert_sendable(prepared)


@pytest.mark.parametrize("image_format", ["JPEG", "TIFF"])
def test_ink_colours_become_screen_colours(image_format: str) -> None:
    prepared = prepare(file_of(four_corners(mode="CMYK"), image_format))
    assert Change.COLOURS in prepared.changes
    assert all(near(*pair) for pair in zip(seen(prepared), (RED, GREEN, BLUE, GREY), strict=True))
    assert_sendable(prepared)


@pytest.mark.parametrize("mode", ["1", "P", "L", "YCbCr", "LAB", "RGBX"])
def test_every_kind_of_pixel_becomes_rgb(mode: str) -> None:
    picture = four_corners(300, 300, "RGB")
    in_mode = picture_in(mode, picture)
    prepared = prepare(file_of(in_mode, "TIFF"))
    wanted = in_mode.convert("RGB") if mode != "LAB" else picture
    for found, (x, y) in zip(seen(prepared), CORNERS, strict=True):
        if mode != "1":  # dots: no single one tells the level
            assert near(found, colour_at(wanted, x, y), 8)
    assert_sendable(prepared)


def picture_in(mode: str, picture: Image.Image) -> Image.Image:
    match mode:
        case "LAB":
            return to_lab(picture)
        case "P":
            return picture.quantize()  # plain conversion would dither
        case _:
            return picture.convert(mode)


def to_lab(picture: Image.Image) -> Image.Image:
    lab = ImageCms.profileToProfile(
        picture, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    return lab


def swapped_profile() -> bytes:
    """sRGB with red and green exchanged: a profile whose effect nobody can miss."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red], profile[green] = profile[green], profile[red]
    return bytes(profile)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_colour_profiles_are_honoured(image_format: str) -> None:
    prepared = prepare(file_of(four_corners(), image_format, icc_profile=swapped_profile()))
    assert Change.COLOURS in prepared.changes
    assert near(seen(prepared)[0], (RED[1], RED[0], RED[2]), 12)
    assert "icc_profile" not in Image.open(BytesIO(prepared.data)).info


def test_a_profile_of_srgb_is_no_reason_to_touch_a_file() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = file_of(four_corners(), "JPEG", icc_profile=profile)
    assert prepare(data).data == data


def test_a_broken_profile_is_left_out_of_account() -> None:
    data = file_of(four_corners(), "JPEG", icc_profile=b"no profile at all")
    assert near(seen(prepare(data))[0], RED)


# --- sizes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "sent"),
    [
        ((360, 360), (360, 360)),
        ((2000, 2000), (2000, 2000)),
        ((4000, 3000), (2000, 1500)),
        ((3000, 4000), (1500, 2000)),
        ((2001, 2000), (2000, 1999)),
        ((359, 359), (360, 360)),
        ((180, 320), (360, 640)),
        ((32, 32), (360, 360)),
        ((2000, 360), (2000, 360)),
        ((4000, 721), (2000, 360)),
        ((5000, 900), (2000, 360)),
        ((300, 1600), (360, 1920)),
    ],
)
def test_the_nearest_legal_size_is_taken(size: tuple[int, int], sent: tuple[int, int]) -> None:
    assert fit(*size) == sent


@pytest.mark.parametrize(
    ("size", "kind"),
    [
        ((1, 1), ErrorKind.IMAGE_TOO_SMALL),
        ((31, 100), ErrorKind.IMAGE_TOO_SMALL),
        ((2001, 360), ErrorKind.IMAGE_TOO_NARROW),
        ((100, 1000), ErrorKind.IMAGE_TOO_NARROW),
        ((1, 5000), ErrorKind.IMAGE_TOO_NARROW),
    ],
)
def test_shapes_that_cannot_be_sent_say_why(size: tuple[int, int], kind: ErrorKind) -> None:
    assert kind_of(file_of(Image.new("RGB", size), "PNG")) is kind


@pytest.mark.parametrize(("size", "change"), [((2400, 1200), Change.SHRUNK), ((200, 300), Change.ENLARGED)])
def test_a_new_size_is_named_and_the_shape_kept(size: tuple[int, int], change: Change) -> None:
    prepared = prepare(file_of(four_corners(*size), "PNG"))
    assert prepared.changes == (change,)
    assert (prepared.source_width, prepared.source_height) == size
    assert prepared.width / prepared.height == pytest.approx(size[0] / size[1], rel=0.005)
    assert all(near(*pair) for pair in zip(seen(prepared), (RED, GREEN, BLUE, GREY), strict=True))
    assert_sendable(prepared)


def test_a_file_over_the_limit_of_bytes_is_encoded_anew() -> None:
    noise = Image.frombytes("RGB", (2000, 2000), os.urandom(12_000_000))
    prepared = prepare(file_of(noise, "PNG", compress_level=0))
    assert prepared.source_bytes > IMAGE_BYTES_MAX
    assert prepared.changes == (Change.REENCODED,)
    assert_sendable(prepared)


def test_fine_coloured_lines_stay_sharp() -> None:
    lines = Image.new("RGB", (2400, 1600), BLUE)
    draw = ImageDraw.Draw(lines)
    for x in range(0, 2400, 12):
        draw.rectangle([x, 0, x + 5, 1600], RED)
    prepared = prepare(file_of(lines, "PNG"))
    picture = Image.open(BytesIO(prepared.data))
    assert isinstance(picture, JpegImagePlugin.JpegImageFile)
    assert JpegImagePlugin.get_sampling(picture) == 0
    assert_sendable(prepared)


def test_the_same_source_gives_the_same_bytes() -> None:
    data = file_of(four_corners(3000, 2000, "RGBA"), "PNG")
    assert prepare(data) == prepare(data)


# --- what is no image ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", ErrorKind.FILE_EMPTY),
        (b"Dear all, see the picture.\n" * 9, ErrorKind.NOT_AN_IMAGE),
        (b"BMW is a maker of cars.\n" * 9, ErrorKind.NOT_AN_IMAGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', ErrorKind.NOT_AN_IMAGE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n", ErrorKind.NOT_AN_IMAGE),
        (b"%PDF-1.7\n", ErrorKind.NOT_AN_IMAGE),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(99), ErrorKind.NOT_AN_IMAGE),
        (b"\xff\xd8\xff", ErrorKind.IMAGE_BROKEN),
        (b"\x89PNG\r\n\x1a\n", ErrorKind.IMAGE_BROKEN),
        (b"GIF89a", ErrorKind.IMAGE_BROKEN),
        (b"II*\0\x08\0\0\0", ErrorKind.IMAGE_BROKEN),
        (b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", ErrorKind.IMAGE_BROKEN),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1" + bytes(99), ErrorKind.IMAGE_BROKEN),
    ],
)
def test_what_is_no_image_says_so_whatever_its_name(tmp_path: Path, data: bytes, kind: ErrorKind) -> None:
    path = tmp_path / "holiday 假期.jpg"
    path.write_bytes(data)
    assert kind_of(path) is kind


@pytest.mark.parametrize("size", [(640, 480), (3000, 2000)])
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF"])
def test_a_file_cut_short_is_found_here_and_not_by_the_service(
    image_format: str, size: tuple[int, int]
) -> None:
    options = {"speed": 10} if image_format == "AVIF" else {}
    data = file_of(four_corners(*size), image_format, **options)
    assert kind_of(data[: len(data) * 2 // 3]) is ErrorKind.IMAGE_BROKEN


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def jpeg_header(width: int, height: int) -> bytes:
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda\0\x0c\3\1\0\2\0\3\0\0\x3f\0"


def webp_header(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + sides


@pytest.mark.parametrize(
    "data",
    [
        png_header(10_001, 10_000) + b"\0\0\0\x04IDAT" + bytes(8),
        png_header(2_000_000_000, 2_000_000_000) + b"\0\0\0\x04IDAT" + bytes(8),
        jpeg_header(65_000, 65_000),
        webp_header(16_000, 16_000),
    ],
    ids=["png", "png without end", "jpeg", "webp"],
)
def test_a_bomb_is_refused_by_its_header(data: bytes) -> None:
    start = time.process_time()
    assert kind_of(data) is ErrorKind.IMAGE_TOO_MANY_PIXELS
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("junk", [b"", b"\0\xd9", b"\xff", b"\xff\xd0"])
def test_a_jpeg_of_endless_passes_is_refused_at_once(junk: bytes) -> None:
    whole = file_of(Image.new("L", (9000, 9000), 99), "JPEG", progressive=True)
    last_pass = whole[whole.rfind(b"\xff\xda") : -2]
    start = time.process_time()
    assert kind_of(whole[:-2] + junk + last_pass * 5000 + whole[-2:]) is ErrorKind.IMAGE_BROKEN
    assert time.process_time() - start < 1


def test_a_film_behind_a_progressive_jpeg_is_not_taken_for_passes() -> None:
    whole = file_of(four_corners(), "JPEG", progressive=True)
    assert prepare(whole + b"\xff\xda" * 500).data == whole


def test_ninety_megapixels_pass_without_a_word_of_warning() -> None:
    # Over Pillow's own limit, where it would warn; every warning fails a test.
    prepared = prepare(file_of(Image.new("1", (9500, 9500), 1), "PNG"))
    assert (prepared.width, prepared.height) == (2000, 2000)
    assert_sendable(prepared)


def test_folders_pipes_and_missing_files_are_told_apart(tmp_path: Path) -> None:
    assert kind_of(tmp_path) is ErrorKind.NOT_AN_IMAGE
    assert kind_of(tmp_path / "missing.jpg") is ErrorKind.FILE_MISSING
    assert kind_of(tmp_path / "zero\0byte.jpg") is ErrorKind.FILE_MISSING
    assert kind_of(tmp_path / ("n" * 999)) is ErrorKind.FILE_MISSING


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang_the_program(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert kind_of(tmp_path / "pipe.jpg") is ErrorKind.NOT_AN_IMAGE


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """The superuser may read everything: becomes nobody for the length of a test."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no modes of files")
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    yield
    os.seteuid(user)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, ordinary_user: None) -> None:
    folder = tmp_path / "private"
    with suppress(PermissionError):  # then pytest's own folder is closed already
        folder.mkdir(mode=0)
    assert kind_of(folder / "picture.jpg") is ErrorKind.FILE_FORBIDDEN


# --- the inputs folder ---------------------------------------------------------------------------


@pytest.fixture
def prepared() -> PreparedImage:
    return prepare(file_of(four_corners(), "PNG"))


def test_an_input_is_kept_under_the_hash_of_its_bytes(tmp_path: Path, prepared: PreparedImage) -> None:
    name = save_input(prepared, tmp_path)
    assert name == save_input(prepared, tmp_path) == prepared.file_name
    assert name == hashlib.sha256(prepared.data).hexdigest() + ".png"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == prepared.data


def test_an_image_chosen_again_counts_as_chosen_now(tmp_path: Path, prepared: PreparedImage) -> None:
    kept = tmp_path / save_input(prepared, tmp_path)
    os.utime(kept, (1, 1))
    save_input(prepared, tmp_path)
    assert kept.stat().st_mtime > time.time() - 60


def test_a_half_written_input_is_mended(tmp_path: Path, prepared: PreparedImage) -> None:
    (tmp_path / prepared.file_name).write_bytes(prepared.data[:100])
    save_input(prepared, tmp_path)
    assert (tmp_path / prepared.file_name).read_bytes() == prepared.data


def test_a_folder_that_is_gone_says_so(tmp_path: Path, prepared: PreparedImage) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    shutil.rmtree(folder)
    with pytest.raises(DiskError) as caught:
        save_input(prepared, folder)
    assert caught.value.kind is ErrorKind.FOLDER_MISSING
