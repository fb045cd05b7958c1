"""The journal: whole lines, in the order of the commits, beside whatever the database does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.fakes.damaged import facts, stored
from tests.fakes.jobs import make_job
from wan_desktop.core import journal
from wan_desktop.core.database import Connection
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.journal import JOURNAL, Journal, Lines, backups_in, read
from wan_desktop.core.paths import Paths
from wan_desktop.core.schema import STEPS
from wan_desktop.core.store import Store

ROOT = Path(__file__).resolve().parents[2]


def lines(paths: Paths, since: int = 0) -> Lines:
    return read(paths.backups, len(STEPS), since)


def told(paths: Paths) -> list[tuple[str, str | None]]:
    return [
        (record.job_id, None if record.row is None else record.row["state"])
        for record in lines(paths).records
    ]


def only_file(paths: Paths) -> Path:
    [found] = backups_in(paths.backups, JOURNAL)
    return found.path


def test_each_change_and_each_removal_is_one_line_with_the_whole_job(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    job = make_job(state=JobState.WAITING, prompt="日落 \ud83d", seed=7)
    store.save(job)
    store.save(job.to(JobState.PREPARING))
    store.star(job.id, True)
    store.delete(job.id)
    store.close()
    assert told(paths) == [("1", "waiting"), ("1", "preparing"), ("1", "preparing"), ("1", None)]
    starred = lines(paths).records[2]
    assert starred.row is not None
    assert starred.row["starred"] == 1
    assert "owner" not in starred.row
    assert [entry["job"] for entry in starred.spend] == ["1"]
    assert [entry["job"] for entry in lines(paths).records[3].spend] == ["1"]


def test_a_column_that_a_later_version_adds_is_written_too(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store._connection.execute("ALTER TABLE jobs ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    store.save(make_job())
    store.close()
    row = lines(paths).records[0].row
    assert row is not None
    assert row["mood"] == "calm"


def test_a_signed_link_to_a_sound_does_not_reach_it(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    link = "https://sound.example/bells.mp3?Signature=s3cret&Expires=9"
    store.save(make_job(audio_url=link))
    found = store.get("1")
    assert found is not None
    assert found.request.audio_url == link
    store.close()
    assert b"s3cret" not in only_file(paths).read_bytes()


@pytest.mark.parametrize(
    "torn", [b'\n{"crc32":12', b'\n{"crc32":1,"body":{"format":1,"job":{"id":"9', bytes(300)]
)
def test_a_line_cut_off_by_a_power_cut_swallows_none_after_it(paths: Paths, torn: bytes) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job("1"))
    with only_file(paths).open("ab") as file:
        file.write(torn)
    assert (told(paths), lines(paths).damaged) == ([("1", "done")], 0)
    store.save(make_job("2"))
    store.close()
    assert told(paths) == [("1", "done"), ("2", "done")]


def test_a_digit_that_changed_is_a_gap_and_no_task_id(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job("1", task_id="task-1"))
    store.save(make_job("2", task_id="task-2"))
    store.close()
    path = only_file(paths)
    path.write_bytes(path.read_bytes().replace(b"task-1", b"task-7"))
    assert (told(paths), lines(paths).damaged) == ([("2", "done")], 1)


@pytest.mark.parametrize(("name", "value"), [("format", 2), ("schema", len(STEPS) + 1)])
def test_what_a_newer_version_wrote_is_refused_whole(paths: Paths, name: str, value: int) -> None:
    Store(paths.database, paths.locks).close()
    written = Journal(paths.database, "token", value if name == "schema" else 1)
    if name == "format":
        original, journal.FORMAT = journal.FORMAT, value
    try:
        written.write("1", 1, {"id": "1", "request": "{}"})
    finally:
        if name == "format":
            journal.FORMAT = original
    with pytest.raises(DiskError) as caught:
        lines(paths)
    assert caught.value.kind is ErrorKind.DATABASE_NEWER
    with pytest.raises(DiskError) as caught:
        Store(paths.database, paths.locks)
    assert caught.value.kind is ErrorKind.DATABASE_NEWER


def test_a_clock_set_back_reorders_nothing(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(paths.database, paths.locks)
    for number, day in enumerate(("2026-11-25", "2099-01-01", "2020-01-01")):
        monkeypatch.setattr(journal, "today", lambda day=day: day)
        store.save(make_job(str(number)))
    store.close()
    assert [record.job_id for record in lines(paths).records] == ["0", "1", "2"]
    assert [found.number for found in backups_in(paths.backups, JOURNAL)] == [1, 2, 3]
    assert [record.job_id for record in lines(paths, since=2).records] == ["1", "2"]


def test_a_write_that_is_repeated_until_the_disk_takes_it_is_one_line(paths: Paths) -> None:
    writer = Journal(paths.database, "token", 1)
    for _ in range(3):
        writer.write("1", None, {"id": "1", "state": "queued", "request": "{}"})
    assert told(paths) == [("1", "queued")]


def test_a_task_id_that_only_the_journal_has_is_told_again_on_the_next_day(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each day's copy ends what is read of older journals."""
    writer = Journal(paths.database, "token", 1)
    for day in ("2026-11-25", "2026-11-25", "2026-11-26"):
        monkeypatch.setattr(journal, "today", lambda day=day: day)
        writer.write("1", None, {"id": "1", "state": "queued", "request": "{}"})
    assert told(paths) == [("1", "queued")] * 2
    assert [record.job_id for record in lines(paths, since=2).records] == ["1"]


