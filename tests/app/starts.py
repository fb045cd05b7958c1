"""The program at a start that something is in the way of: ``python -m tests.app.starts WHEN``.

WHEN is the moment at which it is closed: before_paint, at_paint, at_message, at_restore; or what is answered
to the question whether to restore: quit_restore, restore.
"""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from wan_desktop.app.application import make_application
from wan_desktop.app.main import App, run_app
from wan_desktop.app.single_instance import Outcome, SecondStart, SingleInstance
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.restore_dialog import RestoreDialog


def main(when: str) -> int:
    paths = Paths.of_user()
    paths.create()
    with closing(SingleInstance(paths)) as instance:
        assert instance.begin(SecondStart()) is Outcome.FIRST
        return play(when, App(make_application(), paths, [], instance=instance))


def play(when: str, app: App) -> int:
    watch = QTimer(app, interval=10)
    acts = {
        "at_restore": partial(close_at_question, app),
        "quit_restore": partial(press, "quit_button"),
        "restore": partial(restore, app),
    }
    watch.timeout.connect(acts.get(when, close_message))
    if when == "before_paint":
        app.close()
    elif when == "at_paint":
        app.window.first_painted.connect(app.close)
    else:
        watch.start()
    return run_app(app)


def dialog() -> RestoreDialog | None:
    """The question, once it is open."""
    found = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, RestoreDialog))
    return next((widget for widget in found if widget.isVisible()), None)


def press(button: str) -> bool:
    """Reads the question and answers it; false while there is none."""
    asked = dialog()
    if asked is None or not getattr(asked, button).isEnabled():
        return False
    sys.stdout.write(f"{asked.title.text()}\n")
    main_window = asked.parent()
    assert isinstance(main_window, MainWindow)
    sys.stdout.write("it says that nothing is charged\n" if main_window.band.isVisible() else "")
    getattr(asked, button).click()
    return True


def close_at_question(app: App) -> None:
    if dialog() is not None:
        app.close()


def restore(app: App) -> None:
    """Restores, closes the program once its first job is done, and tells what the window said."""
    if press("restore_button") or dialog() is not None or not app.job_list.model.rowCount():
        return
    if app.job_list.model.job_at(0).state is JobState.DONE and app.window.isVisible():
        sys.stdout.write(f"{app.window.statusBar().currentMessage()}\n")
        app.window.hide()
        app.close()


def close_message() -> None:
    """Reads the message that keeps the program from starting, and closes it."""
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            sys.stdout.write(f"{box.text()}\n")
            box.accept()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
