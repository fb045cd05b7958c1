"""The whole program with its window, a real service over HTTP and real videos; one process a scenario."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.command_line import Home, ended
from tests.fakes.decoded import decode
from tests.fakes.demo_server import running_server
from wan_desktop.core.claims import Claims
from wan_desktop.core.draft import look
from wan_desktop.core.paths import resource
from wan_desktop.core.settings import load
from wan_desktop.core.store import Store
from wan_desktop.demo.faults import Endpoint, Fault, Faults, Kind, Stage

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no signal that asks a program to end")
LAKE = resource("samples", "lake.jpg")
#: What QtMultimedia says of a machine without sound or GPU.
EXPECTED = ("qt.multimedia", "PulseAudio", "audio device", "RHI backend", "propagateSizeHints", "va library")


class Window:
    """One user's home, and the program started on it."""

    def __init__(self, folder: Path, service: str, faults: Faults) -> None:
        self.home, self.service, self.faults = Home(folder), service, faults

    def settings(self, **choices: object) -> None:
        self.home.paths.create()
        values = {"service": self.service, "language": "en", **choices}
        self.home.paths.settings.write_text(json.dumps(values), encoding="utf-8")

    def start(self, scenario: str, *arguments: str | Path) -> subprocess.Popen[str]:
        if not self.home.paths.settings.exists():
            self.settings()
        return self.home.start(scenario, *arguments, module="tests.app.stage")

    def play(self, scenario: str, *arguments: str | Path) -> str:
        """Plays a scenario to its end; what it told."""
        result = ended(self.start(scenario, *arguments))
        self.is_clean(result)
        return result.stdout

    def is_clean(self, result: subprocess.CompletedProcess[str]) -> None:
        assert result.stderr == "", result.stderr
        assert result.returncode == 0
        assert self.complaints() == []

    def complaints(self) -> list[str]:
        """Lines of the log that tell of something wrong."""
        lines = self.home.paths.log_file.read_text(encoding="utf-8").splitlines()
        wrong = [
            line for line in lines if any(word in line for word in (" WARNING ", " ERROR ", " CRITICAL "))
        ]
        return [line for line in wrong if not any(word in line for word in EXPECTED)]

    def submits(self) -> int:
        return self.faults.received[Endpoint.SUBMIT]


@pytest.fixture
def window(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Window]:
    faults = Faults()
    with running_server(tmp_path / "service", faults, seconds=getattr(request, "param", 0.1)) as base_url:
        made = Window(tmp_path / "home 家", base_url, faults)
        yield made
        made.home.close()


def test_from_a_drop_to_the_trash(window: Window, tmp_path: Path) -> None:
    window.play("from_drop_to_trash", tmp_path)
    if os.name == "posix":
        trash = window.home.folder / "user" / "share" / "Trash" / "files"
        assert [path.suffix for path in trash.iterdir()] == [".mp4"]
    assert window.submits() == 1


@pytest.mark.skipif(os.name != "posix", reason="every drive of Windows has a recycle bin")
def test_without_a_trash_a_video_is_deleted_for_good_only_after_a_second_question(window: Window) -> None:
    # A file is where the trash would be: no user, root neither, can make a folder there.
    place = window.home.folder / "user" / "share" / "Trash"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    window.play("there_is_no_trash")


def test_hasty_presses_send_one_request(window: Window) -> None:
    window.play("one_consent_one_job")
    assert window.submits() == 1


def test_what_was_refused_goes_again_only_changed_or_by_an_explicit_yes(window: Window) -> None:
    window.play("a_refused_prompt_comes_back_into_the_form")
    assert window.submits() == 3, "the first one, the changed one, the one with a yes"


def test_a_missing_key_leads_to_its_field(window: Window) -> None:
    del window.home.environment["WAN_DESKTOP_API_KEY"]
    window.play("a_missing_key_leads_to_its_field")
    assert window.submits() == 0


def test_a_wrong_key_is_said(window: Window) -> None:
    window.home.environment["WAN_DESKTOP_API_KEY"] = "wrong"
    window.play("a_wrong_key_is_said")


