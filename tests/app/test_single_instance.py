"""One window a home: real processes, real sockets, kill -9, a window that hangs."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.command_line import Home, ended
from wan_desktop.app import single_instance
from wan_desktop.app.front import bring_to_front
from wan_desktop.app.second_starts import SecondStarts
from wan_desktop.app.single_instance import FILES_MAX, Outcome, SecondStart, SingleInstance, answer_line
from wan_desktop.core.paths import Paths, resource

posix = pytest.mark.skipif(os.name != "posix", reason="no SIGSTOP and no sockets in the file system")
LAKE = resource("samples", "lake.jpg")
ROOT_FOLDER = Path(LAKE.anchor)


def test_on_windows_the_user_is_whom_the_system_says_whatever_the_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "getuid")
    monkeypatch.setattr(os, "getlogin", lambda: "Ann")
    paths = Paths.under(tmp_path)
    paths.create()
    first = SingleInstance(paths)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "ann from a terminal")
    second = SingleInstance(paths)
    with closing(first), closing(second):
        assert first.begin(SecondStart()) is Outcome.FIRST
        assert second.address == first.address
        assert second.begin(SecondStart(), patience=0) is Outcome.NO_ANSWER


class TestNamedPipes:
    """As on Windows: whoever knows a pipe's name may make it first."""

    @pytest.fixture(autouse=True)
    def _named_pipes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(single_instance, "_NAMED_PIPES", True)

    @pytest.fixture
    def word_file(self, paths: Paths) -> Path:
        """Where a window that is closed meanwhile wrote its word."""
        with closing(SingleInstance(paths)) as earlier:
            assert earlier.begin(SecondStart()) is Outcome.FIRST
        [file] = paths.locks.glob("window-*.pipe")
        return file

    def test_no_other_user_can_tell_the_name_of_a_windows_pipe(self, paths: Paths) -> None:
        addresses = []
        for _ in range(2):
            first, second = SingleInstance(paths), SingleInstance(paths)
            with closing(first), closing(second):
                assert first.begin(SecondStart()) is Outcome.FIRST
                addresses.append(address_of(first))
                assert second.begin(SecondStart(), patience=0) is Outcome.NO_ANSWER
                assert second.address == first.address
        assert addresses[0] != addresses[1]
        assert all(set(address) <= set("-0123456789abcdefghijklmnopqrstuvwxyz") for address in addresses)

    @pytest.mark.parametrize(
        "word", [None, b"", b"5" * 31, b"5" * 32 + b"\n", b"\xff" * 32, b"..\\..\\" + b"5" * 26], ids=repr
    )
    def test_without_a_good_word_nobody_is_asked_and_the_next_look_finds_it(
        self, paths: Paths, word_file: Path, word: bytes | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = SingleInstance(paths), SingleInstance(paths)
        asked: list[str] = []

        def take(address: str, line: bytes) -> object:
            asked.append(address)
            return single_instance._Answer.TAKEN

        monkeypatch.setattr(single_instance, "_hand_over", take)
        with closing(first), closing(second):
            assert first.begin(SecondStart()) is Outcome.FIRST
            whole, address = word_file.read_bytes(), address_of(first)
            word_file.unlink() if word is None else word_file.write_bytes(word)
            assert (first.address, second.address) == (None, None)
            assert second.begin(SecondStart(), patience=0) is Outcome.NO_ANSWER
            assert asked == []

            monkeypatch.setattr(time, "sleep", lambda _seconds: word_file.write_bytes(whole))
            assert second.begin(SecondStart()) is Outcome.HANDED_OVER
            assert asked == [address]

    def test_a_full_disk_keeps_no_window_from_opening(
        self, paths: Paths, word_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(path: Path, data: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(single_instance, "write_whole", full)
        first, second = SingleInstance(paths), SingleInstance(paths)
        with closing(first), closing(second):
            assert first.begin(SecondStart()) is Outcome.FIRST
            assert first.address is None
            assert first.unreachable is not None
            assert second.address is None, "the word of the window before, which everyone has seen"
            assert second.begin(SecondStart(), patience=0) is Outcome.NO_ANSWER
        monkeypatch.undo()
        monkeypatch.setattr(single_instance, "_NAMED_PIPES", True)
        with closing(first):
            assert first.begin(SecondStart()) is Outcome.FIRST
            assert first.address is not None

    def test_a_word_that_cannot_be_replaced_is_not_listened_on(
        self, paths: Paths, word_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def held(path: Path, missing_ok: bool = False) -> None:
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(path))

        monkeypatch.setattr(Path, "unlink", held)
        with closing(SingleInstance(paths)) as first:
            assert first.begin(SecondStart()) is Outcome.FIRST
            assert first.address is None

    @posix
    def test_the_window_runs_without_and_says_so_in_its_log(self, home: Home) -> None:
        with closing(SingleInstance(home.paths)) as earlier:
            assert earlier.begin(SecondStart()) is Outcome.FIRST
        [word_file] = home.paths.locks.glob("window-*.pipe")
        word_file.unlink()
        word_file.mkdir()
        window = home.start("files_of_second_starts", module="tests.app.pipe_stage")
        assert told(window) == "window open"
        stop(window)
        assert "second starts cannot be heard: [Errno " in home.paths.log_file.read_text(encoding="utf-8")


def address_of(instance: SingleInstance) -> str:
    address = instance.address
    assert address is not None
    return address


class TestMessage:
    @pytest.mark.parametrize("name", ["a b.jpg", "湖.jpg", '\udcff\udcfe\n".jpg', "x" * 255])
    def test_a_path_of_any_bytes_arrives_as_it_was(self, name: str) -> None:
        start = SecondStart.of([ROOT_FOLDER / name], {"XDG_ACTIVATION_TOKEN": "t-1"})
        line = start.line()
        assert line.count(b"\n") == 1
        assert SecondStart.from_line(line) == start
        assert start.files[0].name == name

    def test_paths_are_made_absolute_where_the_start_was(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(LAKE.parent)
        assert SecondStart.of([Path("lake.jpg")], {}).files == (LAKE,)

    def test_of_very_many_files_the_number_arrives(self) -> None:
        start = SecondStart.from_line(SecondStart.of([ROOT_FOLDER / "a.jpg"] * 5000, {}).line())
        assert (len(start.files), start.count) == (FILES_MAX, 5000)

    @pytest.mark.parametrize(
        "change",
        [
            {"version": 2},
            {"version": None},
            {"files": "lake.jpg"},
            {"files": ["lake.jpg"]},
            {"files": ["/a\0b"]},
            {"files": [1]},
            {"files": ["/a"] * (FILES_MAX + 1), "count": FILES_MAX + 1},
            {"count": 0},
            {"count": True},
            {"token": "a\0b"},
            {"token": "é"},
            {"token": "t" * 2000},
            {"token": None},
        ],
        ids=str,
    )
    def test_what_is_no_message_is_refused(self, change: dict[str, Any]) -> None:
        good = json.loads(SecondStart.of([LAKE], {}).line())
        with pytest.raises(ValueError, match=r"."):
            SecondStart.from_line(json.dumps(good | change).encode())

    @pytest.mark.parametrize("line", [b"", b"[1]", b"{", b"\xff", b"[" * 100_000, b"GET / HTTP/1.1\r\n"])
    def test_noise_is_refused(self, line: bytes) -> None:
        with pytest.raises(ValueError, match=r"."):
            SecondStart.from_line(line)

    def test_a_newer_windows_words_and_a_longer_token_do_no_harm(self) -> None:
        good = json.loads(SecondStart.of([LAKE], {"DESKTOP_STARTUP_ID": "x" * 2000}).line())
        assert SecondStart.from_line(json.dumps(good | {"new": 1}).encode()).files == (LAKE,)


class TestListening:
    """The window's side, with what a second start of this program would never send."""

    @pytest.fixture
    def address(self, paths: Paths, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        self.taken: list[SecondStart] = []
        monkeypatch.setattr(SecondStarts, "_take", lambda _, start: self.taken.append(start))
        instance = SingleInstance(paths)
        address = address_of(instance)
        listening = SecondStarts(address, None, None)  # type: ignore[arg-type]  # no window is asked for
        yield address
        listening.close()

    def answer_to(self, address: str, qtbot: QtBot, *parts: bytes) -> bytes:
        socket = QLocalSocket()
        socket.connectToServer(address)
        assert socket.waitForConnected(2000)
        for part in parts:
            socket.write(part)
            socket.flush()
            qtbot.wait(1)
        closed = QLocalSocket.LocalSocketState.UnconnectedState
        qtbot.waitUntil(lambda: socket.state() == closed)
        return bytes(socket.readAll().data())

    def test_a_message_in_pieces_is_one(self, address: str, qtbot: QtBot) -> None:
        line = SecondStart.of([LAKE], {}).line()
        answer = self.answer_to(address, qtbot, line[:7], line[7:20], line[20:])
        assert answer == answer_line(taken=True)
        assert [start.files for start in self.taken] == [(LAKE,)]

    def test_noise_is_answered_and_nothing_comes_of_it(self, address: str, qtbot: QtBot) -> None:
        assert self.answer_to(address, qtbot, b"hello\n") == answer_line(taken=False)
        assert self.taken == []

    def test_an_endless_message_is_cut_off(
        self, address: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("wan_desktop.app.second_starts.LINE_BYTES_MAX", 1000)
        assert self.answer_to(address, qtbot, b"x" * 3000) == b""
        assert self.taken == []

    def test_one_who_says_nothing_is_cut_off(
        self, address: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("wan_desktop.app.second_starts.SILENT_MS", 50)
        assert self.answer_to(address, qtbot) == b""

    @posix
    def test_no_other_user_can_reach_it(self, address: str) -> None:
        socket = os.stat(address)
        assert stat.S_IMODE(socket.st_mode) & 0o077 == 0
        assert stat.S_IMODE(os.stat(Path(address).parent).st_mode) & 0o077 == 0
        assert len(os.fsencode(address)) < 90  # a socket's path may have 108 bytes on Linux, 104 on macOS


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    # Longer than a socket's path may be; on Windows a path has 260 characters at most.
    long = "a long name " * (12 if os.name == "posix" else 4)
    made = Home(tmp_path / long.strip() / "home 家", key="")
    made.paths.create()
    made.paths.settings.write_text('{"language": "en"}', encoding="utf-8")
    yield made
    made.close()


def first_window(home: Home) -> subprocess.Popen[str]:
    process = home.start("files_of_second_starts", module="tests.app.single_stage")
    assert told(process) == "window open"
    return process


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def by_another_name(folder: Path, tmp_path: Path) -> Path:
    """A link; on Windows, where not everyone may make one, the same in capitals."""
    if os.name != "posix":
        return Path(str(folder).upper())
    (tmp_path / "link").symlink_to(folder)
    return tmp_path / "link"


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    assert ended(process).stderr == ""


class TestProcesses:
    def test_a_second_start_hands_its_files_over_and_ends(self, home: Home, tmp_path: Path) -> None:
        first = first_window(home)
        odd = tmp_path / ("lake \udcff.jpg" if os.name == "posix" else "lake 湖.jpg")
        shutil.copy(LAKE, odd)
        second = home.run(odd, LAKE)
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert told(first) == ascii(odd.name)
        home.environment["WAN_DESKTOP_HOME"] = str(by_another_name(home.folder, tmp_path))
        assert home.run(LAKE).returncode == 0
        assert told(first) == "'lake.jpg'"
        stop(first)

    def test_after_kill_9_the_next_start_is_the_first(self, home: Home) -> None:
        first = first_window(home)
        first.kill()
        ended(first)
        assert os.name != "posix" or Path(address_of(SingleInstance(home.paths))).exists(), (
            "its socket is left"
        )
        again = first_window(home)
        assert home.run(LAKE).returncode == 0
        assert told(again) == "'lake.jpg'"
        stop(again)

    def test_of_eight_starts_at_once_one_has_the_window_and_all_files(
        self, home: Home, tmp_path: Path
    ) -> None:
        files = [tmp_path / f"{number}.jpg" for number in range(8)]
        for file in files:
            shutil.copy(LAKE, file)
        starts = [
            home.start("files_of_eight_starts", file, module="tests.app.single_stage") for file in files
        ]
        results = [ended(start) for start in starts]
        assert [(result.returncode, result.stderr) for result in results] == [(0, "")] * 8
        shown = sorted((result.stdout for result in results), key=len)
        assert shown[:7] == ["no window\n"] * 7
        assert sorted(shown[7].split()) == [ascii(file.name) for file in files]

    @posix
    def test_a_window_that_hangs_is_told_of_and_no_second_one_opened(self, home: Home) -> None:
        first = first_window(home)
        first.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        second = home.start("Quit", module="tests.app.answered_start")
        assert told(second) == "Wan Desktop is already open, but its window does not answer."
        assert time.monotonic() - began < 15
        result = ended(second)
        assert result.returncode == 1
        first.send_signal(signal.SIGCONT)
        assert home.run(LAKE).returncode == 0
        assert told(first) == "'lake.jpg'"
        stop(first)

    @posix
    def test_once_the_hanging_one_is_gone_trying_again_opens_the_window(self, home: Home) -> None:
        first = first_window(home)
        first.send_signal(signal.SIGSTOP)
        second = home.start("Try again", str(first.pid), module="tests.app.answered_start")
        assert told(second) == "Wan Desktop is already open, but its window does not answer."
        assert told(second) == "window open"
        ended(first)
        assert home.run(LAKE).returncode == 0
        assert told(second) == "'lake.jpg'"
        second.terminate()
        assert "Traceback" not in ended(second).stderr

    def test_another_user_and_another_home_have_windows_of_their_own(
        self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Paths.under(tmp_path / "other")
        other.create()
        first = SingleInstance(home.paths)
        assert first.begin(SecondStart()) is Outcome.FIRST
        addresses = {first.address}
        for paths, user in ((other, "0"), (home.paths, "12345")):
            monkeypatch.setattr(single_instance, "_user", lambda user=user: user)
            apart = SingleInstance(paths)
            assert apart.begin(SecondStart(), patience=0) is Outcome.FIRST
            addresses.add(apart.address)
            apart.close()
        first.close()
        assert len(addresses) == 3


def test_a_second_start_imports_nothing_of_the_screen(home: Home) -> None:
    """That is what makes it quick; a test of seconds would measure this machine's load."""
    code = "import sys, wan_desktop.app.launch; print([name for name in sys.modules if 'PySide6' in name])"
    result = subprocess.run(
        [sys.executable, "-c", code], env=home.environment, capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


class TestLock:
    def test_a_start_while_the_first_closes_waits_and_becomes_the_first(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closing, hand_over = SingleInstance(paths), single_instance._hand_over
        assert closing.begin(SecondStart()) is Outcome.FIRST
        tries: list[str] = []

        def close_at_the_third(address: str, line: bytes) -> object:
            tries.append(address)
            if len(tries) == 3:
                closing.close()
            return hand_over(address, line)

        monkeypatch.setattr(single_instance, "_hand_over", close_at_the_third)
        second = SingleInstance(paths)
        assert second.begin(SecondStart()) is Outcome.FIRST
        assert len(tries) == 3
        second.close()

    def test_a_lock_without_a_listener_is_waited_for_so_long_and_no_longer(self, paths: Paths) -> None:
        first = SingleInstance(paths)
        assert first.begin(SecondStart()) is Outcome.FIRST
        assert SingleInstance(paths).begin(SecondStart(), patience=0.2) is Outcome.NO_ANSWER
        first.close()


class Front(QWidget):
    raised = 0

    def raise_(self) -> None:
        """Counted, since the platform of the tests has no windows in front of others."""
        self.raised += 1


def test_a_minimised_window_comes_back_with_the_launchers_leave(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "an old one")
    window = Front()
    qtbot.addWidget(window)
    window.showMaximized()
    window.showMinimized()
    bring_to_front(window, "token-1")
    assert window.isVisible()
    assert not window.isMinimized()
    assert window.isMaximized(), "as large as it was"
    assert window.raised == 1
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-1"
