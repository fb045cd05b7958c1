"""Chinese on a Linux that has no font for it, by a system of fonts of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from wan_desktop.app.chinese_font import PACKAGES, packages

LATIN = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LOOK = """
import json, sys
from wan_desktop.app.application import make_application
application = make_application()
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QLabel, QMessageBox
from wan_desktop.app.main import App, run_app
from wan_desktop.core.paths import Paths

def look(app):
    def told():
        boxes = app.window.findChildren(QMessageBox)
        labels = [label.text() for label in app.form.findChildren(QLabel) if not label.isHidden()]
        said = [box.text() + " " + box.informativeText() for box in boxes]
        notes = [words for words in labels if "no font" in words]
        print(json.dumps({"boxes": said, "notes": notes}))
    told()
    for typed in (sys.argv[1], sys.argv[1] + "!", ""):
        app.form.prompt.setPlainText(typed)
        told()
    print(app.form.prompt.placeholderText().isascii())
    QTimer.singleShot(0, app.close)

sys.exit(run_app(App(application, Paths.of_user(), [], look)))
"""

needs_fontconfig = pytest.mark.skipif(
    sys.platform != "linux" or not LATIN.exists(), reason="no fontconfig, or no DejaVu to be the only font"
)


@dataclass(frozen=True)
class Told:
    """Boxes, and notes in the form."""

    boxes: list[str]
    notes: list[str]


def told(folder: Path, language: str, typed: str) -> tuple[list[Told], bool]:
    """What is told at the start, after typing, after more of it and without it; whether it is English."""
    fonts, home = folder / "fonts", folder / "home"
    for made in (fonts, home):
        made.mkdir()
    shutil.copy(LATIN, fonts)
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    (home / "settings.json").write_text(f'{{"language": "{language}"}}', encoding="utf-8")
    variables = {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "WAN_DESKTOP_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, typed],
        env={**os.environ, **variables, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    *seen, english = done.stdout.splitlines()
    return [Told(**json.loads(line)) for line in seen], english == "True"


@needs_fontconfig
def test_chinese_without_a_font_is_english_and_what_to_install_is_said_once(tmp_path: Path) -> None:
    (start, typed, more, _empty), english = told(tmp_path, "zh_CN", "雪山")
    assert english
    (box,) = start.boxes
    assert box.startswith("Chinese cannot be shown: this system has no font for it.")
    assert any(package in box for _system, _id, package in PACKAGES)
    assert typed.boxes == more.boxes == start.boxes


@needs_fontconfig
def test_chinese_typed_into_an_english_window_is_a_note_beneath_the_prompt(tmp_path: Path) -> None:
    (start, typed, more, empty), _english = told(tmp_path, "en", "雪山")
    assert start == empty == Told([], [])
    assert typed == more
    (note,) = typed.notes
    assert "sent as it was typed" in note
    assert any(package in note for _system, _id, package in PACKAGES)
    assert not typed.boxes


@needs_fontconfig
def test_english_without_a_chinese_font_says_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "en", "a snowy ridge") == ([Told([], [])] * 4, True)


def test_the_package_of_this_system_alone_is_named_where_it_is_known() -> None:
    assert packages(("ubuntu", "debian")) == [("Debian, Ubuntu", "fonts-noto-cjk")]
    assert packages(("opensuse-leap", "suse", "opensuse")) == [("openSUSE", "google-noto-sans-sc-fonts")]
    assert len(packages(("nixos",))) == len(PACKAGES)
