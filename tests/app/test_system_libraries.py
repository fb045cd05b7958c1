"""A library that the system lacks is named on the terminal, with what to install."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import wan_desktop.__main__ as entrance
from wan_desktop.app import launch
from wan_desktop.app.system_libraries import (
    NO_DISPLAY,
    WindowImpossible,
    check_window_system,
    missing_library,
    sentence,
)

WORDS = "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"


def test_the_loaders_words_name_the_library() -> None:
    assert missing_library(WORDS) == "libxcb-cursor.so.0"
    assert missing_library("No module named 'wan_desktop.lib'") is None


def test_the_package_is_named_for_each_system() -> None:
    words = sentence("libxcb-cursor.so.0")
    assert "Debian, Ubuntu: libxcb-cursor0; Fedora: xcb-util-cursor" in words
    assert "libodd.so.1" in sentence("libodd.so.1")


def test_the_program_ends_with_that_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_arguments: list[str]) -> int:
        raise ImportError(WORDS)

    monkeypatch.setattr(launch, "main", fail)
    assert entrance.main([]) == entrance.EXIT_NOT_OPENED
    assert capsys.readouterr().err == f"wan-desktop: {sentence('libxcb-cursor.so.0')}\n"


def test_where_no_window_can_be_it_ends_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_arguments: list[str]) -> int:
        raise WindowImpossible(NO_DISPLAY)

    monkeypatch.setattr(launch, "main", fail)
    assert entrance.main([]) == entrance.EXIT_NOT_OPENED
    assert capsys.readouterr().err == f"wan-desktop: {NO_DISPLAY}\n"


def test_any_other_failed_import_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_arguments: list[str]) -> int:
        raise ImportError("No module named 'wan_desktop.gone'")

    monkeypatch.setattr(launch, "main", fail)
    with pytest.raises(ImportError, match="gone"):
        entrance.main([])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what a window needs")
class TestWindowSystem:
    def test_where_no_way_to_the_screen_loads_the_library_is_named(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._loading(monkeypatch, {"libqxcb.so": WORDS})
        with pytest.raises(WindowImpossible, match=r"libxcb-cursor\.so\.0"):
            check_window_system(Path("/qt"), {"DISPLAY": ":0"})

    def test_without_a_display_it_says_so_and_names_the_command_line(self) -> None:
        with pytest.raises(WindowImpossible, match=r"no display.*command line"):
            check_window_system(Path("/qt"), {})

    def test_the_frozen_programs_own_error_hides_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def load(_name: str) -> None:
            raise OSError("Failed to load dynlib/dll") from OSError(WORDS)

        monkeypatch.setattr("ctypes.CDLL", load)
        with pytest.raises(WindowImpossible, match=r"libxcb-cursor\.so\.0"):
            check_window_system(Path("/qt"), {"DISPLAY": ":0"})

    def test_one_way_is_enough(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._loading(monkeypatch, {"libqwayland.so": WORDS})
        check_window_system(Path("/qt"), {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})

    def test_a_way_that_was_chosen_is_qts_own_business(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._loading(monkeypatch, {"libqxcb.so": WORDS})
        check_window_system(Path("/qt"), {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"})

    def test_words_that_it_does_not_know_are_left_to_qt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._loading(monkeypatch, {"libqxcb.so": "invalid ELF header"})
        check_window_system(Path("/qt"), {"DISPLAY": ":0"})

    def _loading(self, monkeypatch: pytest.MonkeyPatch, failures: dict[str, str]) -> None:
        def load(name: str) -> None:
            if words := failures.get(Path(name).name):
                raise OSError(words)

        monkeypatch.setattr("ctypes.CDLL", load)
