"""Words: every failure has them, and a row never says more than is known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import UNFINISHED, JobState
from wan_desktop.core.params import PARAMETERS, Problem, ProblemKind
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.action_words import action_words
from wan_desktop.ui.actions import Action
from wan_desktop.ui.disk_texts import DISK_KINDS, pause_text
from wan_desktop.ui.failure_texts import FAILURE_TEXTS
from wan_desktop.ui.messages import (
    Sign,
    change_words,
    details_text,
    explanation,
    failure_words,
    state_words,
    title_words,
)
from wan_desktop.ui.problem_words import problem_words
from wan_desktop.ui.theme import Role

S = JobState
TITLE_AT_MOST = 32
"""Characters that fit beside a sign in a row of 344 px."""


def text_of(state: JobState, expected: tuple[float, float] | None = None, **facts: Any) -> str:
    return state_words(make_job(state=state, **facts), NOW, expected).text


def test_every_kind_of_failure_has_its_sentences() -> None:
    assert set(FAILURE_TEXTS) == set(ErrorKind)


@pytest.mark.parametrize("kind", ErrorKind)
def test_a_failure_says_what_it_means_for_money(kind: ErrorKind) -> None:
    free, billed = failure_words(Failure(kind)), failure_words(Failure(kind, may_be_billed=True))
    assert free.money != billed.money
    assert all((free.title, free.meaning, free.money, free.advice))


@pytest.mark.parametrize("kind", ErrorKind)
def test_titles_of_failures_fit_a_row(kind: ErrorKind) -> None:
    assert len(FAILURE_TEXTS[kind].title) <= TITLE_AT_MOST


@pytest.mark.parametrize("state", JobState)
def test_every_state_has_words(state: JobState) -> None:
    words = state_words(make_job(state=state), NOW)
    assert words.text
    assert (words.sign is Sign.NONE) == (words.role is Role.MUTED and state is not S.STOPPED)


@pytest.mark.parametrize("state", sorted(UNFINISHED))
@pytest.mark.parametrize("kind", ErrorKind)
def test_trouble_on_the_way_is_never_called_a_failure(state: JobState, kind: ErrorKind) -> None:
    words = state_words(make_job(state=state, trouble=Failure(kind)), NOW)
    assert words.role is Role.WARN
    assert "fail" not in words.text.lower()


@pytest.mark.parametrize("kind", [ErrorKind.TIMED_OUT, ErrorKind.CONNECTION_LOST, ErrorKind.OFFLINE])
def test_a_broken_connection_is_still_watching(kind: ErrorKind) -> None:
    assert text_of(S.RUNNING, trouble=Failure(kind)) == "Connection lost, still watching"


def test_a_task_the_service_does_not_know_yet_is_asked_for_on() -> None:
    unknown = Failure(ErrorKind.TASK_NOT_FOUND)
    assert text_of(S.QUEUED, trouble=unknown) == "Unknown at the service so far, still asking"


def test_rows_say_how_far_a_job_is() -> None:
    assert text_of(S.QUEUED, submitted_at=NOW - 42) == "Queued at the service · 0:42"
    assert text_of(S.RUNNING, submitted_at=NOW - 83) == "Generating · 1:23"
    assert text_of(S.UNCONFIRMED) == "Sent, but no answer arrived"
    assert text_of(S.FAILED, error=Failure(ErrorKind.CONTENT_REFUSED)) == "Refused by the content check"
    assert text_of(S.RUNNING, elsewhere=True, submitted_at=NOW - 83) == "Elsewhere: Generating · 1:23"
    assert text_of(S.DONE) == "Done"


def test_a_job_of_another_program_says_so_and_that_nothing_is_to_do() -> None:
    words = explanation(
        make_job("1", S.RUNNING, elsewhere=True, task_id="t-1", trouble=Failure(ErrorKind.OFFLINE))
    )
    assert words is not None
    assert words.title == "Followed by another Wan Desktop"
    assert words.money == "The service has accepted this video and charges it as usual."
    unsent = explanation(make_job("1", S.WAITING, elsewhere=True))
    assert unsent is not None
    assert unsent.money == ""


def test_time_left_comes_from_the_span_and_is_not_made_up() -> None:
    assert text_of(S.RUNNING, (100.0, 130.0), submitted_at=NOW - 60) == "Generating · about 1 min left"
    assert text_of(S.RUNNING, (100.0, 130.0), submitted_at=NOW - 140) == (
        "Generating · longer than usual, 2:20"
    )


def test_a_percent_is_shown_only_where_the_service_gave_one() -> None:
    assert state_words(make_job(state=S.RUNNING, progress=0.62), NOW).percent == "62%"
    assert state_words(make_job(state=S.RUNNING), NOW).percent == ""
    assert state_words(make_job(state=S.DOWNLOADING, progress=0.999), NOW).percent == "99%"


def test_an_explanation_is_given_where_something_went_wrong_only() -> None:
    assert explanation(make_job(state=S.DONE)) is None
    assert explanation(make_job(state=S.RUNNING)) is None
    for state in (S.FAILED, S.LOST, S.EXPIRED, S.UNCONFIRMED, S.STOPPED):
        assert explanation(make_job(state=state)) is not None


def test_the_demo_never_speaks_of_charges() -> None:
    words = explanation(make_job(state=S.UNCONFIRMED, service=DEMO))
    assert words is not None
    assert words.money == "This is the demo mode: nothing is charged."


def test_a_dead_link_that_is_asked_for_anew_is_no_lost_connection_and_asks_for_nothing() -> None:
    job = make_job(state=S.RUNNING, task_id="t", trouble=Failure(ErrorKind.LINK_EXPIRED))
    assert state_words(job, NOW).text == "Download interrupted, trying again"
    words = explanation(job)
    assert words is not None
    assert "Look again" not in words.advice


def test_stopping_says_whether_it_may_still_cost() -> None:
    unsent = explanation(make_job(state=S.STOPPED))
    sent = explanation(make_job(state=S.STOPPED, submitted_at=NOW, task_id="t"))
    assert unsent is not None
    assert unsent.money == "Nothing was charged."
    assert sent is not None
    assert sent.money == "It may be charged all the same."


def test_copied_details_tell_the_failure_but_not_the_prompt() -> None:
    error = Failure(ErrorKind.TASK_FAILED, "InternalError: out of memory", may_be_billed=True)
    text = details_text(make_job(state=S.FAILED, prompt="my secret film", error=error, task_id="task-7"))
    assert "InternalError: out of memory" in text
    assert "task-7" in text
    assert "may be billed: yes" in text
    assert "secret" not in text


def test_a_job_without_a_prompt_still_has_a_title() -> None:
    assert title_words(make_job(prompt="  ")) == "Video without a prompt"
    assert title_words(make_job(prompt="", source_name="lake.jpg")) == "lake.jpg"


def test_every_action_and_problem_has_words() -> None:
    assert all(action_words(action) for action in Action)
    for kind in ProblemKind:
        for row in PARAMETERS:
            words = problem_words(Problem(row.name, kind, 2000))
            assert words
            assert "{" not in words


def test_an_unknown_change_of_the_image_is_named_rather_than_hidden() -> None:
    assert change_words("turned") == "turned upright"
    assert change_words("brought_up") == "brought up"


REFUSED_WHILE_WATCHED = (
    ErrorKind.BALANCE_TOO_LOW,
    ErrorKind.NOT_ALLOWED,
    ErrorKind.BAD_REQUEST,
    ErrorKind.CONTENT_REFUSED,
)


@pytest.mark.parametrize("kind", REFUSED_WHILE_WATCHED)
def test_a_question_refused_is_neither_a_lost_connection_nor_a_refused_request(kind: ErrorKind) -> None:
    job = make_job(state=S.RUNNING, task_id="t", trouble=Failure(kind))
    assert state_words(job, NOW).text == "The service refuses to tell, still asking"
    words = explanation(job)
    assert words is not None
    assert words.title == "The service refuses to tell"
    assert words.title != FAILURE_TEXTS[kind].title


@pytest.mark.parametrize("kind", ErrorKind)
def test_nobody_is_advised_to_try_again_while_a_paid_video_is_watched(kind: ErrorKind) -> None:
    """Trying again would be sending, and paying, again."""
    words = explanation(make_job(state=S.RUNNING, task_id="t", trouble=Failure(kind)))
    assert words is not None
    assert "try again" not in words.advice.lower()


def test_lag_is_not_called_a_loss() -> None:
    words = explanation(make_job(state=S.QUEUED, task_id="t", trouble=Failure(ErrorKind.TASK_NOT_FOUND)))
    assert words is not None
    assert words.title == "Unknown at the service so far"


def test_an_unsent_job_says_that_it_goes_by_itself() -> None:
    for kind in (ErrorKind.OFFLINE, ErrorKind.RATE_LIMITED):
        words = explanation(make_job(state=S.WAITING, trouble=Failure(kind)))
        assert words is not None
        assert words.advice.startswith("It is sent by itself")
        assert words.money == "Nothing was charged for this."


DISK = sorted(DISK_KINDS)


@pytest.mark.parametrize("kind", DISK)
def test_a_download_that_waits_for_the_disk_says_what_ends_it(kind: ErrorKind) -> None:
    job = make_job(state=JobState.DOWNLOADING, task_id="t", trouble=Failure(kind))
    words = explanation(job)
    assert words is not None
    assert words.title == state_words(job, NOW).text
    if kind is not ErrorKind.DATA_UNWRITABLE:
        assert "not for ever" in words.meaning
        assert "library folder in the settings. The download then goes on by itself." in words.advice


@pytest.mark.parametrize("kind", DISK)
def test_a_job_that_cannot_be_written_down_says_that_nothing_was_sent(kind: ErrorKind) -> None:
    words = explanation(make_job(state=JobState.WAITING, trouble=Failure(kind)))
    assert words is not None
    assert "Nothing was sent." in words.meaning
    assert words.money == "Nothing was charged for this."
    assert "sent by itself" in words.advice
    assert "library" not in words.advice


@pytest.mark.parametrize("kind", DISK)
def test_a_sent_job_that_cannot_be_written_down_asks_for_the_program_to_stay_open(kind: ErrorKind) -> None:
    words = explanation(make_job(state=JobState.RUNNING, task_id="t", trouble=Failure(kind)))
    assert words is not None
    assert "leave the program open" in words.advice


@pytest.mark.parametrize("state", sorted(UNFINISHED))
@pytest.mark.parametrize("kind", DISK)
def test_titles_of_pauses_fit_a_row(kind: ErrorKind, state: JobState) -> None:
    assert len(pause_text(make_job(state=state, task_id="t"), kind).title) <= TITLE_AT_MOST
