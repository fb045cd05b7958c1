"""``dev.py build``: from the sources to installers, one stage after the other.

licences → icons → the frozen program (freeze.py) → its self-test → the installers of this system, in
``build/installers``. Standard library only; what needs more runs in the environment made for building.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from pathlib import Path

import environment
import freeze
import licences
import source_archive
from environment import Environment
from steps import SetupFailed, run_tool, say

#: The module that makes this system's installers; its make(folder, target, version) gives the files.
PACKAGERS = {"linux": "linux.packages", "win32": "windows.installer", "darwin": "macos.disk_image"}


def build(checkout: Path, ours: Environment) -> list[Path]:
    """Everything, for the system that this is; the installers. Raises SetupFailed, OSError."""
    folder, stale = checkout / "build", checkout / "resources" / "languages"
    if any(environment.stale_translations(stale)):
        raise SetupFailed("A translation could not be compiled, and the installers are for everyone.")
    run_tool(
        [ours.python, checkout / "packaging/licences.py", ours.site_packages, folder / "licences"],
        failure="Of these parts (above) nobody has written down the licence.",
    )
    run_tool(
        [ours.python, checkout / "packaging/icons.py", folder / "icons"],
        failure="The icons could not be drawn (the words are above).",
    )
    frozen = freeze.build(checkout, ours)
    if unknown := licences.check_folder(frozen):
        raise SetupFailed(f"Whose licence holds for {', '.join(file.name for file in unknown)}?")
    freeze.test(frozen, folder / "selftest-frozen")
    made = make_installers(frozen, folder / "installers", version(checkout))
    source = source_archive.write(checkout, folder / "installers", version(checkout)) if made else None
    if made and source is None:
        say("This is no checkout of git: lay the program's source code beside the installers by hand.")
    return [*made, source] if source else made


def make_installers(frozen: Path, target: Path, number: str) -> list[Path]:
    """What this system's packager makes of the folder; nothing where it has none."""
    packager = PACKAGERS.get(sys.platform, "")
    if not packager or not _exists(packager):
        say(f"There are no installers for this system; the program is in {frozen}.")
        return []
    target.mkdir(parents=True, exist_ok=True)
    made: list[Path] = importlib.import_module(packager).make(frozen, target, number)
    for file in made:
        say(f"{freeze.megabytes(file.stat().st_size)}  {file}")
    return made


def version(checkout: Path) -> str:
    """The program's version, read from where it stands."""
    text = (checkout / "wan_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise SetupFailed("wan_desktop/__init__.py says no version.")
    return found[1]


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
