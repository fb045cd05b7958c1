"""SPDX licence expressions: which licences stand in one, and whether it can be met by a set of them.

Standard library only. The grammar is SPDX's: names, ``WITH`` an exception, ``AND`` before ``OR``, ().
"""

from __future__ import annotations

import re
from collections.abc import Collection

#: May be a part of a program under GPL-3.0-or-later: www.gnu.org/licenses/license-list.html. GPL-2.0-only,
#: OpenSSL's old licence and BSD-4-Clause are not among them.
COMPATIBLE_WITH_GPL3 = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSD-3-Clause-Clear",
        "BSL-1.0",
        "CC0-1.0",
        "CDLA-Permissive-2.0",
        "FTL",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "HPND",
        "HPND-sell-variant",
        "ICU",
        "IJG",
        "ISC",
        "LGPL-2.0-or-later",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MIT-open-group",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Unicode-3.0",
        "Unlicense",
        "X11",
        "Zlib",
        "blessing",
        "bzip2-1.0.6",
        "libpng-2.0",
        "libtiff",
        "LicenseRef-public-domain",
        "LicenseRef-Microsoft-Redistributable",
        "Apache-2.0 WITH LLVM-exception",
        "GPL-2.0-or-later WITH Bootloader-exception",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
    }
)


def is_met(expression: str, by: Collection[str]) -> bool:
    """Whether licences of ``by`` alone satisfy the expression. ValueError for what is no expression."""
    tokens = re.findall(r"[()]|(?:(?!\b(?:AND|OR)\b)[^\s()]+\s+WITH\s+[^\s()]+)|[^\s()]+", expression)
    met = _alternatives(tokens, by)
    if tokens:
        raise ValueError(f"not a licence expression: {expression!r}")
    return met


def _alternatives(tokens: list[str], by: Collection[str]) -> bool:
    met = _together(tokens, by)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        met = _together(tokens, by) or met
    return met


def _together(tokens: list[str], by: Collection[str]) -> bool:
    met = _one(tokens, by)
    while tokens and tokens[0] == "AND":
        tokens.pop(0)
        met = _one(tokens, by) and met
    return met


def _one(tokens: list[str], by: Collection[str]) -> bool:
    token = tokens.pop(0) if tokens else ")"
    if token in (")", "AND", "OR"):
        raise ValueError(f"a licence is missing before {token!r}")
    if token != "(":
        return " ".join(token.split()) in by
    met = _alternatives(tokens, by)
    if not tokens or tokens.pop(0) != ")":
        raise ValueError("a parenthesis is missing")
    return met
