"""Prices: asked from the service, kept for a day, unknown where nobody says."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from decimal import Decimal
from pathlib import Path

import pytest

from tests.fakes.virtual_time import InlineThreads
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.prices import ASK_AGAIN_AFTER, DAY, Prices

SERVICE = "https://api.example"
SHORT, LONG = Request(duration=5), Request(duration=10)
PRICE = Money(Decimal("0.75"), "$")


class Now:
    """Both clocks of a computer, moved by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_790_000_000.0, 100.0

    def time(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def random(self) -> float:
        raise AssertionError

    async def sleep(self, seconds: float) -> None:
        raise AssertionError

    def go_on(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


class List:
    """A price list that says what was ordered, then PRICE."""

    def __init__(self, *answers: Money | None) -> None:
        self.answers = deque(answers)
        self.asked = 0

    async def price(self, request: Request) -> Money | None:
        self.asked += 1
        await asyncio.sleep(0)
        return self.answers.popleft() if self.answers else PRICE


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "prices.json"


def ask(prices: Prices, price_list: List, request: Request = SHORT, service: str = SERVICE) -> Money | None:
    return asyncio.run(prices.ask(service, price_list, request))


def opened(file: Path, now: Now) -> Prices:
    return Prices(file, InlineThreads(), now)


def test_a_price_is_asked_once_and_known_after_a_restart(file: Path, now: Now) -> None:
    prices, price_list = opened(file, now), List()
    assert prices.known(SERVICE, SHORT) is None
    assert [ask(prices, price_list), ask(prices, price_list)] == [PRICE, PRICE]
    now.go_on(3600.0)
    assert opened(file, now).known(SERVICE, SHORT) == PRICE
    assert price_list.asked == 1


def test_who_asks_while_it_is_being_asked_for_waits_for_that_answer(file: Path, now: Now) -> None:
    prices, price_list = opened(file, now), List()

    async def both() -> list[Money | None]:
        return await asyncio.gather(*(prices.ask(SERVICE, price_list, SHORT) for _ in range(3)))

    assert asyncio.run(both()) == [PRICE] * 3
    assert price_list.asked == 1


def test_each_service_length_and_resolution_has_its_own_price(file: Path, now: Now) -> None:
    prices = opened(file, now)
    ask(prices, List())
    assert prices.known(SERVICE, LONG) is None
    assert prices.known(SERVICE, Request(resolution="720P")) is None
    assert prices.known("https://api.other", SHORT) is None
    assert prices.known(SERVICE, Request(prompt="another", seed=7)) == PRICE


def test_two_processes_keep_what_both_have_learned(file: Path, now: Now) -> None:
    one, other = opened(file, now), opened(file, now)
    ask(one, List())
    ask(other, List(Money(Decimal("1.5"), "$")), LONG)
    third = opened(file, now)
    assert (third.known(SERVICE, SHORT), third.known(SERVICE, LONG)) == (PRICE, Money(Decimal("1.5"), "$"))


def test_an_unknown_price_is_no_price_and_asked_for_again_a_little_later(file: Path, now: Now) -> None:
    prices, price_list = opened(file, now), List(None)
    assert [ask(prices, price_list), ask(prices, price_list)] == [None, None]
    assert price_list.asked == 1
    assert not file.exists()
    now.go_on(ASK_AGAIN_AFTER)
    assert ask(prices, price_list) == PRICE


@pytest.mark.parametrize("seconds", [DAY, DAY + 1, 10 * DAY])
def test_after_a_day_a_price_is_not_used_even_where_no_new_one_comes(
    file: Path, now: Now, seconds: float
) -> None:
    prices = opened(file, now)
    ask(prices, List())
    now.go_on(seconds)
    assert opened(file, now).known(SERVICE, SHORT) is None
    assert ask(prices, List(None)) is None


def test_a_clock_set_back_makes_no_price_live_longer(file: Path, now: Now) -> None:
    prices = opened(file, now)
    ask(prices, List())
    now.wall -= 3 * DAY
    assert prices.known(SERVICE, SHORT) == PRICE
    # How old it is cannot be told by another process.
    assert opened(file, now).known(SERVICE, SHORT) is None
    now.go_on(DAY)
    assert prices.known(SERVICE, SHORT) is None


def test_a_clock_set_forward_asks_again(file: Path, now: Now) -> None:
    prices = opened(file, now)
    ask(prices, List())
    now.wall += DAY
    assert prices.known(SERVICE, SHORT) is None
    assert ask(prices, List()) == PRICE
    assert opened(file, now).known(SERVICE, SHORT) == PRICE


def test_a_price_read_from_the_file_ends_with_its_day_while_the_program_runs(file: Path, now: Now) -> None:
    ask(opened(file, now), List())
    now.go_on(DAY - 10)
    prices = opened(file, now)
    assert prices.known(SERVICE, SHORT) == PRICE
    now.steady += 10
    assert prices.known(SERVICE, SHORT) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'[1, null, "x", [], {}]'],
    ids=["empty", "no list", "null", "no text", "endless", "no rows"],
)
def test_a_damaged_file_is_no_file(file: Path, now: Now, content: bytes) -> None:
    file.write_bytes(content)
    prices = opened(file, now)
    assert prices.known(SERVICE, SHORT) is None
    assert ask(prices, List()) == PRICE
    assert opened(file, now).known(SERVICE, SHORT) == PRICE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "-0.75"),
        ("amount", 0.75),
        ("amount", "NaN"),
        ("unit", None),
        ("service", ["x"]),
        ("duration", "5"),
        ("duration", True),
        ("time", None),
        ("time", "1790000000"),
        ("time", float("nan")),
        ("time", float("inf")),
    ],
)
def test_a_damaged_row_falls_away_alone(file: Path, now: Now, name: str, value: object) -> None:
    prices = opened(file, now)
    ask(prices, List())
    ask(prices, List(), LONG)
    rows = json.loads(file.read_bytes())
    rows[0][name] = value
    file.write_text(json.dumps(rows), encoding="utf-8")
    again = opened(file, now)
    assert (again.known(SERVICE, SHORT), again.known(SERVICE, LONG)) == (None, PRICE)


def test_a_folder_that_cannot_be_written_costs_no_price(tmp_path: Path, now: Now) -> None:
    prices = opened(tmp_path / "missing" / "prices.json", now)
    assert ask(prices, List()) == PRICE
    assert prices.known(SERVICE, SHORT) == PRICE
