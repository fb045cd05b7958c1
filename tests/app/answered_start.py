"""A start whose message is answered: ``python -m tests.app.answered_start BUTTON [PID]``.

The message's words are told; ``PID`` is killed before the button is pressed.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.app.scenarios import files_of_second_starts, tell_files_taken
from tests.app.stage import Play, say
from tests.fakes.processes import KILL
from wan_desktop.app import launch
from wan_desktop.app.application import make_application


def main(button: str, pid: str = "") -> int:
    def answer() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                watch.stop()
                say(box.text())
                if pid:
                    os.kill(int(pid), KILL)
                next(found for found in box.buttons() if found.text() == button).click()

    watch = QTimer(make_application(), interval=10)
    watch.timeout.connect(answer)
    watch.start()
    tell_files_taken()
    play = Play(files_of_second_starts, [])
    return launch.main([], play.start)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
