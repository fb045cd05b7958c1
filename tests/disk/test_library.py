"""The library on a disk that fills up, is protected or goes: a video waits, and comes by itself, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.disk.conftest import MakeDisk
from tests.disk.program import Program, video_of
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobState

MEGABYTE = 1024 * 1024


def program_on(library: Path, tmp_path: Path, size: int = 3 * MEGABYTE) -> Program:
    return Program(tmp_path / "home 家", library, [video_of(tmp_path, size)])


def assert_whole(program: Program, done: Job, folder: Path) -> None:
    """One video with the service's bytes, nothing beside it, one submit."""
    assert [str(path) for path in folder.iterdir() if path.name != "lost+found"] == [done.video]
    assert Path(done.video).read_bytes() == program.service._videos[0]
    assert Path(done.poster).stat().st_size > 0
    assert program.service.accepted == {"a boat": 1}


@pytest.mark.parametrize("kind", ["tmpfs", "ext4", "exfat"])
async def test_a_full_disk_pauses_a_download_and_room_ends_it(
    kind: str, disk: MakeDisk, tmp_path: Path
) -> None:
    drive = disk("drive", kind, 10)
    drive.fill(leave=2 * MEGABYTE)
    async with program_on(drive.folder, tmp_path) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.DISK_FULL)
        kept = program.part(job).stat().st_size
        assert kept > MEGABYTE
        drive.free()
        assert_whole(program, await program.done(job), drive.folder)
        # What was there by then is not fetched again.
        assert program.service.starts["task-1"][-1] >= kept


async def test_a_disk_too_full_to_begin_on_leaves_nothing_beside(disk: MakeDisk, tmp_path: Path) -> None:
    drive = disk("drive", "tmpfs", 10)
    drive.fill()
    async with program_on(drive.folder, tmp_path) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.DISK_FULL)
        drive.free()
        assert_whole(program, await program.done(job), drive.folder)


async def test_a_job_whose_disk_is_full_stops_at_once(disk: MakeDisk, tmp_path: Path) -> None:
    drive = disk("drive", "ext4", 10)
    drive.fill(leave=MEGABYTE + 1000)
    async with program_on(drive.folder, tmp_path) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.DISK_FULL)
        program.runner.stop(job.id)
        await program.until(lambda: program.now(job).state is JobState.STOPPED, "stopped")
        drive.free()
        program.runner.follow(job.id)
        assert_whole(program, await program.done(job), drive.folder)


async def test_a_write_protected_drive_pauses_a_download(disk: MakeDisk, tmp_path: Path) -> None:
    drive = disk("drive", "ext4", 10)
    drive.protect(True)
    async with program_on(drive.folder, tmp_path) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.FOLDER_READ_ONLY)
        drive.protect(False)
        assert_whole(program, await program.done(job), drive.folder)


@pytest.mark.parametrize("below", ["", "films"])
@pytest.mark.parametrize("kind", ["ext4", "exfat", "tmpfs"])
async def test_a_drive_pulled_in_the_middle_is_waited_for_whatever_is_on_it_then(
    kind: str, below: str, disk: MakeDisk, tmp_path: Path
) -> None:
    """What was fetched is there again with the same drive; an empty one (a tmpfs is) gets it anew."""
    drive = disk("drive", kind, 10)
    library = drive.folder / below
    library.mkdir(exist_ok=True)
    async with program_on(library, tmp_path) as program:
        program.service.hold_after = 2 * MEGABYTE
        job = program.submit()
        await program.until(lambda: program.fetched(job) >= MEGABYTE, "half of it came")
        drive.take_away()
        program.service.go.set()
        await program.paused(job, ErrorKind.FOLDER_MISSING)
        assert not drive.folder.exists(), "nothing is made where a drive was"
        drive.mount()
        library.mkdir(exist_ok=True)
        assert_whole(program, await program.done(job), library)
        assert program.service.starts["task-1"].count(0) == (2 if kind == "tmpfs" else 1)


async def test_a_drive_that_reports_errors_is_waited_for(disk: MakeDisk, tmp_path: Path) -> None:
    drive = disk("drive", "ext4", 10)
    async with program_on(drive.folder, tmp_path) as program:
        program.service.hold_after = 2 * MEGABYTE
        job = program.submit()
        await program.until(lambda: program.fetched(job) >= MEGABYTE, "half of it came")
        drive.fail()
        program.service.go.set()
        await program.paused(job, ErrorKind.DRIVE_TROUBLE)
        drive.take_away()
        await program.paused(job, ErrorKind.FOLDER_MISSING)
        drive.mount()
        assert_whole(program, await program.done(job), drive.folder)


async def test_a_drive_that_loses_what_it_took_gives_no_broken_video(disk: MakeDisk, tmp_path: Path) -> None:
    """A thin drive: it takes the bytes, and at the sync it turns out that there was no room for them."""
    below = disk("below", "tmpfs", 6)
    failing = disk("below/drive", "ext2", 12)
    below.fill(leave=MEGABYTE)
    async with program_on(failing.folder, tmp_path) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.DISK_FULL)
        below.free()
        done = await program.done(job)
        failing.take_away()  # Past every cache: what is on the drive itself.
        failing.mount()
        assert_whole(program, done, failing.folder)


@pytest.mark.parametrize("name", ["a file", "a file/below", "x" * 300, "loop/library"])
async def test_what_cannot_be_a_folder_is_said_and_another_one_ends_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"kept")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    async with program_on(tmp_path / name, tmp_path) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.FOLDER_UNUSABLE)
        program.library = tmp_path / "library"
        program.library.mkdir()
        assert_whole(program, await program.done(job), program.library)
    assert (tmp_path / "a file").read_bytes() == b"kept"


async def test_names_hold_on_a_drive_without_links_and_with_forbidden_signs(
    disk: MakeDisk, tmp_path: Path
) -> None:
    drive = disk("drive", "exfat", 10)
    async with program_on(drive.folder, tmp_path, size=100_000) as program:
        jobs = [program.submit('日落: "slow"? <in> a*b|c\\d ' + "雪" * 300) for _ in range(3)]
        videos = {(await program.done(job)).video for job in jobs}
        assert {str(path) for path in drive.folder.iterdir()} == videos
        assert len(videos) == 3
