"""The parts without a screen, joined: the store, the runner, the ways to each service.

The window (``app``) and the command line (``cli``) stand on this same joint, so a job takes one path whoever
asked for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wan_desktop.core.addresses import check_base_url, is_loopback
from wan_desktop.core.bucket import Bucket
from wan_desktop.core.bucket_client import BucketClient
from wan_desktop.core.clock import SYSTEM_CLOCK
from wan_desktop.core.connection import Connection
from wan_desktop.core.copies import is_due, make_copy
from wan_desktop.core.download import Downloader
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, ServiceError, UploadError, WanError
from wan_desktop.core.fetching import find_library
from wan_desktop.core.inputs import sweep_inputs
from wan_desktop.core.leftovers import sweep_leftovers
from wan_desktop.core.library_scan import services_of
from wan_desktop.core.limits import Consent, Refusal, refusal_of_click, start_of_day
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.prices import Prices
from wan_desktop.core.public_host import LITTERBOX, PublicHost
from wan_desktop.core.restore import adopt
from wan_desktop.core.runner import Runner
from wan_desktop.core.secrets import Keys
from wan_desktop.core.service import Service
from wan_desktop.core.settings import DEMO, Settings
from wan_desktop.core.store import Store
from wan_desktop.core.system_proxy import system_proxy
from wan_desktop.core.tasks import Tasks
from wan_desktop.core.threads import WorkerThreads
from wan_desktop.core.uploads import Uploads

if TYPE_CHECKING:
    from wan_desktop.demo.app import DemoService

COPY_LOOKED_FOR_EVERY = 600.0
"""Seconds between two looks whether the day has turned: a computer that slept counts them anew."""


class Backend:
    """Owns everything that drives jobs, from opening the database to :meth:`close`.

    ``settings`` is asked anew each time, so that a changed library folder counts for the next video.
    Raises ``DiskError`` where the database cannot be opened.
    """

    def __init__(
        self,
        paths: Paths,
        settings: Callable[[], Settings],
        *,
        poll_seconds: float | None = None,
        on_bug: Callable[[BaseException], None] | None = None,
        public_host: PublicHost = LITTERBOX,
    ) -> None:
        self.paths = paths
        self._settings = settings
        self.keys = Keys(paths.key_file, in_keyring=not paths.portable)
        self.tasks = Tasks(on_bug)
        self._known_keys: dict[str, str] = {}
        self._asking = asyncio.Lock()
        self._ways: dict[str, tuple[Service, Downloader]] = {}
        self._retired: list[tuple[Service, Downloader]] = []
        self._demo: DemoService | None = None
        self.store = Store(paths.database, paths.locks)
        threads = WorkerThreads()
        self.prices = Prices(paths.prices, threads)
        self.public_host = public_host
        uploads = Uploads(
            paths.inputs,
            settings,
            self.open_bucket,
            threads,
            SYSTEM_CLOCK,
            host=public_host,
            find_proxy=system_proxy,
        )
        self.runner = Runner(
            store=self.store,
            paths=paths,
            connect=self.connect,
            library=self.library,
            limits=lambda: self._settings().limits,
            threads=threads,
            tag_videos=lambda: self._settings().tag_videos,
            tasks=self.tasks,
            poll_seconds=poll_seconds,
            uploads=uploads,
        )

    async def open_bucket(self) -> BucketClient:
        """The user's own object store as it is set now; its secret is waited for. UploadError, DiskError."""
        return await open_bucket(self._settings().bucket, self.keys)

    def library(self) -> Path:
        """The folder where finished videos go, as the settings have it now."""
        return self.paths.library_of(self._settings().library)

    def find_library(self) -> None:
        """Sees to it that the library is there: the default one is made. Blocks. DiskError."""
        find_library(self.library(), self.paths.library)

    async def learn_keys(self, services: Iterable[str]) -> None:
        """Reads keys ahead, in a thread: a keyring may take its time, or wait for the user.

        What is known is not asked for again before :meth:`reconnect`. A key that cannot be read keeps none of
        the others from being read; its error (DiskError, or InputError for an address) is raised at the end.
        """
        trouble: WanError | None = None
        for service in set(services) - {DEMO}:
            try:
                await self._key(check_base_url(service))
            except WanError as error:
                trouble = error
        if trouble is not None:
            raise trouble

    async def connect(self, service: str) -> Connection:
        """The way to a service, as the runner takes it; its key is waited for where it is not known yet.

        ServiceError(KEY_MISSING) without a key, DiskError(KEYRING_LOCKED), InputError for an address.
        """
        client, downloads = await self._way(service)
        return Connection(client, downloads, None if service == DEMO else client.balance)

    async def estimate(self, service: str, request: Request) -> Money | None:
        """What one such video costs by the service's own list, asked at most once a day; None: unknown.

        The built-in service bills nothing, and has no price. Raises as :meth:`connect`.
        """
        if service == DEMO:
            return None
        return await self.prices.ask(service, await self.service(service), request)

    async def refusal(self, service: str, consents: Sequence[Consent]) -> Refusal | None:
        """The limit that forbids a click, as far as is known now. DiskError."""
        limits = self._settings().limits
        if service == DEMO or not limits.any:
            return None
        return refusal_of_click(limits, consents, await self.runner.ledger(start_of_day(time.time())))

    async def service(self, service: str) -> Service:
        """The client of a service ("demo" or a base URL), made once. Waits and raises as :meth:`connect`."""
        return (await self._way(service))[0]

    def check(self, service: str) -> None:
        """Raises what :meth:`connect` would raise at once; a key that is not known yet may still come."""
        if service != DEMO and self._known_keys.get(check_base_url(service)) == "":
            raise ServiceError(ErrorKind.KEY_MISSING)

    async def _key(self, base_url: str) -> str:
        if base_url in self._known_keys:
            return self._known_keys[base_url]
        # One at a time: a keyring that waits for its user holds one thread, however many jobs ask.
        async with self._asking:
            if base_url not in self._known_keys:
                self._known_keys[base_url] = await asyncio.to_thread(self.keys.get, base_url)
            return self._known_keys[base_url]

    async def _way(self, service: str) -> tuple[Service, Downloader]:
        key = "" if service == DEMO else await self._key(check_base_url(service))
        # From here on nothing waits: two that ask at once get one way.
        if service not in self._ways:
            self._ways[service] = self._demo_way() if service == DEMO else _hosted_way(service, key)
        return self._ways[service]

    async def reconnect(self) -> None:
        """A key has changed: the next request goes a new way; what is under way ends as it is.

        Raises as :meth:`learn_keys`; a key that could not be read is asked for at the next request.
        """
        async with self._asking:  # a key being read meanwhile is the old one
            known, self._known_keys = tuple(self._known_keys), {}
        try:
            await self.learn_keys(known)
        finally:
            self._retire()

    def _retire(self) -> None:
        """The demo's way stays: it has no key, and its renderer must be closed at the end."""
        for service in set(self._ways) - {DEMO}:
            self._retired.append(self._ways.pop(service))

    async def adopt_library(self) -> int:
        """Lists the videos of a library that came without its list; how many. In a thread. DiskError."""
        services = services_of(self._settings())
        return await asyncio.to_thread(adopt, self.store, self.paths, self.library(), services)

    async def sweep(self) -> None:
        """Removes images that no job was asked for with, and what killed processes left, in a thread."""
        keepers = (self.paths.draft, self.paths.presets)
        await asyncio.to_thread(sweep_inputs, self.store, self.paths.inputs, keepers)
        await asyncio.to_thread(sweep_leftovers, self.store, self.paths)

    async def keep_copies(self, on_trouble: Callable[[Failure], object]) -> None:
        """Makes each day's copy of the database in a thread, for as long as the program runs.

        Trouble is told once for as long as it lasts: a full disk, or damage that nobody had met before.
        """
        told: Failure | None = None
        while True:
            failure = await asyncio.to_thread(copied, self.paths.database)
            if failure is not None and failure != told:
                on_trouble(failure)
            told = failure
            await asyncio.sleep(COPY_LOOKED_FOR_EVERY)

    def _demo_way(self) -> tuple[Service, Downloader]:
        import httpx

        from wan_desktop.demo.app import BASE_URL, KEY, create_app

        self._demo = create_app(self.paths.demo)
        transport = httpx.ASGITransport(app=self._demo, raise_app_exceptions=False)
        return (
            Service(BASE_URL, KEY, transport=transport),
            Downloader(transport=transport, allow_loopback=True),
        )

    async def close(self, grace: float = 5.0) -> None:
        """Stops in order: the runner (it hears out a paid request) with its store, connections, demo."""
        await self.runner.close(grace)
        await self.tasks.close(grace)
        for service, downloads in (*self._retired, *self._ways.values()):
            await service.close()
            await downloads.close()
        if self._demo is not None:
            await self._demo.aclose()


async def open_bucket(bucket: Bucket, keys: Keys, secret: str = "") -> BucketClient:
    """The way to an object store, with its kept secret where none is given.

    UploadError(SOUND_WAY_CLOSED) where something of it is missing, DiskError(KEYRING_LOCKED).
    """
    if bucket.is_whole and not secret:
        secret = await asyncio.to_thread(keys.get_kept, bucket.account)
    if not bucket.is_whole or not secret:
        raise UploadError(ErrorKind.SOUND_WAY_CLOSED)
    return BucketClient(bucket, secret, find_proxy=system_proxy)


def _hosted_way(service: str, key: str) -> tuple[Service, Downloader]:
    if not key:
        raise ServiceError(ErrorKind.KEY_MISSING)
    base_url = check_base_url(service)
    return (
        Service(base_url, key, find_proxy=system_proxy),
        Downloader(find_proxy=system_proxy, allow_loopback=is_loopback(urlsplit(base_url).hostname or "")),
    )


def copied(database: Path) -> Failure | None:
    """Makes today's copy where it is missing; why it could not be made."""
    try:
        if is_due(database):
            make_copy(database)
    except DiskError as error:
        return error.failure
    return None
