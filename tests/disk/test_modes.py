"""Folders that may not be written to, by their modes. They do not hold for root: see test_as_user.py."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.disk.program import Program, video_of
from wan_desktop.core import job_book
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import JobState


@pytest.fixture(autouse=True)
def modes_hold(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    try:
        (closed / "file").touch()
    except PermissionError:
        return
    pytest.skip("modes close no folder to this user; test_as_user.py plays these without root's rights")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


async def test_a_folder_that_may_not_be_written_to_pauses_a_download(library: Path, tmp_path: Path) -> None:
    library.chmod(0o555)
    async with Program(tmp_path / "home", library, [video_of(tmp_path, 100_000)]) as program:
        job = program.submit()
        await program.paused(job, ErrorKind.FOLDER_READ_ONLY)
        library.chmod(0o755)
        done = await program.done(job)
        assert [str(path) for path in library.iterdir()] == [done.video]
        assert program.service.accepted == {"a boat": 1}


async def test_a_folder_closed_in_the_middle_keeps_what_was_fetched(library: Path, tmp_path: Path) -> None:
    size = 3 * 1024 * 1024
    async with Program(tmp_path / "home", library, [video_of(tmp_path, size)]) as program:
        program.service.hold_after = 2 * 1024 * 1024
        job = program.submit()
        await program.until(lambda: program.fetched(job), "some of it came")
        library.chmod(0o555)
        program.service.go.set()
        await program.paused(job, ErrorKind.FOLDER_READ_ONLY)
        library.chmod(0o755)
        await program.done(job)
        assert program.service.sent["task-1"] == size


async def test_an_own_folder_that_may_not_be_written_to_sends_nothing(
    library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, logger=job_book.__name__)  # it says what could not be written
    async with Program(tmp_path / "home", library, [video_of(tmp_path, 100_000)]) as program:
        program.paths.data.chmod(0o555)
        job = program.submit()
        await program.paused(job, ErrorKind.FOLDER_READ_ONLY, JobState.WAITING)
        assert program.service.requests["submit"] == 0
        program.paths.data.chmod(0o755)
        await program.done(job)
        assert program.service.accepted == {"a boat": 1}
