"""The parts without a screen, joined: the store, the runner, the ways to each service.

The window (``app``) and the command line (``cli``) stand on this same joint, so a job takes one path whoever
asked for it.
"""

from __future__ import annotations

import asyncio
import os
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wan_desktop.core.addresses import check_base_url, is_loopback
from wan_desktop.core.connection import Connection
from wan_desktop.core.download import Downloader
from wan_desktop.core.errors import ErrorKind, ServiceError, WanError
from wan_desktop.core.fetching import find_library
from wan_desktop.core.inputs import sweep_inputs
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.secrets import KEY_VARIABLE, Keys
from wan_desktop.core.service import Service
from wan_desktop.core.settings import DEMO, HOSTS, Settings
from wan_desktop.core.store import Store
from wan_desktop.core.tasks import Tasks

if TYPE_CHECKING:
    from wan_desktop.demo.app import DemoService


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
    ) -> None:
        self.paths = paths
        self._settings = settings
        self.keys = Keys(paths.key_file)
        self.tasks = Tasks(on_bug)
        self._known_keys: dict[str, str] = {}
        self._ways: dict[str, tuple[Service, Downloader]] = {}
        self._retired: list[tuple[Service, Downloader]] = []
        self._demo: DemoService | None = None
        self.store = Store(paths.database, paths.locks)
        self.runner = Runner(
            store=self.store,
            paths=paths,
            connect=self.connect,
            library=self.library,
            tasks=self.tasks,
            poll_seconds=poll_seconds,
        )

    def library(self) -> Path:
        """The folder where finished videos go, as the settings have it now."""
        chosen = self._settings().library
        return Path(chosen) if chosen else self.paths.library

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
                base_url = check_base_url(service)
                self._known_keys[base_url] = await asyncio.to_thread(self.keys.get, base_url)
            except WanError as error:
                trouble = error
        if trouble is not None:
            raise trouble

    def connect(self, service: str) -> Connection:
        """The way to a service, as the runner takes it. ServiceError(KEY_MISSING) without a key."""
        return Connection(*self._way(service))

    def service(self, service: str) -> Service:
        """The client of a service ("demo" or a base URL), made once. ServiceError(KEY_MISSING)."""
        return self._way(service)[0]

    def _way(self, service: str) -> tuple[Service, Downloader]:
        way = self._ways.get(service)
        if way is None:
            way = self._demo_way() if service == DEMO else self._hosted_way(service)
            self._ways[service] = way
        return way

    async def reconnect(self) -> None:
        """A key has changed: the next request goes a new way; what is under way ends as it is.

        Raises as :meth:`learn_keys`; a key that could not be read is asked for at the next request.
        """
        known, self._known_keys = tuple(self._known_keys), {}
        try:
            await self.learn_keys(known)
        finally:
            self._retire()

    def _retire(self) -> None:
        """The demo's way stays: it has no key, and its renderer must be closed at the end."""
        for service in set(self._ways) - {DEMO}:
            self._retired.append(self._ways.pop(service))

    async def sweep(self) -> None:
        """Removes images that no job was asked for with, in a thread."""
        await asyncio.to_thread(sweep_inputs, self.store, self.paths.inputs)

    def _hosted_way(self, service: str) -> tuple[Service, Downloader]:
        base_url = check_base_url(service)
        key = self._known_keys.get(base_url)
        if key is None:
            key = self._known_keys[base_url] = self.keys.get(base_url)
        if not key:
            raise ServiceError(ErrorKind.KEY_MISSING)
        return (
            Service(base_url, key, proxy=system_proxy(base_url)),
            Downloader(
                proxy=system_proxy("https://"), allow_loopback=is_loopback(urlsplit(base_url).hostname or "")
            ),
        )

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


def service_in_force(settings: Settings) -> str:
    """Where a new job goes: the chosen service; while none is chosen, demo unless a key is given."""
    if settings.service:
        return settings.service
    return HOSTS[0][1] if os.environ.get(KEY_VARIABLE, "").strip() else DEMO


def system_proxy(url: str) -> str | None:
    """The system's proxy for a URL (environment, Windows registry, macOS), or None."""
    parts = urlsplit(url)
    if parts.hostname and urllib.request.proxy_bypass(parts.hostname):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
