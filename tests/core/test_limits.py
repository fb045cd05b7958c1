"""Limits: what one click and one day may cost, by tables."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.fakes.jobs import make_job
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import JobState
from wan_desktop.core.ledger import Entry, Fate
from wan_desktop.core.limits import (
    NO_LIMITS,
    Consent,
    Limits,
    consent_of,
    consents_of_click,
    refusal_of_click,
    refusal_of_sending,
    start_of_day,
    taken,
    total_of,
)
from wan_desktop.core.money import Money

K = ErrorKind


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


def limits(per_click: str | None = None, per_day: str | None = None) -> Limits:
    return Limits(
        None if per_click is None else Decimal(per_click), None if per_day is None else Decimal(per_day)
    )


def entry(
    job: str, estimate: Money | None, fate: Fate = Fate.MAY_BE_BILLED, charged: Money | None = None
) -> Entry:
    return Entry(job, 1.0, "https://api.example", "5 s", fate, estimate=estimate, charged=charged)


YUAN = Money(Decimal(1000), "¥")
TODAY = [
    entry("sent", dollars("12.25")),
    entry("charged more", dollars("1"), charged=dollars("1.50")),
    entry("booked late", dollars("0.50"), charged=dollars("0")),
    entry("waiting", dollars("5"), Fate.UNSENT),
    entry("refused", dollars("99"), Fate.NOT_BILLED),
    entry("elsewhere", YUAN),
    entry("unknown", None),
]
"""14.25 $ sent, 19.25 $ sent or agreed to."""


@pytest.mark.parametrize(
    ("set_limits", "consent", "kind"),
    [
        (NO_LIMITS, Consent(), None),
        (NO_LIMITS, Consent(dollars("1000")), None),
        # The price is not known.
        (limits(per_click="9"), Consent(), K.PRICE_UNKNOWN),
        (limits(per_day="9"), Consent(), K.PRICE_UNKNOWN),
        (limits("9", "9"), Consent(unknown_accepted=True), None),
        # One click.
        (limits(per_click="0.75"), Consent(dollars("0.75")), None),
        (limits(per_click="0.7499"), Consent(dollars("0.75")), K.LIMIT_PER_CLICK),
        (limits(per_click="0"), Consent(dollars("0.01")), K.LIMIT_PER_CLICK),
        (limits(per_click="0"), Consent(dollars("0")), None),
        (limits(per_click="3"), Consent(dollars("0.75"), click_total=dollars("3")), None),
        (limits(per_click="2.99"), Consent(dollars("0.75"), click_total=dollars("3")), K.LIMIT_PER_CLICK),
        # A batch of which some prices are not known: what is known binds all the same.
        (limits(per_click="1"), Consent(None, True, click_total=dollars("3")), K.LIMIT_PER_CLICK),
        # One day, in which 19.25 $ are sent or agreed to.
        (limits(per_day="20"), Consent(dollars("0.75")), None),
        (limits(per_day="20"), Consent(dollars("0.76")), K.LIMIT_PER_DAY),
        (limits(per_day="20"), Consent(dollars("0.5"), click_total=dollars("0.76")), K.LIMIT_PER_DAY),
        (limits(per_day="1001"), Consent(Money(Decimal(1), "¥")), None),
        (limits(per_day="1000"), Consent(Money(Decimal(1), "¥")), K.LIMIT_PER_DAY),
        # The click is named first: it needs no other day.
        (limits("0.5", "1"), Consent(dollars("0.75")), K.LIMIT_PER_CLICK),
    ],
)
def test_a_click_is_measured_with_all_its_videos_after_all_of_the_day(
    set_limits: Limits, consent: Consent, kind: ErrorKind | None
) -> None:
    refusal = refusal_of_click(set_limits, [consent], TODAY)
    assert (None if refusal is None else refusal.kind) == kind


@pytest.mark.parametrize(
    ("set_limits", "consent", "kind"),
    [
        (limits(per_day="15"), Consent(dollars("0.75")), None),
        (limits(per_day="15"), Consent(dollars("0.76")), K.LIMIT_PER_DAY),
        # Of a batch, those that still fit are sent.
        (limits(per_day="15"), Consent(dollars("0.5"), click_total=dollars("5")), None),
        (limits(per_click="4"), Consent(dollars("0.5"), click_total=dollars("5")), K.LIMIT_PER_CLICK),
        (limits(per_day="15"), Consent(), K.PRICE_UNKNOWN),
        (limits(per_day="15"), Consent(unknown_accepted=True), None),
    ],
)
def test_a_request_is_measured_after_what_was_sent(
    set_limits: Limits, consent: Consent, kind: ErrorKind | None
) -> None:
    job = make_job("new", JobState.SUBMITTING, estimate=consent.estimate, extra=consent.to_extra())
    itself = entry("new", dollars("500"))
    refusal = refusal_of_sending(set_limits, job, [*TODAY, itself])
    assert (None if refusal is None else refusal.kind) == kind


@pytest.mark.parametrize(
    "consent",
    [
        Consent(),
        Consent(unknown_accepted=True),
        Consent(dollars("0.75"), click_total=dollars("3.00")),
    ],
)
def test_a_job_keeps_what_was_agreed_to(consent: Consent) -> None:
    assert consent_of(make_job(estimate=consent.estimate, extra=consent.to_extra())) == consent


def test_a_refusal_shows_the_sum_that_forbids() -> None:
    by_day = refusal_of_click(limits(per_day="20"), [Consent(dollars("0.76"))], TODAY)
    by_click = refusal_of_click(limits(per_click="0.5"), [Consent(dollars("0.75"))], TODAY)
    unknown = refusal_of_click(limits(per_click="0.5"), [Consent()], TODAY)
    assert [refusal.failure for refusal in (by_day, by_click, unknown) if refusal] == [
        Failure(K.LIMIT_PER_DAY, "$19.25 + $0.76 > $20.00"),
        Failure(K.LIMIT_PER_CLICK, "$0.75 > $0.50"),
        Failure(K.PRICE_UNKNOWN),
    ]


def test_sums_stay_within_a_unit() -> None:
    assert taken(TODAY, dollars("1")) == dollars("19.25")
    assert taken(TODAY, YUAN) == YUAN
    assert taken(TODAY, None) is None


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "UTC"])
def somewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX lets a process choose its time zone")
@pytest.mark.usefixtures("somewhere")
def test_a_day_begins_at_this_computers_midnight_whatever_the_season() -> None:
    moment = datetime(2026, 3, 1, 0, 0)
    while moment < datetime(2026, 11, 30):
        midnight = moment.replace(hour=0, minute=0)
        assert start_of_day(moment.timestamp()) == midnight.timestamp()
        moment += timedelta(hours=5)


def test_a_click_for_several_is_one_sum_and_each_has_its_own_price() -> None:
    consents = consents_of_click([dollars("0.75")] * 3)
    assert [(c.estimate, c.click_total) for c in consents] == [(dollars("0.75"), dollars("2.25"))] * 3
    assert consents_of_click([dollars("0.75")])[0].click_total is None


@pytest.mark.parametrize("prices", [[None], ["0.75", None], []])
def test_a_sum_with_an_unknown_part_is_unknown(prices: list[str | None]) -> None:
    assert total_of([None if price is None else dollars(price) for price in prices]) is None


def test_a_click_with_one_unknown_price_among_several_is_asked_about() -> None:
    refusal = refusal_of_click(limits(per_click="5"), consents_of_click([dollars("0.75"), None]), TODAY)
    assert refusal is not None
    assert refusal.kind is ErrorKind.PRICE_UNKNOWN


def test_a_click_for_several_is_refused_as_a_whole() -> None:
    twelve = consents_of_click([dollars("0.75")] * 12)
    assert refusal_of_click(limits(per_click="9"), twelve, []) is None
    refusal = refusal_of_click(limits(per_click="8.99"), twelve, [])
    assert refusal is not None
    assert (refusal.kind, refusal.wanted) == (ErrorKind.LIMIT_PER_CLICK, dollars("9"))
    assert refusal_of_click(limits(per_day="8"), twelve, []) is not None
