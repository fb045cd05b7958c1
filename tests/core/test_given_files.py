"""Whatever is given at once is sorted by content, in the order in which people count, and bounded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.core.test_file_kinds import JPEG
from wan_desktop.core.given_files import GivenFiles, natural_order, sort_files

MP4 = b"\x00\x00\x00\x20ftypisom\x00"
WAV = b"RIFF\x10\x00\x00\x00WAVEfmt "


def make(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def names(paths: Iterable[Path]) -> list[str]:
    return [path.name for path in paths]


def test_each_kind_goes_to_its_place(tmp_path: Path) -> None:
    contents = {"a.jpg": JPEG, "b.mp4": MP4, "c.wav": WAV, "d.txt": b"slow pan", "e.zip": b"PK\x03\x04"}
    a, b, c, d, e = make(tmp_path, contents)
    empty = tmp_path / "empty"
    empty.mkdir()
    given = sort_files([a, b, c, d, e, empty, a])
    assert given == GivenFiles((a,), (b,), (c,), (d,), (e,), (empty,))
    assert given.count == 6


def test_a_folder_gives_its_images_as_people_count_and_nothing_hidden(tmp_path: Path) -> None:
    make(tmp_path, dict.fromkeys(["10.jpg", "9.JPG", "图2.jpg", "图10.jpg", ".hidden.jpg", "B1.jpg"], JPEG))
    make(tmp_path, {"notes.txt": b"words", "Thumbs.db": b"\xd0\xcf\x11\xe0"})
    deeper = tmp_path / "deeper.jpg"
    deeper.mkdir()
    make(deeper, {"inside.jpg": JPEG})
    given = sort_files([tmp_path])
    assert names(given.images) == ["9.JPG", "10.jpg", "B1.jpg", "图2.jpg", "图10.jpg"]
    assert given.count == 5


def test_files_keep_the_order_of_a_command_line(tmp_path: Path) -> None:
    files = make(tmp_path, dict.fromkeys(["10.jpg", "9.jpg"], JPEG))
    assert names(sort_files(files, natural=False).images) == ["10.jpg", "9.jpg"]
    assert names(sort_files(files).images) == ["9.jpg", "10.jpg"]


def test_a_sound_that_begins_like_a_film_is_one(tmp_path: Path) -> None:
    song, film = make(tmp_path, {"1.m4a": MP4, "2.mp4": MP4})
    given = sort_files([song, film], has_picture=lambda path: path == film)
    assert (given.videos, given.sounds) == ((film,), (song,))


def test_too_many_images_are_counted(tmp_path: Path) -> None:
    make(tmp_path, {f"{number}.jpg": JPEG for number in range(12)})
    given = sort_files([tmp_path], images_max=10)
    assert (len(given.images), given.images_left_out, given.count) == (10, 2, 12)


def test_what_nobody_waits_for_any_more_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, {f"{number}.jpg": JPEG for number in range(12)})
    answers = iter([True] * 4)
    given = sort_files([tmp_path], wanted=lambda: next(answers, False))
    assert 0 < len(given.images) < 5


@pytest.mark.parametrize(
    "ordered",
    [
        ["1.png", "2.png", "10.png"],
        ["frame_0009.png", "frame_10.png", "frame_0011.png"],
        ["A.png", "b.png", "C.png"],
        ["a.png", "a1.png", "a1b.png", "a2.png"],
        ["9" * 200 + ".png"],
    ],
)
def test_the_order_is_how_people_count(ordered: list[str]) -> None:
    assert names(natural_order(map(Path, reversed(ordered)))) == ordered
