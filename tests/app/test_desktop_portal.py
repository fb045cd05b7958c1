"""Light or dark and file dialogs by the desktop's portal, seen in Qt, over a real bus."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.fakes.command_line import Home
from tests.fakes.desktop import Answer, Bus, Program, needs_a_bus, running_bus
from wan_desktop.app import desktop_portal
from wan_desktop.app.desktop_portal import platform_theme, question
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
    dialog.finished.connect(lambda _result: application.exit())
    dialog.open()


theme.changed.connect(changed)
QTimer.singleShot(20000, application.exit)
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


def theme(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    return platform_theme(question(environment or {}))


TAKEN = {"QT_QPA_PLATFORMTHEME": "xdgdesktopportal"}


def test_the_portal_is_taken_where_it_shows_file_dialogs(portal: Portal) -> None:
    assert theme() == TAKEN
    assert theme({"QT_QPA_PLATFORMTHEME": "ukui"}) == TAKEN, "a theme that this Qt does not have"
    assert theme({"QT_QPA_PLATFORMTHEME": "gtk3"}) == {}, "the user's choice"


def test_without_a_portal_or_one_that_shows_them_qt_shows_its_own(bus: Bus) -> None:
    assert theme() == {}
    with closing(Program(bus, PORTAL, {})):
        assert theme() == {}
    bus.close()
    assert theme() == {}


#: Leaves a file behind, then answers any question with a number.
STARTED = """
import sys
from pathlib import Path
from jeepney import MessageType, message_bus, new_method_return
from jeepney.io.blocking import open_dbus_connection

Path(sys.argv[1]).touch()
connection = open_dbus_connection()
connection.send(message_bus.RequestName("org.freedesktop.portal.Desktop"))
while True:
    message = connection.receive()
    if message.header.message_type is MessageType.method_call:
        connection.send(new_method_return(message, "v", (("u", 4),)))
"""


@pytest.fixture
def sleeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A bus that starts the portal at the first need of it; the file that tells that it did."""
    monkeypatch.delenv("QT_QPA_PLATFORMTHEME", raising=False)
    program, sign = tmp_path / "portal.py", tmp_path / "started"
    program.write_text(STARTED, encoding="utf-8")
    command = (sys.executable, str(program), str(sign))
    with running_bus(tmp_path / "bus", monkeypatch, {PORTAL.name: command}):
        yield sign


def test_a_portal_that_is_not_running_is_started_and_taken(sleeping: Path) -> None:
    asked, deadline = question({}), time.monotonic() + 20
    while not platform_theme(asked):
        assert time.monotonic() < deadline
    assert sleeping.exists()


def test_the_program_starts_it_at_once(sleeping: Path, tmp_path: Path) -> None:
    with closing(Home(tmp_path / "home")) as home:
        home.start()
        deadline = time.monotonic() + 20
        while not sleeping.exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_a_bug_in_the_question_is_an_answer_too_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_values: object, **_options: object) -> None:
        raise struct.error("not as D-Bus has it")

    told: SimpleQueue[object] = SimpleQueue()
    monkeypatch.setattr(threading, "excepthook", lambda arguments: told.put(arguments.exc_type))
    monkeypatch.setattr(desktop_portal, "ask", broken)
    monkeypatch.setattr(desktop_portal, "_MOMENT", 4.0)
    began = time.monotonic()
    assert theme() == {}
    assert time.monotonic() - began < 3
    assert told.get(timeout=3) is struct.error


def test_one_that_never_comes_up_holds_no_window_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_bus(tmp_path / "bus", monkeypatch, {PORTAL.name: ("/bin/sleep", "5")}):
        asked = question({})
        began = time.monotonic()
        assert platform_theme(asked) == {}
        assert time.monotonic() - began < 2
