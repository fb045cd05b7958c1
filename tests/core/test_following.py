"""A task that the service has: asked for until its video is there, through every trouble, and fetched."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.core.test_runner import home, kinds
from tests.fakes.home import Home
from tests.fakes.scripted_service import answer, offline
from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind, Failure, ServiceError, WanError
from wan_desktop.core.following import LOST_FOR
from wan_desktop.core.job import JobState
from wan_desktop.core.service import TaskState

__all__ = ["home"]

NOT_FOUND = ServiceError(ErrorKind.TASK_NOT_FOUND)


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

    def test_whoever_waits_for_the_end_at_once_waits_for_what_was_clicked(self, home: Home) -> None:
        home.service.seconds = 60.0
        job = home.submit()
        home.until(job, JobState.QUEUED)
        home.act(home.runner.stop, job.id)
        home.until(job, JobState.STOPPED)

        async def follow_to_its_end() -> JobState:
            home.runner.follow(job.id)
            return (await home.runner.settled(job.id)).state

        assert home.run(follow_to_its_end()) is JobState.DONE

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
        times = [moment for _, moment in home.service.asked]
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
        # The loop takes a timer as due that is due within one tick of its clock: 16 ms on Windows.
        tick = time.get_clock_info("monotonic").resolution
        assert min(gaps) >= 0.499 - tick, sorted(gaps)[:5]


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
