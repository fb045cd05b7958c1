"""The Help menu, joined: the log folder, the report, what the program is."""

from __future__ import annotations

import asyncio
import platform
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QObject, QStandardPaths, qVersion
from PySide6.QtGui import QGuiApplication

from wan_desktop import __version__
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import open_or_say, usual_folder
from wan_desktop.app.save_dialog import ask_where
from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import replace_file
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.sentence import Sentence

if TYPE_CHECKING:
    from wan_desktop.core.bundled_parts import BundledPart
    from wan_desktop.core.store import Store
    from wan_desktop.ui.about_dialog import AboutDialog
    from wan_desktop.ui.report_dialog import ReportDialog


class Help(QObject):
    """Answers the menu. ``settings`` and ``chosen`` (a job's id, or "") are asked anew for each report.

    ``store`` is None until the database is open.
    """

    def __init__(
        self,
        window: MainWindow,
        paths: Paths,
        tasks: Tasks,
        *,
        settings: Callable[[], Settings],
        chosen: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window, self._paths, self._tasks = window, paths, tasks
        self._settings, self._chosen = settings, chosen
        self.store: Store | None = None
        self._dialog: ReportDialog | None = None
        self._about: AboutDialog | None = None
        self._turn = 0
        window.log_folder_requested.connect(self.open_logs)
        window.report_requested.connect(self.ask_report)
        window.about_requested.connect(self.show_about)

    def open_logs(self) -> None:
        """Shows the folder with the log."""
        open_or_say(self._paths.logs, self._window.say)

    def ask_report(self) -> None:
        """Shows what a report would hold; saved only where the user says so."""
        if self._dialog is None:
            from wan_desktop.ui.report_dialog import ReportDialog

            self._dialog = ReportDialog(self._window)
            self._dialog.wanted.connect(self._wanted)
            self._dialog.save_requested.connect(self._ask_where)
        self._dialog.ask()

    def _wanted(self, with_words: bool) -> None:
        self._turn += 1
        self._tasks.spawn(self._put_together(self._turn, with_words), name="put a report together")

    async def _put_together(self, turn: int, with_words: bool) -> None:
        from wan_desktop.core.report import Subject, report_files

        subject = Subject(
            __version__,
            self._paths,
            self._settings(),
            self.store,
            job_id=self._chosen(),
            facts=_screen_facts(),
        )
        files = await asyncio.to_thread(partial(report_files, subject, with_words=with_words))
        if turn == self._turn and self._dialog is not None:
            asyncio.get_running_loop().call_soon(self._dialog.show_files, files)

    def _ask_where(self) -> None:
        from wan_desktop.core.report import file_name

        folder = usual_folder(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_where(
            self._dialog,
            self.tr("Save the report"),
            [self.tr("Zip files (*.zip)")],
            Path(folder, file_name(time.time())),
            self._chosen_where,
        )

    def _chosen_where(self, target: str) -> None:
        if self._dialog is not None and self._dialog.files:
            self._tasks.spawn(self._save(Path(target), self._dialog.files), name="save report")

    async def _save(self, target: Path, files: tuple[tuple[str, str], ...]) -> None:
        from wan_desktop.core.report import pack

        try:
            await asyncio.to_thread(lambda: replace_file(target, pack(files), private=True))
        except DiskError as error:
            words, look = failure_sentence(error.failure), "error"
        else:
            words, look = Sentence(lambda: self.tr("Saved as {file}").format(file=target)), "ok"
        if self._dialog is not None:
            asyncio.get_running_loop().call_soon(self._dialog.show_outcome, words, look)

    def show_about(self) -> None:
        """Says what the program is and what it is made of."""
        if self._about is None:
            from wan_desktop.ui.about_dialog import AboutDialog

            self._about = AboutDialog(self._window)
            self._about.text_wanted.connect(self._read_licence)
        self._about.ask(_versions(), home=self._paths.data if self._paths.portable else None)
        self._tasks.spawn(self._find_parts(), name="find the parts of the program")

    async def _find_parts(self) -> None:
        from wan_desktop.core.bundled_parts import find_parts
        from wan_desktop.core.paths import licences_folder

        parts = await asyncio.to_thread(find_parts, licences_folder())
        ffmpeg = await asyncio.to_thread(_ffmpeg_version)
        if self._about is not None:
            loop = asyncio.get_running_loop()
            loop.call_soon(self._about.show_versions, (*_versions(), ("FFmpeg", ffmpeg)))
            loop.call_soon(self._about.show_parts, parts)

    def _read_licence(self, part: BundledPart) -> None:
        self._tasks.spawn(self._show_licence(part), name="read a licence")

    async def _show_licence(self, part: BundledPart) -> None:
        from wan_desktop.core.bundled_parts import text_of

        text = await asyncio.to_thread(text_of, part)
        if self._about is not None:
            asyncio.get_running_loop().call_soon(self._about.show_text, part, text)


def _versions() -> tuple[tuple[str, str], ...]:
    return (
        ("Wan Desktop", __version__),
        ("Qt", f"{qVersion()}"),
        ("PySide6", PySide6.__version__),
        ("Python", platform.python_version()),
    )


def _ffmpeg_version() -> str:
    from wan_desktop.media.video import ffmpeg_version

    return ffmpeg_version()


def _screen_facts() -> dict[str, str]:
    """What Qt alone knows."""
    screens = (
        f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )
    return {
        "Qt": f"{qVersion()}, PySide6 {PySide6.__version__}, {QGuiApplication.platformName()}",
        "Screens": "; ".join(screens),
    }
