"""Chinese on a system that has no font for it: the window stays readable, and says what to install.

Only a bare Linux has none. What is said here is English for everybody, since nothing else can be drawn. A box
is for those whose language is Chinese and whose window speaks English all the same; whoever only types it
into the prompt reads a note beneath it.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Collection

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from wan_desktop.app.language import Language, draws_chinese
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm

LACKING = "Chinese cannot be shown: this system has no font for it."
PACKAGES = (
    ("Debian, Ubuntu", "debian", "fonts-noto-cjk"),
    ("Fedora", "fedora", "google-noto-sans-cjk-fonts"),
    ("Arch", "arch", "noto-fonts-cjk"),
    ("openSUSE", "suse", "google-noto-sans-sc-fonts"),
)
"""System, its ID in os-release (or among those it is like), package. The first is also that of
``packaging/linux/system-packages.txt`` [fonts]."""
_CHINESE = re.compile("[\u3400-\u9fff]")


def advice() -> str:
    """What to install, a line for each kind of system that this may be."""
    lines = (f"{system}: {package}" for system, package in packages(_ids_of_system()))
    return "\n".join(("Install the package of your system and start Wan Desktop again:", "", *lines))


def note() -> str:
    """The same in a sentence or two, and that nothing is wrong with the prompt itself."""
    named = packages(_ids_of_system())
    wanted = (
        named[0][1] if len(named) == 1 else ", ".join(f"{package} ({system})" for system, package in named)
    )
    return f"{LACKING} The prompt is sent as it was typed. To see it, install {wanted} and start again."


def packages(ids: Collection[str]) -> list[tuple[str, str]]:
    """System and package, by the IDs of a system; all where it is none of those known."""
    rows = [row for row in PACKAGES if row[1] in ids] or PACKAGES
    return [(system, package) for system, _id, package in rows]


def _ids_of_system() -> Collection[str]:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ()
    return (release.get("ID", ""), *release.get("ID_LIKE", "").split())


class ChineseFont(QObject):
    """Says that a font is missing: by a box once a start, by a note while the prompt has Chinese in it."""

    def __init__(self, window: MainWindow, form: ParamsForm, language: Language) -> None:
        super().__init__(window)
        self._window, self._form = window, form
        self._said = draws_chinese()
        if self._said:
            return
        language.font_missed.connect(self._say)
        form.prompt.textChanged.connect(self._look)
        self._look()
        if language.lacks_font:
            window.first_painted.connect(self._say)

    def _look(self) -> None:
        self._form.set_prompt_note(note() if _CHINESE.search(self._form.prompt.toPlainText()) else "")

    def _say(self) -> None:
        if self._said:
            return
        self._said = True
        box = QMessageBox(QMessageBox.Icon.Information, "Wan Desktop", LACKING, parent=self._window)
        box.setInformativeText(advice())
        box.open()
