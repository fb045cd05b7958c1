"""The log on a full disk: quiet, alive, and there again as soon as there is room."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.disk.conftest import MakeDisk
from tests.disk.small_disk import SmallDisk
from wan_desktop.core.log import LogFile

ROTATES_AT = 20_000


@pytest.fixture
def drive(disk: MakeDisk) -> SmallDisk:
    return disk("logs", "ext4", 4)


@pytest.fixture
def log(drive: SmallDisk) -> Iterator[logging.Logger]:
    handler = LogFile(drive.folder / "a.log", maxBytes=ROTATES_AT, backupCount=1, encoding="utf-8")
    logger = logging.getLogger("a log on a small disk")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)
    with suppress(OSError):  # As logging's own end does.
        handler.close()


def test_a_full_disk_costs_lines_and_nothing_else(
    drive: SmallDisk, log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    drive.fill()
    for number in range(2000):
        log.info("line %d of many, also over the size at which the file is rotated", number)
    assert capsys.readouterr().err == ""
    drive.free()
    log.info("there is room again")
    assert "there is room again" in (drive.folder / "a.log").read_text(encoding="utf-8")


def test_a_drive_that_fails_costs_lines_and_nothing_else(
    drive: SmallDisk, log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    drive.fail()
    for number in range(2000):
        log.info("line %d of many, also over the size at which the file is rotated", number)
    assert capsys.readouterr().err == ""


def test_a_bug_in_a_call_of_the_log_is_still_told(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    [handler] = (one for one in log.handlers if isinstance(one, LogFile))
    handler.handle(logging.makeLogRecord({"msg": "%d", "args": ("no number",)}))
    assert "%d format" in capsys.readouterr().err
