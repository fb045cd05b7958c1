"""What videos cost by the services' own lists, kept for a day on the disk; a price not known is None.

Asked from the service alone and never made up. One file for all processes of a home; each reads it once and
writes what it learns. A damaged file is no file.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from wan_desktop.core.clock import SYSTEM_CLOCK, Clock
from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import replace_file
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.threads import Threads

log = logging.getLogger(__name__)

DAY = 86_400.0
ASK_AGAIN_AFTER = 60.0
"""Seconds before a list that gave no price is asked for the same one again."""

Key = tuple[str, int, str]
"""Service, duration in seconds, resolution: what a price depends on."""


class PriceList(Protocol):
    """What is asked of ``core.service.Service``."""

    async def price(self, request: Request) -> Money | None: ...


@dataclass(frozen=True, slots=True)
class _Known:
    """``learned`` is by the wall clock, for the file, ``good_until`` by the monotonic one."""

    money: Money
    learned: float
    good_until: float


class Prices:
    """The prices known on this computer. ``known`` and ``ask`` are for the loop's thread."""

    def __init__(self, file: Path, threads: Threads, clock: Clock = SYSTEM_CLOCK) -> None:
        """Reads the file: blocking, a few kilobytes."""
        self._file, self._threads, self._clock = file, threads, clock
        self._known = dict(self._read())
        self._unknown: dict[Key, float] = {}
        self._turns: dict[Key, asyncio.Lock] = {}

    def known(self, service: str, request: Request) -> Money | None:
        """What one such video costs, as learned within a day; None where that is not known now."""
        known = self._known.get(_key(service, request))
        return None if known is None or not self._is_good(known) else known.money

    async def ask(self, service: str, prices: PriceList, request: Request) -> Money | None:
        """As :meth:`known`, asked for where it is not; a list just asked in vain is left in peace.

        Whoever asks while the same price is being asked for waits for that answer.
        """
        async with self._turns.setdefault(_key(service, request), asyncio.Lock()):
            return await self._ask(service, prices, request)

    async def _ask(self, service: str, prices: PriceList, request: Request) -> Money | None:
        key = _key(service, request)
        known = self.known(service, request)
        if known is not None or self._clock.monotonic() < self._unknown.get(key, -math.inf):
            return known
        money = await prices.price(request)
        if money is None:
            self._unknown[key] = self._clock.monotonic() + ASK_AGAIN_AFTER
            return self.known(service, request)
        now = self._clock
        self._known[key] = _Known(money, now.time(), now.monotonic() + DAY)
        await self._keep()
        return money

    def _is_good(self, known: _Known) -> bool:
        """By both clocks: the one may be set, the other stands still while a computer sleeps."""
        return self._clock.monotonic() < known.good_until and self._clock.time() - known.learned < DAY

    async def _keep(self) -> None:
        try:
            await self._threads.aside(self._write, dict(self._known))
        except DiskError as error:
            log.info("prices not kept: %s", error)

    def _write(self, known: dict[Key, _Known]) -> None:
        """With what other processes have learned in the meantime."""
        rows = [_row(key, price) for key, price in (dict(self._read()) | known).items()]
        replace_file(self._file, json.dumps(rows, ensure_ascii=False, indent=1).encode())

    def _read(self) -> Iterator[tuple[Key, _Known]]:
        try:
            rows = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return
        for row in rows if isinstance(rows, list) else ():
            found = self._found(row) if isinstance(row, dict) else None
            if found is not None:
                yield found

    def _found(self, row: dict[str, Any]) -> tuple[Key, _Known] | None:
        """A row of the file; None for one that is damaged, older than a day, or dated in the future.

        How old the last is nobody knows: a clock was set.
        """
        money, learned = Money.from_json(row), row.get("time")
        key = row.get("service"), row.get("duration"), row.get("resolution")
        if money is None or money.amount < 0 or [type(part) for part in key] != [str, int, str]:
            return None
        if type(learned) is not float or not 0 <= (age := self._clock.time() - learned) < DAY:
            return None
        return key, _Known(money, learned, self._clock.monotonic() + DAY - age)  # type: ignore[return-value]


def _key(service: str, request: Request) -> Key:
    return service, request.duration, request.resolution


def _row(key: Key, known: _Known) -> dict[str, Any]:
    service, duration, resolution = key
    place = {"service": service, "duration": duration, "resolution": resolution}
    return place | known.money.to_json() | {"time": known.learned}
