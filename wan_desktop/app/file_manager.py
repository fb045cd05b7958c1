"""Files shown where the user's own file manager shows them."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

_SHOW_ITEMS = (
    "--session",
    "--print-reply",
    "--dest=org.freedesktop.FileManager1",
    "/org/freedesktop/FileManager1",
    "org.freedesktop.FileManager1.ShowItems",
)


def show_in_folder(file: Path) -> None:
    """Opens the folder with the file selected, or the folder alone where the system knows no better."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer.exe", [f"/select,{file}"])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(file)])
    elif not _ask_file_manager(file):
        open_outside(file.parent)


def open_outside(path: Path) -> bool:
    """Opens a file or a folder with the program that the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _ask_file_manager(file: Path) -> bool:
    """The desktop's common interface; false where no file manager answers to it."""
    address = QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    # The address is one array element: commas would split it.
    arguments = [*_SHOW_ITEMS, f"array:string:{address.replace(',', '%2C')}", "string:"]
    process = QProcess()
    process.start("dbus-send", arguments)
    return process.waitForFinished(1000) and process.exitCode() == 0


def usual_folder(location: QStandardPaths.StandardLocation) -> str:
    """Where a dialog for files begins: the user's folder of a kind, or their home where there is none.

    Left to itself Qt begins in the folder that the program was started in, which is nobody's.
    """
    folder = Path(QStandardPaths.writableLocation(location))
    return str(folder if folder.is_dir() else Path.home())
