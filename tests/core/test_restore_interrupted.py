"""A restore beside other processes, on a full disk, killed: the old state or the new one, never a half."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.test_restore import ROOT, damage, day_of_work
from tests.fakes.damaged import as_restored, facts, fill, jobs_of_every_state, stored
from tests.fakes.small_disk import fill_up, small_disk
from wan_desktop.core.copies import make_copy
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.journal import JOURNAL
from wan_desktop.core.paths import Paths
from wan_desktop.core.restore import restore, trouble
from wan_desktop.core.store import Store


class TestOtherProcesses:
    def test_nothing_is_touched_while_another_one_lives(self, paths: Paths) -> None:
        day_of_work(paths)
        store = Store(paths.database, paths.locks)
        damage(paths)
        before = sorted(path.name for path in paths.data.iterdir())
        with pytest.raises(DiskError) as caught:
            restore(paths, paths.library)
        assert caught.value.kind is ErrorKind.DATABASE_IN_USE
        assert sorted(path.name for path in paths.data.iterdir()) == before
        store.close()
        assert restore(paths, paths.library).jobs == 12

    def test_nobody_opens_the_database_meanwhile(self, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
        day_of_work(paths)
        damage(paths)
        refused: list[ErrorKind] = []

        def other(source: Path, target: Path) -> None:
            with pytest.raises(DiskError) as caught:
                Store(paths.database, paths.locks)
            refused.append(caught.value.kind)
            shutil.copyfile(source, target)

        monkeypatch.setattr("wan_desktop.core.restore.copy_file", other)
        restore(paths, paths.library)
        assert refused == [ErrorKind.DATABASE_IN_USE]


class TestFullDisk:
    def test_a_copy_that_finds_no_room_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk", 2048) as disk:
            paths = Paths.under(disk)
            paths.create()
            fill(paths, jobs_of_every_state())
            ballast = fill_up(disk)
            with pytest.raises(DiskError) as caught:
                make_copy(paths.database)
            assert caught.value.kind is ErrorKind.DISK_FULL
            ballast.unlink()
            assert [path.suffix for path in paths.backups.iterdir()] == [JOURNAL]
            assert make_copy(paths.database) is not None

    def test_a_restore_that_finds_no_room_changes_nothing_and_can_be_repeated(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk", 2048) as disk:
            paths = Paths.under(disk)
            paths.create()
            jobs = day_of_work(paths)
            damage(paths)
            content = paths.database.read_bytes()
            ballast = fill_up(disk)
            size = ballast.stat().st_size
            for room in (0, 8, 64, 100):
                os.truncate(ballast, size - room * 1024)
                with pytest.raises(DiskError) as caught:
                    restore(paths, paths.library)
                assert caught.value.kind is ErrorKind.DISK_FULL, room
                assert paths.database.read_bytes() == content
                assert not list(paths.data.glob("*.restoring*"))
            ballast.unlink()
            restore(paths, paths.library)
            assert facts(stored(paths)) == as_restored(jobs)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a hundred starts of Python would take minutes")
def test_killed_at_any_step_it_is_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    template, folder = Paths.under(tmp_path / "template"), tmp_path / "killed 家"
    template.create()
    jobs = day_of_work(template)
    damage(template)
    command = [sys.executable, "-m", "tests.crash.restoring", str(template.data), str(folder)]
    subprocess.run(command, cwd=ROOT, timeout=100, check=True)
    homes = list(folder.iterdir())
    assert len(homes) > 20
    unfinished = 0
    for home in homes:
        paths = Paths.under(home)
        if trouble(paths) is not None:
            unfinished += 1
            restore(paths, paths.library)
        assert facts(stored(paths)) == as_restored(jobs), home
    assert 0 < unfinished < len(homes)