@pytest.mark.parametrize("window", [0.5], indirect=True)
def test_a_dead_network_is_said_and_passes(window: Window) -> None:
    # The first may hit a kept connection: that is asked again over a fresh one before anything is said.
    window.faults.order(Fault(Endpoint.RESULT, Kind.DROP, times=2))
    window.play("trouble_on_the_way_is_said_and_passes")
    assert window.submits() == 1


@pytest.mark.parametrize("window", [2.0], indirect=True)
def test_after_kill_9_the_next_start_ends_the_job_with_one_submit(window: Window) -> None:
    process = window.start("a_job_under_way")
    assert process.stdout is not None
    assert process.stdout.readline() == "accepted\n"
    process.kill()
    ended(process)
    video = window.play("what_was_under_way_ends").strip()
    assert decode(video).seconds == pytest.approx(5, abs=0.1)
    assert window.submits() == 1


def test_a_video_gone_from_its_place_is_said_and_its_entry_can_go(window: Window, tmp_path: Path) -> None:
    window.play("from_drop_to_done")
    [video] = window.home.paths.library.glob("*.mp4")
    video.rename(tmp_path / video.name)
    window.play("a_video_gone_from_its_place")


@posix
@pytest.mark.parametrize("window", [2.0], indirect=True)
def test_sigterm_closes_in_order_and_at_once_and_the_next_start_goes_on(window: Window) -> None:
    process = window.start("a_job_under_way")
    assert process.stdout is not None
    assert process.stdout.readline() == "accepted\n"
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    result = ended(process)
    took = time.monotonic() - began
    assert result.stderr == ""
    assert result.returncode == 99, "the scenario was cut short, as it should"
    assert "closed" in window.home.paths.log_file.read_text(encoding="utf-8").splitlines()[-1]
    assert took < 5, "a part that does not end by itself is waited for so long"
    window.play("what_was_under_way_ends")
    assert window.submits() == 1


def test_bad_files_are_each_one_sentence_and_a_damaged_settings_file_is_kept(
    window: Window, tmp_path: Path
) -> None:
    window.home.paths.create()
    window.home.paths.settings.write_text('{"theme": ', encoding="utf-8")
    text, empty, folder = tmp_path / "text.jpg", tmp_path / "empty.jpg", tmp_path / "folder.jpg"
    text.write_text("no image", encoding="utf-8")
    empty.write_bytes(b"")
    folder.mkdir()
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(png_of(40_000, 40_000))
    result = ended(window.start("bad_files_are_each_one_sentence", text, empty, folder, bomb))
    assert (result.returncode, result.stderr) == (0, "")
    assert all("settings unreadable" in line for line in window.complaints())
    assert [path.read_text() for path in window.home.folder.glob("settings.json?*")] == ['{"theme": ']


def test_a_missing_library_keeps_the_video_waiting(window: Window, tmp_path: Path) -> None:
    library = tmp_path / "drive" / "videos"
    window.settings(library=str(library))
    mend = (sys.executable, "-c", "import os, sys; os.makedirs(sys.argv[1])", library)
    window.play("a_library_in_trouble_keeps_the_video_waiting", library, "folder_missing", *mend)
    assert window.submits() == 1


def test_a_library_that_is_chosen_is_made(window: Window, tmp_path: Path) -> None:
    window.play("a_library_that_is_chosen_is_made", tmp_path / "new" / "videos 视频")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_keeps_the_video_waiting(window: Window, small_disk: Path) -> None:
    ballast, library = small_disk / "ballast", small_disk / "videos"
    library.mkdir()
    ballast.write_bytes(bytes(1_000_000))
    window.settings(library=str(library))
    window.play("a_library_in_trouble_keeps_the_video_waiting", library, "disk_full", "rm", ballast)
    assert window.submits() == 1


def test_a_read_only_library_keeps_the_video_waiting(window: Window, small_disk: Path) -> None:
    library = small_disk / "videos"
    library.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    window.settings(library=str(library))
    mend = ("mount", "-o", "remount,rw", small_disk)
    window.play("a_library_in_trouble_keeps_the_video_waiting", library, "folder_read_only", *mend)
    assert window.submits() == 1


