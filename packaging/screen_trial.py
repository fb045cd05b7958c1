"""Trials of the whole screen, in its real parts: every state of the window and every dialog.

* Another language without a restart: what was there before the change says the same as what comes after it.
* A language that is longer than English (:mod:`pseudo_language`): what is cut, lies over something else, or
  was never translated.
* From right to left: what is then cut, or lies over something else.

``dev.py screens`` runs all of it; tests/ui/test_screen_trial.py a part of it each time.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import PySide6
import screen_texts
import screenshot_jobs
from make_screenshots import LANGUAGES, LARGE, SMALL, WINDOWS, Studio
from pseudo_language import CLOSE, OPEN, PseudoTranslator, compile_pseudo
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from screenshot_dialogs import DIALOGS
from screenshot_jobs import NEUTRAL
from screenshot_waiting import rest, settled

from wan_desktop.app.language import Language

CHINESE = Path(__file__).resolve().parents[1] / "resources" / "languages" / "wan_desktop_zh_CN.ts"
SETTLE_MS = 60
"""Until a window's layout has come to rest."""
PSEUDO = "pseudo"
DATA = re.compile(
    r"""https?://\S+ | (?:[A-Z]:)?[\w/\\~.-]*[/\\][\w/\\.~-]+
    | \b[\w-]+\.(?:jpg|png|heic|mp4|mp3|flac|py|txt|json|zip|com)\b
    | \b(?:[a-z]+\.)+(?:ai|com)\b | \btask-\w+ | \bDataInspectionFailed\b.* | \bus-east-1\b | \bwan-desktop\b
    | \b(?:Wan\ Desktop|Qt|Python|PySide6|FFmpeg|Jiekou\ AI|Highway\ API|Novita\ AI|PPIO|English)\b
    | \b(?:POST|[kMGT]?B|bytes|JPEG|HEIC|MP3|API|CSV|Ctrl|Alt|Shift|Tab|Del|Esc|F\d+|[AP]M|\d+P|fps|px)\b""",
    re.VERBOSE,
)
"""What is the same in each language: places, files, names, formats, keys and units."""
DATA_PLACES = re.compile(r"aboutParts|aboutText")
"""Lists and texts of others alone."""
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
LETTERS = re.compile(r"[A-Za-z]{2,}")


class TrialLanguage(Language):
    """Knows one more language, the one of trials: no settings name it."""

    def __init__(self, application: QCoreApplication, compiled: Path) -> None:
        super().__init__(application)
        self._pseudo = PseudoTranslator(compiled, application)

    @classmethod
    def make(cls, application: QCoreApplication, folder: Path) -> TrialLanguage:
        """Compiled into ``folder``."""
        return cls(application, compile_pseudo(CHINESE, folder, Path(PySide6.__file__).parent))

    def choose(self, choice: str) -> None:
        self._application.removeTranslator(self._pseudo)
        super().choose("en" if choice == PSEUDO else choice)
        if choice == PSEUDO:
            self._application.installTranslator(self._pseudo)


class Screens:
    """Each state of the window and each dialog of a studio, by name, about data of no language."""

    NAMES = (*WINDOWS, *DIALOGS)

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def show(self, name: str, language: str, size: QSize = SMALL) -> QWidget:
        """A window that stays where it is, or a dialog to be taken away by :meth:`leave`."""
        scene = self._studio.scene(language, "light", size, NEUTRAL)
        if name in WINDOWS:
            WINDOWS[name](scene)
            return settled(scene.window)
        return settled(DIALOGS[name](scene))

    @staticmethod
    def leave(shown: QWidget) -> None:
        if shown.parentWidget() is not None:
            shown.close()
            shown.setParent(None)
            shown.deleteLater()


