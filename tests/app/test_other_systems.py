"""What is asked of Windows and macOS, as their documentation wants it; asked here of stand-ins."""

from __future__ import annotations

import ctypes
from enum import IntEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wan_desktop.app import file_manager, stop_signals, windows_identity
from wan_desktop.app.file_manager import show_in_folder
from wan_desktop.app.windows_identity import APP_USER_MODEL_ID, RUNNING_MUTEX

VIDEO = Path("/videos/2026-11-23 Slow dolly-in, 湖 1080P.mp4")


class Windows:
    """Its libraries, as ctypes gives them; ``asked`` is what they were asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, library: str) -> Any:
        return SimpleNamespace(
            SetCurrentProcessExplicitAppUserModelID=self._function("SetCurrentProcessExplicitAppUserModelID"),
            CreateMutexW=self._function("CreateMutexW"),
            AllowSetForegroundWindow=self._function("AllowSetForegroundWindow"),
        )

    def _function(self, name: str) -> Any:
        def ask(*values: Any) -> int:
            self.asked.append((name, tuple(getattr(value, "value", value) for value in values)))
            return 0

        return ask


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows()
    monkeypatch.setattr(windows_identity, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(ctypes, "windll", made, raising=False)
    return made


def test_windows_is_told_the_name_of_the_shortcuts_and_that_the_program_runs(windows: Windows) -> None:
    windows_identity.name_this_process()
    assert windows.asked == [
        ("SetCurrentProcessExplicitAppUserModelID", (APP_USER_MODEL_ID,)),
        ("CreateMutexW", (None, False, RUNNING_MUTEX)),
    ]
    assert len(APP_USER_MODEL_ID) <= 128
    assert " " not in APP_USER_MODEL_ID


def test_a_second_start_lets_the_window_come_to_the_front(windows: Windows) -> None:
    windows_identity.let_another_come_forward()
    assert windows.asked == [("AllowSetForegroundWindow", (2**32 - 1,))]


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("win32", ("explorer.exe", ["/select,", str(VIDEO)])),
        ("darwin", ("open", ["-R", str(VIDEO)])),
    ],
)
async def test_the_file_is_selected_in_the_systems_own_file_manager(
    platform: str, command: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, list[str]]] = []
    process = SimpleNamespace(startDetached=lambda program, words: started.append((program, words)))
    monkeypatch.setattr(file_manager, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setattr(file_manager, "QProcess", process)
    await show_in_folder(VIDEO, pytest.fail)
    assert started == [command]


def test_on_windows_ctrl_break_ends_the_program_in_order_too(monkeypatch: pytest.MonkeyPatch) -> None:
    Signals = IntEnum("Signals", {"SIGINT": 2, "SIGILL": 4, "SIGTERM": 15, "SIGBREAK": 21})
    monkeypatch.setattr(stop_signals, "signal", SimpleNamespace(Signals=Signals))
    assert [number.name for number in stop_signals.stopping_signals()] == ["SIGINT", "SIGTERM", "SIGBREAK"]
