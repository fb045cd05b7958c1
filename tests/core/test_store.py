"""The database: durable, searched, upgraded, shared between processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.job import Job, JobGroup, JobState
from wan_desktop.core.ledger import Entry, Fate
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import CONSENT, DrivenElsewhere, Store


def make_job(number: int = 1, state: JobState = JobState.WAITING, **values: object) -> Job:
    job = Job(
        id=f"job-{number}",
        created_at=1000.0 + number,
        state=state,
        request=Request(image="a.jpg", prompt=f"prompt {number}"),
        service="https://api.example",
        updated_at=1000.0 + number,
    )
    return replace(job, **values)  # type: ignore[arg-type]  # names of Job's own fields


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    opened = Store(paths.database, paths.locks)
    yield opened
    opened.close()


def test_a_job_comes_back_whole_after_a_restart(paths: Paths, store: Store) -> None:
    job = make_job(
        state=JobState.RUNNING,
        request=Request(image="a.jpg", prompt="日落 \ud83d", seed=7, audio=False),
        task_id="task",
        progress=0.5,
        trouble=Failure(ErrorKind.OFFLINE, "no route"),
        error=Failure(ErrorKind.UNCONFIRMED, "", may_be_billed=True),
        estimate=Money(Decimal("0.75"), "$"),
        charged=Money(Decimal("5.0000"), "¥"),
        starred=True,
        video="/视频/a.mp4",
        extra={"seed": 7, "deep": [1, {"a": None}]},
    )
    store.save(job)
    store.close()
    again = Store(paths.database, paths.locks)
    assert again.claim(job.id)
    assert again.get(job.id) == job
    again.close()


def test_what_is_saved_is_on_the_disk_when_save_returns(store: Store, paths: Paths) -> None:
    store.save(make_job())
    reader = sqlite3.connect(f"file:{paths.database}?mode=ro", uri=True)
    assert reader.execute("SELECT state FROM jobs").fetchall() == [("waiting",)]
    assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    reader.close()


def test_the_history_names_the_consent_and_every_state(store: Store) -> None:
    job = make_job(estimate=Money(Decimal("0.75"), "$"))
    store.save(job)
    job = job.to(JobState.PREPARING)
    store.save(job)
    store.save(replace(job, progress=0.5))
    store.save(job.to(JobState.FAILED, error=Failure(ErrorKind.FILE_MISSING, "a.jpg")))
    events = store.events(job.id)
    assert [event.kind for event in events] == [CONSENT, "waiting", "preparing", "failed"]
    assert '"https://api.example"' in events[0].detail
    assert '"estimate":{"amount":"0.75","unit":"$"}' in events[0].detail
    assert '"prompt 1"' in events[0].detail
    assert events[-1].detail == "file_missing: a.jpg"


def test_the_ledger_outlives_the_job(store: Store) -> None:
    estimate = Money(Decimal("0.75"), "$")
    store.save(make_job(estimate=estimate))
    store.save(make_job(state=JobState.DONE, submitted_at=1002.0, finished_at=1060.0, task_id="t-1"))
    store.charge("job-1", Money(Decimal("5.1"), "¥"))
    store.delete("job-1")
    assert store.get("job-1") is None
    assert store.events("job-1") == []
    assert store.ledger() == [
        Entry(
            "job-1",
            1001.0,
            "https://api.example",
            "1080P 5 s",
            Fate.MAY_BE_BILLED,
            sent=1002.0,
            ended=1060.0,
            task_id="t-1",
            estimate=estimate,
            charged=Money(Decimal("5.1"), "¥"),
        )
    ]


def test_what_was_removed_before_it_was_sent_is_not_billed(store: Store) -> None:
    store.save(make_job())
    store.delete("job-1")
    assert [entry.fate for entry in store.ledger()] == [Fate.NOT_BILLED]


def test_the_ledger_is_read_from_a_moment_on_newest_first(store: Store) -> None:
    store.save(make_job(1, submitted_at=5000.0, state=JobState.DONE))
    store.save(make_job(2))
    store.save(make_job(3))
    assert [entry.job for entry in store.ledger()] == ["job-1", "job-3", "job-2"]
    assert [entry.job for entry in store.ledger(since=1003.0)] == ["job-1", "job-3"]


def test_a_charge_is_kept_whoever_drives_the_job(store: Store, paths: Paths) -> None:
    other = Store(paths.database, paths.locks)
    job = make_job(state=JobState.RUNNING)
    store.save(job)
    other.charge(job.id, Money(Decimal("0.75"), "$"))
    store.save(job.to(JobState.DOWNLOADING))
    found = store.get(job.id)
    assert found is not None
    assert found.charged == Money(Decimal("0.75"), "$")
    other.close()


def test_a_note_on_a_job_that_is_gone_is_no_error(store: Store) -> None:
    store.note("gone", 1.0, "answer", "{}")
    assert store.events("gone") == []


@pytest.mark.parametrize(
    "text",
    [
        "SUNSET",
        "ｓｕｎｓｅｔ",
        "日落 海边",
        "Ärger",
        "ärger",
        "IMG_0042",
        "holiday clip",
        "100%",
        "a_b",
        "STRASSE",
    ],
)
def test_search_finds_without_regard_to_case_width_or_script(store: Store, text: str) -> None:
    prompt = "Sunset 海边的日落，Ärger in der Straße 100% a_b"
    store.save(
        make_job(
            request=Request(prompt=prompt),
            source_name="IMG_0042.HEIC",
            video="/v/Holiday clip.mp4",
        )
    )
    store.save(make_job(2, request=Request(prompt="axb 1000")))
    assert [job.id for job in store.find(text)] == ["job-1"]


def test_groups_show_and_count_the_same_jobs(store: Store) -> None:
    for number, state in enumerate(JobState):
        store.save(make_job(number, state, starred=number % 2 == 0, video_bytes=10))
    counts = store.counts()
    sizes = {group: len(store.find(group=group)) for group in JobGroup}
    assert sizes == {
        JobGroup.ALL: counts.all,
        JobGroup.RUNNING: counts.running,
        JobGroup.DONE: counts.done,
        JobGroup.FAILED: counts.failed,
        JobGroup.STARRED: counts.starred,
    }
    assert counts.running + counts.done + counts.failed == counts.all == len(JobState)


def test_pages_come_newest_first(store: Store) -> None:
    for number in range(5):
        store.save(make_job(number))
    assert [job.id for job in store.find(limit=2, offset=1)] == ["job-3", "job-2"]
    assert len(store.find(limit=-1)) == 5


def test_a_search_of_ten_thousand_jobs_reads_words_and_not_rows(store: Store, paths: Paths) -> None:
    for number in range(10):
        store.save(make_job(number, JobState.DONE, request=Request(prompt="a long prompt " * 20)))
    writer = sqlite3.connect(paths.database)
    columns = [row[1] for row in writer.execute("PRAGMA table_info(jobs)") if row[1] not in ("id", "words")]
    names = ", ".join(columns)
    writer.execute(
        f"""
        WITH RECURSIVE many(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM many WHERE number < 999)
        INSERT INTO jobs (id, words, {names})
        SELECT jobs.id || '-' || number, words || number, {names} FROM jobs, many
        """
    )
    writer.commit()
    writer.close()
    assert store.counts().all == 10_000
    for text in ("prompt 777", "nothing has this", ""):
        assert steps(store, text) < 10_000 * STEPS_A_JOB, text


STEPS_A_JOB = 12
"""SQLite's instructions for each job: 20 ms for them all, on a quiet machine, which no test can rely on."""


