"""How a window's start begins: one window a home, or the files go to the one that is open.

Nothing of the screen is imported before that is decided, so that a second start is over at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from wan_desktop.app.single_instance import Outcome, SecondStart, SingleInstance
from wan_desktop.core.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMessageBox

    from wan_desktop.app.main import App

EXIT_OPEN, EXIT_NOT_OPENED, EXIT_BAD_OPTION = range(3)


def main(
    arguments: list[str],
    script: Callable[[App], object] | None = None,
    *,
    poll_seconds: float | None = None,
) -> int:
    """Opens the window and returns when it is closed; ``arguments`` are images to take in.

    Where a window is open on this home already, it gets them instead. The rest is for ``app.main.App``.
    """
    unknown = [argument for argument in arguments if argument.startswith("-")]
    if unknown:
        _say_on_terminal(f"no such option: {unknown[0]} (see wan-desktop --help)")
        return EXIT_BAD_OPTION
    files, paths = [Path(argument) for argument in arguments], Paths.of_user()
    if len(files) == 1 and files[0].name == arguments[0] and not files[0].suffix and not files[0].exists():
        # A command misspelt: a window would open with a file that is gone.
        _say_on_terminal(f"no such command or file: {arguments[0]} (see wan-desktop --help)")
        return EXIT_BAD_OPTION
    try:
        paths.create()
        instance = SingleInstance(paths)
        outcome = _begin(instance, SecondStart.of(files, os.environ), paths)
    except OSError as error:
        return _refuse(error)
    if outcome is not Outcome.FIRST:
        return EXIT_OPEN if outcome is Outcome.HANDED_OVER else EXIT_NOT_OPENED
    with closing(instance):
        return _open_window(instance, paths, files, script, poll_seconds)


def _begin(instance: SingleInstance, start: SecondStart, paths: Paths) -> Outcome:
    outcome = instance.begin(start)
    while outcome is Outcome.NO_ANSWER and _try_again(paths):
        outcome = instance.begin(start)
    return outcome


def _open_window(
    instance: SingleInstance,
    paths: Paths,
    files: list[Path],
    script: Callable[[App], object] | None,
    poll_seconds: float | None,
) -> int:
    from wan_desktop.app.desktop_portal import question

    portal = question(os.environ)  # it is started, if need be, while all of this is imported
    from wan_desktop.app.application import make_application
    from wan_desktop.app.main import App, run_app

    application = make_application(portal)
    try:
        app = App(application, paths, files, script, poll_seconds=poll_seconds, instance=instance)
    except OSError as error:
        return _refuse(error)
    return run_app(app)


def _refuse(error: OSError) -> int:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QMessageBox

    _prepare_words("system")  # the settings are in that folder
    words = QCoreApplication.translate("Launch", "The program’s own folder cannot be used.")
    _say_on_terminal(f"{words} {error}")
    box = QMessageBox(QMessageBox.Icon.Critical, "Wan Desktop", words)
    box.setInformativeText(str(error))
    _answer(box)
    return EXIT_NOT_OPENED


def _try_again(paths: Paths) -> bool:
    """A window is open and stuck: two at once are not opened on a guess, so the user decides."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QMessageBox

    from wan_desktop.core import settings

    translate = QCoreApplication.translate
    _prepare_words(settings.load(paths.settings).language)
    words = translate("Launch", "Wan Desktop is already open, but its window does not answer.")
    _say_on_terminal(words)
    box = QMessageBox(QMessageBox.Icon.Warning, "Wan Desktop", words)
    box.setInformativeText(
        translate(
            "Launch",
            "It may be busy for a moment. If it stays so, end its process and start again: what was sent is "
            "followed on.",
        )
    )
    again = box.addButton(translate("Launch", "Try again"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(translate("Launch", "Quit"), QMessageBox.ButtonRole.RejectRole)
    _answer(box)
    return box.clickedButton() is again


def _prepare_words(language: str) -> None:
    """Makes Qt, with its words in a language of ``core.settings``."""
    from wan_desktop.app.application import make_application
    from wan_desktop.app.language import Language

    Language(make_application()).choose(language)


def _answer(box: QMessageBox) -> None:
    """Shows a box and returns once it is answered: on a loop as the window's, since there is none yet."""
    import asyncio

    from qasync import QEventLoop

    from wan_desktop.app.application import make_application

    async def answered() -> None:
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        box.finished.connect(answer.set_result)
        make_application().quit_requested.connect(box.reject)
        box.open()
        await answer

    with asyncio.Runner(loop_factory=QEventLoop) as runner:
        runner.run(answered())


def _say_on_terminal(words: str) -> None:
    if sys.stderr is not None:  # None in a windowed program on Windows.
        sys.stderr.write(f"wan-desktop: {words}\n")
        sys.stderr.flush()
