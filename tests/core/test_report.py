"""The report: everything that helps, nothing that is its user's alone, and exactly what was shown."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from wan_desktop.core.batch_draft import BatchDraft, OpenBatch
from wan_desktop.core.draft import Draft, DraftFile, DraftImage
from wan_desktop.core.errors import DiskError, ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.report import JOBS, LOG_BYTES, ReportFile, Subject, pack, report_files
from wan_desktop.core.report_privacy import Privacy
from wan_desktop.core.settings import Settings
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.core.sound_draft import SoundDraft
from wan_desktop.core.store import Store

PROMPT = "a secret proposal on the lake 求婚"
KEY = "sk_planted0123456789abcdef"


def job(number: int, **values: object) -> Job:
    request = Request(image="0" * 64 + ".jpg", prompt=f"{PROMPT}\n{number}", negative_prompt="no uncle Bob")
    made = Job(f"{number:032x}", 1_700_000_000.0 + number, JobState.WAITING, request, "https://api.jiekou.ai")
    return replace(made, **values)  # type: ignore[arg-type]


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    made = Store(paths.database, paths.locks)
    yield made
    made.close()


def texts(files: tuple[ReportFile, ...]) -> dict[str, str]:
    return dict(files)


def test_it_tells_versions_folders_settings_jobs_and_the_log(paths: Paths, store: Store) -> None:
    failed = job(
        1, state=JobState.FAILED, error=Failure(ErrorKind.TASK_FAILED, "no luck", True), task_id="t-77"
    )
    store.save(failed)
    store.note(failed.id, 1_700_000_002.0, "answer", '{"task": "t-77"}')
    paths.log_file.write_bytes(b"2026-11-25 INFO wan_desktop: started\n")
    subject = Subject("0.1", paths, Settings(service="https://api.jiekou.ai"), store, facts={"Qt": "6.11"})
    told = texts(report_files(subject))
    assert list(told) == ["system.txt", "settings.json", "jobs.txt", "log.txt"]
    for word in ("Python: 3", "FFmpeg: libav", "Qt: 6.11", "bytes free", "Database: jobs.sqlite3"):
        assert word in told["system.txt"]
    assert json.loads(told["settings.json"])["service"] == "https://api.jiekou.ai"
    for word in ("1 jobs", "state: failed", "task: t-77", "task_failed (may be billed): no luck"):
        assert word in told["jobs.txt"]
    assert '2023-11-14T22:13:22.000+00:00  answer  {"task": "t-77"}' in told["jobs.txt"]
    assert told["log.txt"] == "2026-11-25 INFO wan_desktop: started\n"


def test_prompts_and_names_of_files_are_told_only_where_they_are_wanted(paths: Paths, store: Store) -> None:
    video = str(paths.library / f"2026-11-25 {PROMPT} 720P.mp4")
    lies = {"bucket": "https://s3.example/sounds", "name": "wan-desktop/Xy7q0Ab.mp3"}
    extra = {"sound_name": "our wedding.flac", "seed": 7, "sound_object": lies}
    store.save(job(1, source_name="uncle Bob.heic", video=video, extra=extra))
    store.note(job(1).id, 1.0, "answer", json.dumps({"prompt": job(1).request.prompt}))
    paths.log_file.write_text(
        f"cannot play: {video}\nC:\\\\pictures\\\\uncle Bob.heic our wedding\n{PROMPT}\n", encoding="utf-8"
    )
    settings = Settings(last_request={"prompt": "what comes next", "duration": 5})
    batch = OpenBatch(((Path("/p/her dress.jpg"), "a veil"),), "at the altar")
    sound = SoundDraft(Path("/p/our first dance.flac"), "our first dance.flac", SoundCut())
    parts = {"batch": BatchDraft(open=batch).to_json(), "sound": sound.to_json()}
    draft = Draft(
        Request(prompt="a surprise for her"), DraftImage("a.jpg", name="the ring.heic"), parts=parts
    )
    DraftFile(paths.draft).write(draft, 1)
    with paths.log_file.open("a", encoding="utf-8") as log:
        log.write(
            "cannot read the ring.heic\na surprise for her\nour first dance.flac\n"
            "her dress.jpg: a veil at the altar\n"
        )
    subject = Subject("0.1", paths, settings, store)
    without = "".join(text for _, text in report_files(subject))
    for word in (
        "proposal",
        "求婚",
        "\\u6c42",
        "Bob",
        "comes next",
        "the ring",
        "surprise",
        "dress",
        "veil",
        "altar",
        "wedding",
        "dance",
    ):
        assert word not in without
    assert "characters" in texts(report_files(subject))["jobs.txt"]
    assert "seed" in texts(report_files(subject))["jobs.txt"]
    with_words = "".join(text for _, text in report_files(subject, with_words=True))
    assert "Xy7q0Ab" not in without + with_words, "in an open bucket the name is the key"
    for word in ("proposal", "求婚", "uncle Bob.heic", "what comes next", "no uncle Bob", "our wedding.flac"):
        assert word in with_words


def test_secrets_that_stand_in_old_logs_and_histories_are_cut(paths: Paths, store: Store) -> None:
    link = "https://me:planted@h.example/a.mp4?Signature=planted"
    store.save(job(1, trouble=Failure(ErrorKind.BAD_ANSWER, f"{KEY} {link}"), extra={"folder": link}))
    store.note(job(1).id, 1.0, "answer", f"Bearer {KEY}")
    paths.log_file.write_text(f"{link}\nkey {KEY}\n", encoding="utf-8")
    settings = Settings(service=link, library=f"/srv/{KEY}")
    for with_words in (False, True):
        told = "".join(
            text for _, text in report_files(Subject("0.1", paths, settings, store), with_words=with_words)
        )
        assert "planted" not in told
        assert "https://h.example/" in told


def test_the_chosen_job_is_told_and_the_latest_with_it(paths: Paths, store: Store) -> None:
    for number in range(JOBS + 5):
        store.save(job(number))
    chosen = job(0).id
    told = texts(report_files(Subject("0.1", paths, Settings(), store, job_id=chosen)))["jobs.txt"]
    shown = [line.split()[1] for line in told.splitlines() if line.startswith("Job ")]
    assert shown == [chosen, *(job(number).id for number in range(JOBS + 4, 5, -1))]


def test_without_a_database_the_rest_is_told(paths: Paths) -> None:
    trouble = Failure(ErrorKind.DATABASE_DAMAGED, "file is not a database")
    told = texts(report_files(Subject("0.1", paths, Settings(), None, trouble)))
    assert told["jobs.txt"] == "The list of jobs cannot be read: database_damaged: file is not a database\n"
    assert "Wan Desktop: 0.1" in told["system.txt"]
    assert told["log.txt"] == ""


def test_a_database_that_breaks_meanwhile_is_told(paths: Paths) -> None:
    class Broken(Store):
        def find(self, *_: object, **__: object) -> list[Job]:
            raise DiskError(ErrorKind.DATABASE_DAMAGED, "malformed")

    store = Broken(paths.database, paths.locks)
    told = texts(report_files(Subject("0.1", paths, Settings(), store)))
    store.close()
    assert "database_damaged: malformed" in told["jobs.txt"]


def test_of_a_long_log_the_last_whole_lines_are_taken(paths: Paths) -> None:
    older = paths.log_file.with_name(paths.log_file.name + ".1")
    older.write_bytes(b"of yesterday\n" + b"older line\n" * (LOG_BYTES // 11))
    paths.log_file.write_bytes(b"the last line\n")
    told = texts(report_files(Subject("0.1", paths, Settings(), None)))["log.txt"].splitlines()
    assert told[-1] == "the last line"
    assert set(told[:-1]) == {"older line"}


def test_what_anyone_wrote_into_the_settings_breaks_no_report(paths: Paths) -> None:
    settings = Settings(last_request={"prompt": 7, "negative_prompt": None, "audio_url": ["x"]})
    assert len(report_files(Subject("0.1", paths, settings, None))) == 4


def test_the_zip_holds_what_was_shown_byte_by_byte() -> None:
    files = (ReportFile("a.txt", "ä\ud83d\n"), ReportFile("b.txt", ""))
    with zipfile.ZipFile(io.BytesIO(pack(files))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.txt": "ä".encode() + b"\\ud83d\n",
            "b.txt": b"",
        }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at /home/alice/Videos/Wan Desktop/x", "at ~/Videos/Wan Desktop/x"),
        ("file:///home/alice/x", "file://~/x"),
        ("/media/alice/stick/", "/media/[…]/stick/"),
        ("/media/alice", "/media/[…]"),
        ("D:\\Users\\alice\\x", "D:\\Users\\[…]\\x"),
        ("alice is a word, and so is /malice/", "alice is a word, and so is /malice/"),
        ("/srv/Our Wedding.mp4 is gone", "/srv/[…].mp4 is gone"),
        ('{"image": "/srv/Our Wedding.HEIC"}', '{"image": "/srv/[…].HEIC"}'),
        ("wan_desktop/core/store.py, line 3", "wan_desktop/core/store.py, line 3"),
    ],
)
def test_home_users_and_names_are_taken_out_and_paths_stay_readable(text: str, shown: str) -> None:
    assert Privacy(home=Path("/home/alice"), user="alice").clean(text) == shown


def test_where_the_home_is_the_root_nothing_is_shortened() -> None:
    assert Privacy(home=Path("/"), user="").clean("/usr/lib") == "/usr/lib"


def test_short_phrases_do_not_tear_every_word_apart() -> None:
    assert Privacy(["a", "run", "state: done"]).clean("a run, state: done") == "a run, […]"