@pytest.mark.parametrize("window", [5.0], indirect=True)
def test_a_second_window_shows_the_job_and_takes_it_over_when_the_first_is_killed(window: Window) -> None:
    first = window.start("a_job_under_way")
    assert first.stdout is not None
    assert first.stdout.readline() == "accepted\n"
    second = window.start("a_job_of_another_window")
    assert second.stdout is not None
    assert second.stdout.readline() == "seen\n"
    first.kill()
    ended(first)
    window.is_clean(ended(second))
    assert window.submits() == 1


@pytest.mark.parametrize("window", [8.0], indirect=True)
def test_a_command_beside_the_window_drives_its_own_job_until_it_is_killed(window: Window) -> None:
    playing = window.start("a_job_of_a_command")
    assert playing.stdout is not None
    assert playing.stdout.readline() == "accepted\n"
    command = window.home.start("generate", LAKE, "--service", window.service, "--poll", "0.2")
    assert playing.stdout.readline() == "seen\n"
    command.kill()
    ended(command)
    killed = time.monotonic()
    assert playing.stdout.readline() == "taken over\n"
    assert time.monotonic() - killed < 10, "two looks at what others do, on a busy machine"
    done = playing.stdout.readline().strip()
    assert window.submits() == 2, "one for the window, one for the command"
    store = Store(window.home.paths.database, window.home.paths.locks)
    store.delete(done)
    store.close()
    window.is_clean(ended(playing))


def test_a_home_in_the_hands_of_another_computer_is_said_and_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.paths.create()
    there = Claims(home.paths.locks, computer="a" * 12)
    for result in (
        ended(home.start("at_message", module="tests.app.starts")),
        home.run("generate", LAKE),
        home.run("jobs"),
    ):
        assert result.returncode in (1, 2)
        assert "In use on another computer" in result.stdout + result.stderr
        assert "Traceback" not in result.stderr
    there.release()
    assert home.jobs() == []


def test_an_unconfirmed_job_is_sent_again_only_by_its_dialog_and_once(window: Window) -> None:
    window.faults.order(Fault(Endpoint.SUBMIT, Kind.DROP, Stage.HANDLED))
    window.play("an_unconfirmed_job_is_sent_again_once")
    assert window.submits() == 2


def test_a_paste_works_wherever_the_keyboard_is(window: Window) -> None:
    window.play("a_paste_works_wherever_the_keyboard_is")


def test_closed_while_the_request_is_out_its_answer_is_heard_first(window: Window) -> None:
    window.faults.order(Fault(Endpoint.SUBMIT, Kind.DELAY, Stage.HANDLED, seconds=1.0))
    window.play("closed_while_the_request_is_out")
    window.play("what_was_under_way_ends")
    assert window.submits() == 1


@pytest.fixture
def slow_link() -> Iterator[str]:
    """A video of 4 MB whose first half comes at once and whose second never does."""
    over = threading.Event()

    def answer(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + bytes(2_000_000))
            over.wait(60)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=[listener])
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/video.mp4"
        over.set()
        thread.join()


def test_closed_while_a_video_comes_nothing_is_left_open(window: Window, slow_link: str) -> None:
    window.faults.order(Fault(Endpoint.DOWNLOAD, Kind.ANSWER, status=302, headers={"location": slow_link}))
    window.play("closed_while_the_video_comes")


def test_an_image_can_be_given_on_the_command_line(window: Window, tmp_path: Path) -> None:
    image = tmp_path / "湖 lake.jpg"
    shutil.copy(resource("samples", "lake.jpg"), image)
    window.play("a_file_from_the_command_line", image)


def test_looks_change_at_once_and_are_kept(window: Window) -> None:
    window.play("looks_change_at_once_and_are_kept")
    kept = load(window.home.paths.settings)
    assert (kept.theme, kept.language, kept.muted) == ("dark", "zh_CN", True)
    assert look(window.home.paths.draft).request.prompt == "kept words"
    assert kept.service == window.service


