"""What the program is made of: from the build's index, or from what is installed beside a checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wan_desktop.core.bundled_parts import SCHEMA, find_parts, text_of

ROW = {
    "name": "x264",
    "version": "165",
    "licence": "GPL-2.0-or-later",
    "source": "https://example.org/x264",
    "texts": ["x264.txt", "GPL-2.0.txt"],
}


def index(folder: Path, content: object) -> Path:
    (folder / "texts").mkdir(parents=True)
    (folder / "index.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_the_parts_of_an_installer_are_those_of_its_index(tmp_path: Path) -> None:
    folder = index(tmp_path / "licences", {"schema": SCHEMA, "parts": [ROW]})
    (folder / "texts" / "x264.txt").write_text("Copyright x264\n", encoding="utf-8")
    (folder / "texts" / "GPL-2.0.txt").write_text("GNU GENERAL\n", encoding="utf-8")
    found = find_parts(folder)
    [part] = found.parts
    assert found.bundled
    assert (part.name, part.version, part.licence) == ("x264", "165", "GPL-2.0-or-later")
    text = text_of(part)
    assert text.index("Copyright x264") < text.index("GNU GENERAL")


def test_a_text_is_never_read_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    folder = index(tmp_path / "licences", {"schema": SCHEMA, "parts": [ROW | {"texts": ["../../secret"]}]})
    [part] = find_parts(folder).parts
    assert text_of(part) == ""


@pytest.mark.parametrize(
    "content",
    [None, [], {}, {"schema": "other/1", "parts": [ROW]}, {"schema": SCHEMA, "parts": [{"name": "x"}]}],
)
def test_without_an_index_that_is_one_the_installed_packages_are_told(
    tmp_path: Path, content: object
) -> None:
    found = find_parts(index(tmp_path / "licences", content))
    names = {part.name for part in found.parts}
    assert not found.bundled
    assert {"httpx", "pillow", "PySide6_Essentials"} <= names
    assert text_of(next(part for part in found.parts if part.name == "httpx"))


def test_a_checkout_without_a_build_has_no_index(tmp_path: Path) -> None:
    assert not find_parts(tmp_path / "nowhere").bundled
