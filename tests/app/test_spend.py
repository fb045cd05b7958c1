"""Prices, limits and what was spent, in the whole window; one process a scenario."""

from __future__ import annotations

import json
from pathlib import Path

from tests.app.test_window import Window, window
from wan_desktop.demo.faults import Endpoint, Fault, Kind

__all__ = ["window"]


def order_price(window: Window, units: str | None) -> None:
    """``units``: ten-thousandths of a dollar; None for a list that names no price."""
    row = {"productId": "WAN2_6_I2V_1080P_5S", "basePrice0": units, "displayPriceUnit": "$"}
    body = json.dumps({"products": [] if units is None else [row]})
    window.faults.order(Fault(Endpoint.PRICE, Kind.ANSWER, times=99, body=body))


def test_a_limit_is_kept_and_said(window: Window) -> None:
    order_price(window, "7500")
    window.settings(limit_per_day="1")
    window.play("a_limit_is_kept")
    assert window.submits() == 1


def test_what_was_spent_is_shown_and_exported(window: Window, tmp_path: Path) -> None:
    order_price(window, "7500")
    window.play("what_was_spent_is_shown_and_exported", tmp_path)
    table = (tmp_path / "花费 spent.csv").read_text("utf-8-sig")
    assert "a boat on the lake,may_be_billed,0.75,$" in table


def test_with_a_limit_an_unknown_price_is_asked_about(window: Window) -> None:
    order_price(window, None)
    window.settings(limit_per_day="1")
    window.play("an_unknown_price_is_asked_about")
    assert window.submits() == 1
