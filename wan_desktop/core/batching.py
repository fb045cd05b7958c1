"""Jobs out of a click, and what the user does with a whole batch: pause, resume, stop. For the runner alone.

A pause holds in memory at once and, once it is on the disk, whoever drives the jobs: where a request is about
to leave, the store has the last word (``core.batch_table``). A resume counts from when it is on the disk.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from typing import Any, Protocol

from wan_desktop.core.batches import BY_USER, TO_SEND, Place, batch_of, in_order
from wan_desktop.core.catch_up import UNCONFIRMED
from wan_desktop.core.clock import Clock
from wan_desktop.core.errors import DiskError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.job_book import WRITE_AGAIN_AFTER, JobBook
from wan_desktop.core.limits import Consent
from wan_desktop.core.sending import Sending
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.threads import Threads

log = logging.getLogger(__name__)


def jobs_of(
    submissions: Sequence[Submission], consents: Sequence[Consent], service: str, now: float
) -> list[Job]:
    """The jobs of one click at ``now``, each with its own consent; several are a batch, in that order."""
    batch, of = uuid.uuid4().hex, len(submissions)
    pairs = enumerate(zip(submissions, consents, strict=True), start=1)
    return [
        _job_of(submission, consent, service, now, Place(batch, index, of) if of > 1 else None)
        for index, (submission, consent) in pairs
    ]


def _job_of(submission: Submission, consent: Consent, service: str, now: float, place: Place | None) -> Job:
    facts = {} if place is None else place.to_extra()
    return Job(
        uuid.uuid4().hex,
        now,
        JobState.WAITING,
        submission.request,
        service,
        # A file's name on Linux may be no text at all.
        submission.source_name.encode("utf-8", "replace").decode(),
        updated_at=now,
        estimate=consent.estimate,
        extra={**submission.facts, **consent.to_extra(), **facts},
    )


class SpawnAct(Protocol):
    """Runs an act of the user to its end."""

    def __call__(self, work: Coroutine[Any, Any, None], *, name: str) -> None: ...


class Batching:
    """``take_up`` claims a job and drives it on; ``stop`` is the user's act on one job."""

    def __init__(
        self,
        book: JobBook,
        store: Store,
        sending: Sending,
        threads: Threads,
        clock: Clock,
        *,
        spawn: SpawnAct,
        take_up: Callable[[str], Awaitable[None]],
        stop: Callable[[str], None],
    ) -> None:
        self._book, self._store, self._sending = book, store, sending
        self._threads, self._clock = threads, clock
        self._spawn, self._take_up, self._stop_job = spawn, take_up, stop
        self._wished: dict[str, int] = {}

    def pause(self, batch: str) -> None:
        """Holds back what is not sent yet; what is at the service goes on."""
        self._spawn(self.hold(batch), name=f"pause batch {batch}")

    def resume(self, batch: str) -> None:
        """The user has seen why it is paused and lets what waits of it go on, in its order.

        What else comes up before that is on the disk pauses it still.
        """
        seen = {job.paused for job in self._book.unsent_of(batch)}
        self._spawn(self.let_go_on(batch, seen), name=f"resume batch {batch}")

    def stop(self, batch: str) -> None:
        """What was not sent ends as stopped; what is at the service is followed on."""
        self._spawn(self._stop(batch), name=f"stop batch {batch}")

    async def doubt_is_kept(self, job_id: str) -> bool:
        """Before an act that may end the doubt about a job: its batch is paused on the disk by then.

        False where it is not, and where the doubt is news to the user, who decides anew.
        """
        job = self._book[job_id]
        if not batch_of(job) or job.state not in (JobState.UNCONFIRMED, JobState.SUBMITTING):
            return True
        if job.state is JobState.SUBMITTING:
            # The process that sent it is gone, and its answer with it.
            self._book.change(job_id, JobState.UNCONFIRMED, error=UNCONFIRMED, trouble=None)
        await self._book.written()
        return job.state is JobState.UNCONFIRMED and self._book.unwritten_of(batch_of(job)) is None

    async def hold(self, batch: str) -> None:
        """As :meth:`pause`, to its end. A disk that does not take it is asked again until it does."""
        wish = self._wish(batch)
        while wish == self._wished[batch]:
            self._book.hold_batch(batch, BY_USER)
            try:
                await self._threads.in_order(self._store.pause, batch, BY_USER)
            except DiskError as error:
                log.warning("batch %s is paused, but not on the disk yet: %s", batch, error)
                await self._clock.sleep(WRITE_AGAIN_AFTER)
            else:
                if wish == self._wished[batch]:
                    self._book.hold_batch(batch, BY_USER)
                return

    async def let_go_on(self, batch: str, seen: Collection[str]) -> None:
        """As :meth:`resume` for the reasons ``seen``, to the moment from which its jobs are driven."""
        self._wish(batch)
        try:
            await self._threads.in_order(self._store.resume, batch, seen)
        except DiskError as error:
            for job in self._book.unsent_of(batch):
                self._book.show(job.id, trouble=error.failure)
            return
        for job in self._book.unsent_of(batch):
            if job.paused in seen:
                self._book.show(job.id, paused="")
        # As the store has them: this process may not have met them all yet.
        for job in in_order(await self._stored(batch)):
            await self._take_up(job.id)

    async def _stop(self, batch: str) -> None:
        await self.hold(batch)
        for job in self._book.unsent_of(batch):
            # Heard first: it may be with the service by then.
            await self._sending.heard(job.id)
            now = self._book.get(job.id)
            if now is not None and now.state in TO_SEND:
                self._stop_job(job.id)

    async def _stored(self, batch: str) -> list[Job]:
        try:
            unfinished = await self._threads.in_order(self._store.unfinished)
        except DiskError as error:
            log.info("the jobs of batch %s could not be read yet: %s", batch, error)
            return []  # They are taken up at the next look.
        return [job for job in unfinished if batch_of(job) == batch and job.state in TO_SEND]

    def _wish(self, batch: str) -> int:
        """Counts the user's wishes: the latest one counts."""
        self._wished[batch] = self._wished.get(batch, 0) + 1
        return self._wished[batch]
