"""How a prepared sound of this computer gets to a service: which ways there are, and the way taken.

A link that opens the sound is a secret for as long as it lives. It stays in this process's memory and in the
one request that needs it; what a job remembers (``Job.extra``) is where its object lies, so that it can be
put there again after a restart and removed in the end.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wan_desktop.core.batches import batch_of, place_of
from wan_desktop.core.bucket_client import LINK_SECONDS, BucketClient
from wan_desktop.core.clock import Clock
from wan_desktop.core.errors import ErrorKind, UploadError, WanError
from wan_desktop.core.inputs import MIMES, read_input
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.known_keys import hide
from wan_desktop.core.limits import consent_of
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.pool import FindProxy
from wan_desktop.core.public_host import LITTERBOX, PublicHost
from wan_desktop.core.public_upload import is_behind, put_public
from wan_desktop.core.service import Attached
from wan_desktop.core.settings import DEMO, Settings
from wan_desktop.core.sound_ways import OBJECT, way_to
from wan_desktop.core.threads import Threads

UPLOADS_AT_ONCE = 2
"""Each holds a sound of up to 15 MB."""
LINK_LIVES_ON = 0.5
"""A link is used again while this part of its life is still ahead: the service's queue takes its time too."""

REMOVAL_SECONDS = 10.0
"""A store that does not answer must not keep a finished job from being seen as such."""
KEPT_IN_DOUBT = 48 * 3600.0
"""Seconds after which no service fetches a sound any more, whatever became of its job."""

OpenBucket = Callable[[], Awaitable[BucketClient]]
"""The user's own store as the settings have it now; waits for its secret. UploadError(SOUND_WAY_CLOSED)."""

Remember = Callable[[Mapping[str, Any]], Awaitable[object]]


def way_of(job: Job) -> SoundWay | None:
    """The way that a job's sound really goes; None for a job without one."""
    return way_to(job.service, job.request)


def may_go(job: Job, now: float) -> bool:
    """Whether nobody needs the job's object in the user's store any more."""
    if OBJECT not in job.extra or job.unfinished:
        return False
    if job.state is JobState.STOPPED and not job.submitted_at:
        return True  # no service ever heard of it
    # Lost, in doubt or followed no longer, the service may be at it still.
    return job.state in (JobState.DONE, JobState.FAILED) or now - job.updated_at > KEPT_IN_DOUBT


async def no_bucket() -> BucketClient:
    """For a program without an object store. UploadError."""
    raise UploadError(ErrorKind.SOUND_WAY_CLOSED)


@dataclass(frozen=True, slots=True)
class _Link:
    """``used_until`` is when it is too old to be given to another request, by the monotonic clock.

    ``seen`` is whether the sound was fetched by it once.
    """

    url: str = field(repr=False)
    used_until: float
    seen: bool


