"""From consent to a task id: the only place from which a request for money leaves.

The law of money: one consent, one POST. ``submitting`` is on the disk before the POST leaves; once it has
left, nothing here sends it again unless the service's client can prove that it was not accepted. The POST
runs in a task of its own, so that stopping a job or closing the program never loses an answer with an id.

The user's limits have their last word in the same transaction as ``submitting``: of two processes that want
the last dollar of a day, one gets it. So has a pause of a batch, of which one request at most is under way.
There it is decided, too, that no request leaves which a content check has refused before, unless the user
knew of every such refusal and said yes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from wan_desktop.core.batches import TO_SEND, BatchHeld, batch_of, is_held
from wan_desktop.core.catch_up import UNCONFIRMED
from wan_desktop.core.charges import BALANCE_BEFORE, Charges
from wan_desktop.core.clock import Clock
from wan_desktop.core.connection import Connect, Connection
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, InputError, LimitError, WanError
from wan_desktop.core.inputs import MIMES, read_input
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.job_book import JobBook
from wan_desktop.core.limits import Limits, consent_of, refusal_of_sending, start_of_day
from wan_desktop.core.params import Request, validate
from wan_desktop.core.schedule import back_off
from wan_desktop.core.service import Accepted, Attached, NotAccepted, SubmitOutcome
from wan_desktop.core.settings import DEMO
from wan_desktop.core.store import Store
from wan_desktop.core.threads import Threads
from wan_desktop.core.turns import Turns
from wan_desktop.core.uploads import Uploads

SUBMITS_AT_ONCE = 2
"""Each holds an image of up to 10 MB several times over while it is encoded and sent."""

CONSENT_HOLDS = 24 * 3600.0
"""Seconds for which the user's consent may still be sent: nobody expects Monday's click to pay on Friday."""


class Spawn(Protocol):
    """``core.tasks.Tasks.spawn``."""

    def __call__(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """Everything a POST needs, gathered before the consent is spent."""

    connection: Connection
    request: Request = field(repr=False)
    """With the link of an uploaded sound in it, which no job keeps."""
    image: bytes
    mime: str
    sound: Attached | None
    facts: Mapping[str, Any]
    """The job's ``extra`` from here on."""


