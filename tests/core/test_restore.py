"""A damaged or lost database: whatever was hit, every job comes back with its id, and nothing is sent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.damaged import (
    DAMAGES,
    PAGE,
    as_restored,
    facts,
    fill,
    jobs_of_every_state,
    noise,
    stored,
    truncated_within,
)
from tests.fakes.home import Home
from tests.fakes.jobs import make_job
from tests.media.test_video import SIZE, write_video
from wan_desktop.core.copies import make_copy
from wan_desktop.core.errors import RESTORABLE, DiskError, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.journal import JOURNAL, backups_in
from wan_desktop.core.paths import Paths
from wan_desktop.core.restore import adopt, restore, survey, trouble
from wan_desktop.core.restored import Restored
from wan_desktop.core.store import Store

ROOT = Path(__file__).resolve().parents[2]


def lose(paths: Paths) -> None:
    for path in paths.data.glob("jobs.sqlite3*"):
        path.unlink()


def damage(paths: Paths) -> None:
    paths.database.write_bytes(noise(paths.database.read_bytes(), 0))


def day_of_work(paths: Paths) -> list[Job]:
    """A copy of some jobs, later changes to them, and jobs that came after it."""
    jobs = jobs_of_every_state()
    early = [make_job(job.id, JobState.WAITING, updated_at=1.0) for job in jobs[:8]]
    fill(paths, early)
    make_copy(paths.database)
    store = Store(paths.database, paths.locks)
    for job in jobs:
        store.claim(job.id)
        store.save(job)
    store.close()
    return jobs


class TestEveryPage:
    @pytest.fixture
    def whole(self, paths: Paths) -> bytes:
        self.jobs = day_of_work(paths)
        return paths.database.read_bytes()

    @pytest.mark.parametrize("hit", DAMAGES, ids=lambda hit: hit.__name__)
    def test_it_opens_with_every_job_or_is_called_damaged_and_comes_back(
        self, paths: Paths, whole: bytes, hit: Callable[[bytes, int], bytes]
    ) -> None:
        untouched = facts({job.id: job for job in self.jobs})
        pages = len(whole) // PAGE
        assert pages > 10
        damaged = 0
        for page in range(pages):
            paths.database.write_bytes(hit(whole, page))
            kind = trouble(paths)
            if kind is None:
                assert facts(stored(paths)) in (untouched, as_restored(self.jobs)), page
            else:
                assert kind in RESTORABLE, page
                damaged += 1
                restore(paths, paths.library)
                assert facts(stored(paths)) == as_restored(self.jobs), page
            lose(paths)
        assert damaged > pages // 3

    def test_a_task_id_that_changed_unseen_is_not_followed(self, paths: Paths, whole: bytes) -> None:
        assert whole.count(b"task-7") >= 1
        paths.database.write_bytes(whole.replace(b"task-7", b"task-X"))
        assert trouble(paths) is ErrorKind.DATABASE_DAMAGED
        restore(paths, paths.library)
        assert facts(stored(paths)) == as_restored(self.jobs)


def test_from_copy_and_journal_every_job_goes_on_as_its_money_asks(paths: Paths) -> None:
    jobs = day_of_work(paths)
    damage(paths)
    before = survey(paths, paths.library)
    done = restore(paths, paths.library)
    found = stored(paths)
    assert facts(found) == as_restored(jobs)
    states = {job.state: found[job.id].state for job in jobs}
    assert states[JobState.WAITING] is states[JobState.PREPARING] is JobState.STOPPED
    assert states[JobState.SUBMITTING] is JobState.UNCONFIRMED
    assert states[JobState.RUNNING] is JobState.RUNNING
    assert (done.jobs, done.followed, done.in_doubt, done.unsent) == (12, 3, 2, 2)
    assert before == replace(done, aside=None)
    assert done.changes == 12
    assert trouble(paths) is None


def test_from_the_journal_alone_with_history_and_ledger(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    job = make_job(state=JobState.SUBMITTING, submitted_at=5.0)
    store.save(job)
    store.save(job.to(JobState.QUEUED, task_id="task-1"))
    store.save(make_job("2", JobState.DONE))
    store.delete("2")
    store.close()
    lose(paths)
    assert trouble(paths) is ErrorKind.DATABASE_LOST
    restore(paths, paths.library)
    assert facts(stored(paths)) == {"1": (JobState.QUEUED, "task-1")}
    again = Store(paths.database, paths.locks)
    assert [event.kind for event in again.events("1")] == ["consent", "queued"]
    spent = again._read("SELECT job FROM spend ORDER BY job")
    assert spent == [("1",), ("2",)]
    again.close()


def test_what_was_damaged_is_set_aside_under_a_readable_name(paths: Paths) -> None:
    day_of_work(paths)
    damage(paths)
    content = paths.database.read_bytes()
    for _ in range(2):
        done = restore(paths, paths.library)
        assert done.aside is not None
        assert done.aside.parent == paths.damaged
        assert (done.aside / "jobs.sqlite3").read_bytes() == content
        paths.database.write_bytes(content)


def test_what_is_left_beside_a_lost_database_does_not_get_into_the_new_one(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job(task_id="task-1"))
    wal = paths.database.with_name("jobs.sqlite3-wal")
    content = wal.read_bytes()
    assert len(content) > PAGE
    store.close()
    make_copy(paths.database)
    paths.database.unlink()
    wal.write_bytes(content)
    done = restore(paths, paths.library)
    assert done.aside is not None
    assert (done.aside / wal.name).read_bytes() == content
    assert not wal.exists()
    assert facts(stored(paths)) == {"1": (JobState.DONE, "task-1")}


def test_a_copy_that_nothing_continues_is_not_taken_for_all_there_was(paths: Paths) -> None:
    """What waits in yesterday's copy may have been sent since: it is not offered as unsent."""
    day_of_work(paths)
    for found in backups_in(paths.backups, JOURNAL):
        found.path.unlink()
    lose(paths)
    restore(paths, paths.library)
    assert {job.state for job in stored(paths).values()} == {JobState.UNCONFIRMED}


