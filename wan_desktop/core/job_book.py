"""The jobs that this process knows: newest value in memory, durable copy in the store, news to listeners.

All changes pass here, on the loop's thread: the move is checked, listeners hear of it, and the write is
queued in the order of the changes. What must be on the disk before the next step waits for
:meth:`JobBook.commit`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from wan_desktop.core.batches import BY_USER, TO_SEND, batch_of, pause_reason
from wan_desktop.core.clock import Clock
from wan_desktop.core.errors import DiskError, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money
from wan_desktop.core.store import Store
from wan_desktop.core.threads import Threads

log = logging.getLogger(__name__)
T = TypeVar("T")

Guard = Callable[[Store, Job], None]
"""Looks at the store before a move is written; raises a WanError or BatchHeld where it must not be made."""

WRITE_AGAIN_AFTER = 5.0
"""Seconds until a write that failed (a full disk) is tried again."""


class News:
    """Tells listeners the latest Job of each id, from the loop itself, never from inside a task.

    A slot that opens a nested loop while a task is current would stop every other task (qasync#59, #174).
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[[Job], None]] = []
        self._latest: dict[str, Job] = {}
        self._removal_listeners: list[Callable[[str], None]] = []

    def subscribe(self, listener: Callable[[Job], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return partial(_forget, self._listeners, listener)

    def subscribe_removals(self, listener: Callable[[str], None]) -> Callable[[], None]:
        self._removal_listeners.append(listener)
        return partial(_forget, self._removal_listeners, listener)

    def publish(self, job: Job) -> None:
        if not self._latest:
            asyncio.get_running_loop().call_soon(self._tell)
        self._latest[job.id] = job

    def withdraw(self, job_id: str) -> None:
        self._latest.pop(job_id, None)

    def publish_removal(self, job_id: str) -> None:
        self.withdraw(job_id)
        asyncio.get_running_loop().call_soon(self._tell_removal, job_id)

    def _tell(self) -> None:
        latest, self._latest = self._latest, {}
        _tell_all(self._listeners, latest.values())

    def _tell_removal(self, job_id: str) -> None:
        _tell_all(self._removal_listeners, (job_id,))


class JobBook:
    """Holds, writes and publishes jobs. For the loop's thread only."""

    def __init__(self, store: Store, threads: Threads, clock: Clock) -> None:
        self._store, self._threads, self._clock = store, threads, clock
        self._jobs: dict[str, Job] = {}
        self._unwritten: dict[str, Failure] = {}
        # What is repeated meanwhile is from before the move, and would undo it on the disk.
        self._committing: set[str] = set()
        self._retry: asyncio.TimerHandle | None = None
        self._changes = 0
        self._changed_at: dict[str, int] = {}
        self.news = News()

    def __getitem__(self, job_id: str) -> Job:
        return self._jobs[job_id]

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    @property
    def changes(self) -> int:
        """How many changes were made here: taken before the store is asked, given to :meth:`learn`."""
        return self._changes

    def learn(self, job: Job, asked: int) -> None:
        """Takes up a job as the store has it, published where that is news.

        Left alone where this process holds a newer value: one not written yet, or changed after ``asked``.
        """
        if job.id in self._unwritten or self._changed_at.get(job.id, 0) > asked:
            return
        if self._jobs.get(job.id) != job:
            self._jobs[job.id] = job
            self.news.publish(job)

    def add(self, jobs: Sequence[Job]) -> None:
        """Takes up the jobs of one click; their write, which is the user's consent, is queued.

        They are on the disk together, or not yet at all.
        """
        for job in jobs:
            self._put(job)
        if len(jobs) == 1:
            self._write(jobs[0])
            return
        written = self._threads.in_order(self._store.save_all, jobs)
        for job in jobs:
            written.add_done_callback(partial(self._saved, job.id))

    def change(self, job_id: str, state: JobState | None = None, **changes: Any) -> Job:
        """Moves a job, or changes it where it stands. The write is queued, and repeated until it succeeds.

        A move that puts money in doubt pauses the rest of a batch, here at once and with that write for good.
        """
        before, job = self._jobs[job_id], self._changed(job_id, state, changes)
        self._put(job)
        self._write(job)
        reason = pause_reason(job)
        if reason and before.state is not job.state:
            self.hold_batch(batch_of(job), reason, but=job_id)
        return job

    def hold_batch(self, batch: str, reason: str, *, but: str = "") -> None:
        """Shows what is not sent of a batch, but for one job, as paused. One by the user hides no other."""
        for job in self.unsent_of(batch):
            if job.id != but and not (job.paused and reason == BY_USER):
                self.show(job.id, paused=reason)

    def unsent_of(self, batch: str) -> list[Job]:
        """The jobs of a batch that may leave yet: one that is being sent may turn out not to be accepted."""
        unsent = TO_SEND | {JobState.SUBMITTING}
        return [job for job in self.jobs() if job.state in unsent and batch_of(job) == batch]

    def unwritten_of(self, batch: str) -> Failure | None:
        """What keeps a job of a batch from the disk; None where all are there."""
        for job_id, failure in self._unwritten.items():
            if batch_of(self._jobs[job_id]) == batch:
                return failure
        return None

    def show(self, job_id: str, **changes: Any) -> None:
        """Changes that pass (a percent): published, not written. A job that is gone by now is no error."""
        if job_id not in self._jobs:
            return
        job = replace(self._jobs[job_id], **changes)
        if job != self._jobs[job_id]:
            self._put(job)

    async def commit(
        self, job_id: str, state: JobState, *, guard: Guard | None = None, **changes: Any
    ) -> Job:
        """Moves a job once the move is on the disk. Raises DiskError, and the job is then as it was.

        ``guard`` is called in the same transaction, before the move is written; what it raises prevents it.
        Cancelled, the job is as it was too, on the disk as well.
        """
        written = self._changed(job_id, state, changes)
        self._committing.add(job_id)
        try:
            await self._threads.in_order(self._save, written, guard)
        except (asyncio.CancelledError, DiskError):
            if job_id in self._jobs:
                self._write(self._jobs[job_id])
            raise
        finally:
            self._committing.discard(job_id)
        self._unwritten.pop(job_id, None)
        # Taken anew: a star may have come in the meantime.
        job = self._changed(job_id, state, changes)
        self._put(job)
        return job

    def charge(self, job_id: str, charged: Money) -> None:
        """Notes what was really taken for a job."""
        self.show(job_id, charged=charged)
        self._aside(self._store.charge, job_id, charged)

    def star(self, job_id: str, starred: bool) -> None:
        self.show(job_id, starred=starred)
        self._aside(self._store.star, job_id, starred)

    def note(self, job_id: str, kind: str, detail: str) -> None:
        """Adds a line to the job's history."""
        self._aside(self._store.note, job_id, self._clock.time(), kind, detail)

    def release(self, job_id: str) -> None:
        """Lets other processes change a job, unless it has to be driven on from here."""
        job = self._jobs.get(job_id)
        # The store may not know yet that the job is unfinished: that write may have to be repeated.
        if job is not None and not job.unfinished:
            self._aside(self._store.release, job_id)

    async def remove(self, job_id: str) -> None:
        """Forgets a job, the store first. Raises DiskError, and the job is then as it was."""
        await self._threads.in_order(self._store.delete, job_id)
        self._jobs.pop(job_id, None)
        self._touch(job_id)
        self._unwritten.pop(job_id, None)
        self.news.withdraw(job_id)

    def jobs(self) -> list[Job]:
        """All jobs that this process knows."""
        return list(self._jobs.values())

    def known(self) -> list[str]:
        """The ids of all jobs that this process knows."""
        return list(self._jobs)

    def lose(self, job_id: str, asked: int) -> None:
        """Forgets a job that another process has removed, and says so; as careful as :meth:`learn`."""
        if job_id in self._unwritten or self._changed_at.get(job_id, 0) > asked:
            return
        if self._jobs.pop(job_id, None) is not None:
            self.news.publish_removal(job_id)

    async def written(self) -> None:
        """Waits until every write queued so far was tried, those that failed once more."""
        self._write_unwritten()
        # The outcome of each write arrives on the loop before the outcome of what was queued after it.
        await self._threads.in_order(_nothing)

    def close(self) -> None:
        """Ends the tries to write. What is not written is named in the log once more."""
        if self._retry is not None:
            self._retry.cancel()
        for job_id in self._unwritten:
            log.error(*_unwritten(self._jobs[job_id]))

    def _changed(self, job_id: str, state: JobState | None, changes: dict[str, Any]) -> Job:
        job = self._jobs[job_id]
        return job.to(state or job.state, updated_at=self._clock.time(), **changes)

    def _put(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._touch(job.id)
        self.news.publish(job)

    def _touch(self, job_id: str) -> None:
        self._changes += 1
        self._changed_at[job_id] = self._changes

    def _save(self, job: Job, guard: Guard | None) -> None:
        if guard is None:
            self._store.save(job)
            return
        with self._store.exclusive():
            guard(self._store, job)
            self._store.save(job)

    def _write(self, job: Job) -> None:
        self._threads.in_order(self._store.save, job).add_done_callback(partial(self._saved, job.id))

    def _saved(self, job_id: str, outcome: asyncio.Future[None]) -> None:
        failure = _failure(outcome)
        before = self._unwritten.pop(job_id, None)
        job = self._jobs.get(job_id)
        if job is None:
            return
        if failure is not None:
            self._unwritten[job_id] = failure
            if before is None:
                # At once: the program may not live until the disk takes it.
                log.warning(*_unwritten(job))
            self.show(job_id, trouble=failure)
            self._write_later()
        elif before is not None and job.trouble == before:
            self.show(job_id, trouble=None)

    def _write_later(self) -> None:
        if self._retry is None:
            self._retry = asyncio.get_running_loop().call_later(WRITE_AGAIN_AFTER, self._write_again)

    def _write_again(self) -> None:
        self._retry = None
        self._write_unwritten()

    def _write_unwritten(self) -> None:
        """Without the trouble that ends when this write succeeds."""
        for job_id, failure in self._unwritten.items():
            if job_id not in self._committing:
                job = self._jobs[job_id]
                self._write(replace(job, trouble=None) if job.trouble == failure else job)

    def _aside(self, work: Callable[..., None], *arguments: object) -> None:
        """Queues a write that is tried once: nothing paid hangs on it."""
        self._threads.in_order(work, *arguments).add_done_callback(_failure)


def _tell_all(listeners: list[Callable[[T], None]], news: Iterable[T]) -> None:
    """A listener that fails keeps no other from hearing; what it raised comes out at the end."""
    with ExitStack() as calls:
        # The stack calls the last one first, and every one whatever the others raise.
        for item in reversed(tuple(news)):
            for listener in reversed(listeners):
                calls.callback(listener, item)


def _forget(listeners: list[T], listener: T) -> None:
    if listener in listeners:
        listeners.remove(listener)


def _failure(outcome: asyncio.Future[None]) -> Failure | None:
    """Why a write failed, None where it did not. A bug goes on to the loop's handler, the crash hook."""
    if outcome.cancelled():
        return None
    error = outcome.exception()
    if error is None:
        return None
    if not isinstance(error, DiskError):
        raise error
    return error.failure


def _unwritten(job: Job) -> tuple[str, str, str, str]:
    """The line of the log: a task id is worth money."""
    return "job %s could not be written: %s, task %s", job.id, job.state, job.task_id or "unknown"


def _nothing() -> None:
    """Queued behind all writes, it is done when they are."""
