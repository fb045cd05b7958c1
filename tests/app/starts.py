"""The program at a start that something is in the way of: ``python -m tests.app.starts WHEN``.

WHEN is the moment at which it is closed: before_paint, at_paint, at_message, at_restore; or what is answered
to the question whether to restore: quit_restore, restore. Or what the system asks: opened_early (a file,
before there is a window), quit_at_dialog, quit_again (while it ends).
"""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial

from PySide6.QtCore import QEvent, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox

from tests.app.system_scenarios import send
from wan_desktop.app.application import make_application
from wan_desktop.app.main import App, run_app
from wan_desktop.app.single_instance import Outcome, SecondStart, SingleInstance
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths, resource
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.restore_dialog import RestoreDialog
from wan_desktop.ui.settings_dialog import SettingsDialog


def main(when: str) -> int:
    paths = Paths.of_user()
    paths.create()
    with closing(SingleInstance(paths)) as instance:
        assert instance.begin(SecondStart()) is Outcome.FIRST
        if when == "opened_early":
            file = QUrl.fromLocalFile(str(resource("samples", "lake.jpg")))
            make_application()
            send(QFileOpenEvent(file))
        return play(when, App(make_application(), paths, [], instance=instance))


def play(when: str, app: App) -> int:
    watch = QTimer(app, interval=10)
    acts = {
        "at_restore": partial(close_at_question, app),
        "quit_restore": partial(press, "quit_button"),
        "restore": partial(restore, app),
        "opened_early": partial(close_with_image, app),
        "quit_at_dialog": partial(quit_at_dialog, app),
        "quit_again": partial(quit_again, app),
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


def close_with_image(app: App) -> None:
    """Closes the program once an image can be sent."""
    button = app.window.findChild(QAbstractButton, "generateButton")
    assert button is not None
    if button.isEnabled() and hasattr(app, "backend"):
        app.close()


def quit_at_dialog(app: App) -> None:
    """Quits by the system while a dialog is open that would not let Qt close the window."""
    if not hasattr(app, "backend") or not app.window.isVisible():
        return
    if any(
        isinstance(widget, SettingsDialog) and widget.isVisible() for widget in QApplication.topLevelWidgets()
    ):
        app.form.prompt.setPlainText("words of the last moment")
        send(QEvent(QEvent.Type.Quit))
    elif not app.window.property("asked"):
        app.window.setProperty("asked", True)
        app.preferences.open()


def quit_again(app: App) -> None:
    """Quits by the system, and again while no window is seen any more."""
    if hasattr(app, "backend") or not app.window.isVisible():
        send(QEvent(QEvent.Type.Quit))


def close_message() -> None:
    """Reads the message that keeps the program from starting, and closes it."""
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            sys.stdout.write(f"{box.text()}\n")
            box.accept()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
