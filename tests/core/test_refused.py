"""What a content check refused: known again by what is sent, and never sent again by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.home import IMAGE, Home
from tests.fakes.scripted_service import REFUSED, REFUSED_FOR_NOW, answer
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import PARAMETERS, Kind, Request, SoundWay
from wan_desktop.core.refused import Refused, mark
from wan_desktop.core.service import TaskState
from wan_desktop.core.settings import DEMO

SERVICE = "https://api.example"
REQUEST = Request(image=IMAGE, prompt="a boat")


def other_value(name: str) -> Any:
    row = next(row for row in PARAMETERS if row.name == name)
    match row.kind:
        case Kind.SWITCH:
            return not row.default
        case Kind.INTEGER:
            return 7
        case Kind.CHOICE:
            return next(choice for choice in row.choices if choice != row.default)
        case _:
            return "https://example.com/other"


@pytest.mark.parametrize("name", [row.name for row in PARAMETERS])
def test_whatever_is_sent_makes_it_another_request(name: str) -> None:
    assert mark(SERVICE, replace(REQUEST, **{name: other_value(name)})) != mark(SERVICE, REQUEST)


def test_another_service_or_sound_makes_it_another_request_but_not_another_way_of_the_same() -> None:
    marks = [
        mark(SERVICE, REQUEST),
        mark("https://other.example", REQUEST),
        mark(SERVICE, replace(REQUEST, sound="a.mp3", sound_way=SoundWay.STORE)),
        mark(SERVICE, replace(REQUEST, sound="b.mp3", sound_way=SoundWay.STORE)),
    ]
    assert len(set(marks)) == len(marks)
    inline = replace(REQUEST, sound="a.mp3", sound_way=SoundWay.INLINE)
    assert mark(SERVICE, inline) == marks[2]
    own_soundtrack = replace(REQUEST, sound="a.mp3", sound_way=SoundWay.SOUNDTRACK)
    assert mark(SERVICE, own_soundtrack) == marks[0], "the service hears nothing of it"


def test_the_demo_hears_every_sound_so_another_one_is_another_request() -> None:
    marks = {
        mark(DEMO, replace(REQUEST, sound=name, sound_way=SoundWay.SOUNDTRACK)) for name in ("a.mp3", "b.mp3")
    }
    assert len(marks | {mark(DEMO, REQUEST)}) == 3


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.dispose()


def refused(home: Home, **values: Any) -> Job:
    home.service.outcomes.append(REFUSED)
    job = home.settled(home.submit(**values))
    assert job.error == Failure(ErrorKind.CONTENT_REFUSED, "no")
    return job


NOT_SENT = Failure(ErrorKind.REFUSED_BEFORE, "no")


def test_the_identical_request_never_leaves(home: Home) -> None:
    first = refused(home)
    again = home.settled(home.submit())
    assert (again.state, again.error) == (JobState.FAILED, NOT_SENT)
    assert not again.may_be_billed
    assert home.settled(home.act(home.runner.retry, first.id, Consent())).error == NOT_SENT
    assert home.service.posts == {"a boat": 1}


def test_a_change_goes(home: Home) -> None:
    refused(home)
    assert home.settled(home.submit("a red boat")).state is JobState.DONE
    assert home.settled(home.submit(seed=7)).state is JobState.DONE


def test_a_yes_goes_for_the_refusals_that_it_knew_of(home: Home) -> None:
    refused(home)
    [known] = home.run(home.runner.refused(SERVICE, [REQUEST]))
    assert (known.times, known.words) == (1, "no")
    assert known.last_at == pytest.approx(home.clock.time(), abs=60)
    home.service.outcomes.append(REFUSED)
    assert home.settled(home.submit(consent=Consent(refusals_seen=1))).error == REFUSED.failure
    assert home.settled(home.submit(consent=Consent(refusals_seen=1))).error == NOT_SENT
    assert home.settled(home.submit(consent=Consent(refusals_seen=2))).state is JobState.DONE


def test_what_is_known_of_several_stands_in_their_order(home: Home) -> None:
    refused(home)
    other = replace(REQUEST, prompt="a red boat")
    known = home.run(home.runner.refused(SERVICE, [other, REQUEST, other, REQUEST]))
    assert [one.times for one in known] == [0, 1, 0, 1]


def test_what_is_refused_while_another_of_it_waits_keeps_that_one_here(home: Home) -> None:
    """Several alike of one click: the first answer decides about those that have not left."""
    home.service.outcomes.extend([REFUSED_FOR_NOW, REFUSED])
    waiting = home.submit()
    home.until(waiting, JobState.WAITING)
    home.pass_time(0.2)
    other = home.submit()
    assert {home.settled(job).error for job in (waiting, other)} == {REFUSED.failure, NOT_SENT}
    assert home.service.posts == {"a boat": 2}, "refused for now, refused for good"


def test_a_refusal_of_the_finished_task_counts_too(home: Home) -> None:
    failure = Failure(ErrorKind.COPYRIGHT_REFUSED, "a logo", may_be_billed=True)
    home.service.results.append(answer(TaskState.FAILED, failure=failure))
    assert home.settled(home.submit()).error == failure
    assert home.settled(home.submit()).error == Failure(ErrorKind.REFUSED_BEFORE, "a logo")


def test_another_failure_does_not(home: Home) -> None:
    home.service.results.append(answer(TaskState.FAILED, failure=Failure(ErrorKind.TASK_FAILED, "x")))
    assert home.settled(home.submit()).state is JobState.FAILED
    assert home.settled(home.submit()).state is JobState.DONE


def test_it_is_remembered_when_the_entry_is_removed_and_over_a_crash(home: Home) -> None:
    job = refused(home)
    home.act(home.runner.remove, job.id)
    home.pass_time(1.0)
    home.crash()
    home.restart()
    assert home.store.get(job.id) is None
    [known] = home.store.refused(SERVICE, [REQUEST])
    assert known == Refused(1, job.finished_at, ""), "its words went with it"
    assert home.settled(home.submit()).error == Failure(ErrorKind.REFUSED_BEFORE)
    assert home.service.posts == {"a boat": 1}


def test_a_yes_outlives_a_crash_before_it_left(home: Home) -> None:
    refused(home)
    home.service.outcomes.extend([REFUSED_FOR_NOW] * 2)
    job = home.submit(consent=Consent(refusals_seen=1))
    home.until(job, JobState.WAITING)
    home.crash()
    home.restart()
    assert home.settled(job).state is JobState.DONE


def test_of_a_batch_only_what_was_refused_stays_here_and_the_others_go(home: Home) -> None:
    refused(home, prompt="two")
    jobs = [home.settled(job) for job in home.submit_all("one", "two", "three")]
    assert [job.error for job in jobs] == [None, NOT_SENT, None]
    assert [job.state for job in jobs] == [JobState.DONE, JobState.FAILED, JobState.DONE]
    assert home.service.posts == {"one": 1, "two": 1, "three": 1}


def test_of_several_alike_of_a_batch_the_first_refusal_is_the_last(home: Home) -> None:
    home.service.outcomes.append(REFUSED)
    jobs = [home.settled(job) for job in home.submit_all("one", "one", "two")]
    assert [job.error for job in jobs] == [REFUSED.failure, NOT_SENT, None]
    assert home.service.posts == {"one": 1, "two": 1}


def test_a_yes_to_a_batch_counts_for_each_of_it(home: Home) -> None:
    refused(home, prompt="two")
    home.service.outcomes.append(REFUSED)
    jobs = home.submit_all("two", "two", "one", consent=Consent(refusals_seen=1))
    errors = [home.settled(job).error for job in jobs]
    assert errors == [REFUSED.failure, NOT_SENT, None], "it knew of one refusal, not of two"
