"""The sentences for the list of videos on the disk, where it cannot be opened; as ``ui.failure_texts``."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from wan_desktop.core.errors import ErrorKind
from wan_desktop.ui.failure_text import Text, text

DATABASE_TEXTS: Mapping[ErrorKind, Text] = {
    ErrorKind.DATABASE_NEWER: text(
        QT_TRANSLATE_NOOP("Messages", "The job list is too new"),
        QT_TRANSLATE_NOOP("Messages", "A newer version of this program has used this folder."),
        QT_TRANSLATE_NOOP("Messages", "Install the newer version again; this one changes nothing there."),
    ),
    ErrorKind.DATABASE_FORBIDDEN: text(
        QT_TRANSLATE_NOOP("Messages", "The job list may not be written"),
        QT_TRANSLATE_NOOP("Messages", "It belongs to another user, or its folder is write-protected."),
        QT_TRANSLATE_NOOP("Messages", "Ask its owner for the right to write, or use a folder of your own."),
    ),
    ErrorKind.HOME_IN_USE: text(
        QT_TRANSLATE_NOOP("Messages", "In use on another computer"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Another computer works in this program’s folder. In the hands of two computers at once the job "
            "list would be damaged.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Close Wan Desktop on the other computer, then start it here again."),
    ),
    ErrorKind.DATABASE_DAMAGED: text(
        QT_TRANSLATE_NOOP("Messages", "The job list is damaged"),
        QT_TRANSLATE_NOOP(
            "Messages", "Its file cannot be read any more. Your videos are safe in their folder."
        ),
        QT_TRANSLATE_NOOP("Messages", "Close the program and start it again: it offers to restore the list."),
    ),
    ErrorKind.DATABASE_LOST: text(
        QT_TRANSLATE_NOOP("Messages", "The job list is missing"),
        QT_TRANSLATE_NOOP("Messages", "Its file is gone. Your videos are safe in their folder."),
        QT_TRANSLATE_NOOP("Messages", "Close the program and start it again: it offers to restore the list."),
    ),
    ErrorKind.DATABASE_IN_USE: text(
        QT_TRANSLATE_NOOP("Messages", "The job list is in use"),
        QT_TRANSLATE_NOOP(
            "Messages", "Another window or command of this program uses the list, or is restoring it."
        ),
        QT_TRANSLATE_NOOP(
            "Messages", "Close the other windows and commands of this program, then try again."
        ),
    ),
}
