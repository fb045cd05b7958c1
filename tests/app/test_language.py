"""Words, and how numbers and dates are written among them, are of one language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLibraryInfo, QLocale, QTime

from wan_desktop.app.language import formats

SHORT, LONG = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat
DAY, AFTERNOON = QDate(2026, 11, 3), QTime(14, 2)


@pytest.mark.parametrize(
    ("language", "system", "number", "day", "time"),
    [
        ("en", "en_US", "1,234.5", "11/3/26", "2:02 PM"),
        ("en", "en_GB", "1,234.5", "03/11/2026", "14:02"),
        ("en", "de_DE", "1.234,5", "03/11/2026", "14:02"),
        ("en", "zh_CN", "1,234.5", "03/11/2026", "14:02"),
        ("en", "C", "1,234.5", "03/11/2026", "14:02"),
        ("zh_CN", "zh_CN", "1,234.5", "2026/11/3", "14:02"),
        ("zh_CN", "zh_TW", "1,234.5", "2026/11/3", "14:02"),
        ("zh_CN", "de_DE", "1,234.5", "2026/11/3", "14:02"),
    ],
)
def test_formats_are_of_the_language_and_where_it_knows_the_country_of_that(
    language: str, system: str, number: str, day: str, time: str
) -> None:
    locale = formats(language, QLocale(system))
    # Newer data put another kind of space before "PM".
    said = (locale.toString(1234.5), locale.toString(DAY, SHORT), locale.toString(AFTERNOON, SHORT))
    assert said == (number, day, said[2])
    assert said[2].replace("\u202f", " ") == time


@pytest.mark.parametrize("system", ["de_DE", "fr_FR", "zh_CN", "zh_TW", "C"])
def test_no_word_of_a_date_is_of_another_language(system: str) -> None:
    assert formats("en", QLocale(system)).toString(DAY, LONG) == "Tuesday, 3 November 2026"
    assert formats("zh_CN", QLocale(system)).toString(DAY, LONG) == "2026年11月3日星期二"


def test_the_buttons_of_qt_have_their_chinese() -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    assert (Path(folder) / "qtbase_zh_CN.qm").is_file()
