"""Turns: in order for one key, at once for two, and nothing kept for a key whose turn is over."""

from __future__ import annotations

import asyncio

import pytest

from wan_desktop.core.turns import Turns


async def test_one_key_is_in_order_and_another_does_not_wait() -> None:
    turns, told, go = Turns(), list[str](), asyncio.Event()

    async def take(key: str, name: str) -> None:
        async with turns.turn(key):
            told.append(name)
            if name == "first":
                await go.wait()

    async with asyncio.TaskGroup() as group:
        for key, name in (("a", "first"), ("a", "second"), ("a", "third"), ("b", "other")):
            group.create_task(take(key, name))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert told == ["first", "other"]
        assert turns.is_taken("a")
        go.set()
    assert told == ["first", "other", "second", "third"]
    assert len(turns) == 0


async def test_one_that_is_cancelled_while_it_waits_leaves_nothing() -> None:
    turns = Turns()

    async def take() -> None:
        async with turns.turn("a"):
            raise AssertionError("never its turn")

    async with turns.turn("a"):
        waiting = asyncio.get_running_loop().create_task(take())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert turns.is_taken("a")
    assert not turns.is_taken("a")
