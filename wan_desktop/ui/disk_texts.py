"""The sentences for a job that waits for this computer's disk: which folder, what it means, what ends it.

English source, translated where they are used (``ui.messages``). ``ui.failure_texts`` has the words for the
same failures where no job waits: a setting, an image or a copy that was not written.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.failure_texts import FAILURE_TEXTS, Text, text

DISK_KINDS = frozenset(
    {
        ErrorKind.DISK_FULL,
        ErrorKind.FOLDER_MISSING,
        ErrorKind.FOLDER_READ_ONLY,
        ErrorKind.FOLDER_UNUSABLE,
        ErrorKind.DRIVE_TROUBLE,
        ErrorKind.FILE_HELD,
        ErrorKind.DATA_UNWRITABLE,
    }
)

_LIBRARY: Mapping[ErrorKind, Text] = {
    ErrorKind.DISK_FULL: text(
        QT_TRANSLATE_NOOP("Messages", "The disk is full"),
        QT_TRANSLATE_NOOP(
            "Messages", "There is no room left for the video. It waits at the service, but not for ever."
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Free some space soon, or choose another library folder in the settings. "
            "The download then goes on by itself.",
        ),
    ),
    ErrorKind.FOLDER_MISSING: text(
        QT_TRANSLATE_NOOP("Messages", "The library folder is missing"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The folder or drive for your videos is not there. The video waits at the "
            "service, but not for ever.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Connect the drive, or choose another library folder in the settings. "
            "The download then goes on by itself.",
        ),
    ),
    ErrorKind.FOLDER_READ_ONLY: text(
        QT_TRANSLATE_NOOP("Messages", "Library folder write-protected"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Files may not be written to the folder for your videos. The video waits at the "
            "service, but not for ever.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Change the folder’s permissions, or choose another library folder in the settings. "
            "The download then goes on by itself.",
        ),
    ),
    ErrorKind.FOLDER_UNUSABLE: text(
        QT_TRANSLATE_NOOP("Messages", "Library folder cannot be used"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "What stands where your videos should go is no folder, or its path is too long. The video "
            "waits at the service, but not for ever.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Choose another library folder in the settings. The download then goes on by itself.",
        ),
    ),
    ErrorKind.DRIVE_TROUBLE: text(
        QT_TRANSLATE_NOOP("Messages", "The library’s drive has errors"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The drive for your videos could not be read or written. The video waits at the "
            "service, but not for ever.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Check the drive and its cable, or choose another library folder in the settings. "
            "The download then goes on by itself.",
        ),
    ),
    ErrorKind.FILE_HELD: text(
        QT_TRANSLATE_NOOP("Messages", "Video held by another program"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Another program, perhaps a virus scanner, has the file open. The video waits at the "
            "service, but not for ever.",
        ),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Close it there, or choose another library folder in the settings. "
            "The download then goes on by itself.",
        ),
    ),
}

_UNSENT = QT_TRANSLATE_NOOP(
    "Messages",
    "What you agreed to is written down before it is sent, and that is not possible now. Nothing was sent.",
)
_SENT = QT_TRANSLATE_NOOP(
    "Messages", "The service goes on with the video, but what it says cannot be written down now."
)
_UNSENT_FULL = QT_TRANSLATE_NOOP("Messages", "Free some space. It is then sent by itself.")
_SENT_FULL = QT_TRANSLATE_NOOP("Messages", "Free some space soon, and leave the program open until then.")
_UNSENT_CLOSED = QT_TRANSLATE_NOOP(
    "Messages", "See that the program’s own folder can be written to. It is then sent by itself."
)
_SENT_CLOSED = QT_TRANSLATE_NOOP(
    "Messages",
    "See that the program’s own folder can be written to, and leave the program open until then.",
)


def pause_text(job: Job, kind: ErrorKind) -> Text:
    """What to say of an unfinished job that waits because of a kind of DISK_KINDS."""
    if job.state is JobState.DOWNLOADING and kind in _LIBRARY:
        return _LIBRARY[kind]
    # Before and after the download only the program's own folder is written to.
    title = FAILURE_TEXTS[kind if kind is ErrorKind.DISK_FULL else ErrorKind.DATA_UNWRITABLE].title
    full = kind is ErrorKind.DISK_FULL
    if job.task_id:
        return text(title, _SENT, _SENT_FULL if full else _SENT_CLOSED)
    return text(title, _UNSENT, _UNSENT_FULL if full else _UNSENT_CLOSED)
