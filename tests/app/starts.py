"""The program, ended before it is ready: ``python -m tests.app.starts before_paint|at_paint|at_message``."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from wan_desktop.app.main import App, make_application, run_app
from wan_desktop.core.paths import Paths


def main(when: str) -> int:
    app = App(make_application(), Paths.of_user(), [])
    watch = QTimer(app, interval=10)
    watch.timeout.connect(close_message)
    if when == "before_paint":
        app.close()
    elif when == "at_paint":
        app.window.first_painted.connect(app.close)
    else:
        watch.start()
    return run_app(app)


def close_message() -> None:
    """Reads the message that keeps the program from starting, and closes it."""
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            sys.stdout.write(f"{box.text()}\n")
            box.accept()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
