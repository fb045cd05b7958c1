"""Where the terminal is no UTF-8, or there is none: a pipe on Windows, and its program without a console."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.command_line import Home
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.paths import resource
from wan_desktop.core.settings import DEMO
from wan_desktop.core.store import Store

PROMPT = "晨雾 🎬"

#: A program of Windows without a console has none of the three.
WITHOUT_STREAMS = """
import os, sys
sys.stdin = sys.stdout = sys.stderr = sys.__stdin__ = sys.__stdout__ = sys.__stderr__ = None
from wan_desktop.__main__ import main
try:
    os._exit(main(sys.argv[1:]))
except SystemExit as end:
    os._exit(end.code or 0)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家")
    made.paths.create()
    made.paths.settings.write_text(json.dumps({"service": DEMO, "language": "en"}), encoding="utf-8")
    yield made
    made.close()


@pytest.fixture
def job(home: Home) -> Job:
    job = Job("0" * 32, 1.0, JobState.STOPPED, Request(prompt=PROMPT), DEMO, "lake.jpg")
    store = Store(home.paths.database, home.paths.locks)
    store.save(job)
    store.close()
    return job


def test_json_in_a_pipe_of_another_encoding_is_whole(home: Home, job: Job) -> None:
    home.environment |= {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
    result = home.run("jobs", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["id"] == job.id


def test_words_that_a_pipe_has_no_signs_for_fail_no_command(home: Home, job: Job) -> None:
    home.environment |= {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
    result = home.run("jobs")
    assert (result.returncode, result.stderr) == (0, "")
    assert job.id in result.stdout
    assert r"\u6668" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["jobs", "--json"], 0),
        (["--help"], 0),
        (["generate", "no such file.jpg", "--service", "demo"], 2),
        (["genrate"], 2),
        (["--fullscreen"], 2),
        (["demo-render"], 2),
    ],
    ids=str,
)
def test_without_a_console_commands_end_as_ever(home: Home, arguments: list[str], status: int) -> None:
    assert without_streams(home, *arguments) == status


def test_without_a_console_the_window_makes_its_video(home: Home, tmp_path: Path) -> None:
    assert without_streams(home, "--selftest", str(tmp_path / "results")) == 0
    assert (tmp_path / "results" / "video.mp4").stat().st_size > 10_000


def without_streams(home: Home, *arguments: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_STREAMS, *arguments],
        env=home.environment,
        cwd=resource("samples"),
        capture_output=True,
        check=False,
        timeout=100,
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    return done.returncode
