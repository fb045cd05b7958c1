"""Words that can be said again: what stands on the screen follows a change of language without a restart.

What a widget says by itself it says anew at ``QEvent.LanguageChange``. What it was handed, it could only keep
in the old language. So whoever makes such words makes a :class:`Sentence`, which is a ``str`` to everybody,
and the widget that keeps it asks :func:`again`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel

P = ParamSpec("P")


class Sentence(str):
    """Words in the language in force, and how to say them in another. Text made of one is a plain ``str``."""

    _say: Callable[[], str]

    def __new__(cls, say: Callable[[], str]) -> Sentence:
        made = super().__new__(cls, say())
        made._say = say
        return made

    def again(self) -> Sentence:
        """The same in the language in force now."""
        return Sentence(self._say)


def sentence(say: Callable[P, str]) -> Callable[P, Sentence]:
    """Makes a function's words sentences; its arguments are kept, so they must not change."""

    @wraps(say)
    def said(*args: P.args, **kwargs: P.kwargs) -> Sentence:
        return Sentence(partial(say, *args, **kwargs))

    return said


def again(words: str) -> str:
    """``words`` in the language in force, where they can be said again; else as they are."""
    return words.again() if isinstance(words, Sentence) else words


class SentenceLabel(QLabel):
    """A label whose sentence follows the language."""

    _said = ""

    def setText(self, text: str) -> None:
        self._said = text
        super().setText(text)

    def said(self) -> str:
        """What it was handed, to be said again where that is possible."""
        return self._said

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange and isinstance(self._said, Sentence):
            self.setText(self._said.again())
        super().changeEvent(event)