def steps(store: Store, text: str) -> int:
    """The instructions that SQLite's machine takes for a search."""
    counted = 0

    def tick() -> int:
        nonlocal counted
        counted += 1
        return 0

    store._connection.set_progress_handler(tick, 1)
    try:
        store.find(text, limit=100)
    finally:
        store._connection.set_progress_handler(None, 1)
    return counted


def test_only_watched_videos_count_into_the_expected_time(store: Store) -> None:
    def done(number: int, **values: object) -> Job:
        return make_job(number, JobState.DONE, **values)

    store.save(done(1, extra={"service_seconds": 61.5}))
    store.save(done(2, extra={"service_seconds": 62.5}))
    store.save(done(3))
    store.save(done(4, extra={"service_seconds": 9.0}, request=Request(duration=10)))
    store.save(done(5, extra={"service_seconds": 9.0}, service="demo"))
    assert store.finished_seconds("https://api.example", 5, "1080P") == [62.5, 61.5]


def test_a_kind_of_failure_that_a_newer_version_wrote_hides_no_job(store: Store, paths: Paths) -> None:
    store.save(make_job(state=JobState.FAILED, error=Failure(ErrorKind.BAD_REQUEST, "words", True)))
    with sqlite3.connect(paths.database) as connection:
        connection.execute("UPDATE jobs SET error = replace(error, 'bad_request', 'eaten_by_the_dog')")
    connection.close()
    [job] = store.find()
    assert job.error == Failure(ErrorKind.INTERNAL, "eaten_by_the_dog: words", True)


