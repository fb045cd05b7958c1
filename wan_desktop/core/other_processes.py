"""What other processes on the same home do with the store's jobs: seen, and taken over when they are gone.

For the runner alone, which knows what this process drives itself: of such a job, what is here is the newest.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from wan_desktop.core.batches import TO_SEND
from wan_desktop.core.clock import Clock
from wan_desktop.core.errors import DiskError
from wan_desktop.core.job import Job
from wan_desktop.core.job_book import JobBook
from wan_desktop.core.store import Store
from wan_desktop.core.threads import Threads

log = logging.getLogger(__name__)

OTHERS_EVERY = 2.5
"""Seconds between two looks at what other processes on the same home have done."""


class OtherProcesses:
    """Looks into the store ``every`` so many seconds; what nobody drives there is given to ``take_up``.

    ``is_held`` tells what must not leave now, ``is_driven`` the ids that this process drives.
    """

    def __init__(
        self,
        book: JobBook,
        store: Store,
        threads: Threads,
        clock: Clock,
        *,
        every: float,
        is_held: Callable[[Job], bool],
        is_driven: Callable[[str], bool],
        take_up: Callable[[str, bool], Awaitable[None]],
    ) -> None:
        self._book, self._store = book, store
        self._threads, self._clock = threads, clock
        self._every = every
        self._is_held, self._is_driven, self._take_up = is_held, is_driven, take_up
        self._seen_revision = 0

    async def begin(self, send: bool) -> None:
        """Takes up every unfinished job; what changes from now on is for :meth:`watch`. DiskError.

        ``send`` False leaves jobs alone that were not sent yet.
        """
        self._seen_revision = await self._threads.in_order(self._store.revision)
        await self._take_up_unfinished(send)

    async def watch(self, send: bool) -> None:
        """Looks again and again, until it is cancelled."""
        while True:
            await self._clock.sleep(self._every)
            try:
                await self._look()
                await self._take_up_unfinished(send)
            except DiskError as error:
                log.info("no look at other processes' jobs: %s", error)

    async def look_up(self, job_id: str) -> None:
        """Learns one job, where the store has it. DiskError."""
        asked = self._book.changes
        job = await self._threads.in_order(self._store.get, job_id)
        if job is not None:
            self.learn(job, asked)

    async def claim(self, job_id: str) -> bool:
        """Claims a job and takes it as the store has it. False also while the disk cannot be read."""
        try:
            claimed = await self._threads.in_order(self._store.claim, job_id)
            await self.look_up(job_id)
        except DiskError as error:
            log.info("job %s could not be claimed: %s", job_id, error)
            return False
        return claimed and job_id in self._book

    def learn(self, job: Job, asked: int) -> None:
        """As :meth:`JobBook.learn`, of a job that this process does not drive."""
        if not self._is_driven(job.id):
            self._book.learn(job, asked)
        elif job.state in TO_SEND:
            # Whoever drives a job, its batch may be paused and resumed by others.
            self._book.show(job.id, paused=job.paused)

    async def _look(self) -> None:
        asked, since = self._book.changes, self._seen_revision
        self._seen_revision = await self._threads.in_order(self._store.revision)
        for job in await self._threads.in_order(self._store.changed_since, since):
            # An unfinished one is learned where it is taken up: nobody may see it between two drivers.
            if not job.unfinished:
                self.learn(job, asked)
        asked = self._book.changes
        for job_id in await self._threads.in_order(self._store.gone, self._book.known()):
            if not self._is_driven(job_id):
                self._book.lose(job_id, asked)

    async def _take_up_unfinished(self, send: bool) -> None:
        asked = self._book.changes
        for job in await self._threads.in_order(self._store.unfinished):
            self.learn(job, asked)
            held = self._is_held(job) or not send
            if not job.elsewhere and not (held and job.state in TO_SEND):
                await self._take_up(job.id, send)
