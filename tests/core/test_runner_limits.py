"""Limits where a request leaves: what passes one is never sent, whoever asks and whenever."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.fakes.home import Home
from tests.fakes.scripted_service import ANSWER_LOST, REFUSED, REFUSED_FOR_NOW
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.ledger import Fate
from wan_desktop.core.limits import Consent, Limits, start_of_day
from wan_desktop.core.money import Money

DAY = 86_400.0


def costing(amount: str) -> Consent:
    return Consent(Money(Decimal(amount), "$"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    made.limits = Limits(per_day=Decimal(2))
    # Two in the morning: the tests below stay within the day unless they say so.
    made.clock.shift = start_of_day(made.clock.shift) + 7200.0
    yield made
    made.dispose()


def ended(home: Home, consent: Consent, prompt: str = "a boat") -> Job:
    return home.settled(home.submit(prompt, consent))


def test_what_passes_the_day_never_leaves_and_says_by_how_much(home: Home) -> None:
    assert ended(home, costing("1.50")).state is JobState.DONE
    refused = ended(home, costing("0.51"), "too much")
    assert refused.state is JobState.FAILED
    assert refused.error == Failure(ErrorKind.LIMIT_PER_DAY, "$1.50 + $0.51 > $2.00")
    assert not refused.may_be_billed
    assert home.service.posts["too much"] == 0
    assert ended(home, costing("0.50")).state is JobState.DONE


def test_what_passes_the_click_never_leaves(home: Home) -> None:
    home.limits = Limits(per_click=Decimal(1))
    batch = Consent(Money(Decimal("0.5"), "$"), click_total=Money(Decimal("1.5"), "$"))
    assert ended(home, batch).error == Failure(ErrorKind.LIMIT_PER_CLICK, "$1.50 > $1.00")
    assert home.service.posts.total() == 0


def test_an_unknown_price_is_sent_only_where_the_user_said_so(home: Home) -> None:
    assert ended(home, Consent()).error == Failure(ErrorKind.PRICE_UNKNOWN)
    assert ended(home, Consent(unknown_accepted=True)).state is JobState.DONE


def test_a_retry_is_bound_too(home: Home) -> None:
    first = ended(home, costing("1.50"))
    second = home.act(home.runner.retry, first.id, costing("1.50"))
    assert home.settled(second).error == Failure(ErrorKind.LIMIT_PER_DAY, "$1.50 + $1.50 > $2.00")


def test_what_was_refused_for_certain_takes_nothing_of_the_day(home: Home) -> None:
    home.service.outcomes.append(REFUSED)
    assert ended(home, costing("1.50")).state is JobState.FAILED
    assert ended(home, costing("1.50"), "another boat").state is JobState.DONE


def test_what_is_in_doubt_takes_its_whole_price(home: Home) -> None:
    home.service.outcomes.append(ANSWER_LOST)
    assert ended(home, costing("1.50")).state is JobState.UNCONFIRMED
    assert ended(home, costing("1.50")).state is JobState.FAILED


def test_a_removed_job_has_still_cost_what_it_cost(home: Home) -> None:
    job = ended(home, costing("1.50"))
    home.act(home.runner.remove, job.id)
    home.pass_time(1.0)
    assert home.store.get(job.id) is None
    assert ended(home, costing("1.50")).state is JobState.FAILED


def test_a_charge_higher_than_its_estimate_counts_in_full(home: Home) -> None:
    home.service.balances.extend(Money(Decimal(amount), "$") for amount in ("10", "8.20"))
    assert ended(home, costing("1.50")).charged == Money(Decimal("1.80"), "$")
    assert ended(home, costing("0.25")).state is JobState.FAILED


def test_a_limit_raised_in_the_meantime_lets_pass(home: Home) -> None:
    ended(home, costing("1.50"))
    home.limits = Limits(per_day=Decimal(5))
    assert ended(home, costing("1.50")).state is JobState.DONE


def test_the_next_day_begins_at_nothing(home: Home) -> None:
    ended(home, costing("1.50"))
    home.clock.shift += DAY
    assert ended(home, costing("1.50")).state is JobState.DONE


@pytest.mark.parametrize("days", [1, 30, 400])
def test_a_clock_set_back_opens_no_limit(home: Home, days: int) -> None:
    ended(home, costing("1.50"))
    home.clock.shift -= days * DAY
    assert ended(home, costing("1.50")).state is JobState.FAILED


def test_what_waits_over_midnight_counts_on_the_day_it_leaves(home: Home) -> None:
    home.service.outcomes.extend([REFUSED_FOR_NOW] * 3)
    late = home.submit("late", costing("1.50"))
    home.until(late, JobState.WAITING)
    home.clock.shift += DAY - 3600.0  # within the day that a consent is good for
    assert home.settled(late).state is JobState.DONE
    assert ended(home, costing("1.50")).state is JobState.FAILED


def test_a_limit_outlives_a_crash_between_consent_and_request(home: Home) -> None:
    ended(home, costing("1.50"))
    home.service.outcomes.extend([REFUSED_FOR_NOW] * 3)
    waiting = home.submit("waiting", costing("0.50"))
    home.until(waiting, JobState.WAITING)
    home.crash()
    home.limits = Limits(per_day=Decimal("1.75"))
    home.restart()
    assert home.settled(waiting).error == Failure(ErrorKind.LIMIT_PER_DAY, "$1.50 + $0.50 > $1.75")


def test_the_estimate_is_on_the_disk_before_anything_leaves(home: Home) -> None:
    home.service.answer_after = 30.0
    job = home.submit("paid", costing("0.75"))
    home.until(job, JobState.SUBMITTING)
    assert home.stored(job).estimate == Money(Decimal("0.75"), "$")
    assert '"estimate":{"amount":"0.75","unit":"$"}' in home.store.events(job.id)[0].detail
    [entry] = home.store.ledger()
    assert (entry.fate, entry.estimate) == (Fate.MAY_BE_BILLED, Money(Decimal("0.75"), "$"))
