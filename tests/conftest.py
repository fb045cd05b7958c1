"""What every test stands on: an offscreen Qt, a home of its own, no key of the user, no stray warning."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
if sys.platform == "win32":
    # Qt's offscreen platform reads no fonts of Windows by itself: without this all text would be boxes.
    os.environ.setdefault("QT_QPA_FONTDIR", os.path.join(os.environ["SYSTEMROOT"], "Fonts"))
# The developer's own desktop is asked nothing and told nothing; tests that need one have their own bus.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
os.environ.pop("WAN_DESKTOP_API_KEY", None)

from PySide6.QtCore import qInstallMessageHandler

from wan_desktop.app.application import Application
from wan_desktop.core import known_keys
from wan_desktop.core.paths import Paths

# Between two tests pytest-qt puts back what was there before it. With nothing there, PySide calls nothing and
# dies of it where a thread of the player has a message just then: it waits for the interpreter's lock before
# it looks up its handler.
qInstallMessageHandler(lambda _kind, _context, words: sys.stderr.write(f"{words}\n"))


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """What pytest-qt makes, once a process: the program's own."""
    return Application


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The program's folders, under a name with a space and Chinese in it, as users have them."""
    home = tmp_path / "home 家"
    monkeypatch.setenv("WAN_DESKTOP_HOME", str(home))
    made = Paths.of_user()
    made.create()
    return made


@pytest.fixture(autouse=True)
def no_known_keys() -> None:
    """Each test is a process of its own in this too."""
    known_keys._known.clear()


@pytest.fixture(autouse=True)
def no_stray_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning nobody expected fails the test; a test that expects one calls caplog.clear()."""
    yield
    stray = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    if stray:
        pytest.fail("stray log: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in stray))
