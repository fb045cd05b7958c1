"""Who drives what, among processes, users and computers: real locks, real user ids."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from filelock import FileLock

from tests.fakes.command_line import ROOT
from tests.fakes.jobs import make_job
from tests.fakes.second_user import as_other_user, command_of_other_user, shared_folder
from wan_desktop.core import claims
from wan_desktop.core.claims import Claims, alone, this_computer
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store

posix = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
shared = pytest.fixture(shared_folder)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestComputers:
    def test_a_folder_that_another_computer_works_in_is_refused(self, tmp_path: Path) -> None:
        there = Claims(tmp_path, computer="a" * 12)
        with pytest.raises(DiskError) as caught:
            Claims(tmp_path)
        assert caught.value.kind is ErrorKind.HOME_IN_USE
        assert [path.stem for path in tmp_path.iterdir()] == [there.token]
        there.release()
        here = Claims(tmp_path)
        with pytest.raises(DiskError):
            Claims(tmp_path, computer="a" * 12)
        here.release()

    def test_what_a_crash_of_another_computer_left_is_no_hindrance(self, tmp_path: Path) -> None:
        left = tmp_path / f"{'a' * 12}-{'0' * 32}.lock"
        left.touch()
        (tmp_path / "window-1.lock").touch()
        here = Claims(tmp_path)
        assert not here.lives(left.stem)
        here.release()

    def test_the_lock_of_a_window_is_no_process_that_uses_the_job_list(self, tmp_path: Path) -> None:
        window = FileLock(tmp_path / "window-1.lock")
        with window, alone(tmp_path):
            pass
        there = Claims(tmp_path)
        with pytest.raises(DiskError) as caught, alone(tmp_path):
            pass
        assert caught.value.kind is ErrorKind.DATABASE_IN_USE
        there.release()

    def test_the_lock_of_a_window_is_left_alone_however_old(self, tmp_path: Path) -> None:
        left = tmp_path / "window-1.lock"
        left.touch()
        os.utime(left, (0, 0))
        Claims(tmp_path).release()
        assert left.exists()

    def test_processes_of_one_computer_name_it_alike(self) -> None:
        code = "from wan_desktop.core.claims import this_computer; print(this_computer())"
        other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
        assert other.stdout.decode().strip() == this_computer()

    def test_windows_is_one_computer_whatever_network_it_is_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        registry = MagicMock(QueryValueEx=lambda *_: ("2a4657bd-eaf5-45e4-8fa5-1dbcdcd401cd", 1))
        monkeypatch.setitem(sys.modules, "winreg", registry)
        monkeypatch.setattr(claims, "sys", SimpleNamespace(platform="win32"))
        monkeypatch.setattr(Path, "read_bytes", MagicMock(side_effect=FileNotFoundError))
        adapters = iter((0x02AAAAAAAAAA, 0x02BBBBBBBBBB))
        monkeypatch.setattr(uuid, "getnode", lambda: next(adapters))
        assert this_computer.__wrapped__() == this_computer.__wrapped__()


@posix
class TestRights:
    @pytest.fixture(autouse=True)
    def open_umask(self) -> Iterator[None]:
        before = os.umask(0)
        yield
        os.umask(before)

    def test_a_new_home_and_its_job_list_are_their_users_alone(self, tmp_path: Path) -> None:
        paths = Paths.under(tmp_path / "new" / "home")
        paths.create()
        Store(paths.database, paths.locks).close()
        assert rights(paths.data) == 0o700
        assert rights(paths.database) == 0o600

    def test_the_folders_that_the_system_wants_apart_are_each_closed(self, tmp_path: Path) -> None:
        data, cache, logs, library = (tmp_path / name for name in ("data", "cache", "logs", "videos"))
        paths = Paths(data, cache, logs, library)
        paths.create()
        assert {rights(folder) for folder in (paths.data, paths.cache, paths.logs)} == {0o700}

    def test_the_side_files_of_the_job_list_have_its_rights(self, tmp_path: Path) -> None:
        paths = Paths.under(tmp_path / "home")
        paths.create()
        store = Store(paths.database, paths.locks)
        store.save(make_job())
        assert {rights(path) for path in paths.data.glob("jobs.sqlite3*")} == {0o600}
        assert len(list(paths.data.glob("jobs.sqlite3*"))) == 3
        store.close()

    def test_a_home_that_is_there_keeps_the_rights_that_its_owner_gave_it(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o750)
        paths = Paths.under(tmp_path)
        paths.create()
        paths.database.touch(0o660)
        Store(paths.database, paths.locks).close()
        assert (rights(paths.data), rights(paths.database)) == (0o750, 0o660)


LIVES = """
from pathlib import Path
claims = Claims(Path(sys.argv[1])); print(claims.lives(sys.argv[2])); claims.release()
"""
LOOK = """
from wan_desktop.core.paths import Paths
paths = Paths.of_user(); paths.create(); store = Store(paths.database, paths.locks)
print([(job.id, job.elsewhere, store.claim(job.id)) for job in store.unfinished()]); store.close()
"""


class TestTwoUsers:
    @pytest.mark.parametrize(
        ("folder_rights", "lock_rights", "lives", "stays"),
        [
            (0o777, 0o600, True, True),
            (0o777, 0o644, True, True),
            (0o777, 0o666, False, False),
            (0o1777, 0o666, False, True),  # free, but not this user's to remove
        ],
    )
    def test_a_lock_that_may_not_be_tried_counts_as_held(
        self, shared: Path, folder_rights: int, lock_rights: int, lives: bool, stays: bool
    ) -> None:
        locks = shared / "locks"
        locks.mkdir()
        locks.chmod(folder_rights)
        left = locks / f"{this_computer()}-{'0' * 32}.lock"
        left.touch()
        left.chmod(lock_rights)
        result = as_other_user(LIVES, locks, left.stem)
        assert (result.stdout, result.stderr) == (f"{lives}\n", "")
        assert left.exists() == stays

    def test_a_job_of_another_user_is_shown_as_his_and_never_taken(self, shared: Path) -> None:
        paths = self._home(shared, 0o777, 0o666)
        store = Store(paths.database, paths.locks)
        store.save(make_job(state=JobState.RUNNING, task_id="t-1"))
        result = as_other_user(LOOK, home=paths.data)
        assert (result.stdout, result.stderr) == ("[('1', True, False)]\n", "")
        [lock] = paths.locks.glob("*-*.lock")
        store.close()
        lock.touch(0o644)  # as after a crash: free, but not this user's to try
        result = as_other_user(LOOK, home=paths.data)
        assert (result.stdout, result.stderr) == ("[('1', True, False)]\n", "")
        store = Store(paths.database, paths.locks)
        assert store.claim("1"), "its own user takes it up again"
        store.close()

    @pytest.mark.parametrize("database_rights", [0o600, 0o644])
    def test_a_job_list_that_may_not_be_written_is_said_and_left_alone(
        self, shared: Path, database_rights: int
    ) -> None:
        paths = self._home(shared, 0o777, database_rights)
        before = paths.database.read_bytes()
        result = command_of_other_user("jobs", home=paths.data)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr == (
            "wan-desktop: The job list may not be written. Ask its owner for the right to write, or use a "
            f"folder of your own. ({paths.database})\n"
        )
        assert paths.database.read_bytes() == before
        assert sorted(paths.data.glob("jobs.sqlite3*")) == [paths.database]

    @pytest.mark.parametrize("home_rights", [0o700, 0o755])
    @pytest.mark.parametrize("command", [("jobs",), ("generate", "image.jpg"), ("resume",)])
    def test_a_closed_home_is_one_sentence_for_the_command_line(
        self, shared: Path, home_rights: int, command: tuple[str, ...]
    ) -> None:
        paths = self._home(shared, home_rights, 0o600)
        result = command_of_other_user(*command, home=paths.data)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith("wan-desktop: [Errno 13] Permission denied: ")
        assert result.stderr.count("\n") == 1

    def _home(self, shared: Path, home_rights: int, database_rights: int) -> Paths:
        """A home of this user's, opened as far as its owner chose."""
        paths = Paths.under(shared / "home")
        paths.create()
        Store(paths.database, paths.locks).close()
        for folder in (paths.data, *filter(Path.is_dir, paths.data.iterdir())):
            folder.chmod(home_rights)
        paths.database.chmod(database_rights)
        return paths
