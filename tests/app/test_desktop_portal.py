"""Light or dark and file dialogs by the desktop's portal, seen in Qt, over a real bus."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.desktop import Answer, Bus, Program, needs_a_bus, running_bus
from wan_desktop.app.desktop_portal import platform_theme
from wan_desktop.core.session_bus import Peer

pytestmark = [needs_a_bus, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's portal")]

PORTAL = Peer(
    "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"
)
APPEARANCE, SCHEME = "org.freedesktop.appearance", "color-scheme"
DARK, LIGHT = 1, 2
#: Says whether its theme is dark, at the start and after the first change; then it asks for a file.
PROBE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog
from wan_desktop.app.application import make_application
from wan_desktop.ui.theme import Theme

application = make_application()
theme = Theme(application)
theme.choose("system")
print("dark" if theme.dark else "light", os.environ.get("QT_QPA_PLATFORMTHEME"), flush=True)


def changed():
    global dialog
    print("dark" if theme.dark else "light", flush=True)
    dialog = QFileDialog()
    dialog.finished.connect(application.quit)
    dialog.open()


theme.changed.connect(changed)
QTimer.singleShot(20000, application.quit)
application.exec()
"""


class Portal(Program):
    """Prefers dark, and refuses to show a file dialog once it is asked to."""

    def __init__(self, bus: Bus) -> None:
        answers: dict[str, Answer] = {
            "ReadAll": lambda names: ("a{sa{sv}}", ({APPEARANCE: {SCHEME: ("u", DARK)}},)),
            "Get": lambda interface, name: ("v", (("u", 4),)),
        }
        super().__init__(bus, PORTAL, answers)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    monkeypatch.delenv("QT_QPA_PLATFORMTHEME", raising=False)
    with running_bus(tmp_path / "bus", monkeypatch) as made:
        yield made


@pytest.fixture
def portal(bus: Bus) -> Iterator[Portal]:
    with closing(Portal(bus)) as made:
        yield made


def test_light_and_dark_are_the_desktops_and_follow_it(portal: Portal) -> None:
    around = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", PROBE], env=around, stdout=subprocess.PIPE, text=True) as qt:
        assert qt.stdout is not None
        assert qt.stdout.readline() == "dark None\n", "programs started from here do not inherit the theme"
        portal.tell("SettingChanged", "ssv", APPEARANCE, SCHEME, ("u", LIGHT))
        assert qt.stdout.readline() == "light\n"
        portal.called("OpenFile")


def test_the_portal_is_taken_where_it_shows_file_dialogs(portal: Portal) -> None:
    taken = {"QT_QPA_PLATFORMTHEME": "xdgdesktopportal"}
    assert platform_theme({}) == taken
    assert platform_theme({"QT_QPA_PLATFORMTHEME": "ukui"}) == taken, "a theme that this Qt does not have"
    assert platform_theme({"QT_QPA_PLATFORMTHEME": "gtk3"}) == {}, "the user's choice"


def test_without_a_portal_or_one_that_shows_them_qt_shows_its_own(bus: Bus) -> None:
    assert platform_theme({}) == {}
    with closing(Program(bus, PORTAL, {})):
        assert platform_theme({}) == {}
    bus.close()
    assert platform_theme({}) == {}
