"""What the .deb says of itself, without building one."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
import system_packages
from linux import deb, libraries
from linux.libraries import Needs

NEEDS = Needs(
    {"libc.so.6": frozenset(), "libglib-2.0.so.0": frozenset(), "libEGL.so.1": frozenset()}, (2, 35)
)


def control() -> dict[str, str]:
    text = deb.control_text("1.2.3", deb.dependencies(NEEDS), [("fonts-a", "fonts-b")], 4096)
    return dict(re.findall(r"^([A-Z][A-Za-z-]+): (.*)$", text, re.MULTILINE))


def test_it_depends_on_what_the_frozen_files_link_and_nothing_else() -> None:
    assert control()["Depends"] == "libc6 (>= 2.35), libglib2.0-0 | libglib2.0-0t64, libegl1"


def test_fonts_are_recommended() -> None:
    assert control()["Recommends"] == "fonts-a | fonts-b"
    assert system_packages.wanted(["fonts"]) == [("fonts-noto-cjk", "fonts-wqy-microhei")]


def test_every_field_of_the_description_is_one_that_dpkg_reads() -> None:
    text = deb.control_text("1.2.3", deb.dependencies(NEEDS), [("fonts-a",)], 4096)
    fields, _, description = text.partition("Description: ")
    assert all(re.fullmatch(r"[A-Z][A-Za-z-]+: \S.*", line) for line in fields.splitlines())
    summary, *paragraphs = description.splitlines()
    assert len(summary) <= 80
    assert all(re.fullmatch(r" (\.|\S.{0,78})", line) for line in paragraphs)
    assert (control()["Version"], control()["Installed-Size"]) == ("1.2.3", "4096")


def test_each_library_of_the_table_is_brought_by_a_line_of_the_list() -> None:
    listed = {name for names in system_packages.wanted(["program"]) for name in names}
    assert {packages[0] for packages in libraries.table().values()} <= listed


def test_each_line_of_the_list_brings_a_library_of_the_table() -> None:
    known = {packages[0] for packages in libraries.table().values()}
    assert [names for names in system_packages.wanted(["program"]) if known.isdisjoint(names)] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's packages are made on Linux")
def test_sizes_are_counted_in_whole_kibibytes_and_links_as_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(b"x" * 1025)
    (tmp_path / "link").symlink_to("folder/file")
    assert deb.installed_size(tmp_path) == 4


def test_checksums_name_real_files_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")
    assert deb.checksums(tmp_path) == "9dd4e461268c8034f5c8564e155c67a6  file\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's packages are made on Linux")
def test_rights_do_not_depend_on_the_builders_umask(tmp_path: Path) -> None:
    for name, mode in (("program", 0o700), ("text", 0o600), ("libx.so.1", 0o700)):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(mode)
    deb.set_rights(tmp_path)
    modes = {name: os.stat(tmp_path / name).st_mode & 0o777 for name in ("program", "text", "libx.so.1")}
    assert modes == {"program": 0o755, "text": 0o644, "libx.so.1": 0o644}
