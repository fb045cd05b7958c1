"""Whose each library is that the frozen files link, from the words of objdump."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from linux import libraries
from linux.libraries import Needs
from steps import SetupFailed

TOLD = """\

/frozen/_internal/libQt6Core.so.6:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libicuuc.so.73
  NEEDED               libglib-2.0.so.0
  NEEDED               libc.so.6
  SONAME               libQt6Core.so.6

Version References:
  required from libc.so.6:
    0x069691b4 0x00 02 GLIBC_2.34
    0x0d696914 0x00 03 GLIBC_2.4

/frozen/_internal/libodd.so:     file format elf64-x86-64
  NEEDED               libodd-friend.so.1
  NEEDED               libglib-2.0.so.0
"""


def test_what_is_bundled_is_not_wanted_of_the_system() -> None:
    needs = libraries.parse(TOLD, ["libicuuc.so.73", "libQt6Core.so.6", "libodd.so"])
    assert needs.libraries == {
        "libglib-2.0.so.0": {"libQt6Core.so.6", "libodd.so"},
        "libc.so.6": {"libQt6Core.so.6"},
        "libodd-friend.so.1": {"libodd.so"},
    }


def test_the_newest_version_of_the_c_library_counts() -> None:
    assert libraries.parse(TOLD, []).glibc == (2, 34)


def test_a_library_that_is_nobodys_ends_the_build_by_name() -> None:
    needs = libraries.parse(TOLD, ["libicuuc.so.73"])
    with pytest.raises(SetupFailed, match=r"libodd-friend\.so\.1 \(linked by libodd\.so\)"):
        libraries.check(needs)


def test_the_c_library_and_what_the_table_knows_are_somebodys() -> None:
    names = ("ld-linux-x86-64.so.2", "libm.so.6", "libmvec.so.1", "libEGL.so.1")
    libraries.check(Needs({name: frozenset({"x"}) for name in names}, (2, 34)))


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("objdump"), reason="objdump is not there")
def test_real_files_are_read(tmp_path: Path) -> None:
    shutil.copyfile(Path(sys.executable).resolve(), tmp_path / "program")
    (tmp_path / "text").write_text("no program")
    assert "libc.so.6" in libraries.needs_of(tmp_path).libraries