def test_the_image_before_is_not_sent_for_the_one_being_read(window: Window) -> None:
    window.play("the_image_before_is_not_sent_for_the_one_being_read")
    assert window.submits() == 0


@pytest.mark.parametrize("when", ["before_paint", "at_paint"])
def test_closed_while_it_starts_it_ends_in_order(tmp_path: Path, when: str) -> None:
    result = ended(Home(tmp_path / "home").start(when, module="tests.app.starts"))
    assert (result.returncode, result.stderr) == (0, "")


def test_a_database_of_a_newer_program_is_said_and_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.paths.create()
    with closing(sqlite3.connect(home.paths.database)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA user_version = 99")
    home.paths.settings.write_text(json.dumps({"theme": "sepia", "later": 1}))
    home.paths.draft.write_text(json.dumps({"schema": "wan-desktop-draft/2", "request": {"prompt": ["a"]}}))
    home.paths.presets.write_text(json.dumps({"schema": "wan-desktop-presets/2", "presets": {"a": 1}}))
    files = (home.paths.database, home.paths.settings, home.paths.draft, home.paths.presets)
    before = [file.read_bytes() for file in files]
    result = ended(home.start("at_message", module="tests.app.starts"))
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == "The job list is too new\n"
    assert [file.read_bytes() for file in files] == before


@pytest.mark.parametrize(
    ("service", "said"), [("", "it says that nothing is charged\n"), ("https://api.example.com", "")]
)
def test_a_damaged_database_is_said_and_left_alone_where_the_user_quits(
    tmp_path: Path, service: str, said: str
) -> None:
    home = Home(tmp_path / "home", key="")
    home.paths.create()
    home.paths.settings.write_text(json.dumps({"service": service}))
    home.paths.database.write_bytes(b"no database" * 1000)
    result = ended(home.start("quit_restore", module="tests.app.starts"))
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == f"The job list is damaged\n{said}"
    assert home.paths.database.read_bytes() == b"no database" * 1000


def test_closed_while_it_asks_whether_to_restore_it_ends_in_order(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.paths.create()
    home.paths.database.write_bytes(b"no database" * 1000)
    result = ended(home.start("at_restore", module="tests.app.starts"))
    assert (result.returncode, result.stderr) == (1, "")


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("window", [2.0], indirect=True)
def test_after_a_restore_what_was_paid_for_comes_without_a_restart(window: Window, lost: bool) -> None:
    process = window.start("a_job_under_way")
    assert process.stdout is not None
    assert process.stdout.readline() == "accepted\n"
    process.kill()
    process.communicate()
    # Beside it, the WAL of the killed program holds every page and would heal it.
    for file in window.home.paths.data.glob("jobs.sqlite3*"):
        file.unlink()
    if not lost:
        window.home.paths.database.write_bytes(b"no database" * 1000)
    result = ended(window.home.start("restore", module="tests.app.starts"))
    window.is_clean(result)
    title = "The job list is missing" if lost else "The job list is damaged"
    said = "The job list is restored. Jobs: 1. Accepted by the service, followed again: 1."
    assert result.stdout.splitlines() == [title, said]
    assert window.submits() == 1
    [job] = window.home.jobs()
    assert decode(job["video"]).seconds == pytest.approx(5, abs=0.1)


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    home = Home(tmp_path)
    home.environment["WAN_DESKTOP_HOME"] = str(tmp_path / "file" / "home")
    process = home.start()
    assert process.stderr is not None
    line = process.stderr.readline()
    process.kill()
    process.communicate()
    assert "The program’s own folder cannot be used." in line


@pytest.mark.parametrize("unknown", ["--fullscreen", "genrate"])
def test_an_unknown_option_or_command_is_said(tmp_path: Path, unknown: str) -> None:
    result = Home(tmp_path / "home").run(unknown)
    assert result.returncode == 2
    assert unknown in result.stderr


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims to have that many pixels, and has almost no bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")
