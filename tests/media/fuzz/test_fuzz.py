"""A short run of every target; WAN_DESKTOP_FUZZ_CASES makes it as long as one likes."""

from __future__ import annotations

import os
import sys

import pytest

from tests.media.fuzz.supervisor import fuzz
from tests.media.fuzz.targets import TARGETS

CASES = int(os.environ.get("WAN_DESKTOP_FUZZ_CASES", "300"))
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")


@linux
@pytest.mark.timeout(120 + CASES)
@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_do_no_harm(name: str) -> None:
    report = fuzz(name, CASES)
    assert not report.findings, str(report)
    assert report.cases == CASES
    # Neither is all refused at the door nor is damage so small that nothing happens.
    assert any(outcome == "sent" for outcome in report.outcomes)
    assert len(report.outcomes) >= 3, str(report)


@linux
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("hang", "Timeout"),
        ("crash", "status -11"),
        ("memory", "MemoryError"),
        ("litter", "left behind: ['litter']"),
    ],
)
def test_the_supervisor_names_the_seed_that_did_harm(
    harm: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAN_DESKTOP_FUZZ_HARM", harm)
    report = fuzz("harm", 4)
    assert report.cases == 3
    [finding] = report.findings
    assert finding.startswith("seed 2: ")
    assert said in finding
