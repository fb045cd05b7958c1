"""What a click may cost: one request for one consent, none in doubt again, whatever comes between."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.core.test_runner import home, kinds
from tests.fakes.home import IMAGE, UNSEEN, Home
from tests.fakes.scripted_service import ANSWER_LOST, REFUSED, REFUSED_FOR_NOW
from wan_desktop.core.connection import Connection
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.sending import CONSENT_HOLDS
from wan_desktop.core.service import NotAccepted
from wan_desktop.core.submission import Submission

__all__ = ["home"]


class TestMoney:
    def test_an_answer_that_never_came_is_never_sent_again(self, home: Home) -> None:
        home.service.outcomes.append(ANSWER_LOST)
        job = home.settled(home.submit())
        assert job.state is JobState.UNCONFIRMED
        assert job.may_be_billed
        home.close()
        home.restart()
        home.pass_time(3600.0)
        assert home.service.posts == {"a boat": 1}

    def test_what_was_provably_not_accepted_goes_again_after_a_pause(self, home: Home) -> None:
        home.service.outcomes.extend([REFUSED_FOR_NOW, REFUSED_FOR_NOW])
        job = home.submit()
        waiting = home.until(job, JobState.WAITING)
        home.pass_time(1.0)
        waiting = home.runner.get(job.id) or waiting
        assert waiting.trouble == Failure(ErrorKind.OFFLINE)
        assert not waiting.may_be_billed
        assert home.service.posts == {"a boat": 1}
        assert home.settled(job).state is JobState.DONE
        assert home.service.posts == {"a boat": 3}
        assert home.service.submits == {"a boat": 1}

    def test_a_click_is_good_for_a_day_and_not_for_longer(self, home: Home) -> None:
        home.service.outcomes.extend([REFUSED_FOR_NOW] * 2000)
        job = home.submit()
        home.pass_time(23 * 3600.0)
        assert home.stored(job).state is JobState.WAITING
        home.pass_time(2 * 3600.0)
        ended = home.stored(job)
        assert (ended.state, ended.error) == (JobState.FAILED, Failure(ErrorKind.CONSENT_TOO_OLD))
        assert not ended.may_be_billed

    def test_a_click_that_a_clock_set_back_makes_young_again_sends_nothing(self, home: Home) -> None:
        home.service.outcomes.append(REFUSED_FOR_NOW)
        job = home.submit()
        home.until(job, JobState.WAITING)
        home.clock.shift -= 2 * CONSENT_HOLDS
        assert home.settled(job).error == Failure(ErrorKind.CONSENT_TOO_OLD)
        assert home.service.submits == {}

    def test_a_click_of_another_day_sends_nothing_at_the_next_start(self, home: Home) -> None:
        home.service.outcomes.append(REFUSED_FOR_NOW)
        job = home.submit()
        home.until(job, JobState.WAITING)
        home.close()
        home.clock.shift += 3 * 86_400.0
        home.restart()
        assert home.settled(job).error == Failure(ErrorKind.CONSENT_TOO_OLD)
        assert home.service.submits == {}

    def test_a_refusal_ends_the_job_and_is_not_billed(self, home: Home) -> None:
        home.service.outcomes.append(REFUSED)
        job = home.settled(home.submit())
        assert job.state is JobState.FAILED
        assert job.error == Failure(ErrorKind.CONTENT_REFUSED, "no")
        assert not job.may_be_billed

    def test_a_wish_to_wait_is_honoured(self, home: Home) -> None:
        home.service.outcomes.append(NotAccepted(Failure(ErrorKind.RATE_LIMITED), True, retry_after=120.0))
        home.submit()
        home.pass_time(119.0)
        assert home.service.posts == {"a boat": 1}
        home.pass_time(30.0)
        assert home.service.posts == {"a boat": 2}

    def test_a_missing_image_sends_nothing(self, home: Home) -> None:
        for image in home.paths.inputs.iterdir():
            image.unlink()
        job = home.settled(home.submit())
        assert job.state is JobState.FAILED
        assert job.error is not None
        assert job.error.kind is ErrorKind.FILE_MISSING
        assert not job.may_be_billed
        assert home.service.posts == {}

    def test_what_the_table_of_parameters_refuses_sends_nothing(self, home: Home) -> None:
        job = home.settled(home.submit(duration=7))
        assert job.error == Failure(ErrorKind.INVALID_PARAMETER, "duration")
        assert home.service.posts == {}

    def test_an_image_outside_the_inputs_folder_is_not_read(self, home: Home) -> None:
        (home.paths.data / "secret.jpg").write_bytes(b"secret")
        job = home.settled(home.submit(image="../secret.jpg"))
        assert job.error is not None
        assert job.error.kind is ErrorKind.FILE_MISSING

    def test_a_crash_while_the_answer_is_awaited_leaves_it_to_the_user(self, home: Home) -> None:
        home.service.answer_after = 5.0
        job = home.submit()
        home.until(job, JobState.SUBMITTING)
        home.crash()
        home.restart()
        home.pass_time(600.0)
        assert home.stored(job).state is JobState.UNCONFIRMED
        assert home.service.posts == {"a boat": 1}

    def test_closing_hears_the_answer_out(self, home: Home) -> None:
        home.service.answer_after = 3.0
        job = home.submit()
        home.until(job, JobState.SUBMITTING)
        home.close()
        home.service.answer_after = 0.0
        home.restart()
        done = home.settled(job)
        assert (done.state, done.task_id) == (JobState.DONE, "task-1")
        assert home.service.posts == {"a boat": 1}

    def test_an_answer_later_than_the_grace_is_unconfirmed(self, home: Home) -> None:
        home.service.answer_after = 60.0
        job = home.submit()
        home.until(job, JobState.SUBMITTING)
        home.close()
        home.restart()
        assert home.settled(job).state is JobState.UNCONFIRMED
        home.pass_time(3600.0)
        assert home.service.posts == {"a boat": 1}

    def test_stopping_while_the_answer_is_awaited_keeps_the_id(self, home: Home) -> None:
        home.service.answer_after = 3.0
        job = home.submit()
        home.until(job, JobState.SUBMITTING)
        home.act(home.runner.stop, job.id)
        stopped = home.until(job, JobState.STOPPED)
        assert stopped.task_id == "task-1"
        assert stopped.may_be_billed
        home.act(home.runner.follow, job.id)
        assert home.until(job, JobState.DONE).task_id == "task-1"
        assert home.service.posts == {"a boat": 1}

    def test_after_closing_nothing_is_sent(self, home: Home) -> None:
        home.service.answer_after = 3.0
        posted = home.submit()
        home.until(posted, JobState.SUBMITTING)
        closing = home.loop.create_task(home.runner.close())
        home.pass_time(1.0)
        late = home.submit("too late")
        home.run(_done(closing))
        assert home.service.posts == {"a boat": 1}
        home.restart()
        assert home.settled(late).state is JobState.DONE

    def test_a_stop_before_the_request_leaves_stops_it(self, home: Home) -> None:
        home.service.outcomes.append(REFUSED_FOR_NOW)
        job = home.submit()
        home.until(job, JobState.WAITING)
        home.act(home.runner.stop, job.id)
        stopped = home.settled(job)
        assert stopped.state is JobState.STOPPED
        assert not stopped.may_be_billed
        home.pass_time(3600.0)
        assert sum(home.service.submits.values()) == 0

    def test_a_retry_is_a_new_job_with_a_consent_of_its_own(self, home: Home) -> None:
        home.service.outcomes.append(ANSWER_LOST)
        first = home.settled(home.submit())
        second: Job = home.act(home.runner.retry, first.id, Consent())
        assert second.id != first.id
        assert second.request == first.request
        assert home.settled(second).state is JobState.DONE
        assert home.stored(first).state is JobState.UNCONFIRMED
        assert kinds(home, second)[0] == "consent"

    def test_restarting_before_the_request_left_sends_it_once(self, home: Home) -> None:
        job = home.submit()
        home.crash()
        home.restart()
        assert home.settled(job).state is JobState.DONE
        assert home.service.posts == {"a boat": 1}

    def test_resuming_without_sending_leaves_unsent_jobs_alone(self, home: Home) -> None:
        job = home.submit()
        home.crash()
        home.start()
        home.act(home.runner.resume, send=False)
        assert home.settled(job).unfinished
        home.pass_time(600.0)
        assert home.service.posts == {}

    def test_resuming_without_sending_sends_none_that_waits_again_by_the_time_it_is_claimed(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = home.submit()
        home.crash()
        home.start()
        listed = [replace(job, state=JobState.SUBMITTING)]
        monkeypatch.setattr(home.store, "unfinished", lambda: listed)
        home.act(home.runner.resume, send=False)
        home.pass_time(600.0)
        assert home.service.posts == {}

    def test_two_requests_at_most_are_sent_at_once(self, home: Home) -> None:
        home.service.answer_after = 10.0
        for number in range(5):
            home.submit(f"boat {number}")
        home.pass_time(5.0)
        assert sum(home.service.posts.values()) == 2
        home.pass_time(10.0)
        assert sum(home.service.posts.values()) == 4


class TestUnconfirmed:
    def test_a_pasted_id_is_followed(self, home: Home) -> None:
        home.service.outcomes.append(ANSWER_LOST)
        job = home.settled(home.submit())
        home.service.tasks["task-x"] = 0.0
        home.act(home.runner.follow, job.id, " task-x\n")
        done = home.until(job, JobState.DONE)
        assert done.task_id == "task-x"
        assert done.error is None

    def test_a_stop_clicked_before_the_doubt_arose_does_not_decide_it(self, home: Home) -> None:
        home.service.outcomes.append(ANSWER_LOST)
        home.service.answer_after = 3.0
        job = home.submit()
        home.until(job, JobState.SUBMITTING)
        home.act(home.runner.stop, job.id)
        home.pass_time(60.0)
        assert home.stored(job).state is JobState.UNCONFIRMED
        home.act(home.runner.stop, job.id)
        assert home.until(job, JobState.STOPPED).may_be_billed

    def test_without_an_id_there_is_nothing_to_follow(self, home: Home) -> None:
        home.service.outcomes.append(ANSWER_LOST)
        job = home.settled(home.submit())
        home.act(home.runner.follow, job.id)
        home.act(home.runner.stop, job.id)
        home.until(job, JobState.STOPPED)
        home.act(home.runner.follow, job.id)
        home.pass_time(60.0)
        assert home.stored(job).state is JobState.STOPPED
        assert home.service.posts == {"a boat": 1}


async def _done(task: asyncio.Task[None]) -> None:
    await task


def test_jobs_whose_key_waits_for_its_user_keep_no_other_job_from_being_sent(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = asyncio.Event()
    connect = home.service.connect

    async def reach(service: str) -> Connection:
        if service == "https://locked.example":
            await unlocked.wait()
        return await connect(service)

    monkeypatch.setattr(home.service, "connect", reach)
    home.close()
    home.start()
    gate = Submission(Request(image=IMAGE, prompt="a gate"))
    locked = [
        home.act(home.runner.submit, gate, service="https://locked.example", consent=UNSEEN) for _ in range(3)
    ]
    assert home.settled(home.submit()).state is JobState.DONE
    assert {home.stored(job).state for job in locked} == {JobState.WAITING}
    home.act(unlocked.set)
    assert [home.settled(job).state for job in locked] == [JobState.DONE] * 3
    assert home.service.posts == {"a boat": 1, "a gate": 3}


def test_a_consent_that_grew_old_while_its_key_was_waited_for_is_not_spent(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = home.service.connect

    async def reach(service: str) -> Connection:
        await asyncio.sleep(CONSENT_HOLDS + 1)
        return await connect(service)

    monkeypatch.setattr(home.service, "connect", reach)
    home.close()
    home.start()
    job = home.settled(home.submit())
    assert job.error == Failure(ErrorKind.CONSENT_TOO_OLD)
    assert home.service.posts == {}
