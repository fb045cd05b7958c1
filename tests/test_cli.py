"""The command line as scripts and people use it: real processes, a real service, videos decoded."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.command_line import PATIENCE, Home, ended, objects, wait_for_line
from tests.fakes.decoded import decode
from tests.fakes.demo_server import running_server
from tests.fakes.wire_server import WireServer, untrusted_tls
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.paths import resource
from wan_desktop.core.store import Store
from wan_desktop.demo.faults import Endpoint, Fault, Faults, Kind, Stage

IMAGE = resource("samples", "lake.jpg")
posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家")
    yield made
    made.close()


class Service:
    """A demo service over HTTP; ``seconds`` is how long a task takes."""

    def __init__(self, base_url: str, faults: Faults) -> None:
        self.base_url, self.faults = base_url, faults
        self.options = ("--service", base_url, "--poll", "0.2")

    def accepted(self) -> int:
        return self.faults.accepted[Endpoint.SUBMIT]

    def received(self) -> int:
        return self.faults.received[Endpoint.SUBMIT]


@pytest.fixture
def service(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Service]:
    faults = Faults()
    seconds = getattr(request, "param", 0.1)
    with running_server(tmp_path / "service", faults, seconds=seconds) as base_url:
        yield Service(base_url, faults)


def test_the_demo_makes_a_whole_video_of_the_asked_size_and_length_with_sound(home: Home) -> None:
    target = home.folder / "my 视频.mp4"
    home.folder.mkdir()
    result = home.run(
        "generate",
        IMAGE,
        "--service",
        "demo",
        "--resolution",
        "720P",
        "--poll",
        "0.5",
        "-o",
        target,
        "--json",
    )
    assert (result.returncode, result.stderr) == (0, "")
    [job] = objects(result)
    assert set(job) == {"id", "state", "task_id", "video", "estimate", "charged", "error"}
    assert (job["state"], job["video"], job["error"]) == ("done", str(target), None)
    video = decode(target)
    assert video.seconds == pytest.approx(5, abs=0.1)
    assert video.frames_per_second == pytest.approx(30, abs=0.01)
    assert video.width * video.height == pytest.approx(1280 * 720, rel=0.05)
    assert video.loudest is not None
    assert video.loudest > 0.01
    [kept] = home.jobs()
    assert Path(kept["video"]).read_bytes() == target.read_bytes()


def test_a_silent_video_over_http_is_silent_and_goes_to_the_library(home: Home, service: Service) -> None:
    result = home.run("generate", IMAGE, *service.options, "--sound", "none", "-p", "slow  pan")
    assert result.returncode == 0
    assert "done" in result.stderr
    [job] = home.jobs()
    assert job["video"] in result.stdout
    assert Path(job["video"]).parent == home.paths.library
    assert (decode(job["video"]).loudest or 0.0) < 0.001
    assert service.accepted() == 1


@posix
@pytest.mark.parametrize("gone", ["1>&- 2>&-", "> /dev/full 2> /dev/full", "2>&1 | true"])
def test_a_reader_who_is_gone_changes_no_exit_status(home: Home, service: Service, gone: str) -> None:
    """By it a script decides whether to send once more."""
    if "/dev/full" in gone and not Path("/dev/full").exists():
        pytest.skip("only Linux has a file that is always full")
    command = shlex.join([sys.executable, "-m", "wan_desktop", "generate", str(IMAGE), *service.options])
    home.folder.mkdir()
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} {gone}"],
        cwd=home.folder,
        env=home.environment,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0
    assert [job["state"] for job in home.jobs()] == ["done"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The file is empty."), (b"just text, whatever the name says", "This is not an image.")],
)
def test_a_file_that_is_no_image_is_named_and_nothing_is_sent(
    home: Home, service: Service, tmp_path: Path, content: bytes, words: str
) -> None:
    image = tmp_path / "photo.jpg"
    image.write_bytes(content)
    result = home.run("generate", image, *service.options, "--json")
    assert result.returncode == 2
    assert words in result.stderr
    [job] = objects(result)
    assert job["id"] is None
    assert words in job["error"]["message"]
    assert job["error"]["may_be_billed"] is False
    assert service.received() == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--seed", "-1"), "--seed: Enter a whole number"),
        (("--sound", "song.mp3"), "The file is gone. Choose the file again. (--sound song.mp3)"),
        (("--sound", "http://"), "--sound: Paste a whole link"),
        (("-p", "x" * 2001), "--prompt: The service takes 2000 characters"),
        (("--service", "jiekoo"), "--service: jiekoo is none of demo, jiekou"),
        (("--service", "http://example.com"), "http is for this computer only"),
        (("-o", "no such folder/a.mp4"), "-o: no file can be written"),
        (("--max-cost", "much"), "--max-cost: much is not a plain amount such as 20 or 0.75"),
        (("--poll", "0"), "--poll: 0 is not a number of seconds above 0"),
        (("--poll", "nan"), "--poll"),
        (("--duration", "7"), "--duration"),
        (("--crop", "wide"), "--crop: wide is neither a shape such as 16:9 nor four percentages"),
        (("--crop", "16:0"), "--crop: 16:0 is not a shape such as 16:9"),
        (("--crop", "60,0,40,100"), "--crop: 60,0,40,100 is no part of an image"),
        (("--fit", "stretch"), "--fit"),
        (("--background", "red"), "--background: red is neither blur nor a colour such as #1a2b3c"),
    ],
)
def test_an_option_that_cannot_be_used_is_named_and_nothing_is_sent(
    home: Home, service: Service, options: tuple[str, ...], words: str
) -> None:
    result = home.run("generate", IMAGE, *service.options, *options)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert service.received() == 0


@pytest.mark.parametrize(
    ("options", "size", "changes"),
    [
        (("--crop", "1:1"), (900, 900), "900 × 900 pixels: cropped\n"),
        (("--crop", "0,0,50,100"), (800, 900), "800 × 900 pixels: cropped\n"),
        (("--crop", "20:1", "--fit", "crop"), (2000, 360), "cropped, ends cut off"),
        (("--crop", "20:1", "--fit", "extend", "--background", "blur"), (2000, 360), "sides filled up"),
    ],
)
def test_the_image_is_framed_as_asked_and_what_changed_is_said_before_it_is_paid(
    home: Home, service: Service, options: tuple[str, ...], size: tuple[int, int], changes: str
) -> None:
    result = home.run("generate", IMAGE, *service.options, *options)
    assert result.returncode == 0, result.stderr
    assert changes in result.stderr
    assert result.stderr.index("lake.jpg is sent with") < result.stderr.index("Estimated cost")
    [kept] = home.paths.inputs.iterdir()
    with Image.open(kept) as sent:
        assert sent.size == size


def test_an_image_of_a_shape_that_is_not_taken_says_which_options_help(
    home: Home, service: Service, tmp_path: Path
) -> None:
    banner = tmp_path / "banner.png"
    Image.new("RGB", (3000, 300)).save(banner)
    result = home.run("generate", banner, *service.options)
    assert result.returncode == 2
    assert "Add --fit extend, --fit crop, or a --crop" in result.stderr
    assert service.received() == 0


def test_a_hosted_service_without_a_key_says_where_a_key_goes(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", key="")
    result = home.run("generate", IMAGE, "--service", "jiekou")
    assert result.returncode == 2
    assert "No API key yet" in result.stderr
    assert "WAN_DESKTOP_API_KEY" in result.stderr
    assert home.jobs() == []


def test_a_refused_prompt_fails_with_a_sentence(home: Home, service: Service) -> None:
    result = home.run("generate", IMAGE, *service.options, "-p", "[demo:refuse]", "--json")
    [job] = objects(result)
    assert (result.returncode, job["state"], job["error"]["kind"]) == (3, "failed", "content_refused")
    assert job["error"]["message"].startswith("Refused by the content check. Change the prompt")
    assert home.run("resume").returncode == 0


def test_a_wrong_key_fails_at_the_service(tmp_path: Path, service: Service) -> None:
    result = Home(tmp_path / "home", key="wrong").run("generate", IMAGE, *service.options, "--json")
    [job] = objects(result)
    assert (result.returncode, job["error"]["kind"]) == (3, "key_refused")
    assert service.accepted() == 0


async def test_a_service_whose_certificate_is_not_trusted_is_sent_nothing_and_said(
    home: Home, tmp_path: Path
) -> None:
    async with WireServer(tls=untrusted_tls(tmp_path)) as server:
        result = await asyncio.to_thread(home.run, "generate", IMAGE, "--service", server.url)
        assert server.requests == []
    assert result.returncode == 2
    [told] = result.stdout.splitlines()
    assert "failed" in told
    assert "The connection is not secure. Check this computer’s date and time" in told
    assert "self-signed certificate" in told
    [job] = home.stored()
    assert (job.state, job.may_be_billed) == (JobState.FAILED, False)
    assert home.run("resume").returncode == 0, "there is nothing left to follow"


def test_an_answer_that_never_came_is_unconfirmed_and_nothing_sends_it_again(
    home: Home, service: Service
) -> None:
    service.faults.order(Fault(Endpoint.SUBMIT, Kind.DROP, Stage.HANDLED))
    result = home.run("generate", IMAGE, *service.options, "--json")
    [job] = objects(result)
    assert (result.returncode, job["state"], job["error"]["may_be_billed"]) == (4, "unconfirmed", True)
    assert home.run("resume").returncode == 0
    assert service.received() == 1


@posix
@pytest.mark.parametrize("service", [1.0], indirect=True)
def test_interrupted_while_following_it_tells_the_job(home: Home, service: Service) -> None:
    process = home.start("generate", IMAGE, *service.options)
    wait_for_line(process, "queued")
    process.send_signal(signal.SIGINT)
    stopped = ended(process)
    assert stopped.returncode == 5
    assert "wan-desktop resume" in stopped.stderr
    assert "queued" in stopped.stdout


@pytest.mark.parametrize("service", [2.0], indirect=True)
def test_killed_while_following_resume_ends_it_with_one_submit(home: Home, service: Service) -> None:
    process = home.start("generate", IMAGE, *service.options)
    wait_for_line(process, "running")  # Its id, shown a moment before, is on the disk by now.
    process.kill()
    ended(process)
    resumed = home.run("resume", "--json")
    [job] = objects(resumed)
    assert (resumed.returncode, job["state"]) == (0, "done")
    assert decode(job["video"]).seconds == pytest.approx(5, abs=0.1)
    assert service.received() == 1


def test_resume_never_sends_a_waiting_job(home: Home, service: Service) -> None:
    home.paths.create()
    store = Store(home.paths.database, home.paths.locks)
    store.save(Job("a" * 32, 1.0, JobState.WAITING, Request(image="a.jpg"), service.base_url))
    store.close()
    resumed = home.run("resume", "--json")
    assert (resumed.returncode, [job["state"] for job in objects(resumed)]) == (5, ["waiting"])
    assert service.received() == 0


def test_resume_without_the_key_says_so_and_ends(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", key="")
    home.paths.create()
    store = Store(home.paths.database, home.paths.locks)
    sent = Job("a" * 32, 1.0, JobState.QUEUED, Request(image="a.jpg"), "http://127.0.0.1:9", task_id="t")
    store.save(sent)
    store.close()
    resumed = home.run("resume", "--json")
    assert (resumed.returncode, [job["state"] for job in objects(resumed)]) == (5, ["queued"])
    assert "No API key yet" in resumed.stderr


def test_two_processes_at_once_on_one_home_each_drive_their_own_job(home: Home, service: Service) -> None:
    processes = [home.start("generate", IMAGE, *service.options) for _ in range(2)]
    assert [ended(process).returncode for process in processes] == [0, 0]
    jobs = home.jobs()
    assert len({job["task_id"] for job in jobs}) == 2
    assert {job["state"] for job in jobs} == {"done"}
    assert service.received() == 2


@pytest.mark.parametrize("service", [4.0], indirect=True)
def test_resume_beside_a_running_generate_watches_and_never_drives(home: Home, service: Service) -> None:
    process = home.start("generate", IMAGE, *service.options)
    wait_for_line(process, "queued")
    resumed = home.run("resume", "--json")
    assert ended(process).returncode == 0
    [job] = objects(resumed)
    assert (resumed.returncode, job["state"]) == (0, "done")
    kinds = [event.kind for event in home.events(job["id"])]
    assert sorted(kinds) == sorted(set(kinds))
    assert service.received() == 1
    assert service.faults.received[Endpoint.DOWNLOAD] == 1


@pytest.mark.parametrize("service", [5.0], indirect=True)
def test_resume_takes_over_when_the_other_process_is_killed(home: Home, service: Service) -> None:
    process = home.start("generate", IMAGE, *service.options)
    wait_for_line(process, "queued")
    resume = home.start("resume")
    wait_for_line(resume, "  ")  # It has read the job, in whichever state.
    process.kill()
    ended(process)
    resumed = ended(resume)
    assert resumed.returncode == 0, resumed.stderr
    assert [job["state"] for job in home.jobs()] == ["done"]
    assert service.received() == 1


def test_a_report_tells_what_it_holds_even_where_the_database_is_none(home: Home) -> None:
    home.paths.create()
    home.paths.database.write_bytes(b"no database " * 1000)
    result = home.run("report", "bug.zip", "--job", "any")
    assert (result.returncode, result.stdout) == (0, "")
    with zipfile.ZipFile(home.folder / "bug.zip") as archive:
        for name in archive.namelist():
            assert f"  {name}  " in result.stderr
        assert b"cannot be read: database_damaged" in archive.read("jobs.txt")
    assert "nothing was sent" in result.stderr
    nowhere = home.run("report", Path("nowhere") / "bug.zip")
    assert (nowhere.returncode, len(nowhere.stderr.splitlines())) == (2, 1)
    assert "FILE: no file can be written" in nowhere.stderr


def test_help_names_every_command(home: Home) -> None:
    result = home.run("-h")
    assert result.returncode == 0
    for word in ("generate", "jobs", "resume", "restore", "spend", "report", "--selftest", "demo-service"):
        assert word in result.stdout


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    home = Home(tmp_path)
    home.environment["WAN_DESKTOP_HOME"] = str(tmp_path / "file" / "home")
    result = home.run("jobs")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


def test_what_was_refused_is_sent_again_only_by_its_option(home: Home, service: Service) -> None:
    call = ("generate", IMAGE, "-p", "[demo:refuse] dance", *service.options)
    assert home.run(*call).returncode == 3
    again = home.run(*call)
    assert again.returncode == 2
    assert "Not sent: refused before." in again.stderr
    assert "--send-refused-again" in again.stderr
    assert len(home.jobs()) == service.received() == 1
    assert home.run(*call, "--seed", "7").returncode == 3, "a change goes"
    assert home.run(*call, "--send-refused-again").returncode == 3, "sent, and refused once more"
    assert home.run(*call).returncode == 2
    assert service.received() == 3
