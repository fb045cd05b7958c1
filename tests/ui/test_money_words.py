"""Words about money: never more than is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.fakes.jobs import make_job
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import JobState
from wan_desktop.core.money import Money
from wan_desktop.ui.money_words import balance_words, cost_tag, limit_words

S = JobState


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


PRICE = dollars("0.75")


@pytest.mark.parametrize(
    ("state", "facts", "words"),
    [
        (S.DONE, {"estimate": PRICE}, "≈ $0.75"),
        (S.DONE, {"estimate": PRICE, "charged": dollars("0.8")}, "$0.80"),
        (S.DONE, {"charged": Money(Decimal("3"), "CNY")}, "CNY 3.00"),
        (S.DONE, {"estimate": dollars("0.0375")}, "≈ $0.0375"),
        (S.WAITING, {"estimate": PRICE}, "≈ $0.75"),
        (S.FAILED, {"estimate": PRICE, "error": Failure(ErrorKind.CONTENT_REFUSED)}, None),
        (S.FAILED, {"estimate": PRICE, "error": Failure(ErrorKind.TASK_FAILED, "", True)}, "≈ $0.75"),
        (S.STOPPED, {"estimate": PRICE}, None),
        (S.DONE, {}, None),
    ],
)
def test_a_job_shows_what_it_cost_as_exactly_as_is_known(
    state: JobState, facts: dict[str, Any], words: str | None
) -> None:
    tag = cost_tag(make_job(state=state, **facts))
    assert (None if tag is None else tag[0]) == words


@pytest.mark.parametrize(
    ("before", "now", "others", "price", "words"),
    [
        ("12.30", "12.30", False, PRICE, "No change so far, which suggests that it was not accepted."),
        ("12.30", "11.55", False, PRICE, "$0.75 less, which suggests that it was accepted and billed."),
        ("12.30", "11.55", False, None, "$0.75 less, which suggests that it was accepted and billed."),
        ("12.30", "11.00", False, PRICE, "$1.30 less, but this video costs $0.75:"),
        ("12.30", "11.55", True, PRICE, "Other videos may have been billed in between"),
        ("12.30", "12.30", True, PRICE, "Other videos may have been billed in between"),
        ("12.30", "20", False, PRICE, "It was topped up in between"),
        (None, "20", False, PRICE, "Now: $20.00. What it was before this video was sent is not known."),
        ("12.30", None, False, PRICE, "The service does not let its balance be read."),
    ],
)
def test_a_balance_suggests_no_more_than_it_can(
    before: str | None, now: str | None, others: bool, price: Money | None, words: str
) -> None:
    first = None if before is None else dollars(before)
    second = None if now is None else dollars(now)
    assert words in balance_words(first, second, others=others, price=price)


def test_balances_in_two_units_are_not_compared() -> None:
    yuan = Money(Decimal(5), "¥")
    assert balance_words(dollars("5"), yuan, others=False, price=None).startswith("Now: ¥5.00.")


def test_a_limit_says_what_it_is_and_what_is_taken_of_it() -> None:
    day = limit_words(ErrorKind.LIMIT_PER_DAY, dollars("20"), dollars("19.25"))
    taken = "This video would exceed your limit of $20.00 a day: $19.25 are spent or committed today."
    assert day == f"{taken} The limit can be changed in the settings."
    click = limit_words(ErrorKind.LIMIT_PER_CLICK, dollars("0.5"), dollars("0"))
    costly = "This video costs more than your limit of $0.50 a click."
    assert click == f"{costly} The limit can be changed in the settings."