def test_a_gap_in_the_journal_is_no_proof_that_nothing_was_sent(paths: Paths) -> None:
    fill(paths, [make_job("1", JobState.WAITING), make_job("2", JobState.WAITING)])
    [found] = backups_in(paths.backups, JOURNAL)
    found.path.write_bytes(found.path.read_bytes() + b"\n????????\n")
    lose(paths)
    done = restore(paths, paths.library)
    assert (done.gaps, done.in_doubt) == (1, 2)


class TestLibrary:
    @pytest.fixture
    def library(self, paths: Paths) -> Path:
        paths.library.mkdir()
        write_video(paths.library / "2026-11-23 Slow dolly-in as the sun sets 1080P.mp4")
        write_video(paths.library / "2026-11-24 holiday 假日 720P.mp4")
        (paths.library / "half.mp4").write_bytes(b"no video at all")
        return paths.library

    def test_with_neither_copy_nor_journal_each_video_is_a_finished_job(
        self, paths: Paths, library: Path
    ) -> None:
        paths.database.write_bytes(b"this is no database" * 500)
        done = restore(paths, library)
        assert (done.jobs, done.videos) == (2, 2)
        found = {job.title: job for job in stored(paths).values()}
        assert set(found) == {"Slow dolly-in as the sun sets", "holiday 假日"}
        dolly = found["Slow dolly-in as the sun sets"]
        assert (dolly.state, dolly.request.resolution) == (JobState.DONE, "1080P")
        assert (dolly.video_width, dolly.video_height) == SIZE
        assert Path(dolly.poster).exists()

    def test_a_library_that_came_without_its_list_is_listed_once(self, paths: Paths, library: Path) -> None:
        store = Store(paths.database, paths.locks)
        added = adopt(store, paths, library)
        assert added == 2 == store.counts().done
        assert all(Path(job.poster).is_file() for job in store.find(limit=-1))
        assert store.ledger() == [], "what only a file's name tells of is in no sum"
        for job in store.find(limit=-1):
            store.delete(job.id)
        assert adopt(store, paths, library) == 0, "what the user removed stays removed"
        store.close()

    def test_only_videos_that_no_job_was_known_for_are_added(self, paths: Paths, library: Path) -> None:
        known = str(library / "2026-11-24 holiday 假日 720P.mp4")
        fill(paths, [make_job(video=known)])
        lose(paths)
        assert restore(paths, library).videos == 1
        assert sorted(job.video == known for job in stored(paths).values()) == [False, True]

    def test_a_video_whose_job_was_removed_stays_removed(self, paths: Paths, library: Path) -> None:
        fill(paths, [make_job(video=str(library / "2026-11-24 holiday 假日 720P.mp4"))])
        make_copy(paths.database)
        store = Store(paths.database, paths.locks)
        store.delete("1")
        store.close()
        lose(paths)
        assert restore(paths, library).videos == 1
        assert [Path(job.video).name[:10] for job in stored(paths).values()] == ["2026-11-23"]


