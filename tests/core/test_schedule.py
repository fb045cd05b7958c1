"""When to ask, and how many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.fakes.virtual_time import VirtualClock, VirtualLoop
from wan_desktop.core.schedule import Limiter, PrioritySlots, expected_span, next_poll, typical_seconds


@pytest.mark.parametrize(
    ("age", "attempt", "wanted"),
    [
        (0.0, 0, 5.0),
        (2.0, 0, 3.0),
        (5.0, 1, 3.0),
        (60.0, 9, 3.0),
        (330.0, 30, 9.0),
        (600.0, 60, 15.0),
        (90_000.0, 400, 15.0),
    ],
)
def test_asks_first_after_five_seconds_then_ever_more_rarely(age: float, attempt: int, wanted: float) -> None:
    assert next_poll(age, attempt) == pytest.approx(wanted)


def test_a_task_from_before_the_restart_is_asked_for_within_a_second() -> None:
    assert next_poll(900.0, 0, jitter=0.0) == 0.0
    assert next_poll(900.0, 0, jitter=0.999) < 1.0


def test_asks_closely_around_the_time_such_videos_usually_take() -> None:
    assert next_poll(500.0, 30, typical=500.0) == pytest.approx(3.0)
    assert next_poll(500.0, 30, typical=2000.0) > 12.0


def test_does_not_sleep_past_the_moment_from_which_the_video_is_likely() -> None:
    assert next_poll(476.0, 30, typical=600.0) == pytest.approx(4.0)


def test_a_short_guess_of_the_service_shortens_the_wait_and_a_long_one_does_not_lengthen_it() -> None:
    assert next_poll(600.0, 9, eta=6.0) == pytest.approx(6.0)
    assert next_poll(600.0, 9, eta=0.0) == pytest.approx(15.0)
    assert next_poll(600.0, 9, eta=9999.0) == pytest.approx(15.0)


def test_jitter_stays_within_a_tenth() -> None:
    waits = [next_poll(600.0, 9, jitter=part / 100) for part in range(100)]
    assert min(waits) >= 13.5
    assert max(waits) <= 16.5


def test_failures_back_off_to_a_minute() -> None:
    waits = [next_poll(10.0, 5, failures=count, jitter=1.0) for count in (1, 2, 3, 4, 5, 6, 500)]
    assert waits == [3.0, 6.0, 12.0, 24.0, 48.0, 60.0, 60.0]


def test_a_retry_after_is_honoured_but_not_for_ever() -> None:
    assert next_poll(10.0, 5, failures=1, retry_after=120.0, jitter=0.0) >= 120.0
    assert next_poll(10.0, 5, failures=1, retry_after=1e9) < 1000.0


def test_the_span_left_comes_from_those_that_took_longer() -> None:
    history = [50.0, 60.0, 70.0, 80.0, 200.0]
    assert expected_span(history, 0.0) == (60.0, 80.0)
    assert expected_span(history, 75.0) == (5.0, 125.0)


@pytest.mark.parametrize("history", [[], [60.0, 70.0], [50.0, 60.0, 70.0]])
def test_no_span_where_nobody_can_say(history: list[float]) -> None:
    assert expected_span(history, 100.0) is None


def test_typical_needs_three() -> None:
    assert typical_seconds([10.0, 20.0]) is None
    assert typical_seconds([10.0, 20.0, 90.0]) == 20.0


def in_virtual_time(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(work)


def test_at_most_three_at_once_and_two_a_second_in_the_order_of_asking() -> None:
    starts: list[tuple[int, float]] = []
    running: set[int] = set()

    async def ask(limiter: Limiter, number: int) -> None:
        async with limiter:
            starts.append((number, asyncio.get_running_loop().time()))
            running.add(number)
            assert len(running) <= 3
            await asyncio.sleep(4.0 if number < 3 else 0.1)
            running.discard(number)

    async def scenario() -> None:
        limiter = Limiter(VirtualClock(asyncio.get_running_loop()))
        await asyncio.gather(*(ask(limiter, number) for number in range(6)))

    in_virtual_time(scenario())
    assert [number for number, _ in starts] == [0, 1, 2, 3, 4, 5]
    assert [time for _, time in starts] == pytest.approx([0.0, 0.5, 1.0, 4.0, 4.5, 5.0])


def test_those_cancelled_while_they_wait_take_nothing_from_the_others() -> None:
    async def ask(limiter: Limiter) -> None:
        async with limiter:
            await asyncio.sleep(0.01)

    async def scenario() -> None:
        limiter = Limiter(VirtualClock(asyncio.get_running_loop()))
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(ask(limiter)) for _ in range(20)]
            await asyncio.sleep(0.1)
            for task in asked[1:]:
                task.cancel()
        await ask(limiter)
        assert asyncio.get_running_loop().time() < 0.6

    in_virtual_time(scenario())


def test_a_free_slot_goes_to_the_link_that_dies_first() -> None:
    order: list[float] = []

    async def hold(slots: PrioritySlots, key: float) -> None:
        async with slots.turn(key):
            order.append(key)
            await asyncio.sleep(1.0)

    async def scenario() -> None:
        slots = PrioritySlots(1)
        async with asyncio.TaskGroup() as group:
            waiting = [group.create_task(hold(slots, key)) for key in (5.0, 9.0, 1.0, 3.0)]
            await asyncio.sleep(0.5)
            waiting[2].cancel()

    in_virtual_time(scenario())
    assert order == [5.0, 3.0, 9.0]
