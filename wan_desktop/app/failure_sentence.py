"""A failure in one line, for places with room for no more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.errors import Failure
from wan_desktop.ui.messages import failure_words
from wan_desktop.ui.sentence import sentence


@sentence
def failure_sentence(failure: Failure) -> str:
    """What happened and what to do now, in the language in force."""
    words = failure_words(failure)
    if not words.advice:
        return words.title
    # Titles are headings without a full stop; which one follows is the language's.
    pattern = QCoreApplication.translate("App", "{title}. {advice}")
    return pattern.format(title=words.title, advice=words.advice)
