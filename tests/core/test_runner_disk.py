"""The runner while the disk refuses: nothing leaves against the user's will, no id, no file is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.home import Home
from tests.fakes.scripted_service import REFUSED_FOR_NOW, VIDEO, offline
from wan_desktop.core import job_book
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.store import Store


class Disk(Store):
    """A real store on a disk that refuses: the saving of some states, or every removal."""

    full_for: frozenset[JobState] = frozenset()
    keeps_all = False
    before_removal: Callable[[], object] = staticmethod(lambda: None)

    def save(self, job: Job) -> None:
        if job.state in self.full_for:
            raise DiskError(ErrorKind.DISK_FULL)
        super().save(job)

    def delete(self, job_id: str) -> None:
        self.before_removal()
        if self.keeps_all:
            raise DiskError(ErrorKind.DISK_FULL)
        super().delete(job_id)


@pytest.fixture(autouse=True)
def disk_trouble_is_expected(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger=job_book.__name__)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家", Disk)
    made.act(made.runner.resume)
    yield made
    made.dispose()
    assert made.bugs == []


def disk(home: Home) -> Disk:
    assert isinstance(home.store, Disk)
    return home.store


def test_nothing_is_sent_while_the_consent_cannot_be_written(home: Home) -> None:
    disk(home).full_for = frozenset(JobState)
    job = home.submit()
    home.pass_time(600.0)
    waiting = home.runner.get(job.id)
    assert waiting is not None
    assert waiting.trouble == Failure(ErrorKind.DISK_FULL)
    assert home.service.posts == {}
    disk(home).full_for = frozenset()
    assert home.settled(job).state is JobState.DONE


def test_a_job_whose_removal_the_disk_refused_is_not_sent(home: Home) -> None:
    home.service.outcomes.append(REFUSED_FOR_NOW)
    job = home.submit()
    home.until(job, JobState.WAITING)
    disk(home).keeps_all = True
    home.act(home.runner.remove, job.id)
    home.pass_time(60.0)
    assert home.stored(job).state is JobState.STOPPED
    assert home.service.submits == {}
    assert home.published[-1].id == job.id
    disk(home).keeps_all = False
    home.act(home.runner.remove, job.id)
    home.pass_time(60.0)
    assert home.store.get(job.id) is None
    assert home.service.submits == {}


def test_a_finished_job_whose_removal_the_disk_refused_is_told_again(home: Home) -> None:
    job = home.settled(home.submit())
    disk(home).keeps_all = True
    told = len(home.published)
    home.act(home.runner.remove, job.id)
    home.pass_time(1.0)
    assert [(news.id, news.state) for news in home.published[told:]] == [(job.id, JobState.DONE)]


def test_an_id_that_cannot_be_written_is_logged_at_once_and_written_later(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger=job_book.__name__)
    home.service.answer_after = 2.0
    job = home.submit()
    home.until(job, JobState.SUBMITTING)
    disk(home).full_for = frozenset(JobState)
    home.pass_time(4.0)
    lines = [record.getMessage() for record in caplog.records if "task-1" in record.getMessage()]
    assert lines == [f"job {job.id} could not be written: queued, task task-1"]
    disk(home).full_for = frozenset()
    home.pass_time(6.0)
    assert home.stored(job).task_id == "task-1"
    caplog.clear()


def test_a_job_taken_up_again_on_a_full_disk_stays_this_process_own(home: Home) -> None:
    job = home.submit()
    home.until(job, JobState.RUNNING)
    home.act(home.runner.stop, job.id)
    home.until(job, JobState.STOPPED)
    disk(home).full_for = frozenset({JobState.QUEUED})
    home.act(home.runner.follow, job.id)
    home.pass_time(1.0)
    other = Store(home.paths.database, home.paths.locks)
    assert not other.claim(job.id)
    other.close()
    disk(home).full_for = frozenset()
    assert home.settled(job).state is JobState.DONE


def test_a_job_whose_consent_is_not_written_yet_can_be_looked_at_again(home: Home) -> None:
    disk(home).full_for = frozenset(JobState)
    job = home.submit()
    home.act(home.runner.follow, job.id)
    disk(home).full_for = frozenset()
    assert home.settled(job).state is JobState.DONE
    assert home.service.posts == {"a boat": 1}


def test_trouble_that_has_passed_is_not_written_down(home: Home) -> None:
    disk(home).full_for = frozenset({JobState.DONE})
    job = home.submit()
    home.until(job, JobState.DONE)
    home.pass_time(20.0)
    disk(home).full_for = frozenset()
    home.pass_time(20.0)
    done = home.stored(job)
    assert (done.state, done.trouble) == (JobState.DONE, None)


def test_a_file_already_in_its_place_is_not_fetched_twice(home: Home) -> None:
    disk(home).full_for = frozenset({JobState.DONE})
    job = home.submit()
    home.until(job, JobState.DONE)
    assert home.stored(job).state is JobState.DOWNLOADING
    home.crash()
    home.restart()
    done = home.settled(job)
    assert done.state is JobState.DONE
    assert len(home.service.fetched) == 1
    assert [path.name for path in home.library.iterdir()] == [Path(done.video).name]


def test_a_file_in_its_place_is_found_beside_links_to_nowhere(home: Home) -> None:
    disk(home).full_for = frozenset({JobState.DONE})
    job = home.submit()
    home.until(job, JobState.DONE)
    (home.library / "a link.mp4").symlink_to(home.library / "nowhere")
    home.crash()
    home.restart()
    assert home.settled(job).state is JobState.DONE
    assert len(home.service.fetched) == 1


def test_a_library_changed_in_the_middle_leaves_no_half_video_behind(home: Home) -> None:
    home.service.fetches.append(offline())
    job = home.submit()
    home.until(job, JobState.DOWNLOADING)
    old = home.library
    (old / f".{job.id}.part").write_bytes(VIDEO[:10])
    home.library = home.paths.data / "other"
    home.library.mkdir()
    assert Path(home.settled(job).video).parent == home.library
    assert list(old.iterdir()) == []


def test_a_job_removed_after_the_library_changed_leaves_no_half_video(home: Home) -> None:
    home.service.fetches.extend([offline()] * 1000)
    job = home.submit()
    home.until(job, JobState.DOWNLOADING)
    old = home.library
    (old / f".{job.id}.part").write_bytes(VIDEO[:10])
    home.library = home.paths.data / "other"
    home.library.mkdir()
    home.act(home.runner.remove, job.id)
    home.pass_time(60.0)
    assert list(old.iterdir()) == []


def test_killed_in_the_middle_of_a_removal_there_is_no_half_video_that_nobody_knows(home: Home) -> None:
    home.service.fetches.extend([offline()] * 1000)
    job = home.submit()
    home.until(job, JobState.DOWNLOADING)
    (home.library / f".{job.id}.part").write_bytes(VIDEO[:10])
    left: list[list[Path]] = []
    disk(home).before_removal = lambda: left.append(list(home.library.iterdir()))
    home.act(home.runner.remove, job.id)
    home.pass_time(60.0)
    assert left == [[]]
