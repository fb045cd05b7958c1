"""The program's own folder on a disk that fills up: nothing is sent unwritten, no id is lost, all goes on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.disk.conftest import MakeDisk
from tests.disk.program import Program, jpeg, video_of
from tests.disk.small_disk import SmallDisk
from wan_desktop.core import job_book, settings
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.settings import Settings
from wan_desktop.core.store import Store
from wan_desktop.media import images, video

both = pytest.mark.parametrize("kind", ["tmpfs", "ext4"])


@pytest.fixture(autouse=True)
def disk_trouble_is_expected(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.ERROR, logger=job_book.__name__)
    # Of the loop's own time, which is real here.
    monkeypatch.setattr(job_book, "WRITE_AGAIN_AFTER", 0.1)


@pytest.fixture
def drive(kind: str, disk: MakeDisk) -> SmallDisk:
    return disk("home", kind, 8)


@pytest.fixture
def program(drive: SmallDisk, tmp_path: Path) -> Program:
    library = tmp_path / "library"
    library.mkdir()
    return Program(drive.folder / "data", library, [video_of(tmp_path, 100_000)])


def stored(program: Program, job: Job) -> Job | None:
    """As another process, or the next start, finds it."""
    store = Store(program.paths.database, program.paths.locks)
    try:
        return store.get(job.id)
    finally:
        store.close()


@both
async def test_nothing_is_sent_before_the_consent_is_written(program: Program, drive: SmallDisk) -> None:
    async with program:
        drive.fill()
        job = program.submit()
        await program.paused(job, ErrorKind.DISK_FULL, JobState.WAITING)
        assert program.service.requests["submit"] == 0
        drive.free()
        await program.done(job)
        assert program.service.accepted == {"a boat": 1}


@both
async def test_an_id_that_arrives_on_a_full_disk_is_written_at_once(
    program: Program, drive: SmallDisk
) -> None:
    """Room for it was kept before the request left."""
    async with program:
        program.service.hold_submits = True
        job = program.submit()
        await program.until(lambda: program.service.requests["submit"], "the request is out")
        drive.fill()
        program.service.go.set()
        await program.until(lambda: program.now(job).task_id, "the id came")
        await program.until(lambda: (stored(program, job) or job).task_id == "task-1", "the id is kept")
        drive.free()
        await program.done(job)
        assert program.service.accepted == {"a boat": 1}


@both
async def test_without_room_for_the_answer_nothing_is_sent(program: Program, drive: SmallDisk) -> None:
    async with program:
        drive.fill(leave=200_000)
        job = program.submit()
        await program.paused(job, ErrorKind.DISK_FULL, JobState.WAITING)
        assert program.service.requests["submit"] == 0
        drive.free()
        await program.done(job)
        assert program.service.accepted == {"a boat": 1}


@both
async def test_a_job_on_its_way_ends_though_the_disk_is_full_and_is_written_when_there_is_room(
    program: Program, drive: SmallDisk
) -> None:
    async with program:
        job = program.submit()
        await program.until(lambda: program.now(job).state is JobState.RUNNING, "it runs")
        drive.fill()
        await program.until(lambda: program.now(job).trouble, "trouble is told")
        drive.free()
        done = await program.done(job)
        assert Path(done.video).read_bytes()
        await program.until(lambda: (stored(program, job) or job).state is JobState.DONE, "it is written")
        assert program.service.accepted == {"a boat": 1}


@both
def test_files_are_the_old_ones_or_the_new_ones(drive: SmallDisk, tmp_path: Path) -> None:
    """Settings, the image to be sent and a poster, on a full disk and once there is room."""
    folder, made = drive.folder, images.prepare(jpeg())
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(video_of(tmp_path, 100_000))
    settings.save(folder / "settings.json", Settings(theme="dark"))
    drive.fill()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    for write in (
        lambda: settings.save(folder / "settings.json", Settings(theme="light", window="w" * 70_000)),
        lambda: images.save_input(made, folder),
        lambda: video.write_poster(clip, folder / "poster.jpg"),
    ):
        with pytest.raises(DiskError) as caught:
            write()
        assert caught.value.kind is ErrorKind.DISK_FULL
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    drive.free()
    video.write_poster(clip, folder / "poster.jpg")
    assert (folder / images.save_input(made, folder)).read_bytes() == made.data


@pytest.mark.parametrize("kind", ["ext4"])
async def test_on_a_failed_drive_nothing_is_sent_and_what_was_under_way_is_found_again(
    program: Program, drive: SmallDisk, caplog: pytest.LogCaptureFixture
) -> None:
    async with program:
        first = program.submit("first")
        await program.until(lambda: program.now(first).state is JobState.RUNNING, "it runs")
        drive.fail()
        second = program.submit("second")
        # SQLite calls it an I/O error or a malformed file, by what it wanted to read.
        await program.until(lambda: program.trouble(second), "trouble is told")
        assert program.service.requests["submit"] == 1
        await program.close()
        assert second.id in caplog.text, "named in the log once more"
        caplog.clear()
        drive.take_away()
        drive.mount()
        await program.start()
        program.runner.resume()
        await program.done(first)
        assert program.service.accepted == {"first": 1}
        assert stored(program, second) is None, "it was never agreed to in writing"


async def test_nothing_is_sent_whose_consent_went_into_a_deleted_file(tmp_path: Path) -> None:
    """What is open takes every write, and nobody would find it again."""
    library = tmp_path / "library"
    library.mkdir()
    program = Program(tmp_path / "data", library, [video_of(tmp_path, 100_000)])
    async with program:
        await program.done(program.submit("before"))
        program.paths.database.rename(tmp_path / "moved away")
        job = program.submit()
        await program.paused(job, ErrorKind.DATA_UNWRITABLE, JobState.WAITING)
        assert program.service.requests["submit"] == 1
        (tmp_path / "moved away").rename(program.paths.database)
        await program.done(job)
        assert program.service.accepted == {"before": 1, "a boat": 1}