class Refusing(Store):
    """A store whose commits, or whose lines, fail as on a full disk."""

    commits = lines = True

    def _save(self, connection: Connection, job: Job) -> list[str]:
        paused = super()._save(connection, job)
        if not self.commits:
            raise DiskError(ErrorKind.DISK_FULL)
        return paused

    def _write_down(self, connection: Connection, job_ids: Iterable[str]) -> None:
        if not self.lines:
            raise DiskError(ErrorKind.DISK_FULL)
        super()._write_down(connection, job_ids)


class TestEitherWrite:
    def test_a_task_id_that_only_the_journal_took_is_there_at_the_next_start(self, paths: Paths) -> None:
        store = Refusing(paths.database, paths.locks)
        sent = make_job(state=JobState.SUBMITTING, submitted_at=5.0)
        store.save(sent)
        store.commits = False
        with pytest.raises(DiskError):
            store.save(sent.to(JobState.QUEUED, task_id="task-1"))
        store.close()
        assert facts(stored(paths)) == {"1": (JobState.QUEUED, "task-1")}
        # Once taken in, it is the database's own: what is written later is not taken back.
        later = Store(paths.database, paths.locks)
        assert later.claim("1")
        later.save(sent.to(JobState.QUEUED, task_id="task-1").to(JobState.RUNNING))
        later.close()
        assert facts(stored(paths)) == {"1": (JobState.RUNNING, "task-1")}

    def test_a_task_id_that_only_the_database_took_is_told_again(self, paths: Paths) -> None:
        store = Refusing(paths.database, paths.locks)
        sent = make_job(state=JobState.SUBMITTING, submitted_at=5.0)
        store.save(sent)
        queued = sent.to(JobState.QUEUED, task_id="task-1")
        store.lines = False
        with pytest.raises(DiskError):
            store.save(queued)
        assert facts({"1": queued}) == facts({"1": store.get("1") or sent})
        store.lines = True
        store.save(queued)
        store.close()
        assert told(paths)[-1] == ("1", "queued")

    @pytest.mark.parametrize("refused", ["commits", "lines"])
    def test_no_request_leaves_that_one_of_the_two_does_not_know(self, paths: Paths, refused: str) -> None:
        store = Refusing(paths.database, paths.locks)
        job = make_job(state=JobState.PREPARING)
        store.save(job)
        setattr(store, refused, False)
        with pytest.raises(DiskError):
            store.save(job.to(JobState.SUBMITTING, submitted_at=5.0))
        found = store.get("1")
        assert found is not None
        assert found.state is JobState.PREPARING
        store.close()
        assert told(paths) == [("1", "preparing")]
        assert facts(stored(paths)) == {"1": (JobState.PREPARING, "")}

    def test_a_consent_that_the_database_never_knew_is_not_sent_by_itself(self, paths: Paths) -> None:
        store = Refusing(paths.database, paths.locks)
        store.commits = False
        with pytest.raises(DiskError):
            store.save(make_job(state=JobState.WAITING))
        store.close()
        found = stored(paths)["1"]
        assert (found.state, found.may_be_billed) == (JobState.STOPPED, False)

    def test_what_a_living_process_has_not_committed_yet_is_left_to_it(self, paths: Paths) -> None:
        store = Refusing(paths.database, paths.locks)
        store.commits = False
        with pytest.raises(DiskError):
            store.save(make_job(state=JobState.WAITING))
        assert stored(paths) == {}
        store.commits = True
        store.save(make_job(state=JobState.WAITING))
        store.close()

    def test_whoever_takes_a_job_over_hears_the_last_line_of_the_dead(self, paths: Paths) -> None:
        other = Store(paths.database, paths.locks)
        store = Refusing(paths.database, paths.locks)
        sent = make_job(state=JobState.SUBMITTING, submitted_at=5.0)
        store.save(sent)
        store.commits = False
        with pytest.raises(DiskError):
            store.save(sent.to(JobState.QUEUED, task_id="task-1"))
        # The star of another process comes between the line and the commit that never was.
        other.star("1", True)
        store.close()
        assert other.claim("1")
        found = other.get("1")
        assert found is not None
        assert (found.state, found.task_id) == (JobState.QUEUED, "task-1")
        other.close()

    def test_a_job_that_was_stopped_is_not_sent_because_of_a_line_alone(self, paths: Paths) -> None:
        store = Refusing(paths.database, paths.locks)
        stopped = make_job(state=JobState.STOPPED)
        store.save(stopped)
        assert store.claim("1")
        store.commits = False
        with pytest.raises(DiskError):
            store.save(stopped.to(JobState.WAITING))
        store.close()
        assert stored(paths)["1"].state is JobState.STOPPED

    def test_what_this_process_has_not_committed_yet_stays_its_own(self, paths: Paths) -> None:
        dead, store = Store(paths.database, paths.locks), Refusing(paths.database, paths.locks)
        dead.save(make_job("left", JobState.WAITING))
        dead.close()
        waiting = make_job(state=JobState.WAITING)
        store.commits = False
        with pytest.raises(DiskError):
            store.save(waiting)
        store.commits = True
        # Taking over another's job is when it hears what the dead wrote last.
        assert store.claim("left")
        store.save(waiting)
        found = store.get("1")
        assert found is not None
        assert (found.state, found.elsewhere) == (JobState.WAITING, False)
        store.save(waiting.to(JobState.PREPARING))
        store.close()

    def test_the_last_line_of_the_dead_takes_no_job_from_who_drives_it(self, paths: Paths) -> None:
        dead, store = Refusing(paths.database, paths.locks), Store(paths.database, paths.locks)
        dead.save(make_job("left", JobState.WAITING))
        driven = make_job(state=JobState.RUNNING, task_id="task-1")
        store.save(driven)
        # A star by another process, which died between its line and its commit.
        row = next(record.row for record in lines(paths).records if record.job_id == "1")
        assert row is not None
        dead._journal.write("1", store.revision() + 1, {**row, "starred": 1})
        dead.close()
        assert store.claim("left")
        store.save(driven.to(JobState.DOWNLOADING))
        found = store.get("1")
        assert found is not None
        assert (found.state, found.starred) == (JobState.DOWNLOADING, True)
        store.close()

    def test_a_removal_that_was_not_committed_is_finished(self, paths: Paths) -> None:
        store = Store(paths.database, paths.locks)
        store.save(make_job())
        store._journal.remove("1", store.revision() + 1)
        store.close()
        assert stored(paths) == {}


