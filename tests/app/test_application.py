"""Qt's application object, made in a process of its own, as the program makes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROBE = """
import json, sys
from PySide6.QtCore import QProcess
from wan_desktop.app.application import make_application
application = make_application()
icon = application.windowIcon()
other = QProcess()
other.start(sys.executable, ["-c", "import os; print(os.environ.get('QT_PLUGIN_PATH'))"])
other.waitForFinished()
print(json.dumps({
    "plugins": application.libraryPaths(),
    "inherited": other.readAllStandardOutput().data().decode().strip(),
    "icon": [icon.pixmap(size).width() for size in (16, 48, 256)],
    "opaque": icon.pixmap(48).toImage().pixelColor(24, 24).alpha(),
}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    desktop = tmp_path_factory.mktemp("plugins of the desktop")
    around = os.environ | {"QT_PLUGIN_PATH": str(desktop), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", PROBE], env=around, capture_output=True, check=True)
    assert done.stderr == b""
    told: dict[str, Any] = json.loads(done.stdout)
    return told | {"desktop": str(desktop)}


def test_plugins_of_the_desktops_own_qt_are_not_looked_at(made: dict[str, Any]) -> None:
    assert any(Path(folder).name == "plugins" for folder in made["plugins"])
    assert made["desktop"] not in made["plugins"]


def test_programs_started_from_here_find_them_as_ever(made: dict[str, Any]) -> None:
    assert made["inherited"] == made["desktop"]


def test_every_window_has_the_programs_icon_sharp_at_every_size(made: dict[str, Any]) -> None:
    assert made["icon"] == [16, 48, 256]
    assert made["opaque"] == 255
