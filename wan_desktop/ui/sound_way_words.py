"""The ways a sound can go, in words: a short name for a list, and one line that says what it means."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.params import SoundWay


def way_name(way: SoundWay) -> str:
    """Two to four words."""
    match way:
        case SoundWay.STORE:
            return QCoreApplication.translate("SoundWay", "Own storage")
        case SoundWay.TEMPORARY:
            return QCoreApplication.translate("SoundWay", "Temporary public host")
        case SoundWay.INLINE:
            return QCoreApplication.translate("SoundWay", "Inside the request")
        case SoundWay.SOUNDTRACK:
            return QCoreApplication.translate("SoundWay", "Laid under the video")


def way_explanation(way: SoundWay) -> str:
    """One line: who can hear it, and what it is good for."""
    match way:
        case SoundWay.STORE:
            return QCoreApplication.translate("SoundWay", "A private link, good for 24 hours.")
        case SoundWay.TEMPORARY:
            return QCoreApplication.translate("SoundWay", "Anyone who has the link can hear it for a day.")
        case SoundWay.INLINE:
            return QCoreApplication.translate("SoundWay", "Experimental: the service may refuse it.")
        case SoundWay.SOUNDTRACK:
            return QCoreApplication.translate(
                "SoundWay", "Added on this computer. The picture will not follow the sound."
            )
