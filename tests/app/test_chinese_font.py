"""Chinese on a Linux that has no font for it, by a system of fonts of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LATIN = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LOOK = """
import sys
from wan_desktop.app.application import make_application
application = make_application()
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QMessageBox
from wan_desktop.app.main import App, run_app
from wan_desktop.core.paths import Paths

def look(app):
    def told():
        boxes = app.window.findChildren(QMessageBox)
        print(len(boxes), *(box.text() + "|" + box.informativeText().replace(chr(10), "|") for box in boxes))
    told()
    app.form.prompt.setPlainText(sys.argv[1])
    told()
    app.form.prompt.setPlainText(sys.argv[1] + "!")
    told()
    print(app.form.prompt.placeholderText().isascii())
    QTimer.singleShot(0, app.close)

sys.exit(run_app(App(application, Paths.of_user(), [], look)))
"""

needs_fontconfig = pytest.mark.skipif(
    sys.platform != "linux" or not LATIN.exists(), reason="no fontconfig, or no DejaVu to be the only font"
)


def told(folder: Path, language: str, typed: str) -> list[str]:
    """How many messages there are at the start, after typing and after more of it; whether it is English."""
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
    return done.stdout.splitlines()


@needs_fontconfig
def test_chinese_without_a_font_is_english_and_what_to_install_is_said_once(tmp_path: Path) -> None:
    start, typed, more, english = told(tmp_path, "zh_CN", "雪山")
    assert start.startswith("1 Chinese cannot be shown: this system has no font for it.")
    assert "fonts-noto-cjk" in start
    assert (typed, more) == (start, start)
    assert english == "True"


@needs_fontconfig
def test_chinese_that_is_typed_without_a_font_is_said_once(tmp_path: Path) -> None:
    start, typed, more, _english = told(tmp_path, "en", "雪山")
    assert start == "0"
    assert typed.startswith("1 Chinese cannot be shown")
    assert more == typed


@needs_fontconfig
def test_english_without_a_chinese_font_says_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "en", "a snowy ridge") == ["0", "0", "0", "True"]
