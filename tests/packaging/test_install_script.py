"""The archive's install.sh and uninstall.sh, run for a user whose home has a space in its name.

The program in the archive is a stand-in that says its version, as the real one is asked to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from linux import archive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the archive is for Linux")

PROGRAM = '#!/bin/sh\n[ "$1" = --version ] && echo "wan-desktop {version}"\n'
BROKEN = "#!/bin/sh\necho \"version 'GLIBC_2.35' not found\" >&2\nexit 1\n"
ENTRY = "[Desktop Entry]\nName=Wan Desktop\nExec=wan-desktop %F\nIcon=wan-desktop\n"


class Computer:
    """A user's home, with an unpacked archive in it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "my home"
        self.prefix = self.home / ".local"
        self.unpacked = self.home / "Downloads" / "wan-desktop"
        self.home.mkdir()

    def unpack(self, version: str, program: str = PROGRAM) -> None:
        shutil.rmtree(self.unpacked, ignore_errors=True)
        resources = self.unpacked / "_internal" / "resources"
        resources.mkdir(parents=True)
        shutil.copy(archive.HERE.parents[1] / "resources" / "system-libraries.tsv", resources)
        (self.unpacked / "wan-desktop").write_text(program.format(version=version))
        (self.unpacked / "wan-desktop").chmod(0o755)
        for place, text in (
            ("applications/wan-desktop.desktop", ENTRY),
            ("icons/a/wan-desktop.svg", "<svg/>"),
        ):
            file = self.unpacked / "share" / place
            file.parent.mkdir(parents=True)
            file.write_text(text)
        for script in ("install.sh", "uninstall.sh"):
            shutil.copy(archive.HERE / script, self.unpacked)

    def run(self, script: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """A script's end, as the user: root's own default would be everyone's."""
        words = ["sh", str(script), *map(str, arguments)]
        environment = {"HOME": str(self.home), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        return subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=False)

    def install(self) -> subprocess.CompletedProcess[str]:
        return self.run(self.unpacked / "install.sh", "--prefix", self.prefix)

    def uninstall(self) -> subprocess.CompletedProcess[str]:
        return self.run(self.prefix / "lib" / "wan-desktop" / "uninstall.sh")

    def version(self) -> str:
        """What the installed program says, started as from a terminal."""
        words: list[str | Path] = [self.prefix / "bin" / "wan-desktop", "--version"]
        return subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout

    def files(self) -> set[str]:
        return {file.relative_to(self.home).as_posix() for file in self.prefix.rglob("*")}


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    made = Computer(tmp_path)
    made.unpack("1.0")
    return made


def test_the_program_starts_from_the_terminal_and_the_menu(computer: Computer) -> None:
    done = computer.install()
    assert done.returncode == 0, done.stderr
    assert computer.version() == "wan-desktop 1.0\n"
    entry = (computer.prefix / "share/applications/wan-desktop.desktop").read_text()
    assert f'Exec="{computer.prefix}/bin/wan-desktop" %F' in entry.splitlines()


def test_characters_that_mean_something_in_a_menu_entry_are_escaped(tmp_path: Path) -> None:
    folder = tmp_path / 'a"b$c%d\\e'
    folder.mkdir()
    computer = Computer(folder)
    computer.unpack("1.0")
    assert computer.install().returncode == 0
    entry = (computer.prefix / "share/applications/wan-desktop.desktop").read_text()
    # Quoted as the specification of Exec wants it, then once more as that of strings does.
    assert 'a\\\\"b\\\\$c%%d\\\\\\\\e/my home/.local/bin/wan-desktop" %F' in entry


def test_a_newer_version_takes_the_place_of_the_older(computer: Computer) -> None:
    computer.install()
    computer.unpack("1.1")
    assert computer.install().returncode == 0
    assert computer.version() == "wan-desktop 1.1\n"
    assert len(list((computer.prefix / "lib/wan-desktop").glob("program.*"))) == 1


def test_a_version_that_does_not_run_here_leaves_the_older_one(computer: Computer) -> None:
    computer.install()
    before = computer.files()
    computer.unpack("1.1", BROKEN)
    done = computer.install()
    assert done.returncode == 1
    assert "GLIBC_2.35" in done.stderr
    assert "nothing was changed" in done.stderr
    assert computer.version() == "wan-desktop 1.0\n"
    assert computer.files() == before


def test_a_program_that_is_running_is_not_replaced(computer: Computer) -> None:
    computer.install()
    program = next((computer.prefix / "lib/wan-desktop").glob("program.*")) / "sleeper"
    shutil.copy(shutil.which("sleep") or "", program)
    with subprocess.Popen([program, "60"]) as running:
        try:
            done, removed = computer.install(), computer.uninstall()
        finally:
            running.kill()
    assert (done.returncode, removed.returncode) == (1, 1)
    assert "Close it first" in done.stderr
    assert "Close it first" in removed.stderr


def test_another_program_of_the_name_is_not_overwritten(computer: Computer) -> None:
    other = computer.prefix / "bin" / "wan-desktop"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    assert computer.install().returncode == 1
    assert other.read_text() == "mine"


def test_removal_leaves_what_the_user_made_and_says_where_it_is(computer: Computer) -> None:
    data = computer.prefix / "share" / "wan-desktop" / "jobs.sqlite3"
    data.parent.mkdir(parents=True)
    data.write_text("jobs")
    (computer.prefix / "share" / "applications").mkdir()
    (computer.prefix / "bin").mkdir()  # empty, and not ours to remove
    (computer.prefix / "share" / "applications" / "other.desktop").write_text("")
    before = computer.files()
    computer.install()
    done = computer.uninstall()
    assert done.returncode == 0, done.stderr
    assert computer.files() - {".local/share/applications/mimeinfo.cache"} == before
    assert str(data.parent) in done.stdout or "~/.local/share/wan-desktop" in done.stdout


def test_nothing_is_left_where_nothing_was(computer: Computer) -> None:
    computer.install()
    computer.uninstall()
    assert computer.files() == set()


def test_a_library_that_the_system_lacks_is_named_with_its_packages(computer: Computer) -> None:
    """The stand-in for ldd says what it says of a file whose library is missing."""
    tools = computer.home / "tools"
    tools.mkdir()
    (tools / "ldd").write_text("#!/bin/sh\necho '\tlibEGL.so.1 => not found'\n")
    (tools / "ldd").chmod(0o755)
    (computer.unpacked / "_internal" / "libQt6Gui.so.6").write_text("")
    words = ["sh", str(computer.unpacked / "install.sh"), "--prefix", str(computer.prefix)]
    environment = {"HOME": str(computer.home), "PATH": f"{tools}:{os.defpath}"}
    done = subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert "Debian, Ubuntu: libegl1    Fedora: libglvnd-egl" in done.stdout


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not there")
@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh", "prerm"])
def test_the_scripts_are_plain_and_sound(script: str) -> None:
    told = subprocess.run(
        ["shellcheck", "--shell=sh", archive.HERE / script],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stdout