SAVING = """
import sys
from pathlib import Path
from tests.fakes.jobs import make_job
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store
paths = Paths.under(Path(sys.argv[1]))
store = Store(paths.database, paths.locks)
for number in range(10_000):
    sent = make_job(f"job-{number}", JobState.SUBMITTING, submitted_at=5.0)
    store.save(sent)
    store.save(sent.to(JobState.QUEUED, task_id=f"task-{number}"))
    print(number, flush=True)
"""


@pytest.mark.parametrize("lost", [True, False], ids=["database lost", "database there"])
def test_killed_while_it_saves_every_id_that_was_reported_is_there(paths: Paths, lost: bool) -> None:
    for kill_after in (3, 40, 41):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(paths.data)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(kill_after):
            process.stdout.readline()
        process.kill()
        reported = kill_after + len(process.stdout.read().splitlines())
        process.communicate()
        if lost:
            lose(paths)
            restore(paths, paths.library)
        found = facts(stored(paths))
        ids = {job_id: task_id for job_id, (_, task_id) in found.items() if task_id}
        assert len(found) - len(ids) <= 1
        for number in range(reported):
            assert ids[f"job-{number}"] == f"task-{number}"
        lose(paths)
        shutil.rmtree(paths.backups)


def test_commits_that_a_damaged_wal_lost_come_back_by_themselves(paths: Paths) -> None:
    """SQLite leaves out what its checksums do not hold for, and says nothing."""
    store = Store(paths.database, paths.locks)
    jobs = jobs_of_every_state()
    for job in jobs:
        store.save(job)
    wal = paths.database.with_name("jobs.sqlite3-wal")
    assert wal.stat().st_size > 4 * PAGE
    content = {path: path.read_bytes() for path in (paths.database, wal)}
    store.close()
    for path, whole in content.items():
        path.write_bytes(whole)
    wal.write_bytes(content[wal][: 3 * PAGE] + bytes(len(content[wal]) - 3 * PAGE))
    assert trouble(paths) is None
    assert facts(stored(paths)) == as_restored(jobs)


def test_a_first_start_has_nothing_to_say(paths: Paths) -> None:
    assert trouble(paths) is None
    Store(paths.database, paths.locks).close()
    lose(paths)
    assert trouble(paths) is None


@pytest.mark.parametrize("content", [b"", None], ids=["emptied", "deleted"])
def test_a_database_that_is_gone_is_not_silently_begun_anew(paths: Paths, content: bytes | None) -> None:
    fill(paths, [make_job()])
    lose(paths)
    if content is not None:
        paths.database.write_bytes(content)
    with pytest.raises(DiskError) as caught:
        Store(paths.database, paths.locks)
    assert caught.value.kind is ErrorKind.DATABASE_LOST
    assert paths.database.exists() is (content is not None)


