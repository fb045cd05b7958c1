"""Which of Debian's packages are missing, as dpkg tells it on old and new systems."""

from __future__ import annotations

import pytest
import system_packages
from system_packages import installed_names, missing_of, parse_list

DEBIAN_12 = """\
dpkg\tamd64\tinstalled\t
libglib2.0-0\tamd64\tinstalled\t
libegl1\tamd64\tinstalled\t
fonts-wqy-microhei\tall\tinstalled\t
libpulse0\tamd64\tconfig-files\t
libgl1\ti386\tinstalled\t
libgl1-mesa-dri\tamd64\tinstalled\tlibgl1-mesa-swx11-dri
"""

UBUNTU_24 = """\
dpkg\tarm64\tinstalled\t
libglib2.0-0t64\tarm64\tinstalled\tlibglib2.0-0 (= 2.80.0-6ubuntu3), libgio-thing (= 1)
"""


def test_an_installed_package_is_not_missing() -> None:
    assert missing_of([("libglib2.0-0",), ("libegl1",)], installed_names(DEBIAN_12)) == []


def test_a_renamed_package_counts_by_what_it_provides() -> None:
    assert missing_of([("libglib2.0-0",), ("libgio-thing",)], installed_names(UBUNTU_24)) == []


def test_any_alternative_will_do_and_the_first_is_brought() -> None:
    fonts = [("fonts-noto-cjk", "fonts-wqy-microhei")]
    assert missing_of(fonts, installed_names(DEBIAN_12)) == []
    assert missing_of(fonts, installed_names(UBUNTU_24)) == ["fonts-noto-cjk"]


def test_a_removed_package_whose_settings_stayed_is_missing() -> None:
    assert missing_of([("libpulse0",)], installed_names(DEBIAN_12)) == ["libpulse0"]


def test_a_package_for_another_architecture_is_missing() -> None:
    assert missing_of([("libgl1",)], installed_names(DEBIAN_12)) == ["libgl1"]


def test_where_dpkg_knows_nothing_everything_is_missing() -> None:
    assert missing_of([("xvfb",), ("xauth",)], installed_names("")) == ["xvfb", "xauth"]


def test_comments_and_blank_lines_name_no_package() -> None:
    text = "# why\n\n[one]\na # here\nb | c\n[two]\n"
    assert parse_list(text) == {"one": [("a",), ("b", "c")], "two": []}


def test_the_list_keeps_what_only_tests_need_apart() -> None:
    sections = parse_list(system_packages.LIST.read_text(encoding="utf-8"))
    assert list(sections) == ["program", "fonts", "tests", "installers"]
    assert ("libegl1",) in sections["program"]
    assert ("xvfb",) in sections["tests"]
    assert ("xvfb",) not in sections["program"]


def test_without_root_the_one_line_to_type_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    system_packages.bring(["libegl1", "xvfb"])
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].endswith("sudo apt-get install --no-install-recommends libegl1 xvfb")
