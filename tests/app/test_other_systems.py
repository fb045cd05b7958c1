"""What is asked of Windows and macOS, as their documentation wants it; asked here of stand-ins."""

from __future__ import annotations

import asyncio
import ctypes
from enum import IntEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wan_desktop.app import explorer, file_manager, stop_signals, windows_identity
from wan_desktop.app.file_manager import show_in_folder
from wan_desktop.app.windows_identity import APP_USER_MODEL_ID, RUNNING_MUTEX

VIDEO = Path("/videos/2026-11-23 Slow dolly-in, 湖 1080P.mp4")


class Windows:
    """Its libraries, as ctypes gives them: ``asked`` is what they were asked, ``answers`` what failed."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []
        self.answers: dict[str, int] = {}

    def __getattr__(self, library: str) -> Any:
        return Library(self)


class Library:
    """Whatever it is asked for is there, is written down, and answers with S_OK."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    def __getattr__(self, name: str) -> Any:
        def ask(*values: Any) -> int:
            self._windows.asked.append((name, tuple(getattr(value, "value", value) for value in values)))
            return self._windows.answers.get(name, 0)

        return ask


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows()
    for module in (windows_identity, explorer, file_manager):
        monkeypatch.setattr(module, "sys", SimpleNamespace(platform="win32"))
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


async def test_the_finder_selects_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, list[str]]] = []
    process = SimpleNamespace(startDetached=lambda program, words: started.append((program, words)))
    monkeypatch.setattr(file_manager, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(file_manager, "QProcess", process)
    await show_in_folder(VIDEO, pytest.fail)
    assert started == [("open", ["-R", str(VIDEO)])]


@pytest.mark.parametrize("name", ["a, b = c.mp4", "a,b=c.mp4", "湖 100%.mp4"])
async def test_the_explorer_is_shown_the_file_itself_with_no_command_line_between(
    name: str, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_manager, "open_outside", pytest.fail)
    await show_in_folder(VIDEO.with_name(name), pytest.fail)
    asked = dict(windows.asked)
    assert list(asked) == [
        "CoInitializeEx",
        "SHParseDisplayName",
        "SHOpenFolderAndSelectItems",
        "ILFree",
        "CoUninitialize",
    ]
    assert asked["SHParseDisplayName"][0] == str(VIDEO.with_name(name))
    assert asked["SHOpenFolderAndSelectItems"][1:] == (0, None, 0)


@pytest.mark.parametrize("refused", ["SHParseDisplayName", "SHOpenFolderAndSelectItems"])
async def test_where_the_shell_does_not_know_the_file_its_folder_is_opened(
    refused: str, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.answers[refused] = -0x7FF8FFFE  # HRESULT of ERROR_FILE_NOT_FOUND
    opened: list[Path] = []
    monkeypatch.setattr(file_manager, "open_or_say", lambda path, say: opened.append(path))
    await show_in_folder(VIDEO, pytest.fail)
    await asyncio.sleep(0)
    assert opened == [VIDEO.parent]
    assert windows.asked[-1][0] == "CoUninitialize"


async def test_a_thread_that_com_knows_in_another_way_is_left_as_it_is(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.answers["CoInitializeEx"] = -0x7FFEFEFA  # RPC_E_CHANGED_MODE
    await show_in_folder(VIDEO, pytest.fail)
    assert [name for name, _ in windows.asked][-2:] == ["SHOpenFolderAndSelectItems", "ILFree"]


def test_on_windows_ctrl_break_ends_the_program_in_order_too(monkeypatch: pytest.MonkeyPatch) -> None:
    Signals = IntEnum("Signals", {"SIGINT": 2, "SIGILL": 4, "SIGTERM": 15, "SIGBREAK": 21})
    monkeypatch.setattr(stop_signals, "signal", SimpleNamespace(Signals=Signals))
    assert [number.name for number in stop_signals.stopping_signals()] == ["SIGINT", "SIGTERM", "SIGBREAK"]