class Uploads:
    """Puts sounds where a service fetches them, and takes them away again.

    ``settings`` are asked each time.
    """

    def __init__(
        self,
        inputs: Path,
        settings: Callable[[], Settings],
        open_bucket: OpenBucket,
        threads: Threads,
        clock: Clock,
        *,
        host: PublicHost = LITTERBOX,
        find_proxy: FindProxy | None = None,
    ) -> None:
        self._inputs, self._settings, self._open_bucket = inputs, settings, open_bucket
        self._threads, self._clock = threads, clock
        self._host, self._find_proxy = host, find_proxy
        self._room = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._links: dict[str, _Link] = {}

    async def link(self, job: Job, remember: Remember) -> str:
        """A link to the job's sound, where its way is one of links, else "". One still fresh is used again.

        ``remember`` brings facts into the job's ``extra`` and to the disk.
        UploadError, InputError where the sound is gone, DiskError.
        """
        way = way_of(job)
        if way not in (SoundWay.STORE, SoundWay.TEMPORARY):
            return ""
        if way is SoundWay.TEMPORARY:
            self._check_consent(job)
        self._drop_old_links()
        own = self._links.get(job.id)
        if own is not None and own.seen:
            return own.url  # without room: it waits for nobody's upload
        async with self._room:
            if way is SoundWay.STORE:
                return await self._put_in_bucket(job, remember)
            return await self._see_on_host(job)

    async def attached(self, job: Job) -> Attached | None:
        """The sound itself, where its way is inside the request. Raises as :meth:`link`.

        InputError also where a soundtrack is gone: the video to pay for is the one with it.
        """
        if way_of(job) is SoundWay.SOUNDTRACK:
            await self._read(job.request)
        if way_of(job) is not SoundWay.INLINE:
            return None
        if job.service != DEMO and not (self._settings().inline_sound or consent_of(job).way_named):
            raise UploadError(ErrorKind.SOUND_WAY_CLOSED)
        return await self._read(job.request)

    def forget(self, job: Job) -> None:
        """The job needs its link no more; the last of a batch is the last that needs theirs."""
        place = place_of(job)
        if _key_of_link(job) == job.id or place is None or place.index == place.of:
            self._links.pop(_key_of_link(job), None)

    def _drop_old_links(self) -> None:
        now = self._clock.monotonic()
        self._links = {key: link for key, link in self._links.items() if now < link.used_until}

    async def remove(self, job: Job) -> bool:
        """Removes the job's object from the user's store, if it can be; whether it is gone."""
        self.forget(job)
        where = job.extra.get(OBJECT)
        if not isinstance(where, Mapping):
            return False
        try:
            async with asyncio.timeout(REMOVAL_SECONDS):
                client = await self._open_bucket()
                if where.get("bucket") != client.bucket.address:
                    return False  # the settings name another store by now
                await client.delete(str(where.get("name", "")))
        except (WanError, TimeoutError):
            return False
        return True

    def _check_consent(self, job: Job) -> None:
        consent = consent_of(job)
        if not (self._settings().temporary_host or consent.way_named):
            raise UploadError(ErrorKind.SOUND_WAY_CLOSED)
        if consent.public_host != self._host.name:
            raise UploadError(ErrorKind.SOUND_NOT_AGREED, self._host.name)

    def _keep(self, job: Job, url: str, seconds: float, *, seen: bool) -> _Link:
        used_until = self._clock.monotonic() + seconds * (1 - LINK_LIVES_ON)
        link = self._links[_key_of_link(job)] = _Link(url, used_until, seen)
        return link

    async def _put_in_bucket(self, job: Job, remember: Remember) -> str:
        client = await self._open_bucket()
        sound = await self._read(job.request)
        where = job.extra.get(OBJECT)
        address = client.bucket.address
        if not isinstance(where, Mapping) or where.get("bucket") != address:
            # Remembered before it is put: what a crash leaves there is found, and replaced, by this name.
            unguessable = secrets.token_urlsafe(24)
            name = client.bucket.object_name(unguessable + Path(job.request.sound).suffix)
            where = {"bucket": address, "name": name}
            await remember({OBJECT: where})
        name = str(where["name"])
        await client.put(name, sound.data, sound.mime)
        await client.check(name, sound.data)
        url = await self._threads.aside(client.link, name)
        self._keep(job, url, LINK_SECONDS, seen=True)
        return url

    async def _see_on_host(self, job: Job) -> str:
        """A link by which the sound was seen just now; it is put there where no known one leads to it."""
        key, sound = _key_of_link(job), await self._read(job.request)
        known = self._links.get(key)
        if known is None or not await self._sees(key, known, sound):
            known = await self._put_on_host(job, sound)
            if not await self._sees(key, known, sound):
                raise UploadError(ErrorKind.UPLOAD_REFUSED, "the sound is not behind its link")
        return known.url

    async def _put_on_host(self, job: Job, sound: Attached) -> _Link:
        """Kept before anybody has looked: where the look fails, another copy would lie open at each try."""
        suffix = Path(job.request.sound).suffix
        url = await put_public(self._host, sound.data, suffix, sound.mime, find_proxy=self._find_proxy)
        hide(url.rpartition("/")[2])  # there is no signature to cut: the name is all that opens it
        return self._keep(job, url, self._host.seconds, seen=False)

    async def _sees(self, key: str, link: _Link, sound: Attached) -> bool:
        """Whether the sound is behind its link, which is then seen. UploadError."""
        there = await is_behind(link.url, sound.data, find_proxy=self._find_proxy)
        if there:
            self._links[key] = replace(link, seen=True)
        return there

    async def _read(self, request: Request) -> Attached:
        data = await self._threads.aside(read_input, self._inputs, request.sound)
        return Attached(data, MIMES[Path(request.sound).suffix])


def _key_of_link(job: Job) -> str:
    """Whose a link is: a sound lies on the public host once for a batch, in the user's own store once a job.

    An object in the store goes with its job; what lies on the host goes by itself, and all of a batch is one
    click, which agreed to it.
    """
    batch = batch_of(job)
    shared = batch and way_of(job) is SoundWay.TEMPORARY
    return f"{batch} {job.request.sound}" if shared else job.id
