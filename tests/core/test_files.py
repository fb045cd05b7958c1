"""A file is there whole or not at all, and a private one is private from its first moment."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from wan_desktop.core import files
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.files import copy_file, replace_file, set_aside

needs_modes = pytest.mark.skipif(os.name != "posix", reason="this system has no modes of files")


def test_replacing_leaves_the_new_content_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "文件.json"
    replace_file(path, b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_replacement_leaves_the_old_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "folder in the way"
    path.mkdir()
    (path / "content").touch()
    with pytest.raises(DiskError):
        replace_file(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(DiskError) as caught:
        replace_file(tmp_path / "missing" / "file", b"")
    assert caught.value.kind is ErrorKind.FOLDER_MISSING


@needs_modes
def test_a_disk_that_takes_only_half_leaves_the_old(tmp_path: Path) -> None:
    # A limit on the size of files stands for the full disk that a test cannot have.
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from wan_desktop.core.errors import DiskError\n"
        "from wan_desktop.core.files import replace_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    replace_file(Path(sys.argv[1]), bytes(5000))\n"
        "except DiskError as error:\n    print('refused')\n"
    )
    path = tmp_path / "file"
    path.write_bytes(b"old")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused\n"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@needs_modes
def test_a_private_file_is_closed_to_others_even_over_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_bytes(b"")
    path.chmod(0o644)
    replace_file(path, b"secret", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@needs_modes
def test_other_files_get_the_usual_rights(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    replace_file(tmp_path / "file", b"")
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_every_file_set_aside_keeps_its_content(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for content in (b"first", b"second"):
        path.write_bytes(content)
        kept = set_aside(path)
        assert kept is not None
        assert kept.read_bytes() == content
    assert {p.name for p in tmp_path.iterdir()} == {"settings.json.bad", "settings.json.bad2"}
    assert set_aside(path) is None


def test_a_copy_is_whole_or_leaves_what_was_there(tmp_path: Path) -> None:
    source, target = tmp_path / "source.mp4", tmp_path / "目标 target.mp4"
    source.write_bytes(b"new" * 1000)
    target.write_bytes(b"old")
    with pytest.raises(DiskError):
        copy_file(tmp_path / "missing.mp4", target)
    assert target.read_bytes() == b"old"
    copy_file(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {source.name, target.name}


def test_a_name_as_long_as_file_systems_take_can_be_written_and_copied_to(tmp_path: Path) -> None:
    longest = tmp_path / ("x" * 251 + ".mp4")
    replace_file(longest, b"whole")
    copy_file(longest, tmp_path / ("y" * 251 + ".mp4"))
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"whole"}
    assert len(list(tmp_path.iterdir())) == 2


class Readers:
    """A system where a file that is read cannot be replaced; after ``left`` tries nobody reads it."""

    def __init__(self, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left, self._replace = left, os.replace
        monkeypatch.setattr(files, "_READERS_HOLD", True)
        monkeypatch.setattr(os, "replace", self.replace)

    def replace(self, source: Path, target: Path) -> None:
        self.left -= 1
        if self.left >= 0:
            raise PermissionError(errno.EACCES, "held by a reader")
        self._replace(source, target)


def test_a_reader_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    Readers(3, monkeypatch)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_reader_that_stays_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HELD_SECONDS", 0.05)
    Readers(10**9, monkeypatch)
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    with pytest.raises(DiskError) as caught:
        replace_file(path, b"new")
    assert caught.value.kind is ErrorKind.FILE_HELD
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "nt", reason="only Windows keeps a file for its readers")
def test_windows_keeps_a_file_for_its_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HELD_SECONDS", 0.05)
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    with path.open("rb"), pytest.raises(DiskError) as caught:
        replace_file(path, b"new")
    assert caught.value.kind is ErrorKind.FILE_HELD
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_folder_that_may_not_be_written_is_not_taken_for_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "HELD_SECONDS", 0.05)
    Readers(10**9, monkeypatch)
    with pytest.raises(DiskError) as caught:
        replace_file(tmp_path / "settings.json", b"new")
    assert caught.value.kind is ErrorKind.FOLDER_READ_ONLY


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (5, ErrorKind.FOLDER_READ_ONLY),
        (21, ErrorKind.FOLDER_MISSING),  # the device is not ready
        (32, ErrorKind.FILE_HELD),  # a sharing violation
        (39, ErrorKind.DISK_FULL),
        (64, ErrorKind.FOLDER_MISSING),  # the network name is no longer there
        (206, ErrorKind.FOLDER_UNUSABLE),  # the name is too long: ENOENT of old
        (1117, ErrorKind.DRIVE_TROUBLE),  # an I/O device error
    ],
)
def test_what_windows_says_is_sorted_by_its_own_number(number: int, kind: ErrorKind) -> None:
    error = OSError(None, "what it says", None, number)
    if os.name != "nt":  # Elsewhere Python keeps no number, and most of them are EACCES there.
        error = PermissionError(errno.EACCES, "what it says")
        vars(error)["winerror"] = number
    assert DiskError.from_os_error(error).kind is kind


def test_where_readers_are_in_nobodys_way_a_refusal_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = Readers(1, monkeypatch)
    monkeypatch.setattr(files, "_READERS_HOLD", False)
    with pytest.raises(DiskError):
        replace_file(tmp_path / "settings.json", b"new")
    assert readers.left == 0
