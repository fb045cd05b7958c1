"""From consent to file, in virtual time: real database, real files, a scripted service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.fakes.home import IMAGE, UNSEEN, Home
from tests.fakes.scripted_service import (
    ANSWER_LOST,
    REFUSED,
    REFUSED_FOR_NOW,
    VIDEO,
    answer,
    offline,
)
from tests.fakes.virtual_time import InlineThreads
from wan_desktop.core.connection import Connection
from wan_desktop.core.errors import (
    DiskError,
    DownloadError,
    ErrorKind,
    Failure,
    ServiceError,
    WanError,
)
from wan_desktop.core.following import LOST_FOR
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.other_processes import OTHERS_EVERY
from wan_desktop.core.params import Request
from wan_desktop.core.sending import CONSENT_HOLDS
from wan_desktop.core.service import NotAccepted, TaskState
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks

NOT_FOUND = ServiceError(ErrorKind.TASK_NOT_FOUND)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家")
    yield made
    made.dispose()
    assert made.bugs == []


def kinds(home: Home, job: Job) -> list[str]:
    return [event.kind for event in home.store.events(job.id)]


def test_a_consent_becomes_a_video_in_the_library(home: Home) -> None:
    job = home.settled(home.submit())
    assert job.state is JobState.DONE
    assert Path(job.video).read_bytes() == VIDEO
    assert Path(job.poster).exists()
    assert (job.video_bytes, job.video_width, job.video_seconds) == (len(VIDEO), 1280, 5.0)
    assert home.service.posts == {"a boat": 1}
    home.pass_time(1.0)
    assert home.stored(job) == job
    assert kinds(home, job) == [
        "consent",
        "waiting",
        "preparing",
        "submitting",
        "queued",
        "running",
        "downloading",
        "done",
    ]


def test_the_job_is_on_the_disk_before_anything_is_sent(home: Home) -> None:
    job = home.submit()
    assert home.stored(job).state in (JobState.WAITING, JobState.PREPARING)
    assert home.service.posts == {}


def test_submitting_is_on_the_disk_while_the_request_is_under_way(home: Home) -> None:
    home.service.answer_after = 5.0
    job = home.submit()
    home.pass_time(1.0)
    assert home.service.posts == {"a boat": 1}
    assert home.stored(job).state is JobState.SUBMITTING


def test_what_the_service_took_is_learned_only_from_videos_seen_coming(home: Home) -> None:
    home.service.seconds = 61.0
    job = home.settled(home.submit())
    history = home.run(home.runner.finished_seconds(job))
    assert len(history) == 1
    assert 61.0 <= history[0] <= 65.0
    later = home.submit("later")
    home.until(later, JobState.RUNNING)
    home.close()
    home.pass_time(86_400.0)
    home.restart()
    assert home.settled(later).state is JobState.DONE
    assert len(home.run(home.runner.finished_seconds(job))) == 1


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


class TestWatching:
    @pytest.mark.parametrize(
        "trouble",
        [
            offline(),
            ServiceError(ErrorKind.RATE_LIMITED),
            ServiceError(ErrorKind.SERVICE_TROUBLE),
            ServiceError(ErrorKind.BAD_ANSWER),
            ServiceError(ErrorKind.KEY_REFUSED),
        ],
        ids=lambda error: str(error.kind),
    )
    def test_trouble_is_shown_and_ends_with_the_next_answer(self, home: Home, trouble: WanError) -> None:
        home.service.results.extend([trouble] * 100)
        job = home.submit()
        home.pass_time(3600.0)
        watched = home.runner.get(job.id)
        assert watched is not None
        assert watched.trouble == trouble.failure
        assert watched.state is JobState.QUEUED
        home.service.results.clear()
        done = home.settled(job)
        assert done.state is JobState.DONE
        assert done.trouble is None

    def test_a_missing_key_pauses_the_watch(self, home: Home) -> None:
        job = home.submit()
        home.until(job, JobState.QUEUED)
        home.service.results.append(ServiceError(ErrorKind.KEY_MISSING))
        assert home.settled(job).state is JobState.DONE

    def test_not_found_soon_after_the_submit_is_lag(self, home: Home) -> None:
        home.service.results.extend([NOT_FOUND] * 20)
        done = home.settled(home.submit())
        assert (done.state, done.trouble) == (JobState.DONE, None)
        told = {job.trouble.kind for job in home.published if job.trouble is not None}
        assert told == {ErrorKind.TASK_NOT_FOUND}

    def test_not_found_later_is_lost_and_can_be_looked_for_again(self, home: Home) -> None:
        home.service.seconds = 1e9
        job = home.submit()
        home.pass_time(1900.0)
        home.service.results.extend([NOT_FOUND] * 50)
        lost = home.settled(job)
        assert lost.state is JobState.LOST
        assert lost.error is not None
        assert lost.error.may_be_billed
        home.service.results.clear()
        home.service.seconds = 60.0
        home.act(home.runner.follow, job.id)
        assert home.until(job, JobState.DONE).error is None
        assert home.service.posts == {"a boat": 1}

    def test_a_gateway_that_knows_nothing_for_some_minutes_loses_nothing(self, home: Home) -> None:
        home.service.seconds = 1e9
        job = home.submit()
        home.pass_time(1900.0)
        home.service.results.extend([NOT_FOUND] * 1000)
        home.pass_time(LOST_FOR - 30.0)
        home.service.results.clear()
        home.service.seconds = 60.0
        assert home.settled(job).state is JobState.DONE

    def test_one_stray_not_found_loses_nothing(self, home: Home) -> None:
        home.service.seconds = 4000.0
        job = home.submit()
        home.pass_time(1900.0)
        home.service.results.append(NOT_FOUND)
        assert home.settled(job).state is JobState.DONE

    def test_a_clock_set_on_by_a_day_loses_nothing(self, home: Home) -> None:
        home.service.results.extend([NOT_FOUND] * 5)
        job = home.submit()
        home.pass_time(6.0)
        home.clock.shift += 86_400.0
        assert home.settled(job).state is JobState.DONE

    @pytest.mark.parametrize("change", [-7200.0, -86_400.0 * 400, 86_400.0, 86_400.0 * 400])
    def test_a_clock_set_between_two_starts_loses_nothing(self, home: Home, change: float) -> None:
        """Set on, a task of a minute ago looks old; set back, it lies in the future. It still lags."""
        home.service.results.extend([NOT_FOUND] * 10_000)
        job = home.submit()
        home.until(job, JobState.QUEUED)
        home.close()
        home.clock.shift += change
        home.restart()
        home.pass_time(1700.0)
        watched = home.runner.get(job.id)
        assert watched is not None
        assert watched.trouble == Failure(ErrorKind.TASK_NOT_FOUND)
        home.service.results.clear()
        assert home.settled(job).state is JobState.DONE

    def test_a_clock_set_back_while_it_is_watched_changes_no_interval(self, home: Home) -> None:
        home.service.seconds = 300.0
        job = home.submit()
        home.pass_time(60.0)
        home.clock.shift -= 86_400.0
        done = home.settled(job)
        times = [time for _, time in home.service.asked]
        assert done.state is JobState.DONE
        assert max(later - earlier for earlier, later in pairwise(times)) < 17.0

    def test_a_failed_task_keeps_the_services_words(self, home: Home) -> None:
        failure = Failure(ErrorKind.TASK_FAILED, "out of luck")
        home.service.results.append(answer(TaskState.FAILED, failure=failure))
        job = home.settled(home.submit())
        assert job.state is JobState.FAILED
        assert job.error == Failure(ErrorKind.TASK_FAILED, "out of luck", may_be_billed=True)
        assert "answer" in kinds(home, job)

    def test_what_an_accepted_task_costs_that_failed_is_said_to_be_open(self, home: Home) -> None:
        """Nowhere is it promised that a task costs nothing which the content check stops."""
        failure = Failure(ErrorKind.CONTENT_REFUSED, "green network")
        home.service.results.append(answer(TaskState.FAILED, failure=failure))
        assert home.settled(home.submit()).may_be_billed

    def test_a_success_without_a_link_is_kept_and_asked_again(self, home: Home) -> None:
        home.service.results.extend([answer(TaskState.SUCCEEDED)] * 3)
        job = home.submit()
        home.pass_time(6.0)
        watched = home.runner.get(job.id)
        assert watched is not None
        assert watched.trouble is not None
        assert watched.trouble.kind is ErrorKind.LINK_MISSING
        assert home.settled(job).state is JobState.DONE
        details = [event.detail for event in home.store.events(job.id) if event.kind == "answer"]
        assert details == ['{"status": "succeeded"}']

    def test_a_word_nobody_knows_keeps_the_watch(self, home: Home) -> None:
        home.service.results.extend([answer(TaskState.UNKNOWN)] * 5)
        assert home.settled(home.submit()).state is JobState.DONE

    def test_stopped_jobs_are_asked_for_no_more(self, home: Home) -> None:
        job = home.submit()
        home.until(job, JobState.RUNNING)
        home.act(home.runner.stop, job.id)
        home.until(job, JobState.STOPPED)
        asked = len(home.service.asked)
        home.pass_time(3600.0)
        assert len(home.service.asked) == asked

    def test_looking_again_asks_at_once(self, home: Home) -> None:
        home.service.results.extend([offline()] * 30)
        job = home.submit()
        home.pass_time(300.0)
        asked = len(home.service.asked)
        home.act(home.runner.follow, job.id)
        home.pass_time(2.0)
        assert len(home.service.asked) == asked + 1

    def test_fifty_jobs_ask_at_most_twice_a_second(self, home: Home) -> None:
        jobs = [home.submit(f"boat {number}") for number in range(50)]
        for job in jobs:
            assert home.settled(job).state is JobState.DONE
        times = [time for _, time in home.service.asked]
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert min(gaps) >= 0.499, sorted(gaps)[:5]


class TestFetching:
    def test_an_expired_link_is_asked_for_afresh(self, home: Home) -> None:
        home.service.fetches.extend([DownloadError(ErrorKind.LINK_EXPIRED)] * 3)
        job = home.settled(home.submit())
        assert job.state is JobState.DONE
        assert kinds(home, job).count("downloading") == 4

    def test_a_link_that_is_dead_each_time_expires_and_can_be_looked_for_again(self, home: Home) -> None:
        home.service.fetches.extend([DownloadError(ErrorKind.LINK_EXPIRED)] * 50)
        job = home.submit()
        home.pass_time(3000.0)
        assert home.stored(job).unfinished, "a store out of order for three quarters of an hour"
        job = home.settled(job)
        assert job.state is JobState.EXPIRED
        home.service.fetches.clear()
        home.act(home.runner.follow, job.id)
        home.until(job, JobState.DONE)

    def test_where_one_link_is_no_good_the_next_is_tried(self, home: Home) -> None:
        links = ("https://videos.example/a?signature=secret", "https://videos.example/b?signature=secret")
        home.service.results.extend([answer(TaskState.SUCCEEDED, *links)] * 5)
        home.service.fetches.append(DownloadError(ErrorKind.LINK_REFUSED, "a is not a public address"))
        job = home.settled(home.submit())
        assert job.state is JobState.DONE
        assert home.service.fetched == list(links)
        assert "answer" in kinds(home, job), "what led nowhere is kept"

    @pytest.mark.parametrize(
        "trouble", [offline(), DiskError(ErrorKind.DISK_FULL), DiskError(ErrorKind.FOLDER_READ_ONLY)]
    )
    def test_trouble_while_fetching_pauses_the_job(self, home: Home, trouble: WanError) -> None:
        home.service.fetches.extend([trouble] * 50)
        job = home.submit()
        home.pass_time(1800.0)
        paused = home.runner.get(job.id)
        assert paused is not None
        assert paused.state is JobState.DOWNLOADING
        assert paused.trouble == trouble.failure
        home.service.fetches.clear()
        assert home.settled(job).state is JobState.DONE

    def test_a_library_on_a_removed_drive_is_waited_for(self, home: Home) -> None:
        home.library = home.paths.data / "drive" / "clips"
        job = home.submit()
        home.pass_time(600.0)
        paused = home.runner.get(job.id)
        assert paused is not None
        assert paused.trouble is not None
        assert paused.trouble.kind is ErrorKind.FOLDER_MISSING
        home.library.mkdir(parents=True)
        assert Path(home.settled(job).video).parent == home.library

    def test_nothing_signed_is_written_down(self, home: Home) -> None:
        home.service.fetches.append(DownloadError(ErrorKind.LINK_EXPIRED))
        home.settled(home.submit())
        home.close()
        for path in home.paths.data.rglob("*"):
            if path.is_file():
                assert b"signature" not in path.read_bytes(), path


class TestActs:
    def test_a_star_stays_while_the_job_goes_on(self, home: Home) -> None:
        job = home.submit()
        home.until(job, JobState.QUEUED)
        home.act(home.runner.star, job.id, True)
        done = home.settled(job)
        assert done.starred
        assert home.stored(job).starred

    def test_a_removed_job_is_gone_with_its_poster_and_its_video_stays(self, home: Home) -> None:
        job = home.settled(home.submit())
        home.act(home.runner.remove, job.id)
        home.pass_time(1.0)
        assert home.runner.get(job.id) is None
        assert home.store.get(job.id) is None
        assert not Path(job.poster).exists()
        assert Path(job.video).exists()

    def test_a_job_removed_while_it_is_fetched_leaves_no_part(self, home: Home) -> None:
        home.service.fetches.extend([offline()] * 1000)
        job = home.submit()
        home.until(job, JobState.DOWNLOADING)
        (home.library / f".{job.id}.part").write_bytes(b"half")
        home.act(home.runner.remove, job.id)
        home.pass_time(600.0)
        assert list(home.library.iterdir()) == []
        assert home.store.find() == []

    def test_stop_and_follow_clicked_at_once_happen_in_their_order(self, home: Home) -> None:
        job = home.submit()
        home.until(job, JobState.RUNNING)

        def click() -> None:
            home.runner.stop(job.id)
            home.runner.follow(job.id)
            home.runner.follow(job.id)

        home.act(click)
        assert home.until(job, JobState.DONE)
        assert kinds(home, job).count("stopped") == 1
        assert len(home.service.fetched) == 1

    def test_found_jobs_come_in_their_newest_state(self, home: Home) -> None:
        old = home.settled(home.submit("old boat"))
        home.close()
        home.start()
        new = home.submit("new boat")
        found = home.run(home.runner.find("BOAT"))
        assert [job.id for job in found] == [new.id, old.id]
        assert home.runner.get(old.id) == old
        assert home.run(home.runner.counts()).all == 2

    def test_publishing_happens_outside_tasks_and_tells_the_latest_of_each_job(self, home: Home) -> None:
        told: list[Job] = []

        def listen(job: Job) -> None:
            assert asyncio.current_task() is None
            assert home.runner.get(job.id) == job
            told.append(job)

        unsubscribe = home.runner.subscribe(listen)
        job = home.submit()
        home.until(job, JobState.RUNNING)
        unsubscribe()
        count = len(told)
        assert count >= 3
        home.settled(job)
        assert len(told) == count


def test_a_listener_that_fails_keeps_no_other_from_hearing(home: Home) -> None:
    failures: list[object] = []
    home.loop.set_exception_handler(lambda _loop, context: failures.append(context.get("exception")))
    gone = BrokenPipeError("nobody reads any more")
    home.runner.subscribe(raising(gone))
    told: list[Job] = []
    home.runner.subscribe(told.append)
    done = home.settled(home.submit())
    assert told[-1] == done
    assert set(failures) == {gone}


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


class TestTwoProcesses:
    @pytest.fixture
    def neighbour(self, home: Home) -> Iterator[Neighbour]:
        made = Neighbour(home)
        yield made
        home.run(made.runner.close())
        home.run(made.tasks.close())

    def test_a_job_is_shown_not_driven_by_the_other(self, home: Home, neighbour: Neighbour) -> None:
        job = home.submit()
        home.act(neighbour.runner.resume)
        home.pass_time(10.0)
        seen = neighbour.runner.get(job.id)
        assert seen is not None
        assert seen.elsewhere
        assert seen.state is JobState.RUNNING
        home.act(neighbour.runner.stop, job.id)
        assert home.settled(job).state is JobState.DONE
        home.pass_time(5.0)
        seen = neighbour.runner.get(job.id)
        assert seen is not None
        assert seen.state is JobState.DONE
        assert not seen.elsewhere
        assert len(home.service.fetched) == 1

    def test_what_a_dead_process_left_is_taken_over(self, home: Home, neighbour: Neighbour) -> None:
        job = home.submit()
        home.act(neighbour.runner.resume)
        home.until(job, JobState.RUNNING)
        home.crash()
        done = home.run(neighbour.runner.settled(job.id))
        assert done.state is JobState.DONE
        assert home.service.posts == {"a boat": 1}

    def test_a_job_that_one_has_ended_the_other_may_remove(self, home: Home, neighbour: Neighbour) -> None:
        home.act(neighbour.runner.resume)
        job = home.settled(home.submit())
        home.act(home.runner.stop, job.id)
        home.pass_time(5.0)
        home.act(neighbour.runner.remove, job.id)
        home.pass_time(1.0)
        assert home.store.get(job.id) is None

    def test_a_job_that_ended_before_it_could_be_taken_over_stays_free(
        self, home: Home, neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = home.settled(home.submit())
        listed = [replace(job, state=JobState.RUNNING)]
        monkeypatch.setattr(neighbour.store, "unfinished", lambda: listed)
        home.act(neighbour.runner.resume)
        home.pass_time(OTHERS_EVERY + 0.1)
        assert home.store.claim(job.id)

    def test_what_one_removes_leaves_the_other_within_seconds(self, home: Home, neighbour: Neighbour) -> None:
        kept, removed = (home.settled(home.submit(prompt)) for prompt in ("kept", "removed"))
        home.act(neighbour.runner.resume)
        assert len(home.run(neighbour.runner.find())) == 2
        told: list[str] = []
        end = neighbour.runner.subscribe_removals(told.append)
        home.act(home.runner.remove, removed.id)
        home.pass_time(OTHERS_EVERY + 0.1)
        assert told == [removed.id]
        assert neighbour.runner.get(removed.id) is None
        assert neighbour.runner.get(kept.id) == kept
        end()
        home.act(home.runner.remove, kept.id)
        home.pass_time(OTHERS_EVERY + 0.1)
        assert told == [removed.id]

    def test_a_new_job_is_not_taken_for_removed_before_it_is_written(
        self,
        home: Home,
        neighbour: Neighbour,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        home.act(home.runner.resume)
        told: list[str] = []
        home.runner.subscribe_removals(told.append)
        full = DiskError(ErrorKind.DISK_FULL)
        with monkeypatch.context() as disk:
            disk.setattr(home.store, "save", raising(full))
            job = home.submit()
            home.act(home.runner.stop, job.id)
            neighbour.store.save(replace(job, id="of the neighbour"))
            home.pass_time(2 * OTHERS_EVERY)
        assert told == []
        home.pass_time(10.0)
        assert home.stored(job).state is JobState.STOPPED
        caplog.clear()

    def test_a_change_is_seen_though_the_newest_job_was_removed_before_it(
        self, home: Home, neighbour: Neighbour
    ) -> None:
        old, new = (home.settled(home.submit(prompt)) for prompt in ("old", "new"))
        home.act(neighbour.runner.resume)
        assert len(home.run(neighbour.runner.find())) == 2
        home.pass_time(OTHERS_EVERY + 0.1)
        home.act(home.runner.remove, new.id)
        home.pass_time(0.1)
        home.act(home.runner.star, old.id, True)
        home.pass_time(OTHERS_EVERY + 0.1)
        seen = neighbour.runner.get(old.id)
        assert seen is not None
        assert seen.starred


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_arguments: object) -> None:
        raise error

    return fail


class Neighbour:
    """A second process on the same home."""

    def __init__(self, home: Home) -> None:
        self.tasks = Tasks(home.bugs.append)
        self.store = Store(home.paths.database, home.paths.locks)
        self.runner = home.another_runner(self.store, InlineThreads(), self.tasks)


def test_a_bug_in_one_job_is_shown_and_forgets_nothing(
    home: Home, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = home.submit()
    home.until(job, JobState.RUNNING)
    original: Callable[..., object] = home.service.result
    monkeypatch.setattr(home.service, "result", None)
    home.pass_time(20.0)
    broken = home.runner.get(job.id)
    assert broken is not None
    assert broken.trouble == Failure(ErrorKind.INTERNAL)
    assert len(home.bugs) == 1
    monkeypatch.setattr(home.service, "result", original)
    home.act(home.runner.follow, job.id)
    home.until(job, JobState.DONE)
    home.bugs.clear()
    caplog.clear()
