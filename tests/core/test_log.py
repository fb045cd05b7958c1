"""Nothing secret reaches the log, the terminal or a process's last words, whoever says it and how."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from wan_desktop.core import known_keys
from wan_desktop.core.log import FILE_BYTES, HELD_SECONDS, log_to_file

ROOT = Path(__file__).resolve().parents[2]
KEY = "planted.K3y/0123456789abcdef"
LINK = "https://h.example/a.mp4?Signature=planted"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """A log of its own, that knows the key, for one test."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    known_keys.hide(KEY)
    file = tmp_path / "program.log"
    log_to_file(file)
    yield file
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        with suppress(OSError):  # /dev/full
            handler.close()
    root.setLevel(level)
    logging.captureWarnings(False)


def test_messages_arguments_exceptions_and_their_causes_are_written_without_secrets(log_file: Path) -> None:
    log = logging.getLogger("anyone's.own")
    log.info("key %s, link %s", KEY, LINK)
    log.info("%r", {"Authorization": f"Bearer {KEY}"})
    try:
        try:
            raise ValueError(f"no such key: {KEY}")
        except ValueError as error:
            raise RuntimeError(f"at {LINK}") from error
    except RuntimeError:
        log.info("it failed", exc_info=True, stack_info=True)
    text = log_file.read_text(encoding="utf-8")
    assert "planted" not in text
    assert "INFO anyone's.own: key …, link https://h.example/a.mp4?…" in text
    assert "ValueError: no such key: …" in text
    assert "RuntimeError: at https://h.example/a.mp4?…" in text
    assert f'File "{__file__}", line' in text


FULL = "word " * (FILE_BYTES // 5)
MORE_THAN_HALF = "word " * (FILE_BYTES // 8)


class OtherWindow:
    """Has a file open, as on Windows: nobody can rename it meanwhile. Counts who tried."""

    def __init__(self, file: Path) -> None:
        self._file, self._rename = file, os.rename
        self.open, self.refused = True, 0

    def rename(self, source: str, target: str) -> None:
        if self.open and Path(source) == self._file:
            self.refused += 1
            raise PermissionError(13, "The process cannot access the file because it is being used", source)
        assert not Path(target).exists(), "Windows renames onto nothing that is there"
        self._rename(source, target)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The log's: its one value is the seconds now."""
    made = [1000.0]
    monkeypatch.setattr("wan_desktop.core.log.monotonic", lambda: made[0])
    return made


@pytest.fixture
def files(log_file: Path) -> list[Path]:
    """The log and its old files, the newest first."""
    return [log_file.with_name(f"{log_file.name}{end}") for end in ("", ".1", ".2")]


def last_word(file: Path) -> str:
    return file.read_text(encoding="utf-8").split()[-1]


def test_a_log_that_another_window_has_open_on_windows_is_written_on(
    log_file: Path, files: list[Path], clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = OtherWindow(log_file)
    monkeypatch.setattr(os, "rename", other.rename)
    for file in files[1:]:
        file.write_text(file.suffix, encoding="utf-8")
    log = logging.getLogger("anyone's.own")
    log.info("%s first", FULL)
    for line in ("held", "still-held"):
        log.info(line)
        assert last_word(log_file) == line
    assert other.refused == 1, "not tried again with each line"
    clock[0] += HELD_SECONDS
    log.info("a-minute-later")
    assert (other.refused, *map(last_word, files)) == (2, "a-minute-later", ".1", ".2")

    other.open = False
    log.info("let-go-unseen")
    clock[0] += HELD_SECONDS
    log.info("let-go")
    assert list(map(last_word, files)) == ["let-go", "let-go-unseen", ".1"]
    assert set(log_file.parent.iterdir()) == set(files)


def test_of_a_log_that_was_half_moved_nothing_is_lost(
    log_file: Path, files: list[Path], clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process may end between the two renames; something may look into the file between them."""
    looked_into = OtherWindow(log_file.with_name(f"{log_file.name}.full"))
    monkeypatch.setattr(os, "rename", looked_into.rename)
    log = logging.getLogger("anyone's.own")
    log.info("%s first", MORE_THAN_HALF)
    log.info("%s second", MORE_THAN_HALF)
    assert last_word(log_file) == "second"
    looked_into.open = False
    clock[0] += HELD_SECONDS
    log.info("%s third", MORE_THAN_HALF)
    log.info("fourth")
    assert list(map(last_word, files)) == ["fourth", "third", "first"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_prints_nothing_in_the_logs_place(
    log_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to_file(Path("/dev/full"))
    logging.getLogger("any").info("key %s", KEY)
    assert capsys.readouterr() == ("", "")
    assert "key …" in log_file.read_text(encoding="utf-8")


LAST_WORDS = {
    "main thread": f"raise RuntimeError('{KEY}')",
    "thread": f"import threading; threading.Thread(target=int, args=('{KEY}',)).start()",
    "destructor": f"class D:\n  def __del__(self): int('{KEY}')\nD()",
    "warning": f"import logging; logging.getLogger('x').warning('{KEY}')",
    "Python's own warning": f"import warnings; warnings.warn('{KEY}')",
    "group": f"raise ExceptionGroup('two', [ValueError('{KEY}'), OSError(2, '{KEY}', '{LINK}')])",
    "note": f"error = ValueError('x'); error.add_note('{KEY}'); raise error",
}


@pytest.mark.parametrize("way", LAST_WORDS)
def test_the_last_words_of_a_process_hold_no_secret(way: str) -> None:
    lines = (
        "from wan_desktop.core.log import guard_last_words, log_to_terminal\n"
        "from wan_desktop.core.known_keys import hide\n"
        f"hide('{KEY}'); guard_last_words(); log_to_terminal()\n" + LAST_WORDS[way]
    )
    # From standard input: Python shows no line of it in a trace.
    result = subprocess.run(
        [sys.executable, "-"], input=lines, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "planted" not in result.stdout + result.stderr
    assert "…" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "x.png", "--key", "sk_planted0123456789abcdef"),
        ("generate", "x.png", "--service", "sk_planted0123456789abcdef", "--json"),
        ("generate", "x.png", "--service", "https://me:planted@h.example/?key=planted", "--json"),
        ("jobs", "--Signature=planted"),
    ],
)
def test_what_was_typed_in_the_wrong_place_is_not_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("WAN_DESKTOP_HOME", str(tmp_path))
    result = subprocess.run(
        [sys.executable, "-m", "wan_desktop", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "planted" not in result.stdout + result.stderr
