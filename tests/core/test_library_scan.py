"""A library told from its folder alone: every video of ours, with its facts, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes import odd_videos
from tests.fakes.jobs import make_job
from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.errors import DiskError, ErrorKind, InputError
from wan_desktop.core.framing import Crop, Framing
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.library_scan import jobs_in, with_poster
from wan_desktop.core.params import Request, validate
from wan_desktop.core.placing import file_name
from wan_desktop.core.store import Store
from wan_desktop.core.tagging import settings_of, tag
from wan_desktop.media.video_settings import write_settings

IMAGE = "0123456789abcdef.jpg"
AT = datetime(2026, 11, 23, 15, 30).timestamp()


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("videos") / "video.mp4"
    odd_videos.plain(path)
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library 家"
    folder.mkdir()
    return folder


def finished(number: int = 1, **facts: object) -> Job:
    """A finished job as the program leaves it, but for what it has of its video."""
    job = make_job(
        f"{number:032x}",
        prompt=f"A lake {number}\nand fog",
        service="https://api.jiekou.ai",
        task_id=f"task-{number}",
        created_at=AT + number,
        submitted_at=AT + number,
        finished_at=AT + number + 60,
        source_name="photo 图.jpg",
        extra={
            "seed": 11,
            "sound_name": "song 歌.flac",
            "continues": "fedcba9876543210fedcba9876543210",
            "batch": {"id": "b-1", "index": 2, "of": 8},
            "framing": Framing(quarter_turns=1, crop=Crop(0.1, 0.2, 0.9, 1.0)).to_dict(),
        },
        duration=10,
        resolution="720P",
        seed=5,
    )
    return replace(job, request=replace(job.request, image=IMAGE), **facts)  # type: ignore[arg-type]  # facts by name


def keep(library: Path, video: Path, job: Job, name: str = "") -> Path:
    """Puts the video into the library as a finished one of that job."""
    path = library / (name or file_name(job))
    write_settings(video, path, settings_of(job, job.finished_at), job.title)
    return path


def names(jobs: list[Job]) -> list[str]:
    return [Path(job.video).name for job in jobs]


def test_a_job_comes_back_with_all_that_was_known_of_it(library: Path, video: Path) -> None:
    path = keep(library, video, finished())
    (job,) = jobs_in(library)
    assert job == replace(
        finished(),
        updated_at=finished().finished_at,
        video=str(path),
        video_bytes=path.stat().st_size,
        video_seconds=job.video_seconds,
        video_width=320,
        video_height=176,
    )
    assert job.video_seconds == pytest.approx(1.5, abs=0.1)
    assert Path(job.video).is_absolute()


def test_what_was_found_can_be_stored_and_is_found_again_the_same(
    library: Path, video: Path, tmp_path: Path
) -> None:
    for number in range(3):
        keep(library, video, finished(number))
    shutil.copyfile(video, library / "2026-11-20 untagged 1080P.mp4")
    found = jobs_in(library)
    assert jobs_in(library) == found
    store = Store(tmp_path / "jobs.sqlite3", tmp_path / "locks")
    for job in found:
        store.save(job)
    assert sorted(store.find(limit=-1), key=lambda job: job.created_at) == found
    assert store.unfinished() == []
    store.close()


@pytest.mark.parametrize(
    ("name", "title", "resolution"),
    [
        ("2026-11-23 Slow dolly-in 1080P.mp4", "Slow dolly-in", "1080P"),
        ("2026-11-23 日落 720P (2).mp4", "日落", "720P"),
        ("2026-11-23 in 1080P or not 720P.MP4", "in 1080P or not", "720P"),
        ("2026-11-23 1080P.mp4", "", "1080P"),
    ],
)
def test_a_video_without_settings_is_known_by_its_name(
    library: Path, video: Path, name: str, title: str, resolution: str
) -> None:
    shutil.copyfile(video, library / name)
    (job,) = jobs_in(library)
    assert (job.state, job.title, job.request.resolution) == (JobState.DONE, title, resolution)
    assert (job.request.duration, job.request.audio) == (5, True)
    assert datetime.fromtimestamp(job.created_at) == datetime(2026, 11, 23, 12)
    assert [problem.parameter for problem in validate(job.request)] == ["image"]
    assert len(job.id) == 32


def test_the_names_that_the_program_gives_are_known(library: Path, video: Path) -> None:
    for number, prompt in enumerate(("", "...", "雪" * 2000, "a/b:c", "x 1080P (3)")):
        shutil.copyfile(video, library / file_name(make_job(prompt=prompt, created_at=AT), number + 1))
    assert len(jobs_in(library)) == 5


def test_a_file_s_own_time_tells_the_hour_of_the_day_in_its_name(library: Path, video: Path) -> None:
    path = library / "2026-11-23 a 1080P.mp4"
    shutil.copyfile(video, path)
    os.utime(path, (AT, AT))
    assert [job.created_at for job in jobs_in(library)] == [AT]


@pytest.mark.parametrize(
    "name",
    [
        "holiday.mp4",
        "2026-11-23 a 4K.mp4",
        "26-11-23 a 1080P.mp4",
        "2026-11-23 a 1080P.mov",
        ".2026-11-23 a 1080P.mp4",
        "2026-11-23 a 1080P.mp4.part",
        "._2026-11-23 a 1080P.mp4",
    ],
)
def test_what_is_not_ours_is_left_alone(library: Path, video: Path, name: str) -> None:
    shutil.copyfile(video, library / name)
    assert jobs_in(library) == []


def test_broken_files_are_left_alone_and_stay_as_they_are(library: Path, video: Path) -> None:
    whole = keep(library, video, finished())
    content = whole.read_bytes()
    for number, broken in enumerate((b"", b"\0" * 5000, content[: len(content) // 2], b"<html>")):
        (library / f"2026-11-23 broken {number} 1080P.mp4").write_bytes(broken)
    before = {path.name: path.read_bytes() for path in library.iterdir()}
    assert names(jobs_in(library)) == [whole.name]
    assert {path.name: path.read_bytes() for path in library.iterdir()} == before


def test_a_name_is_no_help_to_a_day_that_never_was(library: Path, video: Path) -> None:
    path = library / "2026-02-31 a 1080P.mp4"
    shutil.copyfile(video, path)
    os.utime(path, (AT, AT))
    assert [job.created_at for job in jobs_in(library)] == [AT]


def test_copies_are_jobs_of_their_own_and_the_oldest_keeps_the_id(library: Path, video: Path) -> None:
    original = keep(library, video, finished())
    os.utime(original, (AT, AT))
    for name in ("2026-11-23 A copy 720P.mp4", "another.mp4"):
        shutil.copyfile(original, library / name)
    jobs = jobs_in(library)
    assert len({job.id for job in jobs}) == 3
    assert [Path(job.video) for job in jobs if job.id == finished().id] == [original]
    assert {job.request for job in jobs} == {finished().request}
    assert jobs_in(library) == jobs


def test_links_folders_and_pipes_are_not_opened(library: Path, video: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links need rights there, and there are no pipes in folders")
    outside = tmp_path / "2026-11-23 outside 1080P.mp4"
    shutil.copyfile(video, outside)
    inside = keep(library, video, finished())
    (library / "2026-11-23 link 1080P.mp4").symlink_to(outside)
    (library / "2026-11-23 same 1080P.mp4").symlink_to(inside)
    (library / "2026-11-23 folder 1080P.mp4").mkdir()
    os.mkfifo(library / "2026-11-23 pipe 1080P.mp4")
    keep(library / "2026-11-23 folder 1080P.mp4", video, finished(2))
    assert names(jobs_in(library)) == [inside.name]


def test_a_library_that_is_itself_a_link_is_read(library: Path, video: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links need rights there")
    keep(library, video, finished())
    (tmp_path / "link").symlink_to(library, target_is_directory=True)
    assert len(jobs_in(tmp_path / "link")) == 1


def test_a_folder_that_is_gone_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskError) as caught:
        jobs_in(tmp_path / "gone")
    assert caught.value.kind is ErrorKind.FOLDER_MISSING


@pytest.mark.parametrize(
    "service",
    ["https://evil.example", "evil.example", "x://https://evil.example", "https:////evil.example", "//evil"],
)
def test_no_request_can_be_sent_to_a_service_that_a_file_names(
    library: Path, video: Path, service: str
) -> None:
    told = replace(settings_of(finished(), 0.0), service=service)
    write_settings(video, library / "a.mp4", told, "t")
    (job,) = jobs_in(library)
    assert "evil" in job.service
    with pytest.raises(InputError):
        check_base_url(job.service)


def test_the_users_own_address_is_known_again(library: Path, video: Path) -> None:
    own = "https://gateway.example:8443/wan"
    keep(library, video, finished(service=own))
    keep(library, video, finished(2, service="demo"))
    assert [job.service for job in jobs_in(library, services=["demo", own])] == [own, "demo"]


def test_a_scan_tells_its_progress_and_can_be_ended(library: Path, video: Path) -> None:
    for number in range(4):
        keep(library, video, finished(number))
    told: list[tuple[int, int]] = []
    jobs = jobs_in(
        library,
        on_progress=lambda *progress: told.append(progress),
        cancelled=lambda: len(told) == 2,
    )
    assert told == [(0, 4), (1, 4)]
    assert len(jobs) == 2


def test_a_poster_is_made_where_it_can_be(library: Path, video: Path, tmp_path: Path) -> None:
    keep(library, video, finished())
    (job,) = jobs_in(library)
    with_it = with_poster(job, tmp_path)
    with Image.open(with_it.poster) as poster:
        assert poster.size == (320, 176)
    assert with_it == replace(job, poster=str(tmp_path / f"{job.id}.jpg"))
    Path(job.video).unlink()
    assert with_poster(job, tmp_path) == job


def test_what_the_program_tagged_itself_is_found(library: Path, video: Path) -> None:
    part = library / f".{finished().id}.part"
    shutil.copyfile(video, part)
    assert tag(part, finished(), AT, Path("nowhere")) == ""
    assert jobs_in(library) == []
    part.rename(library / "anything.mp4")
    assert [job.id for job in jobs_in(library)] == [finished().id]


def test_settings_of_default_values_are_a_job_too(library: Path, video: Path) -> None:
    keep(library, video, Job("1", 0.0, JobState.DONE, Request(), ""), name="a.mp4")
    os.utime(library / "a.mp4", (AT, AT))
    (job,) = jobs_in(library)
    assert (job.id, job.created_at, job.finished_at) == ("1", AT, AT)
