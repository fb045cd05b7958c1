"""Names of videos in the library, and the step from part to video, with real small videos."""

from __future__ import annotations

import asyncio
import errno
import os
import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import av
import pytest

from wan_desktop.core import files
from wan_desktop.core.errors import ErrorKind, WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.placing import file_name, place

DAY = datetime(2026, 11, 23, 12).timestamp()


def job(prompt: str, resolution: str = "1080P") -> Job:
    return Job("j", DAY, JobState.DOWNLOADING, Request(prompt=prompt, resolution=resolution), "demo")


def write_video(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(0, 150, 10):
            frame = av.VideoFrame.from_bytes(bytes([shade]) * (64 * 48 * 4), 64, 48)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "j.part"
    write_video(path)
    path.with_name("j.part.json").write_text('{"total": 1, "validator": "x"}')
    return path


NAMES = (
    ("Slow dolly-in as the sun sets", "2026-11-23 Slow dolly-in as the sun sets 1080P.mp4"),
    ("first line\nsecond", "2026-11-23 first line 1080P.mp4"),
    ('a<b>:"c"/d\\e|f?g*h', "2026-11-23 a b c d e f g h 1080P.mp4"),
    ("../../etc/passwd", "2026-11-23 etc passwd 1080P.mp4"),
    ("tab\tand\u202eturned\u200b", "2026-11-23 tab and turned 1080P.mp4"),
    ("日落时缓慢推进", "2026-11-23 日落时缓慢推进 1080P.mp4"),
    ("half \ud83d sign", "2026-11-23 half sign 1080P.mp4"),
    ("...", "2026-11-23 1080P.mp4"),
    ("", "2026-11-23 1080P.mp4"),
)


@pytest.mark.parametrize(("prompt", "name"), NAMES)
def test_names_are_readable_and_safe_everywhere(prompt: str, name: str, tmp_path: Path) -> None:
    assert file_name(job(prompt)) == name


@pytest.mark.parametrize(
    ("prompt", "source", "of", "name"),
    [
        ("Slow dolly-in", "harbour.heic", 12, "2026-11-23 harbour 03 Slow dolly-in 1080P.mp4"),
        ("", "harbour.heic", 12, "2026-11-23 harbour 03 1080P.mp4"),
        ("Slow", "河 1.5.png", 200, "2026-11-23 河 1.5 003 Slow 1080P.mp4"),
        ("Slow", "", 12, "2026-11-23 03 Slow 1080P.mp4"),
        ("x" * 200, "y" * 200 + ".jpg", 12, f"2026-11-23 {'y' * 60} 03 {'x' * 35} 1080P.mp4"),
    ],
)
def test_of_a_batch_the_images_name_and_its_place_come_first(
    prompt: str, source: str, of: int, name: str
) -> None:
    facts = {"batch": {"id": "b", "index": 3, "of": of}}
    assert file_name(replace(job(prompt), source_name=source, extra=facts)) == name


#: Microsoft Learn, "Naming Files, Paths, and Namespaces": how no file may begin.
DEVICES = ("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³"))


@pytest.mark.parametrize("words", ["{}", "{}.mp4", "{}.tar.gz", " {} . ", "{}: x"])
def test_no_video_is_named_like_a_device_of_windows(words: str) -> None:
    for device in DEVICES:
        single = replace(job(words.format(device.lower())), source_name=words.format(device))
        for given in (single, replace(single, extra={"batch": {"id": "b", "index": 3, "of": 12}})):
            name = file_name(given).upper()
            assert device in name
            assert name.partition(".")[0].rstrip() not in DEVICES


def test_no_sign_that_windows_forbids_is_in_a_name() -> None:
    for sign in (*map(chr, range(32)), *'<>:"/\\|?*', "\x7f"):
        name = file_name(job(f"a{sign}b{sign}"))
        assert name.startswith("2026-11-23 a")
        assert sign == " " or sign not in name


async def test_in_a_deep_folder_the_path_is_no_longer_than_windows_takes(part: Path, tmp_path: Path) -> None:
    folder = tmp_path / ("d" * (215 - len(str(tmp_path))))
    folder.mkdir()
    first, _ = await place(part, folder, job("😀 Slow dolly-in " * 9))
    assert len(str(first).encode("utf-16-le")) // 2 in range(250, 260)
    assert first.name.startswith("2026-11-23 😀 Slow")
    assert first.name.endswith(" 1080P.mp4")


async def test_where_no_room_is_left_the_name_is_that_of_its_day(part: Path, tmp_path: Path) -> None:
    folder = tmp_path / ("d" * 250)
    folder.mkdir()
    path, _ = await place(part, folder, job("Slow dolly-in"))
    assert path.name == "2026-11-23 1080P.mp4"


@pytest.mark.parametrize("prompt", ["x" * 2000, "雪" * 2000, "é" * 2000, "😀" * 2000])
def test_long_prompts_make_names_that_fit(prompt: str, tmp_path: Path) -> None:
    name = file_name(job(prompt), 12)
    assert len(name.encode("utf-16-le")) // 2 <= 120
    assert name.endswith(" 1080P (12).mp4")
    (tmp_path / name).write_bytes(b"")


