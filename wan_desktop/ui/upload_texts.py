"""The sentences for a sound that does not get to where the service fetches it; as ``ui.failure_texts``."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from wan_desktop.core.errors import ErrorKind
from wan_desktop.ui.failure_text import Text, text

UPLOAD_TEXTS: Mapping[ErrorKind, Text] = {
    ErrorKind.UPLOAD_UNREACHABLE: text(
        QT_TRANSLATE_NOOP("Messages", "Sound storage cannot be reached"),
        QT_TRANSLATE_NOOP("Messages", "The place where the sound goes first cannot be reached now."),
        QT_TRANSLATE_NOOP(
            "Messages", "Check your network, and under Settings › Sound the address of your object store."
        ),
    ),
    ErrorKind.UPLOAD_UNTRUSTED: text(
        QT_TRANSLATE_NOOP("Messages", "The sound’s storage is untrusted"),
        # Where the certificate is that of a link's host, the sound has been sent.
        QT_TRANSLATE_NOOP("Messages", "The place of the sound could not prove that it is the real one."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Check this computer’s date and time, and whether it trusts the certificate of the sound’s "
            "storage.",
        ),
    ),
    ErrorKind.UPLOAD_TROUBLE: text(
        QT_TRANSLATE_NOOP("Messages", "The sound’s storage has trouble"),
        QT_TRANSLATE_NOOP(
            "Messages", "It cannot take the sound or hand it out at the moment: it may be busy or full."
        ),
        QT_TRANSLATE_NOOP("Messages", "Wait a few minutes, or look whether your object store is full."),
    ),
    ErrorKind.UPLOAD_KEY_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "The object store refused the key"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "The access key ID or the secret key is wrong, or this key may not put files into the bucket.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Correct the keys under Settings › Sound and press Test."),
    ),
    ErrorKind.UPLOAD_NO_BUCKET: text(
        QT_TRANSLATE_NOOP("Messages", "There is no such bucket"),
        QT_TRANSLATE_NOOP("Messages", "The object store answers, but knows no bucket of this name."),
        QT_TRANSLATE_NOOP("Messages", "Correct the bucket’s name or region under Settings › Sound."),
    ),
    ErrorKind.UPLOAD_CLOCK_WRONG: text(
        QT_TRANSLATE_NOOP("Messages", "This computer’s clock is wrong"),
        QT_TRANSLATE_NOOP(
            "Messages",
            "It differs from the object store’s clock by more than a quarter of an hour, so that every "
            "link made here is refused.",
        ),
        QT_TRANSLATE_NOOP("Messages", "Set this computer’s clock and time zone, then ask for it anew."),
    ),
    ErrorKind.UPLOAD_REFUSED: text(
        QT_TRANSLATE_NOOP("Messages", "The sound was not taken"),
        QT_TRANSLATE_NOOP(
            "Messages", "Where the sound should go, it was refused, or the answer makes no sense."
        ),
        QT_TRANSLATE_NOOP("Messages", "Check the address under Settings › Sound, or choose another way."),
    ),
    ErrorKind.SOUND_WAY_CLOSED: text(
        QT_TRANSLATE_NOOP("Messages", "The sound’s way is not set up"),
        QT_TRANSLATE_NOOP("Messages", "The settings do not have what this way of the sound needs."),
        QT_TRANSLATE_NOOP("Messages", "Complete it under Settings › Sound, or choose another way."),
    ),
    ErrorKind.SOUND_NOT_AGREED: text(
        QT_TRANSLATE_NOOP("Messages", "Upload was not agreed to"),
        QT_TRANSLATE_NOOP(
            "Messages", "The sound would have lain open on a public host, and that needs your yes each time."
        ),
        QT_TRANSLATE_NOOP("Messages", "Ask for it anew and agree, or choose another way for the sound."),
    ),
}
"""Which of them pass by themselves says ``core.errors.RETRYABLE``."""
