"""Money: exact, one unit at a time, whole through JSON."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from wan_desktop.core.money import Money, OtherUnit, amount_of


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


YUAN = Money(Decimal(1), "¥")


def test_sums_are_exact_where_floats_and_28_digits_are_not() -> None:
    tenth = dollars("0.1")
    assert tenth + tenth + tenth == dollars("0.3")
    assert dollars("1e24") + dollars("0.0001") - dollars("1e24") == dollars("0.0001")
    assert dollars("0.0375") * 3 == dollars("0.1125")


def test_the_same_amount_is_equal_however_it_is_written() -> None:
    assert dollars("0.50") == dollars("0.5")
    assert hash(dollars("0.50")) == hash(dollars("0.5"))
    assert dollars("1") != YUAN


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_units_are_never_mixed(act: str) -> None:
    with pytest.raises(OtherUnit):
        getattr(dollars("1"), act)(YUAN)


def test_amounts_are_ordered() -> None:
    assert dollars("9.99") < dollars("10") <= dollars("10.00")
    assert dollars("10") > dollars("9.99") >= dollars("9.99")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "sNaN"])
def test_no_number_is_no_money(amount: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        dollars(amount)


@pytest.mark.parametrize("amount", ["0.75", "0", "-3.10", "1E+5", "123456789012345678.0001"])
def test_json_keeps_every_digit(amount: str) -> None:
    money = Money(Decimal(amount), "¥")
    text = json.dumps(money.to_json())
    assert "E" not in text
    assert Money.from_json(json.loads(text)) == money


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        "0.75 $",
        [],
        {},
        {"amount": 0.75, "unit": "$"},
        {"amount": "NaN", "unit": "$"},
        {"amount": "1"},
    ],
)
def test_other_json_is_no_money(value: object) -> None:
    assert Money.from_json(value) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20", "20"),
        (" 0.75 ", "0.75"),
        ("-3", "-3"),
        ("5.", "5"),
        ("", None),
        ("-", None),
        (".5", None),
        ("1,000", None),
        ("1.2.3", None),
        ("1e3", None),
        ("١٢", None),
        ("²", None),
        ("Infinity", None),
        ("9" * 100, None),
        (20, None),
    ],
)
def test_amounts_are_read_plainly_or_not_at_all(text: object, amount: str | None) -> None:
    assert amount_of(text) == (None if amount is None else Decimal(amount))
