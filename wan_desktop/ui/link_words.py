"""Words for what a look at a pasted link of a sound has found. For the line below the field."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from wan_desktop.core.link_finding import LinkFinding, LinkLook
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.ui.words import number_words

GOOD, DOUBT = "●", "▲"
"""Signs in front, so that colour is not needed to tell one from the other."""


def looking_words() -> str:
    return QCoreApplication.translate("Link", "Looking whether the link leads to a sound…")


def link_words(look: LinkLook) -> str:
    """One line in the language in force. Whether the service takes it, only the service can say."""
    sign = GOOD if look.finding is LinkFinding.GOOD else DOUBT
    return f"{sign} {_words(look)}"


def _words(look: LinkLook) -> str:
    translate = QCoreApplication.translate
    match look.finding:
        case LinkFinding.GOOD:
            words = translate("Link", "The link leads to a sound of {seconds} seconds.")
        case LinkFinding.NOT_PUBLIC:
            return translate(
                "Link",
                "This address lies on this computer or in a private network. The service cannot open it.",
            )
        case LinkFinding.NOT_OPEN:
            return translate(
                "Link", "The link did not open for a stranger, so the service may not get the sound either."
            )
        case LinkFinding.NO_SOUND:
            return translate("Link", "The link opens, but what it leads to is no sound.")
        case LinkFinding.WRONG_FORMAT:
            words = translate("Link", "The sound is no MP3 or WAV ({codec}); the service may refuse it.")
        case LinkFinding.TOO_SHORT:
            words = translate("Link", "The sound lasts {seconds} seconds; at least {least} are needed.")
        case LinkFinding.TOO_LONG:
            words = translate("Link", "The sound lasts {seconds} seconds; at most {most} are allowed.")
        case LinkFinding.TOO_LARGE:
            words = translate("Link", "The file is larger than the {megabytes} MB that the service takes.")
        case LinkFinding.UNKNOWN:
            return translate(
                "Link", "The link could not be looked at from here. You can send it all the same."
            )
    return words.format(
        seconds=QLocale().toString(look.seconds, "f", 1),
        codec=look.codec,
        least=number_words(int(AUDIO_SECONDS_MIN)),
        most=number_words(int(AUDIO_SECONDS_MAX)),
        megabytes=number_words(AUDIO_BYTES_MAX // 1_000_000),
    )
