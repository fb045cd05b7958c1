"""The parts that the program is made of, each with its licence: what About shows.

In an installer they stand in ``licences/index.json`` beside their texts, where the build has put them
(``packaging/licences.py``). A checkout without a build has none; there the packages that are installed beside
the program are told, with the texts that came with them. Functions block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

SCHEMA = "wan-desktop-licences/1"

_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BundledPart:
    """``licence`` is an SPDX expression, or the words of the package; ``source`` a link or a file's name."""

    name: str
    version: str
    licence: str
    source: str
    texts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class BundledParts:
    """In the order of their names. ``bundled`` is False for the packages of a checkout."""

    parts: tuple[BundledPart, ...]
    bundled: bool


def find_parts(folder: Path) -> BundledParts:
    """Those of the index in ``folder``; the installed packages where there is none that can be read."""
    try:
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        listed = index["parts"] if index["schema"] == SCHEMA else []
        parts = tuple(_part(row, folder / "texts") for row in listed)
    except (OSError, ValueError, LookupError, TypeError):
        parts = ()
    return BundledParts(parts or tuple(_installed()), bundled=bool(parts))


def _part(row: Mapping[str, Any], texts: Path) -> BundledPart:
    files = tuple(texts / Path(name).name for name in row["texts"])
    name, version, licence, source = (str(row[key]) for key in ("name", "version", "licence", "source"))
    return BundledPart(name, version, licence, source, files)


def _installed() -> Iterator[BundledPart]:
    packages = {package.metadata["Name"]: package for package in metadata.distributions()}
    for name, package in sorted(packages.items(), key=lambda item: item[0].casefold()):
        about = package.metadata.json
        files = tuple(
            Path(str(package.locate_file(file)))
            for file in package.files or ()
            if _LICENCE_FILE.match(file.name) and file.suffix not in (".py", ".pyc")
        )
        links = [line.partition(", ")[2] for line in about.get("project_url", [])]
        source = next((link for link in links if link), str(about.get("home_page", "")))
        licence = str(about.get("license_expression") or about.get("license", ""))
        yield BundledPart(name, package.version, " ".join(licence.split())[:80], source, files)


def text_of(part: BundledPart) -> str:
    """All of a part's texts, one after the other; "" where there is none that can be read."""
    texts = []
    for file in part.texts:
        try:
            texts.append(file.read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue
    return f"\n\n{'─' * 40}\n\n".join(texts)