def test_restoring_twice_is_restoring_once(paths: Paths) -> None:
    jobs = day_of_work(paths)
    for _ in range(2):
        lose(paths)
        restore(paths, paths.library)
        assert facts(stored(paths)) == as_restored(jobs)
    assert restore(paths, paths.library) == Restored()
    assert facts(stored(paths)) == as_restored(jobs)


class TestTheProgramGoesOn:
    def test_what_the_service_has_is_followed_and_nothing_is_sent(self, tmp_path: Path) -> None:
        home = Home(tmp_path / "home 家")
        running, waiting = home.submit("running"), home.submit("waiting")
        home.until(running, JobState.RUNNING)
        home.until(waiting, JobState.RUNNING)
        home.crash()
        posts = dict(home.service.posts)
        fill(home.paths, [make_job("unsent", JobState.WAITING)])
        damage(home.paths)
        restore(home.paths, home.library)
        home.restart()
        assert home.settled(running).state is JobState.DONE
        home.pass_time(600.0)
        assert home.service.posts == posts
        assert home.stored(make_job("unsent")).state is JobState.STOPPED
        home.dispose()

    def test_damage_while_it_runs_is_the_jobs_trouble_and_its_id_is_kept(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        home = Home(tmp_path / "home 家")
        home.service.answer_after = 5.0
        job = home.submit()
        home.until(job, JobState.SUBMITTING)
        connection = home.store._connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = home.paths.database.stat().st_size
        with home.paths.database.open("rb+") as file:
            file.write(bytes(size))
        connection.execute("PRAGMA shrink_memory")
        home.pass_time(20.0)
        shown = home.runner.get(job.id)
        assert shown is not None
        assert shown.trouble is not None
        assert shown.trouble.kind is ErrorKind.DATABASE_DAMAGED
        assert home.bugs == []
        assert [record.getMessage()[-6:] for record in caplog.records] == ["task-1"]
        caplog.clear()
        home.crash()
        restore(home.paths, home.library)
        found = stored(home.paths)[job.id]
        assert found.task_id == shown.task_id != ""
        home.start()
        home.dispose()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("request", "'{not json'"),
        ("request", "'[1, 2]'"),
        ("state", "'eaten'"),
        ("error", "'[1]'"),
        ("extra", "'7'"),
        ("prompt", ""),
    ],
)
def test_a_row_that_holds_no_job_is_damage_whoever_reads_it(paths: Paths, column: str, value: str) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job(state=JobState.RUNNING))
    if column == "prompt":
        store._connection.execute("UPDATE jobs SET source_name = CAST(x'ff41fe' AS TEXT)")
    else:
        store._connection.execute(f"UPDATE jobs SET {column} = {value}")
    failed = []
    for read in (store.find, store.unfinished, lambda: store.get("1"), store.counts, store.inputs):
        try:
            read()
        except DiskError as error:
            failed.append(error.kind)
    assert failed
    assert set(failed) == {ErrorKind.DATABASE_DAMAGED}
    store.close()
    assert trouble(paths) is ErrorKind.DATABASE_DAMAGED


def test_a_schema_that_was_hit_is_damage(paths: Paths) -> None:
    fill(paths, [make_job()])
    paths.database.write_bytes(
        paths.database.read_bytes().replace(b"CREATE TABLE jobs", b"CREATE TABLE j\0bs")
    )
    assert trouble(paths) is ErrorKind.DATABASE_DAMAGED
    assert restore(paths, paths.library).jobs == 1
    paths.database.write_bytes(truncated_within(paths.database.read_bytes(), 0))
    assert trouble(paths) is ErrorKind.DATABASE_DAMAGED
