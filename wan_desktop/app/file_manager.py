"""Files shown where the user's own file manager shows them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from wan_desktop.app.explorer import select_in_explorer
from wan_desktop.core.session_bus import NoAnswer, Peer, ask
from wan_desktop.ui.sentence import sentence

_FILE_MANAGER = Peer(
    "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1"
)
_START_PATIENCE = 10.0
"""Seconds for a file manager that has to be started first."""


async def show_in_folder(file: Path, say: Callable[[str], object]) -> None:
    """Opens the folder with the file selected, or the folder alone where the system knows no better.

    ``say`` is called with a sentence where it knows of neither.
    """
    if sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(file)])
        return
    select = select_in_explorer if sys.platform == "win32" else _ask_file_manager
    if not await asyncio.to_thread(select, file):
        asyncio.get_running_loop().call_soon(open_or_say, file.parent, say)


def open_or_say(path: Path, say: Callable[[str], object]) -> None:
    """Opens a file or a folder outside; where no program does, ``say`` gets a sentence with its path."""
    if not open_outside(path):
        say(_nothing_opens(path))


@sentence
def _nothing_opens(path: Path) -> str:
    words = QCoreApplication.translate("FileManager", "No program on this computer opens it: {path}")
    return words.format(path=path)


def open_outside(path: Path) -> bool:
    """Opens a file or a folder with the program that the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _ask_file_manager(file: Path) -> bool:
    """The desktop's common interface; false where no file manager answers to it."""
    address = file.absolute().as_uri()
    try:
        ask(_FILE_MANAGER, "ShowItems", "ass", [address], "", patience=_START_PATIENCE)
    except NoAnswer:
        return False
    return True


def usual_folder(location: QStandardPaths.StandardLocation) -> str:
    """Where a dialog for files begins: the user's folder of a kind, or their home where there is none.

    Left to itself Qt begins in the folder that the program was started in, which is nobody's.
    """
    folder = Path(QStandardPaths.writableLocation(location))
    return str(folder if folder.is_dir() else Path.home())
