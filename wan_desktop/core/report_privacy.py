"""Takes out of a report's text what is its user's alone: secrets, names, folders, prompts."""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from wan_desktop.core.redaction import redact

HIDDEN = "[…]"
PHRASE_MIN = 6
"""Shorter phrases hide nobody, and stand in every other word."""

#: A file's name behind a folder, with blanks in it; its suffix says enough.
_NAME = re.compile(
    r"(?<=[/\\])[^/\\\n\"'<>|]{1,250}(\.(?:mp4|part|jpe?g|png|webp|heic|heif|avif|gif|bmp|tiff?|wav|mp3|m4a))\b",
    re.IGNORECASE,
)


class Privacy:
    """``phrases`` are hidden wherever they stand; ``names`` leaves the names of files in."""

    def __init__(
        self,
        phrases: Iterable[str] = (),
        *,
        names: bool = False,
        home: Path | None = None,
        user: str | None = None,
    ) -> None:
        self._phrases = sorted(set(_written(phrases)), key=len, reverse=True)
        self._names = names
        self._homes = sorted(set(_folder_forms(home or Path.home())), key=len, reverse=True)
        self._user = _user_pattern(_user_name() if user is None else user)

    def clean(self, text: str) -> str:
        """Safe to be given away; line by line as it was."""
        for phrase in self._phrases:
            text = text.replace(phrase, HIDDEN)
        for home in self._homes:
            text = text.replace(home, "~")
        if self._user is not None:
            text = self._user.sub(HIDDEN, text)
        if not self._names:
            text = _NAME.sub(rf"{HIDDEN}\1", text)
        return redact(text)


def _written(phrases: Iterable[str]) -> Iterator[str]:
    """Each phrase as it is and as it stands in JSON."""
    for phrase in (phrase.strip() for phrase in phrases):
        if len(phrase) >= PHRASE_MIN:
            yield from (phrase, json.dumps(phrase)[1:-1], json.dumps(phrase, ensure_ascii=False)[1:-1])


def _folder_forms(folder: Path) -> Iterator[str]:
    if folder == folder.parent:
        return  # The root of a drive is nobody's home.
    for form in (str(folder), folder.as_posix()):
        yield from (form, json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1], quote(form))


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""  # No name is known to the system, as in some containers.


def _user_pattern(user: str) -> re.Pattern[str] | None:
    """The user's name as one folder of a path: on another drive it stands there too."""
    return re.compile(rf"(?<=[/\\]){re.escape(user)}(?=[/\\\"'\s]|$)") if user else None
