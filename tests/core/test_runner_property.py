"""Whatever happens in whatever order: submits ≤ consents, money ≤ limits, no job forgotten, legal moves.

And of a batch: one request at a time, and none after one in doubt before the user resumes it.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from tests.fakes.home import Home
from tests.fakes.scripted_service import ANSWER_LOST, REFUSED, REFUSED_FOR_NOW, answer, offline
from wan_desktop.core.batches import batch_of
from wan_desktop.core.errors import DiskError, DownloadError, ErrorKind, Failure, ServiceError
from wan_desktop.core.job import MOVES, UNFINISHED, Job, JobState
from wan_desktop.core.ledger import Fate, day_of
from wan_desktop.core.limits import NO_LIMITS, Consent, Limits
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.service import Attached, NotAccepted, SubmitOutcome, TaskState
from wan_desktop.core.store import Store

OUTCOMES = [
    ANSWER_LOST,
    REFUSED,
    REFUSED_FOR_NOW,
    NotAccepted(Failure(ErrorKind.RATE_LIMITED), send_again=True, retry_after=90.0),
]
RESULTS = [
    offline(),
    ServiceError(ErrorKind.TASK_NOT_FOUND),
    ServiceError(ErrorKind.RATE_LIMITED, retry_after=40.0),
    ServiceError(ErrorKind.BAD_ANSWER),
    answer(TaskState.QUEUED),
    answer(TaskState.RUNNING),
    answer(TaskState.UNKNOWN),
    answer(TaskState.SUCCEEDED),
    answer(TaskState.FAILED, failure=Failure(ErrorKind.TASK_FAILED)),
]
FETCHES = [
    offline(),
    DownloadError(ErrorKind.LINK_EXPIRED),
    DownloadError(ErrorKind.LINK_REFUSED),
    DownloadError(ErrorKind.VIDEO_BROKEN),
    DiskError(ErrorKind.DISK_FULL),
]


LIMITS = Limits(per_click=Decimal("1.5"), per_day=Decimal(3))
CONSENTS = [
    *(Consent(Money(Decimal(amount), "$")) for amount in ("0.5", "1", "1.2", "2")),
    Consent(Money(Decimal("0.5"), "$"), click_total=Money(Decimal("1.6"), "$")),
    Consent(),
    Consent(unknown_accepted=True),
]

SCHEDULES = int(os.environ.get("WAN_DESKTOP_SCHEDULES", "60"))
"""How many are tried; the full run asks for 10,000 and more."""


class SometimesFull(Store):
    """A real store on a disk that refuses as many writes as ordered."""

    refusals = 0

    def save(self, job: Job) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DiskError(ErrorKind.DISK_FULL)
        super().save(job)

    def save_all(self, jobs: Sequence[Job]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DiskError(ErrorKind.DISK_FULL)
        super().save_all(jobs)

    def pause(self, batch: str, reason: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DiskError(ErrorKind.DISK_FULL)
        super().pause(batch, reason)

    def resume(self, batch: str, seen: Iterable[str]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DiskError(ErrorKind.DISK_FULL)
        super().resume(batch, seen)

    def delete(self, job_id: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DiskError(ErrorKind.DISK_FULL)
        super().delete(job_id)


class UserAgainstTheWorld(RuleBasedStateMachine):
    """One user, one service that keeps its tasks, and everything in between that can go wrong."""

    jobs: Bundle[str] = Bundle("jobs")

    @initialize(limited=st.booleans())
    def start(self, limited: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.home = Home(Path(self.folder.name), SometimesFull, others_every=500.0)
        self.home.limits = LIMITS if limited else NO_LIMITS
        self.home.act(self.home.runner.resume)
        self.consents: Counter[str] = Counter()
        self.given: dict[str, str] = {}
        self.removed: set[str] = set()
        self.posts_when_gone: dict[str, int] = {}
        self.batches: set[str] = set()
        self.seen_by_the_user: set[str] = set()
        self.left_too_soon: list[str] = []
        self._watch_the_gate()

    def _watch_the_gate(self) -> None:
        submit = self.home.service.submit

        async def watched(request: Request, image: bytes, mime: str, sound: Attached | None) -> SubmitOutcome:
            self._look_at_what_leaves(request.prompt)
            return await submit(request, image, mime, sound)

        vars(self.home.service)["submit"] = watched

    def _look_at_what_leaves(self, prompt: str) -> None:
        if self.home.threads.dead:
            return  # The program is gone; only the coroutine of the test is not.
        sent = [job for job in self._stored() if job.state is JobState.SUBMITTING]
        leaving = [job for job in sent if job.request.prompt == prompt]
        batch = batch_of(leaving[0]) if len(leaving) == 1 else ""
        if not batch:
            return  # Alone, or beside its own repetition.
        if [batch_of(job) for job in sent].count(batch) > 1:
            self.left_too_soon.append(f"{prompt}: beside another")
        if self._in_doubt(batch) - self.seen_by_the_user:
            self.left_too_soon.append(f"{prompt}: not resumed")

    def _in_doubt(self, batch: str) -> set[str]:
        """Every job of a batch that ever was unconfirmed."""
        known = [self.home.runner.get(job_id) for job_id in self.given]
        told = [*self.home.published, *self._stored(), *(job for job in known if job is not None)]
        return {job.id for job in told if job.state is JobState.UNCONFIRMED and batch_of(job) == batch}

    def _stored(self) -> list[Job]:
        return self.home.store.find(limit=-1)

    # The user

    @rule(target=jobs, consent=st.sampled_from(CONSENTS))
    def submit(self, consent: Consent) -> str:
        job = self.home.submit(f"video {len(self.given)}", consent)
        return self._consent(job)

    @rule(target=jobs, size=st.integers(2, 4), consent=st.sampled_from(CONSENTS))
    def submit_batch(self, size: int, consent: Consent) -> MultipleResults[str]:
        number = len(self.given)
        jobs = self.home.submit_all(*(f"video {number}.{index}" for index in range(size)), consent=consent)
        self.batches.add(batch_of(jobs[0]))
        return multiple(*map(self._consent, jobs))

    @rule(job_id=jobs, act=st.sampled_from(["pause", "resume", "stop"]))
    def act_on_batch(self, job_id: str, act: str) -> None:
        job = self.home.runner.get(job_id)
        if job is not None and batch_of(job):
            self._act_on_batch(batch_of(job), act)

    def _act_on_batch(self, batch: str, act: str) -> None:
        def click() -> None:
            if act == "resume":
                self._see_doubt(batch)
            getattr(self.home.runner.batches, act)(batch)

        self.home.act(click)

    def _see_doubt(self, batch: str) -> None:
        """What a resume is about is what is shown in the very moment of its click."""
        shown = [self.home.runner.get(job_id) for job_id in self.given]
        if any(job and batch_of(job) == batch and job.paused == ErrorKind.UNCONFIRMED for job in shown):
            self.seen_by_the_user |= self._in_doubt(batch)

    @rule(target=jobs, job_id=jobs, consent=st.sampled_from(CONSENTS))
    def retry(self, job_id: str, consent: Consent) -> str:
        if job_id in self.removed or self.home.runner.get(job_id) is None:
            return job_id
        return self._consent(self.home.act(self.home.runner.retry, job_id, consent))

    def _consent(self, job: Job) -> str:
        self.consents[job.request.prompt] += 1
        self.given[job.id] = job.request.prompt
        return job.id

    @rule(job_id=jobs)
    def stop(self, job_id: str) -> None:
        self.home.act(self.home.runner.stop, job_id)

    @rule(job_id=jobs, task_id=st.sampled_from(["", "task-1", "task-77"]))
    def follow(self, job_id: str, task_id: str) -> None:
        self.home.act(self.home.runner.follow, job_id, task_id)

    @rule(job_id=jobs)
    def star(self, job_id: str) -> None:
        if self.home.runner.get(job_id) is not None:
            self.home.act(self.home.runner.star, job_id, True)

    @rule(job_id=jobs)
    def remove(self, job_id: str) -> None:
        self.removed.add(job_id)
        self.home.act(self.home.runner.remove, job_id)

    # The world

    @rule(seconds=st.sampled_from([0.0, 0.1, 1.0, 10.0, 100.0, 2000.0]))
    def pass_time(self, seconds: float) -> None:
        self.home.pass_time(seconds)

    @rule(outcome=st.sampled_from(OUTCOMES), answer_after=st.sampled_from([0.0, 0.05, 3.0, 30.0]))
    def next_submit(self, outcome: Any, answer_after: float) -> None:
        self.home.service.outcomes.append(outcome)
        self.home.service.answer_after = answer_after

    @rule(result=st.sampled_from(RESULTS), count=st.integers(1, 4))
    def next_results(self, result: Any, count: int) -> None:
        self.home.service.results.extend([result] * count)

    @rule(fetch=st.sampled_from(FETCHES), count=st.integers(1, 6), fetch_after=st.sampled_from([0.0, 5.0]))
    def next_fetches(self, fetch: Any, count: int, fetch_after: float) -> None:
        self.home.service.fetches.extend([fetch] * count)
        self.home.service.fetch_after = fetch_after

    @rule(count=st.integers(1, 3))
    def disk_refuses(self, count: int) -> None:
        self._store.refusals += count

    @rule(days=st.sampled_from([1, 1, -1, -2]))
    def set_the_clock(self, days: int) -> None:
        self.home.clock.shift += days * 86_400.0

    @rule(running_on=st.integers(0, 12))
    def crash(self, running_on: int) -> None:
        """Anywhere: after so many turns of the loop."""
        for _ in range(running_on):
            self.home.run(_one_turn())
        self.home.crash()
        self.home.restart()

    @rule()
    def close_and_start_again(self) -> None:
        self._store.refusals = 0
        self.home.close()
        self.home.restart()

    # What always holds

    @invariant()
    def submits_never_exceed_consents(self) -> None:
        for prompt, count in self.home.service.submits.items():
            assert count <= self.consents[prompt], prompt

    @invariant()
    def of_a_batch_one_leaves_at_a_time_and_none_after_a_doubt(self) -> None:
        assert self.left_too_soon == []

    @invariant()
    def no_day_passes_its_limit(self) -> None:
        """What may be billed of what was sent on one day, by the ledger, which forgets nothing that left."""
        entries = [entry for entry in self.home.store.ledger() if entry.fate is Fate.MAY_BE_BILLED]
        assert len(entries) >= sum(self.home.service.submits.values())
        days: dict[str, Decimal] = defaultdict(Decimal)
        for entry in entries:
            # A pasted id is followed without being sent from here.
            if entry.sent and entry.estimate is not None:
                days[day_of(entry.sent)] += entry.estimate.amount
        limits = self.home.limits
        assert limits.per_day is None or all(spent <= limits.per_day for spent in days.values())

    @invariant()
    def nothing_leaves_for_a_job_that_is_gone(self) -> None:
        for job_id in self.removed:
            prompt = self.given[job_id]
            if self.consents[prompt] == 1 and self.home.store.get(job_id) is None:
                posts = self.home.service.posts[prompt]
                assert self.posts_when_gone.setdefault(job_id, posts) == posts, prompt

    @invariant()
    def nothing_ended_in_a_bug(self) -> None:
        assert self.home.bugs == []

    def teardown(self) -> None:
        self._clear_faults()
        try:
            self._run_to_the_end()
            self._check_the_end()
            self.submits_never_exceed_consents()
            self.no_day_passes_its_limit()
            self.of_a_batch_one_leaves_at_a_time_and_none_after_a_doubt()
            self.nothing_ended_in_a_bug()
        finally:
            self.home.dispose()
            self.folder.cleanup()

    def _run_to_the_end(self) -> None:
        for _ in range(40):
            for batch in self.batches:
                self._act_on_batch(batch, "resume")
            self.home.pass_time(100.0)
            if not self.home.store.unfinished():
                break

    def _clear_faults(self) -> None:
        service = self.home.service
        for faults in (service.outcomes, service.results, service.fetches):
            faults.clear()
        service.answer_after = service.fetch_after = 0.0
        self._store.refusals = 0

    def _check_the_end(self) -> None:
        stored = {job.id: job for job in self.home.store.find(limit=-1)}
        # A consent that never reached the disk may go with the program that held it; nothing else may.
        posted = {prompt for prompt, count in self.home.service.posts.items() if count}
        for job_id, prompt in self.given.items():
            assert job_id in stored or job_id in self.removed or prompt not in posted or self._retried(prompt)
        for job in stored.values():
            assert job.state not in UNFINISHED, job
            self._check_history(job)
            if job.state is JobState.DONE:
                assert Path(job.video).exists()

    def _retried(self, prompt: str) -> bool:
        return self.consents[prompt] > 1

    def _check_history(self, job: Job) -> None:
        states = [JobState(event.kind) for event in self.home.store.events(job.id) if event.kind in MOVES]
        assert states[0] is JobState.WAITING or self._store.refusals == 0
        for before, after in pairwise(states):
            assert after in MOVES[before] or _written_late(before, after), (before, after, states)

    @property
    def _store(self) -> SometimesFull:
        assert isinstance(self.home.store, SometimesFull)
        return self.home.store


def _written_late(before: JobState, after: JobState) -> bool:
    """Whether a full disk swallowed moves in between: ``after`` is reached by some legal way."""
    reached, new = {before}, {before}
    while new:
        new = {state for known in new for state in MOVES[known]} - reached
        reached |= new
    return after in reached


async def _one_turn() -> None:
    return


class TestUserAgainstTheWorld(UserAgainstTheWorld.TestCase):  # type: ignore[misc,valid-type]  # made at run time
    @pytest.fixture(autouse=True)
    def disk_trouble_is_expected(self, caplog: pytest.LogCaptureFixture) -> None:
        for name in ("job_book", "batching"):
            caplog.set_level(logging.CRITICAL, logger=f"wan_desktop.core.{name}")


TestUserAgainstTheWorld.settings = settings(
    max_examples=SCHEDULES,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
