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
from wan_desktop.core.log import FILE_BYTES, log_to_file

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


def test_a_log_that_another_window_has_open_on_windows_is_written_on(
    log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(source: str, target: str) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used", source)

    log = logging.getLogger("anyone's.own")
    log.info("word " * (FILE_BYTES // 5))
    monkeypatch.setattr(os, "rename", held)
    log.info("while it is held")
    log.info("and still")
    assert "while it is held\n" in log_file.read_text(encoding="utf-8")
    monkeypatch.undo()
    log.info("let go")
    assert "and still\n" in log_file.with_name(f"{log_file.name}.1").read_text(encoding="utf-8")
    assert log_file.read_text(encoding="utf-8").endswith("let go\n")


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
