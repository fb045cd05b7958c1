"""Numbers, lengths, sizes and moments as people read them, in their language and locale."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt
from PySide6.QtGui import QGuiApplication

Span = tuple[float, float]
"""At least and at most, in seconds."""


def in_own_direction(words: str) -> str:
    """``words`` for a place that is read from right to left, in their own order.

    For file names, prompts, ranges and sizes: "1.jpg" would be shown as "jpg.1", "0:00–0:05" as "0:05–0:00".
    """
    if QGuiApplication.layoutDirection() is not Qt.LayoutDirection.RightToLeft:
        return words
    # Unicode's isolate of the first strong letter; without letters it goes from left to right (UAX 9, P3).
    return "\n".join(f"\u2068{line}\u2069" for line in words.split("\n"))


def number_words(number: int) -> str:
    """A whole number in the locale's digits, without separators: limits are compared with what was typed."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(number)


def pixel_words(width: int, height: int) -> str:
    """A size in pixels, which no line breaks and no direction of reading turns round: "4032 × 2268"."""
    return in_own_direction(f"{number_words(width)}\u00a0×\u00a0{number_words(height)}")


def clock_words(seconds: float) -> str:
    """A running time: "0:42", "12:05", "1:02:05"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration_words(seconds: int) -> str:
    """The length of a clip as it is bought: "5 s"."""
    return in_own_direction(QCoreApplication.translate("Words", "{seconds} s").format(seconds=seconds))


def percent_words(fraction: float) -> str:
    """A share of the whole, rounded down so that 100 % means all of it."""
    percent = math.floor(min(1.0, max(0.0, fraction)) * 100 + 1e-9)
    return QCoreApplication.translate("Words", "{percent}%").format(percent=percent)


def size_words(count: int) -> str:
    """A size in bytes, in units of 1000: "5.5 MB"."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def time_left_words(left: Span) -> str:
    """What remains, as honestly as a span allows: "about 1 min left", "2–4 min left", "up to 3 min left"."""
    least, most = max(0.0, left[0]), max(1.0, left[1])
    if most <= 55:
        # Steps of five seconds, upwards: finer ones would only look exact.
        seconds = math.ceil(most / 5) * 5
        text = QCoreApplication.translate("Words", "about {seconds} s left")
        return text.format(seconds=seconds)
    low, high = round(least / 60), max(1, round(most / 60))
    if low == high or high == 1:
        return QCoreApplication.translate("Words", "about {minutes} min left").format(minutes=high)
    if low == 0:
        return QCoreApplication.translate("Words", "up to {minutes} min left").format(minutes=high)
    return QCoreApplication.translate("Words", "{low}–{high} min left").format(low=low, high=high)


def moment_words(moment: float, now: float) -> str:
    """A past moment, short, for a row: "14:02", "yesterday", else the date. Seconds since 1970."""
    match _days_ago(moment, now):
        case 0:
            return _time_of_day(moment)
        case 1:
            return QCoreApplication.translate("Words", "yesterday")
        case _:
            return _date(moment)


def moment_words_long(moment: float, now: float) -> str:
    """A past moment with its time of day: "today 14:02", "yesterday 14:02", else date and time."""
    time = _time_of_day(moment)
    match _days_ago(moment, now):
        case 0:
            return QCoreApplication.translate("Words", "today {time}").format(time=time)
        case 1:
            return QCoreApplication.translate("Words", "yesterday {time}").format(time=time)
        case _:
            return f"{_date(moment)} {time}"


def day_words(day: QDate) -> str:
    """A day with its name, in full: "Wednesday, 25 November 2026"."""
    return _locale_of_words().toString(day, QLocale.FormatType.LongFormat)


def month_words(month: QDate) -> str:
    """The month of a day, with its year: "November 2026"."""
    #: How a month and its year are written, by QLocale's letters.
    pattern = QCoreApplication.translate("Words", "MMMM yyyy")
    return _locale_of_words().toString(month, pattern)


def _locale_of_words() -> QLocale:
    """For names of days and months: the system may be set to write dates in another language."""
    locale = QLocale()
    return QLocale(locale.language(), locale.territory())


def _days_ago(moment: float, now: float) -> int:
    return _local(moment).date().daysTo(_local(now).date())


def _local(moment: float) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(moment * 1000))


def _date(moment: float) -> str:
    return QLocale().toString(_local(moment).date(), QLocale.FormatType.ShortFormat)


def _time_of_day(moment: float) -> str:
    # Some locales' short form has seconds, which say nothing here.
    pattern = QLocale().timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
    return QLocale().toString(_local(moment).time(), pattern)
