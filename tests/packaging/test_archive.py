"""The archive for every Linux, packed from a small folder; and what keeps the AppImage from being made."""

from __future__ import annotations

import datetime
import os
import sys
import tarfile
from pathlib import Path

import pytest
from linux import appimage, archive

MOMENT = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "wan-desktop-1.0"
    (made / "_internal").mkdir(parents=True)
    (made / "wan-desktop").write_bytes(b"program")
    (made / "wan-desktop").chmod(0o700)
    (made / "_internal" / "libx.so.1").write_bytes(b"library")
    (made / "_internal" / "libx.so").symlink_to("libx.so.1")
    return made


def test_it_can_be_unpacked_on_a_stick_that_knows_no_links(folder: Path) -> None:
    archive.remove_links(folder)
    assert sorted(file.name for file in (folder / "_internal").iterdir()) == ["libx.so.1"]


def test_whoever_unpacks_it_can_start_it(folder: Path, tmp_path: Path) -> None:
    archive.remove_links(folder)
    archive.pack(folder, tmp_path / "a.tar.gz", MOMENT)
    with tarfile.open(tmp_path / "a.tar.gz") as packed:
        members = {member.name: member for member in packed.getmembers()}
    assert members["wan-desktop-1.0/wan-desktop"].mode == 0o755
    assert members["wan-desktop-1.0/_internal/libx.so.1"].mode == 0o644
    assert {(member.uid, member.uname) for member in members.values()} == {(0, "root")}


def test_the_same_sources_give_the_same_file(folder: Path, tmp_path: Path) -> None:
    archive.remove_links(folder)
    archive.pack(folder, tmp_path / "a.tar.gz", MOMENT)
    os.utime(folder / "wan-desktop", (0, 0))
    archive.pack(folder, tmp_path / "b.tar.gz", MOMENT)
    assert (tmp_path / "a.tar.gz").read_bytes() == (tmp_path / "b.tar.gz").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the tool is a shell script")
def test_what_an_appimage_needs_is_named_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("APPIMAGE_RUNTIME", raising=False)
    assert appimage.what_is_missing() == "appimagetool is not on PATH"
    (tmp_path / "appimagetool").write_text("#!/bin/sh\n")
    (tmp_path / "appimagetool").chmod(0o755)
    assert appimage.what_is_missing() == "APPIMAGE_RUNTIME names no file with the runtime"
    monkeypatch.setenv("APPIMAGE_RUNTIME", str(tmp_path / "appimagetool"))
    assert appimage.what_is_missing() is None
