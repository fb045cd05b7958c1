"""Sums of money: exact decimals with the unit as the service shows it. Units are never mixed or converted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from typing import Any

#: Far wider than any sum here; what would have to be rounded after all is an error.
_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])
_LONGEST = 60
"""Most characters of an amount that is read as one."""


class OtherUnit(ValueError):
    """Dollars were to be added to, or compared with, yuan."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one unit ("$", "¥", "CNY"). ``0.5 $`` and ``0.50 $`` are equal. ValueError for NaN."""

    amount: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"no amount: {self.amount}")

    def __add__(self, other: Money) -> Money:
        """Exact. Raises OtherUnit."""
        return Money(_EXACT.add(self.amount, self._same(other)), self.unit)

    def __sub__(self, other: Money) -> Money:
        """Exact. Raises OtherUnit."""
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.unit)

    def __mul__(self, times: int) -> Money:
        """The same so many times over, exact."""
        return Money(_EXACT.multiply(self.amount, Decimal(times)), self.unit)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def _same(self, other: Money) -> Decimal:
        if other.unit != self.unit:
            raise OtherUnit(f"{self.unit} and {other.unit}")
        return other.amount

    def __str__(self) -> str:
        """For people: "$0.75", "CNY 3.00", "-$1.50". Two decimals, and more where there are more."""
        shown = abs(self.amount)
        decimals = max(2, -int(shown.normalize(_EXACT).as_tuple().exponent))
        space = " " if self.unit[-1:].isalpha() else ""
        return f"{'-' if self.amount < 0 else ''}{self.unit}{space}{shown:.{decimals}f}"

    @property
    def plain(self) -> str:
        """The amount for machines: digits with a point, no exponent, no unit."""
        return f"{self.amount:f}"

    def to_json(self) -> dict[str, str]:
        """``{"amount": "0.75", "unit": "$"}``: text, since a JSON number is a float to most readers."""
        return {"amount": self.plain, "unit": self.unit}

    @classmethod
    def from_json(cls, value: object) -> Money | None:
        """What :meth:`to_json` made; None for anything else, None included."""
        if not isinstance(value, Mapping):
            return None
        amount, unit = amount_of(value.get("amount")), value.get("unit")
        return None if amount is None or not isinstance(unit, str) else cls(amount, unit)


def amount_of(text: Any) -> Decimal | None:
    """A plain decimal as people and files write one ("20", "0.75", "-3"); None for anything else.

    No exponents, separators of thousands or digits of other scripts: an amount misread by a factor of a
    thousand is worse than one refused.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    digits = text.strip().removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or digits.startswith("."):
        return None
    try:
        return Decimal(text.strip())
    except DecimalException:
        return None
