"""Any image becomes bytes the service takes, looking as it did; what cannot be sent says why."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.heic import heic
from tests.fakes.pictures import (
    BLUE,
    GREEN,
    GREY,
    RED,
    assert_sendable,
    file_of,
    four_corners,
    lying,
    near,
    seen,
)
from wan_desktop.core.errors import DiskError, ErrorKind, InputError
from wan_desktop.core.framing import Crop, Framing
from wan_desktop.core.params import IMAGE_BYTES_MAX
from wan_desktop.core.paths import resource
from wan_desktop.media.image_plan import Change, fit
from wan_desktop.media.images import PreparedImage, prepare, save_input

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def kind_of(source: Path | bytes) -> ErrorKind:
    with pytest.raises(InputError) as caught:
        prepare(source)
    return caught.value.kind


# --- what is legal goes as it is -----------------------------------------------------------------


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


def test_a_large_photograph_is_turned_and_shrunk_at_once() -> None:
    picture, exif = lying(6, 3024, 4032)
    prepared = prepare(file_of(picture, "JPEG", exif=exif))
    assert (prepared.source_width, prepared.source_height) == (3024, 4032)
    assert (prepared.width, prepared.height) == (1500, 2000)
    assert prepared.changes == (Change.TURNED, Change.SHRUNK, Change.METADATA_REMOVED)
    assert all(near(*pair) for pair in zip(seen(prepared), (RED, GREEN, BLUE, GREY), strict=True))
    assert_sendable(prepared)


def test_a_crop_does_not_show_what_lies_beside_it() -> None:
    half = Image.new("RGB", (1000, 1000), RED)
    half.paste(BLUE, (500, 0, 1000, 1000))
    prepared = prepare(file_of(half, "PNG"), Framing(crop=Crop(0.5, 0, 1, 1)))
    assert (prepared.width, prepared.height) == (500, 1000)
    [left_edge] = seen(prepared, [(0.001, 0.5)])
    assert near(left_edge, BLUE)


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


def test_a_file_over_the_limit_of_bytes_is_encoded_anew() -> None:
    noise = Image.frombytes("RGB", (2000, 2000), os.urandom(12_000_000))
    prepared = prepare(file_of(noise, "PNG", compress_level=0))
    assert prepared.source_bytes > IMAGE_BYTES_MAX
    assert prepared.changes == (Change.REENCODED,)
    assert_sendable(prepared)
    # It travels as base64, and that is under the limit too.
    assert len(b64encode(prepared.data)) < IMAGE_BYTES_MAX


# --- what is no image ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(640, 480), (3000, 2000)])
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF", "HEIC"])
def test_a_file_cut_short_is_found_here_and_not_by_the_service(
    image_format: str, size: tuple[int, int]
) -> None:
    options = {"speed": 10} if image_format == "AVIF" else {}
    picture = four_corners(*size)
    data = heic(picture) if image_format == "HEIC" else file_of(picture, image_format, **options)
    assert kind_of(data[: len(data) * 2 // 3]) is ErrorKind.IMAGE_BROKEN


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
