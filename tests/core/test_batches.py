"""A batch in a real database and virtual time: its order, and everything that makes it wait for its user."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.fakes.home import Home
from tests.fakes.jobs import make_job
from tests.fakes.scripted_service import ANSWER_LOST, REFUSED, REFUSED_FOR_NOW
from tests.fakes.virtual_time import InlineThreads
from wan_desktop.core.batches import BY_USER, Variations, batch_of, place_of, summary, varied
from wan_desktop.core.catch_up import after_loss
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.journal import read
from wan_desktop.core.limits import Consent, Limits, start_of_day
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.schema import STEPS
from wan_desktop.core.sending import CONSENT_HOLDS
from wan_desktop.core.service import NotAccepted
from wan_desktop.core.store import Store
from wan_desktop.core.tasks import Tasks

NO_BALANCE = NotAccepted(Failure(ErrorKind.BALANCE_TOO_LOW), send_again=False)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    made.act(made.runner.resume)
    yield made
    assert made.bugs == []
    made.dispose()


def states(home: Home, jobs: list[Job]) -> list[JobState]:
    return [home.stored(job).state for job in jobs]


def paused(home: Home, jobs: list[Job]) -> list[str]:
    """Why each job waits, the same in memory and on the disk."""
    on_disk = [home.stored(job).paused for job in jobs]
    shown = [home.runner.get(job.id) for job in jobs]
    assert [job.paused for job in shown if job is not None] == on_disk
    return on_disk


def ended(home: Home, jobs: list[Job]) -> list[JobState]:
    for job in jobs:
        home.settled(job)
    return states(home, jobs)


def test_each_job_knows_its_place_and_leaves_in_its_turn(home: Home) -> None:
    home.service.answer_after = 7.0
    jobs = home.submit_all("one", "two", "three")
    places = [place_of(home.stored(job)) for job in jobs]
    assert [(place.index, place.of) for place in places if place] == [(1, 3), (2, 3), (3, 3)]
    assert len({batch_of(job) for job in jobs}) == 1
    home.pass_time(1.0)
    for count in (1, 2, 3):
        assert list(home.service.posts) == ["one", "two", "three"][:count]
        assert [state is JobState.SUBMITTING for state in states(home, jobs)].count(True) == 1
        home.pass_time(7.0)
    assert ended(home, jobs) == [JobState.DONE] * 3


def test_all_is_written_before_the_first_leaves(home: Home) -> None:
    home.service.answer_after = 1.0
    jobs = home.submit_all("one", "two", "three")
    home.until(jobs[0], JobState.SUBMITTING)
    home.crash()
    home.restart()
    assert states(home, jobs)[1:] == [JobState.WAITING] * 2


def test_one_alone_is_no_batch(home: Home) -> None:
    [job] = home.submit_all("one")
    assert place_of(job) is None


def test_what_is_not_accepted_for_now_is_not_overtaken(home: Home) -> None:
    home.service.outcomes.extend([REFUSED_FOR_NOW] * 3)
    jobs = home.submit_all("one", "two")
    home.pass_time(1.0)
    assert dict(home.service.posts) == {"one": 1}
    assert ended(home, jobs) == [JobState.DONE] * 2


def test_a_refused_image_does_not_stop_the_others(home: Home) -> None:
    home.service.outcomes.append(REFUSED)
    assert ended(home, home.submit_all("one", "two")) == [JobState.FAILED, JobState.DONE]


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (ANSWER_LOST, JobState.UNCONFIRMED, ErrorKind.UNCONFIRMED),
        (NO_BALANCE, JobState.FAILED, ErrorKind.BALANCE_TOO_LOW),
        (
            NotAccepted(Failure(ErrorKind.KEY_REFUSED), send_again=False),
            JobState.FAILED,
            ErrorKind.KEY_REFUSED,
        ),
        (
            NotAccepted(Failure(ErrorKind.TLS_UNTRUSTED), send_again=False),
            JobState.FAILED,
            ErrorKind.TLS_UNTRUSTED,
        ),
    ],
)
def test_it_pauses_itself_before_the_next_leaves(
    home: Home, outcome: NotAccepted, state: JobState, reason: str
) -> None:
    jobs = home.submit_all("one", "two", "three", "four")
    home.service.outcomes.extend([home.service._accept(), outcome])
    home.pass_time(5000.0)
    assert states(home, jobs) == [JobState.DONE, state, JobState.WAITING, JobState.WAITING]
    assert paused(home, jobs)[2:] == [reason] * 2
    assert set(home.service.posts) == {"one", "two"}
    home.act(home.runner.batches.resume, batch_of(jobs[0]))
    home.pass_time(1.0)
    assert ended(home, jobs)[2:] == [JobState.DONE] * 2
    assert home.service.posts.total() == 4


def test_a_limit_pauses_what_it_would_refuse_too(home: Home) -> None:
    home.clock.shift = start_of_day(home.clock.shift) + 7200.0
    home.limits = Limits(per_day=Decimal(2))
    consent = Consent(Money(Decimal("1.5"), "$"), click_total=Money(Decimal("4.5"), "$"))
    jobs = home.submit_all("one", "two", "three", consent=consent)
    home.pass_time(500.0)
    assert states(home, jobs) == [JobState.DONE, JobState.FAILED, JobState.WAITING]
    assert paused(home, jobs)[2] == ErrorKind.LIMIT_PER_DAY
    home.limits = Limits(per_day=Decimal(5))
    home.act(home.runner.batches.resume, batch_of(jobs[0]))
    home.pass_time(1.0)
    assert ended(home, jobs)[2] is JobState.DONE


def test_a_kill_before_the_answer_pauses_it_at_the_next_start(home: Home) -> None:
    home.service.answer_after = 50.0
    jobs = home.submit_all("one", "two", "three")
    home.until(jobs[0], JobState.SUBMITTING)
    home.crash()
    home.restart()
    home.pass_time(500.0)
    assert states(home, jobs) == [JobState.UNCONFIRMED, JobState.WAITING, JobState.WAITING]
    assert paused(home, jobs)[1:] == [ErrorKind.UNCONFIRMED] * 2
    home.crash()
    home.restart()
    home.pass_time(500.0)
    assert home.service.posts.total() == 1
    home.service.answer_after = 0.0
    home.act(home.runner.batches.resume, batch_of(jobs[0]))
    home.pass_time(1.0)
    assert ended(home, jobs)[1:] == [JobState.DONE] * 2


@pytest.mark.parametrize("act", ["stop", "remove", "follow"])
def test_a_doubt_that_is_decided_does_not_resume_the_rest(home: Home, act: str) -> None:
    home.service.outcomes.append(ANSWER_LOST)
    jobs = home.submit_all("one", "two")
    home.until(jobs[0], JobState.UNCONFIRMED)
    home.act(getattr(home.runner, act), jobs[0].id, *(["task-9"] if act == "follow" else []))
    home.pass_time(100.0)
    home.crash()
    home.restart()
    home.pass_time(500.0)
    assert home.service.posts.total() == 1
    assert paused(home, jobs[1:]) == [ErrorKind.UNCONFIRMED]


def test_pause_and_resume_by_the_user_outlive_restarts(home: Home) -> None:
    home.service.answer_after = 5.0
    jobs = home.submit_all("one", "two", "three")
    home.until(jobs[0], JobState.SUBMITTING)
    home.act(home.runner.batches.pause, batch_of(jobs[0]))
    home.pass_time(600.0)
    assert states(home, jobs) == [JobState.DONE, JobState.WAITING, JobState.WAITING]
    assert paused(home, jobs)[1:] == [BY_USER] * 2
    home.close()
    home.restart()
    home.pass_time(600.0)
    assert home.service.posts.total() == 1
    home.act(home.runner.batches.resume, batch_of(jobs[0]))
    home.pass_time(2.0)
    home.crash()
    home.restart()
    home.pass_time(1.0)
    assert states(home, jobs)[1] is JobState.UNCONFIRMED


def test_who_waits_for_a_paused_job_hears_that_nobody_drives_it(home: Home) -> None:
    home.service.outcomes.append(ANSWER_LOST)
    jobs = home.submit_all("one", "two")
    assert home.settled(jobs[1]).paused == ErrorKind.UNCONFIRMED


def test_resumed_in_the_moment_in_which_it_pauses_it_goes_on(home: Home) -> None:
    home.service.answer_after = 0.5
    for turns in range(12):
        jobs = home.submit_all(f"one {turns}", f"two {turns}")
        home.until(jobs[0], JobState.SUBMITTING)
        home.act(home.runner.batches.pause, batch_of(jobs[0]))
        for _ in range(turns):
            home.pass_time(0.0)
        home.act(home.runner.batches.resume, batch_of(jobs[0]))
        assert ended(home, jobs) == [JobState.DONE] * 2, turns


def test_a_resume_given_before_a_doubt_came_up_does_not_end_it(home: Home) -> None:
    home.service.answer_after = 5.0
    jobs = home.submit_all("one", "two")
    home.until(jobs[0], JobState.SUBMITTING)
    home.act(home.runner.batches.pause, batch_of(jobs[0]))
    home.pass_time(0.1)
    home.crash()
    home.start()
    home.run(home.runner.find())
    home.act(home.runner.resume)
    # The user saw a batch that he had paused himself, not yet that its first request is in doubt.
    home.act(home.runner.batches.resume, batch_of(jobs[0]))
    home.pass_time(100.0)
    assert states(home, jobs) == [JobState.UNCONFIRMED, JobState.WAITING]
    assert home.service.posts.total() == 1
    home.act(home.runner.batches.resume, batch_of(jobs[0]))
    home.pass_time(100.0)
    assert ended(home, jobs)[1] is JobState.DONE


def test_a_pause_by_the_user_hides_no_other_reason(home: Home) -> None:
    home.service.outcomes.append(ANSWER_LOST)
    jobs = home.submit_all("one", "two")
    home.until(jobs[0], JobState.UNCONFIRMED)
    home.act(home.runner.batches.pause, batch_of(jobs[0]))
    home.pass_time(10.0)
    assert paused(home, jobs)[1] == ErrorKind.UNCONFIRMED


def test_stop_leaves_alone_what_is_at_the_service(home: Home) -> None:
    home.service.answer_after = 5.0
    jobs = home.submit_all("one", "two", "three")
    home.pass_time(7.0)
    assert states(home, jobs)[1] is JobState.SUBMITTING
    home.act(home.runner.batches.stop, batch_of(jobs[0]))
    home.pass_time(500.0)
    assert states(home, jobs) == [JobState.DONE, JobState.DONE, JobState.STOPPED]
    assert not home.stored(jobs[2]).may_be_billed
    assert set(home.service.posts) == {"one", "two"}


def test_stop_while_one_turns_out_not_to_be_accepted_sends_it_no_more(home: Home) -> None:
    home.service.answer_after = 5.0
    home.service.outcomes.append(REFUSED_FOR_NOW)
    jobs = home.submit_all("one", "two")
    home.until(jobs[0], JobState.SUBMITTING)
    home.act(home.runner.batches.stop, batch_of(jobs[0]))
    home.pass_time(500.0)
    assert states(home, jobs) == [JobState.STOPPED] * 2
    assert home.service.posts.total() == 1


def test_a_paused_batch_beyond_its_consent_says_so_and_is_never_sent(home: Home) -> None:
    jobs = home.submit_all("one", "two", "three")
    home.act(home.runner.batches.pause, batch_of(jobs[0]))
    home.clock.shift += CONSENT_HOLDS - 60.0
    home.pass_time(10.0)
    assert states(home, jobs)[2] is JobState.WAITING
    home.clock.shift += 60.0
    home.pass_time(10.0)
    assert home.stored(jobs[2]).error == Failure(ErrorKind.CONSENT_TOO_OLD)
    assert home.service.posts["three"] == 0


def test_the_journal_knows_that_it_is_paused(home: Home) -> None:
    home.service.outcomes.append(ANSWER_LOST)
    jobs = home.submit_all("one", "two")
    home.pass_time(10.0)
    rows = [record.row for record in read(home.paths.backups, len(STEPS)).records]
    assert [row["paused"] for row in rows if row and row["id"] == jobs[1].id][-1] == ErrorKind.UNCONFIRMED


def test_after_a_loss_nothing_of_it_is_sent_by_itself() -> None:
    waiting = make_job(state=JobState.WAITING, extra={"batch": {"id": "b", "index": 2, "of": 3}})
    assert after_loss(waiting).state is JobState.STOPPED


class TestBesideAnotherProcess:
    @pytest.fixture
    def other(self, home: Home) -> Iterator[Home]:
        """A second program on the same home, in the same time."""
        threads, tasks = InlineThreads(), Tasks(home.bugs.append)
        store = Store(home.paths.database, home.paths.locks)
        made = object.__new__(Home)
        made.__dict__ |= home.__dict__ | {"threads": threads, "tasks": tasks, "store": store}
        made.runner = home.another_runner(store, threads, tasks)
        made.act(made.runner.resume)
        yield made
        made.close()

    def test_a_pause_holds_what_the_other_drives(self, home: Home, other: Home) -> None:
        home.service.answer_after = 5.0
        jobs = home.submit_all("one", "two", "three")
        home.until(jobs[0], JobState.SUBMITTING)
        other.act(other.runner.batches.pause, batch_of(jobs[0]))
        home.pass_time(600.0)
        assert states(home, jobs) == [JobState.DONE, JobState.WAITING, JobState.WAITING]
        assert paused(home, jobs)[1:] == [BY_USER] * 2
        other.act(other.runner.batches.resume, batch_of(jobs[0]))
        home.pass_time(10.0)
        assert ended(home, jobs) == [JobState.DONE] * 3
        assert home.service.posts.total() == 3

    def test_one_request_at_a_time_whoever_drives_the_next(self, home: Home, other: Home) -> None:
        """The first is sent by one process, the second was left behind by another and taken up."""
        home.service.answer_after = 20.0
        home.service.outcomes.append(ANSWER_LOST)
        jobs = home.submit_all("one", "two")
        home.until(jobs[0], JobState.SUBMITTING)
        home.store._connection.execute("UPDATE jobs SET owner = NULL WHERE id = ?", (jobs[1].id,))
        driver = home.runner._drivers[jobs[1].id]
        home.act(driver.cancel)
        home.pass_time(15.0)
        assert home.service.posts.total() == 1
        home.pass_time(600.0)
        assert home.service.posts.total() == 1
        assert home.stored(jobs[1]).paused == ErrorKind.UNCONFIRMED


def test_a_summary_says_how_far_it_is_and_what_is_in_doubt() -> None:
    def job(index: int, state: JobState, **facts: object) -> Job:
        place = {"batch": {"id": "b", "index": index, "of": 5}}
        return replace(make_job(str(index), state, extra=place), **facts)  # type: ignore[arg-type]

    found = summary(
        [
            job(1, JobState.DONE),
            job(2, JobState.RUNNING),
            job(4, JobState.UNCONFIRMED),
            job(3, JobState.UNCONFIRMED),
            job(5, JobState.WAITING, paused="unconfirmed", created_at=7.0),
        ]
    )
    assert (found.id, found.of, found.waiting, found.running, found.done) == ("b", 5, 1, 1, 1)
    assert (found.paused, found.open, found.oldest) == ("unconfirmed", True, 7.0)
    assert found.doubtful is not None
    assert found.doubtful.id == "3"


@pytest.mark.parametrize(
    ("seed", "variations", "seeds"),
    [
        (None, Variations(1), [None]),
        (7, Variations(1), [7]),
        (7, Variations(3), [7, 8, 9]),
        (2_147_483_647, Variations(2, keep_seeds=False), [2_147_483_647, 0]),
        (None, Variations(3, keep_seeds=False), [None] * 3),
    ],
)
def test_variations_have_seeds_of_their_own(
    seed: int | None, variations: Variations, seeds: list[int | None]
) -> None:
    requests = varied(Request(seed=seed, prompt="a boat"), variations, random.Random(1))
    assert [request.seed for request in requests] == seeds
    assert {request.prompt for request in requests} == {"a boat"}


def test_kept_seeds_are_drawn_and_no_two_are_the_same() -> None:
    seeds = [request.seed for request in varied(Request(), Variations(8), random.Random(1))]
    assert len(set(seeds)) == 8
    assert all(seed is not None and 0 <= seed <= 2_147_483_647 for seed in seeds)
