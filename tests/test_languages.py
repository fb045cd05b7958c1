"""Every word for people has its Chinese, and says the same with the same figures in it."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import languages
import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "resources" / "languages"
TOOLS = Path(PySide6.__file__).parent
CHINESE, ENGLISH = "wan_desktop_zh_CN.ts", "wan_desktop_en.ts"
FORMS = {CHINESE: 1, ENGLISH: 2}
PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d|</?b>")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped files, brought in step with the sources as ``dev.py languages`` does it."""
    folder = tmp_path_factory.mktemp("languages 语言")
    for name in FORMS:
        shutil.copy(SHIPPED / name, folder)
    languages.update(ROOT, folder, TOOLS)
    return folder


def messages(file: Path) -> Iterator[tuple[str, ET.Element]]:
    """Each message of a file, after "Context: source"."""
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            yield f"{context.findtext('name')}: {message.findtext('source')}", message


def translation(message: ET.Element) -> ET.Element:
    found = message.find("translation")
    assert found is not None
    return found


def wordings(message: ET.Element) -> list[str]:
    """The translation, in each of its plural forms."""
    made = translation(message)
    return [form.text or "" for form in made.iter("numerusform")] or [made.text or ""]


@pytest.mark.parametrize("name", FORMS)
def test_every_word_of_the_sources_is_translated(extracted: Path, name: str) -> None:
    missing = [
        where
        for where, message in messages(extracted / name)
        if translation(message).get("type") or not all(wordings(message))
    ]
    assert missing == [], "run: python3 packaging/dev.py languages, then fill in what it marks as unfinished"


@pytest.mark.parametrize("name", FORMS)
def test_no_translation_is_of_a_word_that_is_gone(extracted: Path, name: str) -> None:
    used = {where for where, _ in messages(extracted / name)}
    assert {where for where, _ in messages(SHIPPED / name)} - used == set()


@pytest.mark.parametrize("name", FORMS)
def test_placeholders_are_those_of_the_source(name: str) -> None:
    for where, message in messages(SHIPPED / name):
        wanted = sorted(PLACEHOLDER.findall(message.findtext("source") or ""))
        for words in wordings(message):
            assert sorted(PLACEHOLDER.findall(words)) == wanted, where


@pytest.mark.parametrize("name", FORMS)
def test_plurals_have_as_many_forms_as_the_language(name: str) -> None:
    for where, message in messages(SHIPPED / name):
        if message.get("numerus"):
            assert len(wordings(message)) == FORMS[name], where


def test_files_name_no_place_in_the_sources() -> None:
    for name in FORMS:
        assert "<location" not in (SHIPPED / name).read_text(encoding="utf-8")
