"""A batch while the disk refuses: nothing leaves before all of it is written, no doubt is forgotten."""

from __future__ import annotations

import logging

import pytest

from tests.core.test_batches import ended, home, paused, states
from tests.fakes.home import Home
from tests.fakes.scripted_service import ANSWER_LOST
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.service import Attached, SubmitOutcome

__all__ = ["home"]


@pytest.fixture
def disk_trouble_is_expected(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="wan_desktop.core.job_book")


@pytest.mark.usefixtures("disk_trouble_is_expected")
def test_a_disk_that_takes_none_of_it_lets_none_of_it_leave(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home.store, "save_all", _full)
    save, refusals = home.store.save, [3]

    def sometimes(job: Job) -> None:
        if refusals[0] and job.request.prompt == "two":
            refusals[0] -= 1
            _full()
        save(job)

    monkeypatch.setattr(home.store, "save", sometimes)
    jobs = home.submit_all("one", "two")
    home.pass_time(3.0)
    assert home.service.posts.total() == 0
    assert ended(home, jobs) == [JobState.DONE] * 2


def _full(*_: object) -> None:
    raise DiskError(ErrorKind.DISK_FULL)


@pytest.mark.usefixtures("disk_trouble_is_expected")
@pytest.mark.parametrize("turns", range(6))
def test_a_write_that_is_repeated_never_undoes_the_one_that_lets_a_request_leave(
    home: Home, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    """A batch waits for all that is not written: also for a job whose request is about to leave."""
    save, refusals, stored = home.store.save, [2], []
    submit = home.service.submit

    def refuses_twice(job: Job) -> None:
        if refusals[0]:
            refusals[0] -= 1
            _full()
        save(job)

    async def watched(request: Request, image: bytes, mime: str, sound: Attached | None) -> SubmitOutcome:
        stored.append(home.stored(alone).state)
        return await submit(request, image, mime, sound)

    monkeypatch.setattr(home.store, "save", refuses_twice)
    monkeypatch.setattr(home.service, "submit", watched)
    alone = home.submit("alone")
    for _ in range(turns):
        home.pass_time(0.0)
    home.submit_all("one", "two")
    home.pass_time(0.5)
    assert stored[0] is JobState.SUBMITTING
    assert home.settled(alone).state is JobState.DONE


@pytest.mark.usefixtures("disk_trouble_is_expected")
def test_a_doubt_that_is_not_on_the_disk_is_not_decided(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the disk would never hear that the rest has to wait."""
    home.service.answer_after = 1.0
    home.service.outcomes.append(ANSWER_LOST)
    jobs = home.submit_all("one", "two")
    home.until(jobs[0], JobState.SUBMITTING)
    monkeypatch.setattr(home.store, "save", _full)
    home.until(jobs[0], JobState.UNCONFIRMED)
    home.act(home.runner.remove, jobs[0].id)
    home.pass_time(1.0)
    home.crash()
    home.restart()
    home.pass_time(500.0)
    assert states(home, jobs) == [JobState.UNCONFIRMED, JobState.WAITING]
    assert paused(home, jobs)[1] == ErrorKind.UNCONFIRMED


@pytest.mark.usefixtures("disk_trouble_is_expected")
def test_a_doubt_that_only_the_journal_took_pauses_the_rest(home: Home) -> None:
    """The database refused the answer that the journal has: what is taken in later counts as much."""
    home.service.answer_after = 1.0
    home.service.outcomes.append(ANSWER_LOST)
    jobs = home.submit_all("one", "two")
    home.until(jobs[0], JobState.SUBMITTING)
    home.store._save = _full  # type: ignore[method-assign,assignment]
    home.pass_time(1.5)
    home.crash()
    home.start()
    assert states(home, jobs) == [JobState.UNCONFIRMED, JobState.WAITING]
    assert home.stored(jobs[1]).paused == ErrorKind.UNCONFIRMED