class Trial:
    """Two studios: ``seasoned`` has seen another language, ``fresh`` was made in the one looked for."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        """``folder`` is for the pictures and the compiled words."""
        screenshot_jobs.make_still_media(folder)
        self._language = TrialLanguage.make(application, folder)
        self._language.choose("en")
        seasoned = Studio(application, folder, self._language)
        self._language.choose("zh_CN")
        self._studios = (seasoned, Studio(application, folder, self._language))
        self._seasoned, self._fresh = map(Screens, self._studios)

    def close(self) -> None:
        self._language.choose("en")
        for studio in self._studios:
            studio.close()
        settled(None)

    def stale(self, name: str) -> list[str]:
        """What of a screen does not follow the language, to Chinese and back."""
        shown = self._seasoned.show(name, "en")
        english = said(shown)
        self._language.choose("zh_CN")
        chinese = said(settled(shown))
        other = self._fresh.show(name, "zh_CN")
        faults = [*differences(chinese, said(other))]
        self._fresh.leave(other)
        self._language.choose("en")
        faults += differences(said(settled(shown)), english)
        self._seasoned.leave(shown)
        return faults

    def seen(self, name: str) -> dict[str, str]:
        """What a window says in English after all that this studio has shown before."""
        return screen_texts.seen(self._seasoned.show(name, "en"))

    def cut(self, name: str, language: str, size: QSize) -> list[str]:
        """What of a screen is cut or lies over something else, or not translated into the longer language."""
        shown = self._seasoned.show(name, language, size)
        rest(SETTLE_MS)
        faults = screen_texts.cut(shown) + screen_texts.overlaps(shown)
        if language == PSEUDO:
            faults += untranslated(shown)
        if isinstance(shown, QMainWindow) and shown.size() != size:
            faults.append(f"it takes {shown.width()} × {shown.height()} pixels")
        self._seasoned.leave(shown)
        return faults

    def mirrored(self, name: str) -> list[str]:
        """What of a screen in English has too little room, or lies over something, from right to left."""
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        faults = self.cut(name, "en", SMALL)
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        # The marks of direction in words that were said meanwhile go with their language, as in the program.
        self._language.choose("zh_CN")
        return faults


def said(shown: QWidget) -> dict[str, str]:
    """By place, what is said, and of a dialog whether it is in sight.

    What a dialog hides may be shown a moment later. What a window hides is of jobs and images before.
    """
    seen = screen_texts.seen(shown)
    if isinstance(shown, QMainWindow):
        return seen
    return {f"{place} (shown)": words for place, words in seen.items()} | screen_texts.texts(shown)


def differences(found: dict[str, str], wanted: dict[str, str]) -> Iterator[str]:
    """Where a screen that saw another language says something else than it should."""
    for place in sorted(found.keys() | wanted.keys()):
        old, new = found.get(place, ""), wanted.get(place, "")
        if old != new:
            yield f"{place}: “{old}” instead of “{new}”"


def untranslated(shown: QWidget) -> Iterator[str]:
    """Words in sight, and names and tips of what is in sight, outside of the brackets of translations."""
    for place, words in screen_texts.seen(shown).items():
        if not DATA_PLACES.search(place) and LETTERS.search(DATA.sub("", MARKED.sub("", words))):
            yield f"{place}: “{words}” is not translated"


def main(names: Sequence[str]) -> int:
    """Tries the screens named, or all; 1 where there are faults, each of them printed."""
    application = QApplication([sys.argv[0]])
    faults = 0
    with tempfile.TemporaryDirectory(prefix="wan-screens-") as folder:
        trial = Trial(application, Path(folder))
        for name in names or Screens.NAMES:
            found = trial.stale(name)
            for language in (PSEUDO, *LANGUAGES):
                for size in (LARGE, SMALL):
                    where = f"{language}, {size.width()} × {size.height()}"
                    found += [f"{where}: {fault}" for fault in trial.cut(name, language, size)]
            found += [f"from right to left: {fault}" for fault in trial.mirrored(name)]
            print(f"{name}: {len(found) or 'no'} faults", *found, sep="\n  ", flush=True)
            faults += len(found)
        trial.close()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
