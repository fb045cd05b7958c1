"""What can be done with a job follows from its state; a stray Enter never costs money."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.jobs import make_job
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import MOVES, JobState
from wan_desktop.ui.actions import Action, actions_for, enter_action, row_action

S = JobState
A = Action

FIRST: list[tuple[JobState, dict[str, Any], Action]] = [
    (S.WAITING, {}, A.STOP),
    (S.PREPARING, {}, A.STOP),
    (S.SUBMITTING, {}, A.REUSE),
    (S.UNCONFIRMED, {}, A.DECIDE),
    (S.QUEUED, {}, A.STOP),
    (S.QUEUED, {"elsewhere": True}, A.REUSE),
    (S.RUNNING, {}, A.STOP),
    (S.DOWNLOADING, {}, A.STOP),
    (S.RUNNING, {"task_id": "t", "trouble": Failure(ErrorKind.OFFLINE)}, A.LOOK_AGAIN),
    (S.WAITING, {"trouble": Failure(ErrorKind.OFFLINE)}, A.STOP),
    (S.DONE, {}, A.PLAY),
    (S.FAILED, {}, A.RETRY),
    (S.FAILED, {"error": Failure(ErrorKind.SERVICE_TROUBLE)}, A.RETRY),
    (S.FAILED, {"error": Failure(ErrorKind.CONTENT_REFUSED)}, A.EDIT_AND_RETRY),
    (S.FAILED, {"error": Failure(ErrorKind.IMAGE_BROKEN)}, A.EDIT_AND_RETRY),
    (S.LOST, {}, A.LOOK_AGAIN),
    (S.EXPIRED, {}, A.LOOK_AGAIN),
    (S.STOPPED, {"task_id": "t", "submitted_at": 1.0}, A.FOLLOW),
    (S.STOPPED, {"submitted_at": 1.0}, A.DECIDE),
    (S.STOPPED, {}, A.RETRY),
]


@pytest.mark.parametrize(("state", "facts", "first"), FIRST)
def test_the_first_action_is_the_useful_one(state: JobState, facts: dict[str, Any], first: Action) -> None:
    assert actions_for(make_job(state=state, **facts))[0] is first


def test_every_state_is_in_the_table() -> None:
    assert {state for state, _, _ in FIRST} == set(JobState)


@pytest.mark.parametrize("state", JobState)
def test_stop_is_offered_only_where_the_job_can_stop(state: JobState) -> None:
    if Action.STOP in actions_for(make_job(state=state)):
        assert JobState.STOPPED in MOVES[state]


@pytest.mark.parametrize("state", JobState)
def test_what_may_still_run_cannot_be_deleted(state: JobState) -> None:
    job = make_job(state=state)
    assert (Action.DELETE in actions_for(job)) is not job.unfinished


@pytest.mark.parametrize(("state", "facts", "_first"), FIRST)
def test_enter_neither_pays_nor_gives_up(state: JobState, facts: dict[str, Any], _first: Action) -> None:
    job = make_job(state=state, **facts)
    assert enter_action(job) not in (Action.RETRY, Action.STOP, Action.DELETE)


@pytest.mark.parametrize(("state", "facts", "first"), FIRST)
def test_a_row_links_only_where_it_waits_for_its_user(
    state: JobState, facts: dict[str, Any], first: Action
) -> None:
    job = make_job(state=state, **facts)
    settled = state is S.DONE or (state is S.STOPPED and first is A.DECIDE)
    assert row_action(job) is (None if job.unfinished or settled else first)


def test_the_star_is_offered_the_way_it_is_not_yet() -> None:
    assert Action.STAR in actions_for(make_job())
    starred = actions_for(make_job(starred=True))
    assert Action.UNSTAR in starred
    assert Action.STAR not in starred
