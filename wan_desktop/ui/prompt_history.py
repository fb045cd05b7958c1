"""Walking through earlier prompts: plain values, no widget. An edit on the way is kept for the walk."""

from __future__ import annotations

from collections.abc import Iterable

ENTRIES_MAX = 300


class PromptHistory:
    """Earlier texts, newest first. The text that was not sent yet stands before the newest."""

    def __init__(self) -> None:
        self._earlier: list[str] = []
        self._walk: list[str] = []
        self._at = 0

    def set_earlier(self, texts: Iterable[str]) -> None:
        """All earlier texts, newest first; those that say nothing, or the same again, are left out."""
        self._earlier = list(dict.fromkeys(text for text in texts if text.strip()))[:ENTRIES_MAX]
        self.leave()

    def add_older(self, texts: Iterable[str]) -> None:
        """Behind those that are known, newest first."""
        self.set_earlier([*self._earlier, *texts])

    def add(self, text: str) -> None:
        """The newest from now on."""
        self.set_earlier([text, *self._earlier])

    def leave(self) -> None:
        """The text of now has nothing to do with a walk under way."""
        self._walk, self._at = [], 0

    @property
    def newest(self) -> str:
        """The latest earlier text; "" where there is none."""
        return self._earlier[0] if self._earlier else ""

    @property
    def place(self) -> tuple[int, int]:
        """Which earlier text is shown, from 1 for the newest, 0 for the unsent one; and how many."""
        return self._at, max(0, len(self._walk) - 1)

    def older(self, now: str) -> str | None:
        """The text before, ``now`` being what is shown; None at the end."""
        walk = self._walk or [now, *(text for text in self._earlier if text != now)]
        if self._at + 1 >= len(walk):
            return None
        self._walk = walk
        return self._go(now, 1)

    def newer(self, now: str) -> str | None:
        """The text after; None outside a walk, for what was not sent is the newest."""
        return self._go(now, -1) if self._at else None

    def _go(self, now: str, step: int) -> str:
        self._walk[self._at] = now
        self._at += step
        text = self._walk[self._at]
        if self._at == 0:
            self.leave()
        return text
