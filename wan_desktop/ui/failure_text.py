"""What the sentences for one failure are: a title, what it means, what to do now."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """One failure in English: a title, what it means, what to do now."""

    title: str
    meaning: str
    advice: str


def text(title: object, meaning: object, advice: object) -> Text:
    """A Text of what QT_TRANSLATE_NOOP gives."""
    # The shipped stub of QT_TRANSLATE_NOOP says "object"; what it returns is its second argument.
    return Text(str(title), str(meaning), str(advice))
