"""What was really taken: told where the balance tells it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.home import Home
from tests.fakes.jobs import NOW, make_job
from tests.fakes.scripted_service import REFUSED_FOR_NOW, answer
from wan_desktop.core.charges import (
    BALANCE_BEFORE,
    FORGOTTEN_AFTER,
    PATIENCE,
    STILL_BOOKED,
    Balance,
    balance_before,
    charged,
)
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.ledger import Entry, Fate
from wan_desktop.core.money import Money
from wan_desktop.core.service import TaskState

S = JobState


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


def sent_with(before: Money | None, state: JobState = S.DONE) -> Job:
    extra = {} if before is None else {BALANCE_BEFORE: Balance(before, NOW).to_json()}
    return make_job("it", state, extra=extra, submitted_at=NOW + 1)


def other(**values: Any) -> Entry:
    fate = values.pop("fate", Fate.MAY_BE_BILLED)
    return Entry("other", values.get("sent", NOW), "https://api.other", "5 s", fate, **values)


@pytest.mark.parametrize(
    ("before", "after", "state", "taken"),
    [
        (dollars("12.30"), dollars("11.55"), S.DONE, dollars("0.75")),
        (dollars("12.30"), dollars("11.55"), S.QUEUED, dollars("0.75")),
        (dollars("12.30"), dollars("11.55"), S.FAILED, dollars("0.75")),
        (dollars("0.75"), dollars("-0.00"), S.DONE, dollars("0.75")),
        # It may be booked later; only where the service gave up is nothing also an answer.
        (dollars("12.30"), dollars("12.30"), S.DONE, None),
        (dollars("12.30"), dollars("12.30"), S.QUEUED, None),
        (dollars("12.30"), dollars("12.30"), S.FAILED, dollars("0")),
        # Topped up in between.
        (dollars("12.30"), dollars("20"), S.DONE, None),
        (dollars("12.30"), Money(Decimal(11), "¥"), S.DONE, None),
        (None, dollars("11.55"), S.DONE, None),
    ],
)
def test_the_difference_of_two_balances(
    before: Money | None, after: Money, state: JobState, taken: Money | None
) -> None:
    assert charged(sent_with(before, state), Balance(after, NOW + 60), []) == taken


def test_a_clock_set_back_between_two_balances_tells_nothing() -> None:
    assert charged(sent_with(dollars("1")), Balance(dollars("0.25"), NOW - 1), []) is None


@pytest.mark.parametrize(
    ("entry", "is_told"),
    [
        (other(sent=NOW + 5), False),
        (other(sent=NOW - 500), False),
        (other(sent=NOW - 500, ended=NOW + 5), False),
        (other(sent=NOW - 500, ended=NOW - STILL_BOOKED), False),
        (other(sent=NOW - 500, ended=NOW - STILL_BOOKED - 1), True),
        (other(sent=NOW + 61), True),
        (other(sent=NOW + 5, fate=Fate.NOT_BILLED), True),
        (other(fate=Fate.UNSENT), True),
        (other(sent=NOW - FORGOTTEN_AFTER - 1), True),
    ],
)
def test_another_video_that_may_have_been_booked_in_between_makes_it_unknown(
    entry: Entry, is_told: bool
) -> None:
    taken = charged(sent_with(dollars("1")), Balance(dollars("0.25"), NOW + 60), [entry])
    assert taken == (dollars("0.75") if is_told else None)


def test_a_job_is_no_other_to_itself() -> None:
    itself = Entry("it", NOW, "https://api.example", "5 s", Fate.MAY_BE_BILLED, sent=NOW + 1)
    assert charged(sent_with(dollars("1")), Balance(dollars("0.25"), NOW + 60), [itself]) == dollars("0.75")


@pytest.mark.parametrize("value", [None, {}, 5, {"amount": "1", "unit": "$"}, {"amount": "1", "time": 5.0}])
def test_a_damaged_note_of_a_balance_is_none(value: object) -> None:
    assert balance_before(make_job(extra={BALANCE_BEFORE: value})) is None


class TestOnTheWay:
    @pytest.fixture
    def home(self, tmp_path: Path) -> Iterator[Home]:
        made = Home(tmp_path)
        yield made
        made.dispose()

    def test_a_service_that_books_at_once(self, home: Home) -> None:
        home.service.balances.extend([dollars("12.30"), dollars("11.55")])
        job = home.submit()
        home.until(job, S.QUEUED)
        home.pass_time(0.1)
        assert home.stored(job).charged == dollars("0.75")
        done = home.settled(job)
        assert (done.state, done.charged) == (S.DONE, dollars("0.75"))
        assert [entry.charged for entry in home.store.ledger()] == [dollars("0.75")]
        assert home.service.balances_read == 2

    def test_a_service_that_books_at_the_end(self, home: Home) -> None:
        home.service.balances.extend([dollars("12.30"), dollars("12.30"), dollars("11.55")])
        assert home.settled(home.submit()).charged == dollars("0.75")

    def test_a_service_that_gives_back_what_it_could_not_make(self, home: Home) -> None:
        home.service.balances.extend([dollars("12.30"), dollars("11.55"), dollars("12.30")])
        home.service.results.append(answer(TaskState.FAILED, failure=Failure(ErrorKind.TASK_FAILED)))
        failed = home.settled(home.submit())
        assert (failed.state, failed.charged) == (S.FAILED, dollars("0"))

    def test_a_balance_that_cannot_be_read_leaves_it_unknown(self, home: Home) -> None:
        done = home.settled(home.submit())
        assert (done.state, done.charged, balance_before(done)) == (S.DONE, None, None)

    def test_two_videos_at_once_are_not_told_apart(self, home: Home) -> None:
        home.service.balances.extend(map(dollars, ["12", "12", "10.5", "10.5", "10.5", "10.5"]))
        jobs = [home.submit("one"), home.submit("two")]
        assert [home.settled(job).charged for job in jobs] == [None, None]

    def test_a_slow_balance_delays_a_job_a_few_seconds_and_stops_it_never(self, home: Home) -> None:
        home.service.balance_after = 3600.0
        before = home.loop.time()
        job = home.submit()
        home.until(job, S.QUEUED)
        assert home.loop.time() - before == pytest.approx(PATIENCE, abs=0.2)
        assert home.settled(job).state is S.DONE

    def test_each_try_has_a_balance_of_its_own(self, home: Home) -> None:
        home.service.balances.extend([dollars("12.30"), None, dollars("11.55")])
        home.service.outcomes.append(REFUSED_FOR_NOW)
        done = home.settled(home.submit())
        assert (done.charged, balance_before(done)) == (None, None)

    def test_a_restart_while_the_video_is_made_forgets_no_balance(self, home: Home) -> None:
        home.service.balances.extend([dollars("12.30"), dollars("12.30")])
        job = home.submit()
        home.until(job, S.RUNNING)
        home.crash()
        home.service.balances.extend([dollars("12.30"), dollars("11.55")])
        home.restart()
        assert home.settled(job).charged == dollars("0.75")