async def test_a_video_is_placed_with_its_facts_and_nothing_stays_beside(part: Path, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    path, facts = await place(part, tmp_path / "library", job("p"))
    assert path == tmp_path / "library" / "2026-11-23 p 1080P.mp4"
    assert (facts.width, facts.height, facts.has_sound) == (64, 48, False)
    assert facts.seconds == pytest.approx(0.5, abs=0.05)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["library"]


@pytest.mark.parametrize("links", [True, False])
async def test_no_video_is_ever_overwritten(
    links: bool, part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)  # as exFAT answers
    taken = tmp_path / "2026-11-23 p 1080P.mp4"
    taken.write_bytes(b"an older video")
    path, _ = await place(part, tmp_path, job("p"))
    assert path.name == "2026-11-23 p 1080P (2).mp4"
    assert taken.read_bytes() == b"an older video"
    assert not part.exists()


def _no_links(source: Path, target: Path) -> None:
    raise OSError(errno.EPERM, "no links here")


async def test_on_windows_a_scanner_that_reads_the_new_video_is_waited_for(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink
    tries: list[Path] = []

    def held(path: Path, missing_ok: bool = False) -> None:
        if path == part and len(tries) < 2:
            tries.append(path)
            raise PermissionError(errno.EACCES, "The process cannot access the file because it is being used")
        unlink(path, missing_ok)

    monkeypatch.setattr(files, "_READERS_HOLD", True)
    monkeypatch.setattr(Path, "unlink", held)
    path, _ = await place(part, tmp_path, job("p"))
    assert (path.name, len(tries)) == ("2026-11-23 p 1080P.mp4", 2)
    assert not part.exists()


async def test_killed_between_link_and_unlink_it_ends_with_one_file(part: Path, tmp_path: Path) -> None:
    named = tmp_path / "2026-11-23 p 1080P.mp4"
    named.hardlink_to(part)
    path, _ = await place(part, tmp_path, job("p"))
    assert path == named
    assert sorted(p.name for p in tmp_path.iterdir()) == [named.name]


@pytest.mark.parametrize("content", [b"", b"<html>no</html>", b"\0" * 5000])
async def test_what_is_no_video_is_not_placed_and_is_fetched_anew(
    content: bytes, part: Path, tmp_path: Path
) -> None:
    part.write_bytes(content)
    (tmp_path / "library").mkdir()
    with pytest.raises(WanError) as caught:
        await place(part, tmp_path / "library", job("p"))
    assert caught.value.kind is ErrorKind.VIDEO_BROKEN
    assert not part.with_name("j.part.json").exists()
    assert list((tmp_path / "library").iterdir()) == []


async def test_a_folder_that_is_gone_is_named_so_and_not_made(part: Path, tmp_path: Path) -> None:
    with pytest.raises(WanError) as caught:
        await place(part, tmp_path / "drive" / "library", job("p"))
    assert caught.value.kind is ErrorKind.FOLDER_MISSING
    assert part.exists()
    assert not (tmp_path / "drive").exists()


async def test_a_rename_that_fails_leaves_no_empty_video(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    monkeypatch.setattr(os, "replace", _no_links)
    with pytest.raises(WanError):
        await place(part, tmp_path, job("p"))
    assert list(tmp_path.glob("*.mp4")) == []
    assert part.exists()


@pytest.mark.parametrize("others", [False, True])
async def test_two_that_want_one_name_without_links_never_share_it(
    others: bool, part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    named = tmp_path / "2026-11-23 p 1080P.mp4"
    rename = os.replace
    seen: list[str] = []

    def replace_and_look(source: Path, target: Path) -> None:
        seen.extend(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
        rename(source, target)

    monkeypatch.setattr(os, "replace", replace_and_look)
    if others:
        (tmp_path / f".other.part.{zlib.crc32(named.name.encode()):08x}").touch()
    path, _ = await place(part, tmp_path, job("p"))
    assert path.name == (f"{named.stem} (2).mp4" if others else named.name)
    assert [name for name in seen if name.endswith(".mp4")] == [], "an empty video was seen"


async def test_killed_before_the_rename_without_links_the_name_is_not_lost(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    named = tmp_path / "2026-11-23 p 1080P.mp4"
    part.with_name(f"{part.name}.{zlib.crc32(named.name.encode()):08x}").touch()
    path, _ = await place(part, tmp_path, job("p"))
    assert path == named
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(part.name)] == []


def test_the_day_is_the_jobs_own(tmp_path: Path) -> None:
    older = replace(job("p"), created_at=datetime(2025, 1, 2, 12).timestamp())
    assert file_name(older) == "2025-01-02 p 1080P.mp4"


async def test_bytes_that_the_drive_lost_are_not_placed_and_are_fetched_anew(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _input_output_error)
    with pytest.raises(WanError) as caught:
        await place(part, tmp_path, job("p"))
    assert caught.value.kind is ErrorKind.DRIVE_TROUBLE
    assert not part.with_name("j.part.json").exists()
    assert list(tmp_path.glob("*.mp4")) == []


def _input_output_error(_descriptor: int) -> None:
    raise OSError(errno.EIO, "Input/output error")


async def test_two_videos_placed_at_once_without_links_are_both_kept(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.part"
    other.write_bytes(part.read_bytes() + b"\0\0\0\x08free")
    replace = os.replace

    def while_another_is_placed(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "replace", replace)
        asyncio.run(place(other, tmp_path, job("p")))
        replace(source, target)

    monkeypatch.setattr(os, "link", _no_links)
    monkeypatch.setattr(os, "replace", while_another_is_placed)
    await place(part, tmp_path, job("p"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-11-23 p 1080P (2).mp4",
        "2026-11-23 p 1080P.mp4",
    ]