class TestTwoProcesses:
    def test_a_job_belongs_to_its_living_process_alone(self, store: Store, paths: Paths) -> None:
        other = Store(paths.database, paths.locks)
        job = make_job()
        store.save(job)
        assert not other.claim(job.id)
        seen = other.get(job.id)
        assert seen is not None
        assert seen.elsewhere
        with pytest.raises(DrivenElsewhere):
            other.save(job.to(JobState.STOPPED))
        store.close()
        assert other.claim(job.id)
        claimed = other.get(job.id)
        assert claimed is not None
        assert not claimed.elsewhere
        other.close()

    def test_what_another_took_over_and_ended_cannot_be_announced_as_sent_again(
        self, store: Store, paths: Paths
    ) -> None:
        store.save(make_job())
        for lock in paths.locks.iterdir():
            lock.unlink()  # As a cleaner of old files does; network drives may not keep locks at all.
        other = Store(paths.database, paths.locks)
        assert other.claim("job-1")
        other.save(make_job(state=JobState.DONE, task_id="t-1"))
        for state in (JobState.PREPARING, JobState.SUBMITTING):
            with pytest.raises(DrivenElsewhere):
                store.save(make_job(state=state))
        other.close()

    def test_one_of_two_that_want_a_job_gets_it(self, store: Store, paths: Paths) -> None:
        other = Store(paths.database, paths.locks)
        store.save(make_job(state=JobState.UNCONFIRMED))
        assert [store.claim("job-1"), other.claim("job-1")] == [True, False]
        store.release("job-1")
        assert other.claim("job-1")
        other.close()

    def test_only_what_another_removed_is_gone(self, store: Store, paths: Paths) -> None:
        other = Store(paths.database, paths.locks)
        for number in (1, 2, 3):
            store.save(make_job(number, JobState.DONE))
        ids = ["job-1", "job-2", "job-3"]
        assert store.gone(ids) == []
        other.delete("job-2")
        assert store.gone(ids) == ["job-2"]
        assert store.gone(ids) == []
        other.close()

    def test_the_number_of_the_latest_change_only_grows(self, store: Store) -> None:
        numbers = []
        for first in (1, 3, 5):
            store.save(make_job(first, JobState.DONE))
            store.save(make_job(first + 1, JobState.DONE))
            numbers.append(store.revision())
            store.delete(f"job-{first + 1}")
            numbers.append(store.revision())
            store.delete(f"job-{first}")
        assert numbers == sorted(set(numbers))

    def test_release_keeps_what_is_still_driven(self, store: Store, paths: Paths) -> None:
        other = Store(paths.database, paths.locks)
        store.save(make_job(state=JobState.RUNNING))
        store.release("job-1")
        assert not other.claim("job-1")
        other.close()

    def test_a_star_given_by_another_process_outlives_the_drivers_next_save(
        self, store: Store, paths: Paths
    ) -> None:
        other = Store(paths.database, paths.locks)
        job = make_job()
        store.save(job)
        other.star(job.id, True)
        store.save(job.to(JobState.PREPARING))
        found = store.get(job.id)
        assert found is not None
        assert found.starred
        other.close()

    def test_changes_of_others_are_found_by_revision(self, store: Store, paths: Paths) -> None:
        other = Store(paths.database, paths.locks)
        store.save(make_job(1))
        store.save(make_job(2))
        since = other.revision()
        store.save(make_job(1).to(JobState.PREPARING))
        assert [(job.id, job.state) for job in other.changed_since(since)] == [("job-1", JobState.PREPARING)]
        other.close()


def test_a_folder_that_cannot_be_written_gives_a_disk_error(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        Store(tmp_path / "missing" / "jobs.sqlite3", tmp_path / "locks")
