"""From a task id to its end: asks the service until the service itself says that it is over.

No time-out of ours ends paid work. Silence, errors and nonsense become the job's ``trouble`` and the next
question comes later; only the service's own word ends a job: failed, or no longer known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from wan_desktop.core.clock import Clock
from wan_desktop.core.connection import Connect, Connection
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, ServiceError, WanError
from wan_desktop.core.fetching import Fetched, Fetching
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.job_book import JobBook
from wan_desktop.core.kept_paths import PLACING
from wan_desktop.core.schedule import FIRST_POLL, Limiter, back_off, next_poll, typical_seconds
from wan_desktop.core.service import TaskResult, TaskState
from wan_desktop.core.store import Store
from wan_desktop.core.tagging import SEED
from wan_desktop.core.threads import Threads

LAG = 1800.0
"""Seconds after the submit in which an unknown task is lag: the service's FAQ calls 30 min normal."""
LOST_AFTER, LOST_FOR = 5, 300.0
"""Answers "no such task" in a row, and seconds over which they came, after the lag, that end the watch: a
gateway that restarts says so for a minute too."""
DEAD_LINKS = 14
"""Links in a row that lead to no video, each asked for afresh, before the job has expired."""
LONGEST_DEAD = 600.0
"""Longest pause in seconds after a link that led to no video; with it, DEAD_LINKS take an hour."""
LIVE_WITHIN = 20.0
"""A success counts into the history where the task was seen unfinished at most so many seconds before."""
ANSWER = "answer"
"""The kind of event that keeps a raw answer."""
SERVICE_SECONDS = "service_seconds"
"""The key in ``Job.extra`` for how long the service took; ``Store.finished_seconds`` reads it."""

#: After these nobody knows whether what was fetched is still there, or still whole.
_GONE = frozenset({ErrorKind.FOLDER_MISSING, ErrorKind.FOLDER_UNUSABLE, ErrorKind.DRIVE_TROUBLE})
_NO_VIDEO = frozenset({ErrorKind.LINK_EXPIRED, ErrorKind.LINK_REFUSED, ErrorKind.VIDEO_BROKEN})


@dataclass(slots=True)
class _Watch:
    """What this process has heard of one task so far. ``began`` is monotonic, ``age_then`` the age at it."""

    began: float
    age_then: float
    typical: float | None
    asked: int = 0
    unheard: int = 0
    unknown: int = 0
    unknown_since: float = 0.0
    unfetched: int = 0
    dead_links: int = 0
    retry_after: float | None = None
    eta: float | None = None
    seen_unfinished: float = float("-inf")
    fetched: Fetched | None = None
    answer_kept: bool = False

    def age(self, now: float) -> float:
        """Seconds since the submit. By the monotonic clock, so that a clock set anew loses no task."""
        return self.age_then + now - self.began

    def heard(self, result: TaskResult, now: float) -> None:
        self.unheard = self.unknown = 0
        self.retry_after = None
        self.eta = result.eta
        if result.state is not TaskState.SUCCEEDED:
            self.seen_unfinished = now


