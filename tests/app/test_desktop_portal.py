"""Light and dark by the desktop's portal, live, in a program of its own; and a portal that is not there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desktop import Answer, Bus, Program, needs_a_bus, running_bus
from wan_desktop.app import desktop_portal
from wan_desktop.app.application import changed
from wan_desktop.app.desktop_portal import SETTINGS, platform_theme

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the portal is Linux's")

NO_PREFERENCE, DARK, LIGHT = range(3)
#: Prints its colours at the start and at each change, until standard input ends.
PROGRAM = """
import os, sys
from PySide6.QtCore import QSocketNotifier
from wan_desktop.app.application import make_application
from wan_desktop.ui.theme import Theme
application = make_application()
theme = Theme(application)
theme.choose("system")
def tell():
    print("dark" if theme.dark else "light", os.environ.get("QT_QPA_PLATFORMTHEME"), flush=True)
theme.changed.connect(tell)
tell()
end = QSocketNotifier(0, QSocketNotifier.Type.Read)
end.activated.connect(application.quit)
application.exec()
"""


class Portal(Program):
    """Answers as GNOME's and KDE's do."""

    def __init__(self, bus: Bus, scheme: int) -> None:
        self.scheme = scheme
        answers: dict[str, Answer] = {
            "ReadAll": lambda names: ("a{sa{sv}}", ({"org.freedesktop.appearance": self._values()},)),
            "Get": lambda interface, name: ("v", (("u", 2),)),
        }
        super().__init__(bus, SETTINGS, answers)

    def _values(self) -> dict[str, Any]:
        return {"color-scheme": ("u", self.scheme)}

    def change(self, scheme: int) -> None:
        self.scheme = scheme
        value = ("u", scheme)
        self.tell("SettingChanged", "ssv", "org.freedesktop.appearance", "color-scheme", value)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with running_bus(tmp_path / "bus", monkeypatch) as made:
        yield made


@needs_a_bus
@pytest.mark.parametrize("desktop", ["", "KDE", "XFCE", "GNOME"])
def test_light_and_dark_follow_the_desktop_from_the_first_moment_on(bus: Bus, desktop: str) -> None:
    around = {**os.environ, "XDG_CURRENT_DESKTOP": desktop, "QT_QPA_PLATFORM": "offscreen"}
    around.pop("QT_QPA_PLATFORMTHEME", None)
    with closing(Portal(bus, DARK)) as portal:
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=around,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "dark None\n", "and nothing of it is inherited"
            for scheme, said in ((LIGHT, "light"), (DARK, "dark"), (NO_PREFERENCE, "light")):
                portal.change(scheme)
                assert program.stdout.readline() == f"{said} None\n"
            _, complaints = program.communicate("\n", timeout=20)
        finally:
            program.kill()
    assert (program.returncode, complaints) == (0, "")


@needs_a_bus
def test_a_portal_that_hangs_does_not_hold_up_the_start(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_portal, "PATIENCE", 0.2)
    with closing(Program(bus, SETTINGS, {})) as portal:
        portal.close()
        assert platform_theme() == {}, "refused"
    over = threading.Event()

    def hang(names: list[str]) -> tuple[str, tuple[Any, ...]]:
        over.wait(20)
        return "", ()

    with closing(Program(bus, SETTINGS, {"ReadAll": hang})):
        began = time.monotonic()
        assert platform_theme() == {}
        assert time.monotonic() - began < 5
        over.set()


def test_without_a_portal_qt_is_left_alone() -> None:
    assert platform_theme() == {}


def test_a_variable_for_qt_alone_is_as_it_was_afterwards() -> None:
    variables = {"KEPT": "1", "HIDDEN": "2"}
    with changed(variables, {"HIDDEN": None, "KEPT": "3", "NEW": "4", "ABSENT": None}):
        assert variables == {"KEPT": "3", "NEW": "4"}
    assert variables == {"KEPT": "1", "HIDDEN": "2"}
