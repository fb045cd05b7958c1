"""From consent to file, in virtual time: real database, real files, a scripted service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.home import Home
from tests.fakes.scripted_service import VIDEO, offline
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState


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


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_arguments: object) -> None:
        raise error

    return fail


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
