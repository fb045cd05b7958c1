"""The system's clock: waits that fell due while the computer slept are over soon after it wakes up."""

from __future__ import annotations

import asyncio
import sys
import time

import pytest

from tests.fakes.virtual_time import VirtualLoop
from wan_desktop.core.clock import SLICE, SYSTEM_CLOCK, SystemClock


def test_a_wait_lasts_as_long_as_asked_for() -> None:
    loop = VirtualLoop()
    loop.run_until_complete(SystemClock(loop.time).sleep(61.0))
    assert 61.0 <= loop.time() < 61.1
    loop.close()


def test_a_wait_that_fell_due_in_the_computers_sleep_ends_soon_after_it() -> None:
    """The loop's timers stand still meanwhile: they see none of the hour that the clock counts."""
    loop = VirtualLoop()
    slept = 0.0
    clock = SystemClock(lambda: loop.time() + slept)

    async def sleep_through() -> None:
        nonlocal slept
        async with asyncio.TaskGroup() as group:
            wait = group.create_task(clock.sleep(900.0))
            await asyncio.sleep(12.0)
            slept = 3600.0
            await wait

    loop.run_until_complete(sleep_through())
    assert loop.time() <= 12.0 + SLICE
    loop.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc/uptime to compare with")
def test_ages_count_the_computers_sleep() -> None:
    with open("/proc/uptime", encoding="ascii") as uptime:
        assert abs(float(uptime.read().split()[0]) - SYSTEM_CLOCK.monotonic()) < 5.0
    assert SYSTEM_CLOCK.monotonic() >= time.monotonic() - 1.0
