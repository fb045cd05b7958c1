"""Numbers and moments read as people say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QLocale

from wan_desktop.ui.words import (
    Span,
    clock_words,
    day_words,
    moment_words,
    moment_words_long,
    month_words,
    percent_words,
    size_words,
    time_left_words,
)

NOON = dt.datetime(2026, 11, 23, 12, 0).timestamp()
HOUR = 3600.0


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (42.9, "0:42"), (725, "12:05"), (3725, "1:02:05"), (-3, "0:00")]
)
def test_running_times(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ((2.0, 4.0), "about 5 s left"),
        ((10.0, 42.0), "about 45 s left"),
        ((40.0, 70.0), "about 1 min left"),
        ((100.0, 130.0), "about 2 min left"),
        ((125.0, 250.0), "2–4 min left"),
        ((-20.0, 170.0), "up to 3 min left"),
        ((-30.0, -1.0), "about 5 s left"),
    ],
)
def test_time_left_is_as_exact_as_it_is_known(left: Span, words: str) -> None:
    assert time_left_words(left) == words


def test_a_percent_reaches_a_hundred_only_at_the_end() -> None:
    assert [percent_words(share) for share in (0.29, 0.996, 1.0, 1.7, -1)] == [
        "29%",
        "99%",
        "100%",
        "100%",
        "0%",
    ]


def test_sizes_are_in_units_of_a_thousand() -> None:
    assert size_words(5_500_000) == "5.5 MB"


def test_moments_get_coarser_with_distance() -> None:
    assert moment_words(NOON - HOUR, NOON) == "11:00"
    assert moment_words(NOON - 13 * HOUR, NOON) == "yesterday"
    assert moment_words(NOON - 100 * HOUR, NOON) == "19/11/2026"


def test_long_moments_keep_the_time_of_day() -> None:
    assert moment_words_long(NOON - HOUR, NOON) == "today 11:00"
    assert moment_words_long(NOON - 13 * HOUR, NOON) == "yesterday 23:00"
    assert moment_words_long(NOON - 100 * HOUR, NOON) == "19/11/2026 08:00"


@pytest.mark.parametrize("locale", ["C", "en_US", "de_DE", "zh_CN"])
def test_times_of_day_have_no_seconds(locale: str) -> None:
    QLocale.setDefault(QLocale(locale))
    assert moment_words(NOON, NOON).count(":") == 1


def test_days_and_months_have_their_names() -> None:
    assert day_words(QDate(2026, 11, 25)) == "Wednesday, 25 November 2026"
    assert month_words(QDate(2026, 11, 1)) == "November 2026"
