"""That what is counted after a kill would be seen: each fault, made by hand, stands in its column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash import checks
from tests.crash.checks import Fault, Verdict
from tests.crash.life import Ground, prepare
from tests.crash.points import End
from tests.crash.service import Book, make_video
from tests.crash.table import verdict_of
from tests.crash.worker import Outcome
from tests.fakes.jobs import make_job
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.store import Store


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    made = Ground(tmp_path / "trial", "an-account")
    prepare(made)
    return made


def job_of(ground: Ground, state: JobState, **facts: object) -> Job:
    return make_job("1", state, ground.prompt, **facts)


def rows_with(ground: Ground, *jobs: Job) -> list[checks.Row]:
    store = Store(ground.paths.database, ground.paths.locks)
    for job in jobs:
        store.save(job)
    store.close()
    return checks.rows_of(ground, Verdict(), "now")


def found(check: Callable[[Verdict], None]) -> set[Fault]:
    verdict = Verdict()
    check(verdict)
    return {fault for fault, _ in verdict.found}


def money(ground: Ground, rows: list[checks.Row], *accepted: str) -> set[Fault]:
    book = Book(tuple((task_id, ground.prompt) for task_id in accepted))
    return found(lambda verdict: checks.check_money(ground, book, rows, rows, verdict))


def test_one_submit_for_one_consent_that_is_known_is_no_fault(ground: Ground) -> None:
    ground.say("consent", ground.prompt)
    rows = rows_with(ground, job_of(ground, JobState.QUEUED, task_id="t-1"))
    assert money(ground, rows, "t-1") == set()


def test_a_second_submit_is_seen(ground: Ground) -> None:
    ground.say("consent", ground.prompt)
    rows = rows_with(ground, job_of(ground, JobState.QUEUED, task_id="t-2"))
    assert Fault.SUBMIT_OVER in money(ground, rows, "t-1", "t-2")


def test_a_submit_without_consent_is_seen(ground: Ground) -> None:
    rows = rows_with(ground, job_of(ground, JobState.QUEUED, task_id="t-1"))
    assert money(ground, rows, "t-1") == {Fault.SUBMIT_OVER}


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.FAILED])
def test_an_accepted_id_that_nobody_knows_or_doubts_is_lost(state: JobState, ground: Ground) -> None:
    ground.say("consent", ground.prompt)
    assert money(ground, rows_with(ground, job_of(ground, state)), "t-1") == {Fault.ID_LOST}


def test_an_id_that_is_in_doubt_is_not_lost_unless_it_was_written_once(ground: Ground) -> None:
    ground.say("consent", ground.prompt)
    rows = rows_with(ground, job_of(ground, JobState.UNCONFIRMED))
    assert money(ground, rows, "t-1") == set()
    ground.say("id written", "t-1")
    assert money(ground, rows, "t-1") == {Fault.ID_LOST}


def test_a_job_that_was_written_and_is_gone_is_seen(ground: Ground) -> None:
    ground.say("written", "1")
    assert money(ground, []) == {Fault.WRONG_END}
    ground.say("deletion", "1")
    assert money(ground, []) == set()


HALVES = {
    "videos/a.mp4": b"\0\0\0\x18ftyp",
    "posters/1.jpg": b"\xff\xd8\xff",
    "inputs/abc.png": b"half",
    "settings.json": b'{"theme": ',
    "inputs/../settings.json": b'{"theme": "system"}',
    "api-keys.json": b"",
}


@pytest.mark.parametrize("name", HALVES)
def test_half_a_file_that_a_user_sees_is_seen(name: str, ground: Ground) -> None:
    path = (ground.paths.data / name).resolve()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(HALVES[name])
    assert found(lambda verdict: checks.check_visible(ground, verdict, "now")) == {Fault.PARTIAL}


def test_half_a_file_that_is_hidden_or_a_whole_one_is_none(ground: Ground) -> None:
    ground.paths.library.mkdir()
    (ground.paths.library / ".1.part").write_bytes(b"half")
    make_video(ground.paths.library / "a.mp4")
    assert found(lambda verdict: checks.check_visible(ground, verdict, "now")) == set()


def test_a_damaged_database_is_seen(ground: Ground) -> None:
    rows_with(ground, job_of(ground, JobState.DONE))
    whole = ground.paths.database.read_bytes()
    ground.paths.database.write_bytes(whole[: len(whole) // 2])
    verdict = Verdict()
    checks.rows_of(ground, verdict, "now")
    assert {fault for fault, _ in verdict.found} == {Fault.UNSOUND}


def test_a_wrong_end_and_a_leftover_are_seen(ground: Ground) -> None:
    rows = rows_with(ground, job_of(ground, JobState.UNCONFIRMED))
    assert found(lambda verdict: checks.check_end(ground, {End.DONE}, rows, verdict)) == {Fault.WRONG_END}
    assert found(lambda verdict: checks.check_end(ground, {End.UNCONFIRMED}, rows, verdict)) == set()
    (ground.paths.data / ".api-keys.json.1-1.part").touch(mode=0o644)
    assert found(lambda verdict: checks.check_files(ground, rows, verdict)) == {Fault.WRONG_END}
    assert found(lambda verdict: checks.check_secrets(ground, verdict, "now")) == {Fault.WRONG_END}


def test_a_start_that_takes_too_long_is_named() -> None:
    assert verdict_of([Outcome(0, killed=1, seconds=1.9)]) == ""
    assert "usable after 2.10 s" in verdict_of([Outcome(0, killed=1, seconds=2.1)])
