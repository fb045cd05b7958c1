"""``wan-desktop restore``: what is damaged or lost is named by every command and comes back by this one."""

from __future__ import annotations

import os

import pytest

from tests.fakes.command_line import Home, objects
from tests.test_cli import IMAGE, home
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.store import Store

__all__ = ["home"]


class TestRestore:
    def made(self, home: Home) -> None:
        home.paths.create()
        store = Store(home.paths.database, home.paths.locks)
        request = Request(image="a.jpg", prompt="a boat")
        store.save(
            Job(
                "1", 1.0, JobState.RUNNING, request, "https://api.example", task_id="task-1", submitted_at=2.0
            )
        )
        store.save(Job("2", 2.0, JobState.WAITING, request, "https://api.example"))
        store.close()

    @pytest.mark.parametrize("content", [None, b"no database" * 1000])
    def test_other_commands_name_it_and_it_brings_everything_back(
        self, home: Home, content: bytes | None
    ) -> None:
        self.made(home)
        home.paths.database.unlink()
        if content is not None:
            home.paths.database.write_bytes(content)
        for command in (("jobs",), ("resume",), ("generate", str(IMAGE), "--service", "demo")):
            refused = home.run(*command)
            assert (refused.returncode, refused.stdout) == (2, "")
            assert refused.stderr.count("\n") == 1
            assert "`wan-desktop restore`" in refused.stderr
        would = home.run("restore", "--dry-run")
        assert would.returncode == 0
        assert "Jobs: 2." in would.stdout
        assert home.paths.database.exists() is (content is not None)
        [done] = objects(home.run("restore", "--json"))
        assert (done["jobs"], done["followed"], done["unsent"]) == (2, 1, 1)
        assert done["trouble"] == ("database_lost" if content is None else "database_damaged")
        found = {job["id"]: (job["state"], job["task_id"]) for job in home.jobs()}
        assert found == {"1": ("running", "task-1"), "2": ("stopped", None)}
        again = home.run("restore")
        assert (again.returncode, again.stdout) == (
            0,
            "The job list is sound. There is nothing to restore.\n",
        )

    @pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody remove a file that is open")
    def test_it_refuses_while_another_process_uses_the_home(self, home: Home) -> None:
        self.made(home)
        store = Store(home.paths.database, home.paths.locks)
        home.paths.database.unlink()
        refused = home.run("restore")
        assert refused.returncode == 2
        assert "The job list is in use" in refused.stderr
        assert not home.paths.database.exists()
        store.close()
        assert home.run("restore").returncode == 0

    def test_a_run_leaves_a_copy_of_the_day(self, home: Home) -> None:
        self.made(home)
        store = Store(home.paths.database, home.paths.locks)
        assert store.claim("1")
        store.save(Job("1", 1.0, JobState.STOPPED, Request(image="a.jpg"), "demo", task_id="task-1"))
        store.close()
        assert home.run("resume").returncode == 5
        assert [path.suffix for path in sorted(home.paths.backups.iterdir())] == [".jsonl", ".sqlite3"]
