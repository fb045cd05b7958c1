"""Estimates, limits and the ledger on the command line: real processes, a real service with a price list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.command_line import Home, objects
from tests.fakes.demo_server import running_server
from wan_desktop.core import settings as settings_file
from wan_desktop.core.paths import resource
from wan_desktop.core.settings import Settings
from wan_desktop.demo.faults import Endpoint, Fault, Faults, Kind

IMAGE = resource("samples", "lake.jpg")
PRICE = {"amount": "0.75", "unit": "$"}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家")
    made.paths.create()
    yield made
    made.close()


class Shop:
    """A service over HTTP whose list says 0.75 $, or nothing."""

    def __init__(self, base_url: str, faults: Faults) -> None:
        self._faults = faults
        self.options = ("--service", base_url, "--poll", "0.2", "--resolution", "720P")

    def price(self, units: str | None) -> None:
        """``units``: ten-thousandths of a dollar."""
        row = {"productId": "WAN2_6_I2V_720P_5S", "basePrice0": units, "displayPriceUnit": "$"}
        body = json.dumps({"products": [] if units is None else [row]})
        self._faults.order(Fault(Endpoint.PRICE, Kind.ANSWER, times=99, body=body))

    def submits(self) -> int:
        return self._faults.received[Endpoint.SUBMIT]

    def lists_asked(self) -> int:
        return self._faults.received[Endpoint.PRICE]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    faults = Faults()
    with running_server(tmp_path / "service", faults, seconds=0.1) as base_url:
        yield Shop(base_url, faults)


def test_the_estimate_is_said_before_and_kept_and_summed_up(home: Home, shop: Shop) -> None:
    shop.price("7500")
    first = home.run("generate", IMAGE, *shop.options, "-p", "=1+1")
    assert first.returncode == 0
    assert first.stderr.splitlines()[0] == "Estimated cost: $0.75"
    second = home.run("generate", IMAGE, *shop.options, "--json")
    assert [job["estimate"] for job in objects(second)] == [PRICE]
    # The price of a day is asked for once.
    assert shop.lists_asked() == 1

    today = datetime.now().strftime("%Y-%m-%d")
    assert home.run("spend").stdout.split() == [today, "2", "videos", "≈", "$1.50"]
    [month] = objects(home.run("spend", "--by", "month", "--json"))
    assert month == {
        "period": today[:7],
        "videos": 2,
        "sums": [{"amount": "1.50", "unit": "$"}],
        "estimated": 2,
        "unknown": 0,
    }
    assert [job["estimate"] for job in objects(home.run("spend", "--by", "job", "--json"))] == [PRICE] * 2
    assert home.run("spend", "--by", "job").stdout.count("≈ $0.75") == 2

    target = home.folder / "spent 支出.csv"
    assert home.run("spend", "--by", "job", "--csv", target).returncode == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfconsent,")
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"), newline="")))
    assert [(row["title"], row["estimate"]) for row in rows] == [("lake.jpg", "0.75"), ("'=1+1", "0.75")]
    assert home.run("spend", "--csv", "-").stdout.startswith("\ufeffperiod,videos,sum,unit")


@pytest.mark.parametrize(
    ("units", "limits", "options", "kind"),
    [
        ("7500", {"limit_per_click": "0.74"}, (), "limit_per_click"),
        ("7500", {"limit_per_day": "0.74"}, (), "limit_per_day"),
        ("7500", {}, ("--max-cost", "0.74"), "limit_per_click"),
        ("7500", {"limit_per_click": "0.5"}, ("--max-cost", "5"), "limit_per_click"),
        (None, {"limit_per_day": "5"}, (), "price_unknown"),
        (None, {}, ("--max-cost", "5"), "price_unknown"),
    ],
)
def test_beyond_a_limit_nothing_is_sent(
    home: Home, shop: Shop, units: str | None, limits: dict[str, Any], options: tuple[str, ...], kind: str
) -> None:
    shop.price(units)
    settings_file.save(home.paths.settings, Settings(**limits))
    result = home.run("generate", IMAGE, *shop.options, *options, "--json")
    assert result.returncode == 2
    [job] = objects(result)
    assert (job["id"], job["error"]["kind"], job["error"]["may_be_billed"]) == (None, kind, False)
    assert job["error"]["message"] in result.stderr
    assert home.jobs() == []
    assert shop.submits() == 0


def test_a_day_ends_where_its_limit_is_reached(home: Home, shop: Shop) -> None:
    shop.price("7500")
    settings_file.save(home.paths.settings, Settings(limit_per_day="1"))
    assert home.run("generate", IMAGE, *shop.options).returncode == 0
    second = home.run("generate", IMAGE, *shop.options)
    assert second.returncode == 2
    assert "$0.75 + $0.75 > $1.00" in second.stderr
    assert shop.submits() == 1


def test_an_unknown_price_is_sent_where_the_caller_says_so(home: Home, shop: Shop) -> None:
    shop.price(None)
    settings_file.save(home.paths.settings, Settings(limit_per_day="1"))
    result = home.run("generate", IMAGE, *shop.options, "--unknown-price-ok")
    assert result.returncode == 0
    assert "Estimated cost: unknown" in result.stderr
    assert "1 of unknown price" in home.run("spend").stdout


@pytest.mark.parametrize("amount", ["-1", "many", "NaN", "1,000"])
def test_an_amount_that_is_none_is_refused(home: Home, amount: str) -> None:
    assert home.run("generate", IMAGE, f"--max-cost={amount}").returncode == 2
    assert home.jobs() == []


def test_the_demo_is_bound_by_no_limit_and_stands_in_no_ledger(home: Home) -> None:
    settings_file.save(home.paths.settings, Settings(limit_per_click="0", limit_per_day="0"))
    result = home.run("generate", IMAGE, "--service", "demo", "--resolution", "720P", "--poll", "0.2")
    assert result.returncode == 0
    assert "cost" not in result.stderr
    assert home.run("spend", "--by", "job").stdout == ""


def test_a_table_that_cannot_be_written_says_so(home: Home) -> None:
    result = home.run("spend", "--csv", home.folder / "missing" / "a.csv")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