class Following:
    """Takes jobs from ``queued`` to their end. All questions of all jobs pass one limiter."""

    def __init__(
        self,
        book: JobBook,
        store: Store,
        connect: Connect,
        fetching: Fetching,
        threads: Threads,
        clock: Clock,
        *,
        poll_seconds: float | None = None,
        first_poll: float = FIRST_POLL,
    ) -> None:
        self._book, self._store, self._connect = book, store, connect
        self._fetching, self._threads, self._clock = fetching, threads, clock
        self._poll_seconds, self._first_poll = poll_seconds, first_poll
        self._limiter = Limiter(clock)

    async def follow(self, job_id: str) -> None:
        """Watches a job with a task id to its end, from whichever state it is in."""
        downloading = self._book[job_id].state is JobState.DOWNLOADING
        if downloading and await self._fetching.found(job_id):
            return
        watch = await self._watch(self._book[job_id])
        if downloading:
            watch.fetched = await self._fetching.whole(job_id)
        if watch.fetched is not None:
            await self._place(job_id, watch, watch.fetched)
        while self._book[job_id].unfinished:
            await self._clock.sleep(self._pause(watch))
            if watch.fetched is not None:
                await self._place(job_id, watch, watch.fetched)
            else:
                await self._ask(job_id, watch)

    async def _watch(self, job: Job) -> _Watch:
        request = job.request
        try:
            history = await self._threads.in_order(
                self._store.finished_seconds, job.service, request.duration, request.resolution
            )
        except DiskError:
            history = []
        age = max(self._clock.time() - job.submitted_at, 0.0)
        return _Watch(self._clock.monotonic(), age, typical_seconds(history))

    def _pause(self, watch: _Watch) -> float:
        failures = max(watch.unheard, watch.unfetched)
        if self._poll_seconds is not None and not failures:
            return self._poll_seconds
        if watch.dead_links and not watch.unheard:
            return back_off(watch.dead_links, jitter=self._clock.random(), longest=LONGEST_DEAD)
        return next_poll(
            watch.age(self._clock.monotonic()),
            watch.asked,
            failures=failures,
            retry_after=watch.retry_after,
            eta=watch.eta,
            typical=watch.typical,
            jitter=self._clock.random(),
            first_poll=self._first_poll,
        )

    async def _ask(self, job_id: str, watch: _Watch) -> None:
        watch.asked += 1
        try:
            connection = await self._connect(self._book[job_id].service)
            async with self._limiter:
                result = await connection.service.result(self._book[job_id].task_id)
        except WanError as error:
            self._not_heard(job_id, watch, error)
            return
        watch.heard(result, self._clock.monotonic())
        await self._take(job_id, watch, result, connection)

    def _not_heard(self, job_id: str, watch: _Watch, error: WanError) -> None:
        if error.kind is ErrorKind.TASK_NOT_FOUND:
            self._not_found(job_id, watch, error)
            return
        watch.unknown = 0
        watch.unheard += 1
        watch.retry_after = error.retry_after if isinstance(error, ServiceError) else None
        self._update(job_id, self._book[job_id].state, trouble=error.failure)

    def _not_found(self, job_id: str, watch: _Watch, error: WanError) -> None:
        now = self._clock.monotonic()
        watch.unheard = 0
        self._update(job_id, self._book[job_id].state, trouble=error.failure)
        if self._may_lag(job_id, watch, now):
            return
        watch.unknown += 1
        if watch.unknown == 1:
            watch.unknown_since = now
        if watch.unknown < LOST_AFTER or now - watch.unknown_since < LOST_FOR:
            return
        if watch.dead_links:
            self._update(job_id, JobState.DOWNLOADING)
        downloading = self._book[job_id].state is JobState.DOWNLOADING
        self._end(job_id, JobState.EXPIRED if downloading else JobState.LOST, error.failure)

    def _may_lag(self, job_id: str, watch: _Watch, now: float) -> bool:
        """Whether the service may not know the task yet.

        Of a task that it never spoke of, only the time of this watch counts: between the submit and now,
        somebody may have set the clock.
        """
        unheard_of = self._book[job_id].state is JobState.QUEUED
        return (now - watch.began if unheard_of else watch.age(now)) < LAG

    async def _take(self, job_id: str, watch: _Watch, result: TaskResult, connection: Connection) -> None:
        state = self._book[job_id].state
        match result.state:
            case TaskState.SUCCEEDED if result.links:
                await self._fetch(job_id, watch, result, connection)
            case TaskState.SUCCEEDED:
                self._no_link(job_id, watch, result)
            case TaskState.FAILED:
                self._failed(job_id, result)
            case TaskState.QUEUED if state is not JobState.DOWNLOADING:
                self._update(job_id, JobState.QUEUED, progress=result.progress, trouble=None)
            case TaskState.UNKNOWN:
                self._update(job_id, state, progress=result.progress, trouble=None)
            case _:
                self._update(job_id, JobState.RUNNING, progress=result.progress, trouble=None)

    def _no_link(self, job_id: str, watch: _Watch, result: TaskResult) -> None:
        self._keep_answer(job_id, watch, result)
        watch.unfetched += 1
        trouble = Failure(ErrorKind.LINK_MISSING, may_be_billed=True)
        self._update(job_id, self._book[job_id].state, trouble=trouble)

    def _keep_answer(self, job_id: str, watch: _Watch, result: TaskResult) -> None:
        """Once in a watch: what a success without a usable link said is all there is of a paid video."""
        if not watch.answer_kept:
            self._book.note(job_id, ANSWER, result.raw)
        watch.answer_kept = True

    def _failed(self, job_id: str, result: TaskResult) -> None:
        self._book.note(job_id, ANSWER, result.raw)
        self._end(job_id, JobState.FAILED, result.failure or Failure(ErrorKind.TASK_FAILED))

    async def _fetch(self, job_id: str, watch: _Watch, result: TaskResult, connection: Connection) -> None:
        now = self._clock.monotonic()
        link = result.links[watch.dead_links % len(result.links)]
        dies_at = float("inf") if link.seconds_to_live is None else now + link.seconds_to_live
        self._update(job_id, JobState.DOWNLOADING, progress=None, extra=self._facts(job_id, watch, result))
        try:
            if PLACING in self._book[job_id].extra and await self._fetching.found(job_id):
                return
            watch.fetched = await self._fetching.fetch(job_id, connection.downloads, link.url, dies_at)
        except WanError as error:
            if error.kind is ErrorKind.LINK_REFUSED:
                self._keep_answer(job_id, watch, result)
            self._not_fetched(job_id, watch, error)
        else:
            await self._place(job_id, watch, watch.fetched)

    async def _place(self, job_id: str, watch: _Watch, fetched: Fetched) -> None:
        try:
            await self._fetching.place(job_id, fetched)
        except WanError as error:
            # A full or protected disk: what was fetched waits. Gone, or no good: fetched afresh.
            if not isinstance(error, DiskError) or error.kind in _GONE:
                watch.fetched = None
            self._not_fetched(job_id, watch, error)

    def _not_fetched(self, job_id: str, watch: _Watch, error: WanError) -> None:
        watch.unfetched += 1
        watch.dead_links = watch.dead_links + 1 if error.kind in _NO_VIDEO else 0
        if watch.dead_links >= DEAD_LINKS:
            self._end(job_id, JobState.EXPIRED, error.failure)
        elif error.kind is ErrorKind.LINK_EXPIRED:
            self._update(job_id, JobState.RUNNING, progress=None, trouble=error.failure)
        else:
            self._update(job_id, JobState.DOWNLOADING, trouble=error.failure)

    def _facts(self, job_id: str, watch: _Watch, result: TaskResult) -> dict[str, object]:
        now = self._clock.monotonic()
        facts = dict(self._book[job_id].extra)
        if result.seed is not None:
            facts[SEED] = result.seed
        if now - watch.seen_unfinished <= LIVE_WITHIN:
            facts.setdefault(SERVICE_SECONDS, round(watch.age(now), 1))
        return facts

    def _update(self, job_id: str, state: JobState, **changes: object) -> None:
        """Writes what matters at the next start; a mere percent is only shown."""
        job = self._book[job_id]
        changed = {name for name, value in changes.items() if getattr(job, name) != value}
        if job.state is not state or changed - {"progress"}:
            self._book.change(job_id, state, **changes)
        elif changed:
            self._book.show(job_id, **changes)

    def _end(self, job_id: str, state: JobState, failure: Failure) -> None:
        # The task was accepted, and nowhere is it promised that one without a video costs nothing.
        failure = replace(failure, may_be_billed=True)
        now = self._clock.time()
        self._book.change(job_id, state, error=failure, trouble=None, progress=None, finished_at=now)
