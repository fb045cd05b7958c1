"""Drives every job from the user's consent to the file in the library.

The runner has plain methods for the user's acts and one task for each job that is on its way; the steps are
in :mod:`~wan_desktop.core.sending`, :mod:`~wan_desktop.core.following` and
:mod:`~wan_desktop.core.fetching`. Only jobs that this process has claimed are driven and changed here; what
another process drives is shown with ``elsewhere`` and taken over when that process is gone
(:mod:`~wan_desktop.core.other_processes`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from wan_desktop.core.batches import TO_SEND
from wan_desktop.core.batching import Batching, jobs_of
from wan_desktop.core.catch_up import UNCONFIRMED
from wan_desktop.core.charges import Charges
from wan_desktop.core.clock import SYSTEM_CLOCK, Clock
from wan_desktop.core.connection import Connect, Connection
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.fetching import Fetching, VideoTools
from wan_desktop.core.following import Following
from wan_desktop.core.job import MOVES, Counts, Job, JobGroup, JobState
from wan_desktop.core.job_book import JobBook
from wan_desktop.core.ledger import Entry
from wan_desktop.core.limits import NO_LIMITS, Consent, Limits
from wan_desktop.core.other_processes import OTHERS_EVERY, OtherProcesses
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.refused import Refused
from wan_desktop.core.schedule import FIRST_POLL
from wan_desktop.core.sending import Sending
from wan_desktop.core.settings import Settings
from wan_desktop.core.sound_ways import OBJECT
from wan_desktop.core.store import Store
from wan_desktop.core.submission import OF_THE_REQUEST, Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.core.threads import Threads, WorkerThreads
from wan_desktop.core.turns import Turns
from wan_desktop.core.uploads import Uploads, may_go, no_bucket

__all__ = ["Connection", "Runner"]

log = logging.getLogger(__name__)

_TO_WATCH = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.DOWNLOADING})


class Runner:
    """Owns the jobs of one process. Every method is called on the loop's thread.

    ``connect`` gives the way to a ``Job.service``; ``library`` the folder for videos, ``limits`` what may be
    spent and ``tag_videos`` whether settings are written into videos, each as it is chosen now.
    ``poll_seconds`` replaces the schedule of questions by one interval. The store is closed last, by
    :meth:`close`.
    """

    def __init__(
        self,
        *,
        store: Store,
        paths: Paths,
        connect: Connect,
        library: Callable[[], Path],
        tasks: Tasks,
        clock: Clock = SYSTEM_CLOCK,
        limits: Callable[[], Limits] = lambda: NO_LIMITS,
        first_poll: float = FIRST_POLL,
        poll_seconds: float | None = None,
        others_every: float = OTHERS_EVERY,
        threads: Threads | None = None,
        tools: VideoTools | None = None,
        tag_videos: Callable[[], bool] = lambda: True,
        uploads: Uploads | None = None,
    ) -> None:
        self._store, self._tasks, self._clock = store, tasks, clock
        self._threads = threads or WorkerThreads()
        self._book = JobBook(store, self._threads, clock)
        self._uploads = uploads or Uploads(paths.inputs, Settings, no_bucket, self._threads, clock)
        self._fetching = Fetching(
            self._book, paths, library, self._threads, clock, tools or VideoTools(), tag_videos
        )
        self._charges = Charges(self._book, store, connect, self._threads, clock)
        self._sending = Sending(
            self._book,
            connect,
            self._charges,
            limits,
            paths.inputs,
            self._uploads,
            self._threads,
            clock,
            tasks.spawn,
        )
        self._following = Following(
            self._book,
            store,
            connect,
            self._fetching,
            self._threads,
            clock,
            poll_seconds=poll_seconds,
            first_poll=first_poll,
        )
        self.batches = Batching(
            self._book,
            store,
            self._sending,
            self._threads,
            clock,
            spawn=self._spawn_act,
            take_up=self._take_up,
            stop=self.stop,
        )
        self._others = OtherProcesses(
            self._book,
            store,
            self._threads,
            clock,
            every=others_every,
            is_held=self._sending.is_held,
            is_driven=self._is_driven,
            take_up=self._take_up,
        )
        self._drivers: dict[str, asyncio.Task[Any]] = {}
        self._acts: set[asyncio.Task[Any]] = set()
        # Acts on one job happen one after the other, in the order of the clicks.
        self._turns = Turns()
        self._broken: set[str] = set()
        self._resuming: asyncio.Task[Any] | None = None
        self._closed = False

    # What the user does

    def submit(self, submission: Submission, *, service: str, consent: Consent) -> Job:
        """The user's consent to one video. The job is sent once the consent is on the disk.

        Where a limit forbids it by then, the job ends as failed (LIMIT_PER_CLICK and the like), unsent; where
        this very request was refused by a content check, and the consent does not know of it, likewise
        (REFUSED_BEFORE).
        """
        return self.submit_all([submission], service=service, consents=[consent])[0]

    def submit_all(
        self, submissions: Sequence[Submission], *, service: str, consents: Sequence[Consent]
    ) -> list[Job]:
        """The user's consent to several videos with one click: a batch, in this order (``core.batches``).

        All are on the disk before the first is sent; then they are sent one after the other.
        """
        jobs = jobs_of(submissions, consents, service, self._clock.time())
        self._book.add(jobs)
        for job in jobs:
            self._start(job.id)
        return jobs

    def retry(self, job_id: str, consent: Consent) -> Job:
        """Asks for the same video once more, as a new job: the caller's click is a new consent. KeyError."""
        job = self._book[job_id]
        facts = {key: job.extra[key] for key in OF_THE_REQUEST if key in job.extra}
        submission = Submission(job.request, job.source_name, facts)
        return self.submit(submission, service=job.service, consent=consent)

    def stop(self, job_id: str) -> None:
        """Follows a job no longer; an unconfirmed one is forgotten so.

        A POST under way is heard first, so that its id is kept; a doubt that arises then is left to the user.
        """
        self._act(self._stop_heard if self._sending.is_posting(job_id) else self._stop, job_id)

    def follow(self, job_id: str, task_id: str = "") -> None:
        """Looks again, or takes a job up again, with a pasted ``task_id`` where none is known.

        Nothing that was sent before is sent again.
        """
        self._broken.discard(job_id)
        self._act(partial(self._follow, task_id.strip()), job_id)

    def star(self, job_id: str, starred: bool) -> None:
        self._book.star(job_id, starred)

    def remove(self, job_id: str) -> None:
        """Forgets a job with its poster and what was fetched of it; a video in the library stays."""
        self._act(self._remove, job_id)

    # What there is

    def subscribe(self, listener: Callable[[Job], None]) -> Callable[[], None]:
        """Calls ``listener`` with the latest value of each job that changed; returns the way to end that."""
        return self._book.news.subscribe(listener)

    def subscribe_removals(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Calls ``listener`` with the id of each job that another process removed, as :meth:`subscribe`."""
        return self._book.news.subscribe_removals(listener)

    def get(self, job_id: str) -> Job | None:
        """A job that this process has met: submitted, resumed or found. None for any other."""
        return self._book.get(job_id)

    async def find(
        self, text: str = "", group: JobGroup = JobGroup.ALL, limit: int = 500, offset: int = 0
    ) -> list[Job]:
        """As :meth:`Store.find`, each job in its newest state. DiskError."""
        asked = self._book.changes
        jobs = await self._threads.in_order(self._store.find, text, group, limit, offset)
        for job in jobs:
            self._others.learn(job, asked)
        return [self._book[job.id] for job in jobs if job.id in self._book]

    async def meet(self, job_id: str) -> Job | None:
        """As :meth:`get`, of any job that the store has. DiskError."""
        if job_id not in self._book:
            await self._others.look_up(job_id)
        return self._book.get(job_id)

    async def continuations(self, job_id: str) -> list[Job]:
        """As :meth:`Store.continuations`. DiskError."""
        return await self._threads.in_order(self._store.continuations, job_id)

    async def counts(self) -> Counts:
        """As :meth:`Store.counts`. DiskError."""
        return await self._threads.in_order(self._store.counts)

    async def finished_seconds(self, job: Job) -> list[float]:
        """How long like videos took, for ``schedule.expected_span``. DiskError."""
        request = job.request
        return await self._threads.in_order(
            self._store.finished_seconds, job.service, request.duration, request.resolution
        )

    async def ledger(self, since: float = 0.0) -> list[Entry]:
        """As :meth:`Store.ledger`. DiskError."""
        return await self._threads.in_order(self._store.ledger, since)

    async def refused(self, service: str, requests: Sequence[Request]) -> list[Refused]:
        """As :meth:`Store.refused`. DiskError."""
        return await self._threads.in_order(self._store.refused, service, requests)

    async def prompts(self) -> list[tuple[str, str]]:
        """As :meth:`Store.prompts`. DiskError."""
        return await self._threads.in_order(self._store.prompts)

    async def settled(self, job_id: str) -> Job:
        """Waits until nobody has to drive a job on, or nobody does. KeyError for an unknown job."""
        if self._resuming is not None:
            await asyncio.shield(self._resuming)
        if job_id not in self._book:
            await self._others.look_up(job_id)
        # What was clicked just before is a task that has not begun: it asks for its turn first.
        await asyncio.sleep(0)
        heard = asyncio.Event()
        unsubscribe = self.subscribe(lambda job: heard.set())
        try:
            while True:
                async with self._turns.turn(job_id):
                    pass  # What was clicked, and a job being taken over, has its effect first.
                if not self._is_on_its_way(job_id):
                    return await self._driven_to_its_end(job_id)
                await heard.wait()
                heard.clear()
        finally:
            unsubscribe()

    async def _driven_to_its_end(self, job_id: str) -> Job:
        """After the last state comes what it cost: a moment, as ``core.charges`` is patient."""
        driver = self._drivers.get(job_id)
        if driver is not None:
            await asyncio.wait({driver})
        return self._book[job_id]

    # From start to end

    def resume(self, *, send: bool = True) -> None:
        """Takes up every unfinished job, and from now on those that other processes leave behind.

        A job found ``submitting`` was sent, for all anyone knows: it becomes ``unconfirmed``. ``send`` False
        leaves jobs alone that were not sent yet.
        """
        self._resuming = self._tasks.spawn(self._resume(send), name="resume")
        self._acts |= {
            self._resuming,
            self._tasks.spawn(self._others.watch(send), name="watch other processes"),
        }

    async def close(self, grace: float = 5.0) -> None:
        """Stops driving. A POST under way is heard for at most ``grace`` seconds; the store closes last."""
        if self._closed:
            return
        self._closed = True
        running = {*self._drivers.values(), *self._acts}
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=grace)
        await self._sending.close(grace)
        await self._book.written()
        self._book.close()
        await self._threads.in_order(self._store.close)
        await self._threads.close()

    # Inside: acts

    def _act(self, act: Callable[[str], Coroutine[Any, Any, None]], job_id: str) -> None:
        self._spawn_act(self._in_turn(act, job_id), name=f"act on {job_id}")

    def _spawn_act(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        act = self._tasks.spawn(work, name=name)
        self._acts.add(act)
        act.add_done_callback(self._acts.discard)

    async def _in_turn(self, act: Callable[[str], Coroutine[Any, Any, None]], job_id: str) -> None:
        async with self._turns.turn(job_id):
            if await self._take_in_hand(job_id) and await self.batches.doubt_is_kept(job_id):
                await act(job_id)
                self._book.release(job_id)

    async def _stop(self, job_id: str) -> None:
        if JobState.STOPPED in MOVES[self._book[job_id].state]:
            self._book.change(job_id, JobState.STOPPED, trouble=None, progress=None)

    async def _stop_heard(self, job_id: str) -> None:
        if self._book[job_id].state is not JobState.UNCONFIRMED:
            await self._stop(job_id)

    async def _follow(self, task_id: str, job_id: str) -> None:
        job = self._book[job_id]
        task_id = job.task_id or task_id
        if job.unfinished:
            self._start(job_id)
        elif task_id and JobState.QUEUED in MOVES[job.state]:
            self._book.change(job_id, JobState.QUEUED, task_id=task_id, error=None, finished_at=0.0)
            self._start(job_id)
        elif not job.submitted_at and JobState.WAITING in MOVES[job.state]:
            # Stopped before it was sent: its consent is unspent.
            self._book.change(job_id, JobState.WAITING, error=None)
            self._start(job_id)

    async def _remove(self, job_id: str) -> None:
        job = self._book[job_id]
        # First: once its entry is gone, nobody knows whose half of a video this is.
        await self._fetching.discard_part(job)
        try:
            await self._book.remove(job_id)
        except DiskError as error:
            # What was not sent yet must not leave now, so the job stays as a stopped one.
            await self._stop(job_id)
            self._book.show(job_id, trouble=error.failure)
        else:
            await self._fetching.discard_poster(job)
            self._tasks.spawn(self._uploads.remove(job), name=f"remove the sound of {job_id}")

    async def _tidy(self, job_id: str) -> None:
        """Takes the job's sound out of the user's own store, once nobody needs it there."""
        job = self._book[job_id]
        if may_go(job, self._clock.time()) and await self._uploads.remove(job):
            extra = {name: fact for name, fact in self._book[job_id].extra.items() if name != OBJECT}
            self._book.change(job_id, extra=extra)

    async def _take_in_hand(self, job_id: str) -> bool:
        """Ends the driving of a job, so that it can be changed; False where another process drives it."""
        await self._sending.heard(job_id)
        driven = False
        # One that ends by itself in this very moment may be followed by another, resumed just then.
        while (driver := self._drivers.get(job_id)) is not None:
            driven = True
            driver.cancel()
            await asyncio.wait({driver})
        if driven and self._book[job_id].unfinished:
            return True  # Claimed by its first write, or not written yet at all.
        return await self._others.claim(job_id)

    # Inside: driving

    def _start(self, job_id: str) -> None:
        """Drives an unfinished job on from where it stands."""
        if self._closed or self._is_driven(job_id) or self._sending.is_held(self._book[job_id]):
            return
        if self._book[job_id].state is JobState.SUBMITTING:
            # The process that sent it is gone, and its answer with it.
            self._book.change(job_id, JobState.UNCONFIRMED, error=UNCONFIRMED, trouble=None)
            return
        driver = self._tasks.spawn(self._run(job_id), name=f"job {job_id}")
        self._drivers[job_id] = driver
        driver.add_done_callback(partial(self._driver_ended, job_id))

    async def _run(self, job_id: str) -> bool:
        """True where it ended because the job's batch is paused."""
        if self._book[job_id].state in TO_SEND:
            await self._sending.send(job_id)
        if self._book[job_id].state in _TO_WATCH:
            # A service that books at once tells the plainest now, one that books at the end later.
            await self._charges.settle(job_id)
            await self._following.follow(job_id)
            await self._charges.settle(job_id)
        await self._tidy(job_id)
        return self._book[job_id].state in TO_SEND

    def _driver_ended(self, job_id: str, driver: asyncio.Task[Any]) -> None:
        del self._drivers[job_id]
        job = self._book.get(job_id)
        if job is None or driver.cancelled():
            return
        if driver.result():
            # Resumed in this very moment, it goes on; whoever waits for it hears that nobody drives it.
            self._start(job_id)
            self._book.news.publish(job)
        elif job.unfinished:
            # A bug, told by the spawner. "Look again" and the next start drive the job on.
            self._broken.add(job_id)
            self._book.show(job_id, trouble=Failure(ErrorKind.INTERNAL))

    def _is_on_its_way(self, job_id: str) -> bool:
        job = self._book[job_id]
        return job.unfinished and (job_id in self._drivers or job.elsewhere)

    # Inside: at the start, and beside other processes

    async def _resume(self, send: bool) -> None:
        try:
            await self._others.begin(send)
            for job in await self._threads.in_order(self._store.with_fact, OBJECT):
                self._act(self._tidy, job.id)
        except DiskError as error:
            log.info("unfinished jobs could not be read yet: %s", error)

    async def _take_up(self, job_id: str, send: bool = True) -> None:
        if self._is_driven(job_id) or job_id in self._broken or self._turns.is_taken(job_id):
            return
        async with self._turns.turn(job_id):
            if not await self._others.claim(job_id):
                return
            # Another process may have moved it between the list and the claim.
            job = self._book[job_id]
            if not job.unfinished:
                self._book.release(job_id)
            elif send or job.state not in TO_SEND:
                self._start(job_id)

    def _is_driven(self, job_id: str) -> bool:
        return job_id in self._drivers or self._sending.is_posting(job_id)