APPEND = """
import sys
from pathlib import Path
from tests.fakes.jobs import make_job
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store
paths, name = Paths.under(Path(sys.argv[1])), sys.argv[2]
store = Store(paths.database, paths.locks)
for number in range(40):
    store.save(make_job(f"{name}-{number}", JobState.DONE, "x" * 3000, task_id=f"task-{name}-{number}"))
store.close()
"""


def test_two_processes_append_whole_lines_in_the_order_of_their_commits(paths: Paths) -> None:
    Store(paths.database, paths.locks).close()
    started = [
        subprocess.Popen([sys.executable, "-c", APPEND, str(paths.data), name], cwd=ROOT) for name in "ab"
    ]
    assert [process.wait(60) for process in started] == [0, 0]
    found = lines(paths)
    assert found.damaged == 0
    revisions = [record.revision or 0 for record in found.records]
    assert revisions == list(range(revisions[0], revisions[0] + 80))
    assert {record.job_id for record in found.records} == {f"{n}-{i}" for n in "ab" for i in range(40)}


def test_every_line_is_json_that_other_programs_read(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job(task_id="task-1"))
    store.close()
    [line] = [line for line in only_file(paths).read_text(encoding="utf-8").splitlines() if line]
    assert json.loads(line)["body"]["job"]["task_id"] == "task-1"
    if os.name == "posix":
        assert only_file(paths).stat().st_mode & 0o777 == 0o600
