"""``python -m tests.media.fuzz [TARGET [CASES [FIRST SEED]]]``: a long run by hand; prints its report."""

from __future__ import annotations

import sys

from tests.media.fuzz.supervisor import fuzz

name, cases, first = (sys.argv[1:] + ["images", "5000", "0"][len(sys.argv) - 1 :])[:3]
report = fuzz(name, int(cases), int(first))
sys.stdout.write(f"{report}\n")
sys.exit(bool(report.findings))
