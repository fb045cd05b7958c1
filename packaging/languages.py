"""Brings the ``.ts`` files in step with the sources, by the lupdate that PySide6 ships.

For ``dev.py languages`` and for the test that finds untranslated words. Compiling is in environment.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

from steps import run_tool, say

#: Places in the sources change with every commit and help nobody who translates.
OPTIONS = ("-silent", "-locations", "none", "-no-obsolete")


def update(checkout: Path, languages: Path, tools: Path) -> None:
    """Adds new words to each ``.ts`` in ``languages``, marked as unfinished, and takes out the old ones.

    ``tools`` is the folder of PySide6. English has its own file for plural forms alone. Raises SetupFailed.
    """
    sources = sorted((checkout / "wan_desktop").rglob("*.py"))
    lupdate = tools / ("lupdate.exe" if sys.platform == "win32" else "lupdate")
    for target in sorted(languages.glob("*.ts")):
        plurals = ["-pluralonly"] if target.stem.endswith("_en") else []
        run_tool(
            [lupdate, *OPTIONS, *plurals, *sources, "-ts", target],
            failure=f"lupdate could not write {target.name} (its words are above).",
        )


def say_unfinished(languages: Path) -> None:
    """How much there is to translate in each file."""
    for target in sorted(languages.glob("*.ts")):
        count = target.read_text(encoding="utf-8").count('type="unfinished"')
        say(f"{target.name}: {f'{count} to translate' if count else 'complete'}.")
