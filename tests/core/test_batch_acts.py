"""Acts on a batch that come one right after the other, in every nearness to what its jobs do just then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.home import Home
from wan_desktop.core.batches import batch_of


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    made.act(made.runner.resume)
    yield made
    made.dispose()


def turn(home: Home, turns: int) -> None:
    """Lets the loop go round so often, while no time passes."""

    async def rounds() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)

    home.run(rounds())


@pytest.mark.parametrize("acts", [("stop", "resume"), ("pause", "resume", "stop")])
def test_a_job_resumed_in_the_moment_of_its_stop_is_driven_by_nobody_else(
    home: Home, acts: tuple[str, ...]
) -> None:
    for before in range(4):
        for between in range(4):
            jobs = home.submit_all("a boat", "a ship")
            turn(home, before)
            for act in acts:
                home.act(getattr(home.runner.batches, act), batch_of(jobs[0]))
                turn(home, between)
            for job in jobs:
                home.settled(job)
            assert home.bugs == [], (before, between)