class Sending:
    """Takes jobs from ``waiting`` to ``queued``, or to the end that their POST had."""

    def __init__(
        self,
        book: JobBook,
        connect: Connect,
        charges: Charges,
        limits: Callable[[], Limits],
        inputs: Path,
        uploads: Uploads,
        threads: Threads,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        self._book, self._connect, self._charges, self._limits = book, connect, charges, limits
        self._inputs, self._uploads = inputs, uploads
        self._threads, self._clock, self._spawn = threads, clock, spawn
        self._room = asyncio.Semaphore(SUBMITS_AT_ONCE)
        self._posts: dict[str, asyncio.Task[Any]] = {}
        self._turns = Turns()

    async def send(self, job_id: str) -> None:
        """Sends a waiting job, again after a back-off while it is provably not accepted.

        The jobs of a batch take turns, in the order in which they came here; one that is paused stays as it
        is and gives its turn up.
        """
        batch = batch_of(self._book[job_id])
        if not batch:
            await self._send(job_id)
            return
        async with self._turns.turn(batch):
            await self._send(job_id)

    async def _send(self, job_id: str) -> None:
        failures = 0
        while self._may_be_tried(self._book[job_id]):
            retry_after = await self._try(job_id)
            if self._may_be_tried(self._book[job_id]):
                failures += 1
                jitter = self._clock.random()
                await self._clock.sleep(back_off(failures, retry_after=retry_after, jitter=jitter))

    def _may_be_tried(self, job: Job) -> bool:
        return job.state in TO_SEND and not self.is_held(job)

    def is_held(self, job: Job) -> bool:
        """Whether a job waits for its batch to be resumed; once its consent has run out it ends by that."""
        return is_held(job) and self.consent_holds(job)

    def consent_holds(self, job: Job) -> bool:
        """Whether the user's click is still good for this job."""
        # Made in a future just as long: a clock was set back, and how old the click is nobody knows.
        return abs(self._clock.time() - job.created_at) <= CONSENT_HOLDS

    def is_posting(self, job_id: str) -> bool:
        """Whether a POST of this job is under way: nothing but its answer may move the job then."""
        return job_id in self._posts

    async def heard(self, job_id: str) -> None:
        """Waits until the POST under way is answered; being cancelled here does not disturb it."""
        if job_id in self._posts:
            await asyncio.shield(self._posts[job_id])

    async def close(self, grace: float) -> None:
        """Waits at most ``grace`` seconds for answers. A job unheard by then is found unconfirmed later."""
        posts = set(self._posts.values())
        if posts:
            _, unheard = await asyncio.wait(posts, timeout=grace)
            for post in unheard:
                post.cancel()
            await asyncio.wait(posts)

    async def _try(self, job_id: str) -> float | None:
        """One try, in explicit steps. Returns the service's Retry-After, where it gave one."""
        try:
            self._check_consent(self._book[job_id])
            # Before there is room: a key that its user has yet to unlock keeps no other job from being sent.
            connection = await self._connect(self._book[job_id].service)
            link = await self._link(job_id)
            async with self._room:
                return await self._post_once(job_id, connection, link)
        except WanError as error:
            self._not_sent(job_id, error)
        except BatchHeld as held:
            self._book.change(job_id, JobState.WAITING)
            self._book.show(job_id, paused=held.reason)
        return None

    async def _link(self, job_id: str) -> str:
        """The link of the job's sound, put where the service fetches it; "" for a job that needs none."""
        if not self._book[job_id].request.sound:
            return ""
        await self._check(self._book[job_id])
        # Before a sound lies anywhere, too: it must not for a request that is held back here in the end.
        guard = partial(look_before_preparing, self._limits(), self._clock.time())
        job = await self._book.commit(job_id, JobState.PREPARING, guard=guard)

        async def remember(facts: Mapping[str, Any]) -> None:
            extra = {**self._book[job_id].extra, **facts}
            await self._book.commit(job_id, JobState.PREPARING, extra=extra)

        return await self._uploads.link(job, remember)

    async def _post_once(self, job_id: str, connection: Connection, link: str) -> float | None:
        self._book.change(job_id, JobState.PREPARING)
        ready = await self._prepare(self._book[job_id], connection, link)
        await self._book.commit(
            job_id,
            JobState.SUBMITTING,
            guard=partial(look_before_sending, self._limits()),
            submitted_at=self._clock.time(),
            trouble=None,
            extra=ready.facts,
        )
        # No await between the commit and this: whoever sees ``submitting`` finds its POST under way.
        post = self._spawn(self._post(job_id, ready), name=f"post {job_id}")
        self._posts[job_id] = post
        post.add_done_callback(lambda _: self._posts.pop(job_id, None))
        outcome = await asyncio.shield(post)
        return outcome.retry_after if isinstance(outcome, NotAccepted) else None

    async def _prepare(self, job: Job, connection: Connection, link: str) -> _Ready:
        await self._check(job)  # again: the way to the service may have been waited for
        asking = self._spawn(self._charges.read(connection), name=f"balance before {job.id}")
        try:
            image = await self._threads.aside(read_input, self._inputs, job.request.image)
            sound = await self._uploads.attached(job)
            balance = await asking
        finally:
            asking.cancel()
        facts = {name: value for name, value in job.extra.items() if name != BALANCE_BEFORE}
        if balance is not None:
            facts[BALANCE_BEFORE] = balance.to_json()
        mime = MIMES[Path(job.request.image).suffix]
        request = replace(job.request, audio_url=link) if link else job.request
        return _Ready(connection, request, image, mime, sound, facts)

    async def _check(self, job: Job) -> None:
        """What must hold before anything of a job leaves this computer. InputError, DiskError."""
        self._check_consent(job)
        await self._whole_on_disk(batch_of(job))
        problems = validate(job.request)
        if problems:
            raise InputError(ErrorKind.INVALID_PARAMETER, ", ".join(p.parameter for p in problems))

    async def _whole_on_disk(self, batch: str) -> None:
        """All of a batch is written before the first of it leaves. DiskError where it is not."""
        if batch:
            await self._book.written()
            failure = self._book.unwritten_of(batch)
            if failure is not None:
                raise DiskError(failure.kind, failure.detail)

    def _check_consent(self, job: Job) -> None:
        if not self.consent_holds(job):
            raise InputError(ErrorKind.CONSENT_TOO_OLD)

    def _not_sent(self, job_id: str, error: WanError) -> None:
        if isinstance(error, DiskError) or error.failure.retryable:
            self._book.change(job_id, JobState.WAITING, trouble=error.failure)
        else:
            self._end(job_id, error.failure)

    async def _post(self, job_id: str, ready: _Ready) -> SubmitOutcome:
        outcome: SubmitOutcome | None = None
        try:
            outcome = await ready.connection.service.submit(
                ready.request, ready.image, ready.mime, ready.sound
            )
        finally:
            # Cancelled, or a bug in the client: sent, for all anyone knows.
            if outcome is None:
                self._unconfirmed(job_id, UNCONFIRMED)
        self._heard(job_id, outcome)
        return outcome

    def _heard(self, job_id: str, outcome: SubmitOutcome) -> None:
        if not (isinstance(outcome, NotAccepted) and outcome.send_again):
            self._uploads.forget(self._book[job_id])
        if isinstance(outcome, Accepted):
            self._book.change(job_id, JobState.QUEUED, task_id=outcome.task_id)
        elif not isinstance(outcome, NotAccepted):
            self._unconfirmed(job_id, outcome.failure)
        elif outcome.send_again:
            # As if it had never been sent, which is what is proved.
            self._book.change(job_id, JobState.WAITING, submitted_at=0.0, trouble=outcome.failure)
        else:
            self._end(job_id, outcome.failure)

    def _unconfirmed(self, job_id: str, failure: Failure) -> None:
        self._book.change(job_id, JobState.UNCONFIRMED, error=failure)

    def _end(self, job_id: str, failure: Failure) -> None:
        now = self._clock.time()
        self._book.change(job_id, JobState.FAILED, error=failure, trouble=None, finished_at=now)


def look_before_sending(limits: Limits, store: Store, job: Job) -> None:
    """The guard of every request. BatchHeld or WanError where it must not leave."""
    if batch_of(job):
        store.check_batch(job)
    refuse_again(store, job)
    if limits.any and job.service != DEMO:
        refuse_beyond(limits, store, job)


def look_before_preparing(limits: Limits, now: float, store: Store, job: Job) -> None:
    """As :func:`look_before_sending`, of a job whose request would leave a moment after ``now``."""
    look_before_sending(limits, store, replace(job, submitted_at=now))


def refuse_again(store: Store, job: Job) -> None:
    """InputError(REFUSED_BEFORE) for what was refused once more than its user knew; DiskError."""
    [refused] = store.refused(job.service, [job.request])
    if refused.times > consent_of(job).refusals_seen:
        raise InputError(ErrorKind.REFUSED_BEFORE, refused.words)


def refuse_beyond(limits: Limits, store: Store, job: Job) -> None:
    """The guard of every request that costs money. LimitError where it must not leave; DiskError."""
    refusal = refusal_of_sending(limits, job, store.ledger(since=start_of_day(job.submitted_at)))
    if refusal is not None:
        raise LimitError.of(refusal.failure)
