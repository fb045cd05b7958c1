"""Which language is shown, its translators, and how numbers, dates and times are written in it.

Words and formats are of one language, as in Firefox: the formats are the system's (with all that its user set
there) where the system speaks the language shown; else those of that language in the system's country. So
English in Germany has a decimal comma and 24 hours, but no German month.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QFontDatabase

from wan_desktop.core.paths import resource

log = logging.getLogger(__name__)


class Language(QObject):
    """The language in force. Widgets hear of a change by ``QEvent.LanguageChange``, without a restart.

    Signals:
        font_missed: Chinese was chosen and no font can show it; English is in force instead.
    """

    font_missed = Signal()

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._translators: list[QTranslator] = []
        self._shown = ""
        self.lacks_font = False

    def choose(self, choice: str) -> None:
        """Takes "en", "zh_CN" or "system"."""
        language = of_system() if choice == "system" else choice
        self.lacks_font = language == "zh_CN" and not draws_chinese()
        if self.lacks_font:
            # Nobody can read boxes: in English it can at least be said what is missing.
            language = "en"
            self.font_missed.emit()
        if language == self._shown:
            return
        self._shown = language
        QLocale.setDefault(formats(language, QLocale.system()))
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = [self._install(*place) for place in _files(language)]

    def _install(self, name: str, folder: str) -> QTranslator:
        translator = QTranslator(self._application)
        if translator.load(name, folder):
            self._application.installTranslator(translator)
        else:
            log.info("no translation %s", name)
        return translator


def draws_chinese() -> bool:
    """Whether a font of this system has the letters of simplified Chinese."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def of_system() -> str:
    """Simplified Chinese for a system in any Chinese, English for every other."""
    languages = QLocale.system().uiLanguages()
    return "zh_CN" if languages and languages[0].startswith("zh") else "en"


def formats(language: str, system: QLocale) -> QLocale:
    """How numbers, dates and times are written among words of ``language`` on this system."""
    wanted = QLocale(language)
    if (system.language(), system.script()) == (wanted.language(), wanted.script()):
        return system
    there = QLocale(wanted.language(), wanted.script(), system.territory())
    if (there.script(), there.territory()) == (wanted.script(), system.territory()):
        return there
    # No English of that country is known: day first and 24 hours are read right by more people than 11/3/26.
    return QLocale(QLocale.Language.English, QLocale.Country.Europe) if language == "en" else wanted


def _files(language: str) -> list[tuple[str, str]]:
    if language == "en":
        # English needs its own file for plurals alone.
        return [("wan_desktop_en", str(resource("languages")))]
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [(f"qtbase_{language}", qt), (f"wan_desktop_{language}", str(resource("languages")))]
