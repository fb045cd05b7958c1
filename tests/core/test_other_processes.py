"""Two processes on one home: each sees the other's jobs, and takes over what a dead one left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.core.test_runner import home, raising
from tests.fakes.home import Home
from tests.fakes.virtual_time import InlineThreads
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.other_processes import OTHERS_EVERY
from wan_desktop.core.store import Store
from wan_desktop.core.tasks import Tasks

__all__ = ["home"]


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


class Neighbour:
    """A second process on the same home."""

    def __init__(self, home: Home) -> None:
        self.tasks = Tasks(home.bugs.append)
        self.store = Store(home.paths.database, home.paths.locks)
        self.runner = home.another_runner(self.store, InlineThreads(), self.tasks)
