"""The menu entry and the software centre's page: valid, and in step with the program that they speak of."""

from __future__ import annotations

import configparser
import datetime
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from linux import integration
from PySide6.QtCore import QMimeDatabase
from PySide6.QtWidgets import QApplication

from wan_desktop import __version__
from wan_desktop.core.file_kinds import IMAGE_SUFFIXES

DAY = datetime.date(2026, 11, 25)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read(integration.DESKTOP_ENTRY, encoding="utf-8")
    return parser["Desktop Entry"]


def page() -> ElementTree.Element:
    return ElementTree.fromstring(integration.metainfo(__version__, DAY))


def test_open_with_offers_the_program_for_every_image_that_it_takes(qapp: QApplication) -> None:
    kinds = QMimeDatabase()
    offered = set(integration.mime_types())
    for suffix in IMAGE_SUFFIXES - {".hif", ".jfif"}:  # other names of HEIF and JPEG, in no list of kinds
        kind = kinds.mimeTypeForFile(f"picture{suffix}", QMimeDatabase.MatchMode.MatchExtension)
        assert not offered.isdisjoint([kind.name(), *kind.aliases()]), suffix


def test_open_with_names_only_kinds_that_there_are(qapp: QApplication) -> None:
    kinds = QMimeDatabase()
    assert [name for name in integration.mime_types() if not kinds.mimeTypeForName(name).isValid()] == []


def test_windows_find_their_menu_entry() -> None:
    source = (integration.CHECKOUT / "wan_desktop/app/application.py").read_text(encoding="utf-8")
    name = integration.DESKTOP_ENTRY.stem
    assert f'setDesktopFileName("{name}")' in source  # Wayland's name of the window
    assert f'setApplicationName("{name}")' in source
    assert entry()["StartupWMClass"] == name  # X11's
    assert entry()["Icon"] == name


def test_files_given_by_the_desktop_arrive_as_arguments() -> None:
    assert entry()["Exec"] == "wan-desktop %F"


@pytest.mark.parametrize("key", ["Name", "GenericName", "Comment", "Keywords"])
def test_the_menu_entry_speaks_chinese(key: str) -> None:
    assert entry()[f"{key}[zh_CN]"]


def test_every_text_of_the_page_is_there_in_chinese() -> None:
    texts = [
        element
        for element in page().iter()
        if element.tag in ("summary", "developer_name", "p", "li") and not element.get(LANGUAGE)
    ]
    chinese = [element for element in page().iter() if element.get(LANGUAGE) == "zh-CN"]
    assert len(texts) == len(chinese) == 6


def test_the_page_tells_the_one_version_and_the_menu_entry() -> None:
    release = page().find("releases/release")
    assert release is not None
    assert (release.get("version"), release.get("date")) == (__version__, "2026-11-25")
    assert page().findtext("launchable") == integration.DESKTOP_ENTRY.name
    assert [kind.text for kind in page().findall("provides/mediatype")] == integration.mime_types()


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not there")
def test_the_menu_entry_is_valid() -> None:
    words = subprocess.run(
        ["desktop-file-validate", integration.DESKTOP_ENTRY],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (words.returncode, words.stdout) == (0, "")


@pytest.mark.skipif(
    not shutil.which("appstreamcli"), reason="appstream is not there: dev.py try-installers has it"
)
def test_the_page_is_valid(tmp_path: Path) -> None:
    file = tmp_path / f"{integration.component_id()}.metainfo.xml"
    file.write_text(integration.metainfo(__version__, DAY), encoding="utf-8")
    told = subprocess.run(
        ["appstreamcli", "validate", "--no-net", file], capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 0, told.stdout
