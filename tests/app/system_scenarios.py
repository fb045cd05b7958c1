"""What the system asks of the program as a whole; ``tests/app/test_system_requests.py`` plays each."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from tests.app.stage import Stage
from wan_desktop.app.composer import Composer
from wan_desktop.core.paths import resource

LAKE, DUNES = resource("samples", "lake.jpg"), resource("samples", "dunes.jpg")


def send(event: QEvent) -> None:
    """As Qt's platform plugins send what the system asks."""
    application = QApplication.instance()
    assert application is not None
    QApplication.sendEvent(application, event)


async def files_opened_together(stage: Stage) -> None:
    """Two files chosen in the Finder, then one dropped on the Dock."""
    taken: list[tuple[Path, ...]] = []
    take_files = Composer.take_files

    def take(composer: Composer, files: tuple[Path, ...], count: int) -> None:
        taken.append(files)
        take_files(composer, files, count)

    Composer.take_files = take  # type: ignore[assignment,method-assign]  # noted on the way

    def open_both() -> None:
        for file in (LAKE, DUNES):
            send(QFileOpenEvent(QUrl.fromLocalFile(str(file))))

    await stage.do(open_both)
    await stage.until(lambda: taken == [(LAKE, DUNES)], "both come at once")
    await stage.do(send, QFileOpenEvent(str(LAKE)))
    await stage.until(lambda: taken[1:] == [(LAKE,)], "the third comes")
    await stage.until(stage.generate_button.isEnabled, "it is shown")


async def killed_at_the_end_of_the_session(stage: Stage) -> None:
    """Windows ends the process once the session's end is answered."""
    stage.app.form.prompt.setPlainText("words of the last moment")
    stage.app.player.set_volume(0.25)
    stage.app.preferences.remember("volume", 0.25)
    began = time.monotonic()
    await stage.do(stage.app.keep)
    assert time.monotonic() - began < 4, "Windows waits five seconds"
    os._exit(77)


async def words_of_the_last_moment(stage: Stage) -> None:
    assert stage.app.form.prompt.toPlainText() == "words of the last moment"
    if stage.arguments:
        assert stage.app.preferences.settings.volume == float(stage.arguments[0])
