"""Settings on their way into a finished video: it gets them, or is placed as it came, and is never lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import odd_frames, odd_videos
from tests.fakes.scripted_videos import VideoService
from wan_desktop.core import tagging
from wan_desktop.core.clock import SystemClock
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.fetching import UNTAGGED, VideoTools
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import ProblemKind, Request, validate
from wan_desktop.core.paths import Paths
from wan_desktop.core.placing import place
from wan_desktop.core.runner import Runner
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tagging import facts_of, host_of, is_tagged, settings_of, tag
from wan_desktop.core.tasks import Tasks
from wan_desktop.media.boxes import make_box
from wan_desktop.media.video import VideoFacts, probe
from wan_desktop.media.video_settings import read_return, read_settings

NOW = 1_795_444_200.0
NOWHERE = Path("nowhere")
"""An inputs folder without the image."""
IMAGE = "0123456789abcdef.jpg"
JOB = Job(
    "0123456789abcdef0123456789abcdef",
    NOW,
    JobState.DOWNLOADING,
    Request(image=IMAGE, prompt="a boat\nin the fog", seed=5),
    "https://api.example.com:8443/wan",
    "photo.jpg",
    task_id="task-1",
    extra={"seed": 77, "folder": "/home/anna/videos"},
)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("videos") / "video.mp4"
    odd_videos.b_frames(path)
    return path


@pytest.fixture
def part(video: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "library 家"
    folder.mkdir()
    path = folder / f".{JOB.id}.part"
    shutil.copyfile(video, path)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# One part


def test_a_part_gets_the_facts_of_its_job(part: Path, video: Path) -> None:
    assert tag(part, JOB, NOW + 60, NOWHERE) == ""
    settings = read_settings(part)
    assert settings is not None
    assert settings == replace(settings_of(JOB, NOW + 60), program=settings.program)
    assert (settings.service, settings.task, settings.seed) == ("api.example.com:8443", "task-1", 77)
    assert odd_videos.packets(part) == odd_videos.packets(video)
    assert odd_videos.tags(part)["title"] == "a boat"
    assert names(part.parent) == [part.name]


def test_a_second_call_leaves_the_video_as_it_is(part: Path) -> None:
    tag(part, JOB, NOW, NOWHERE)
    before = part.stat()
    assert tag(part, JOB, NOW + 1, NOWHERE) == ""
    assert (part.stat().st_ino, part.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_part_is_known_by_its_own_job_alone(part: Path) -> None:
    assert not is_tagged(part, JOB.id)
    tag(part, JOB, NOW, NOWHERE)
    assert is_tagged(part, JOB.id)
    assert not is_tagged(part, "another")
    assert not is_tagged(part.with_name("gone"), JOB.id)


def test_the_image_of_the_inputs_folder_travels_in_the_video(part: Path, tmp_path: Path) -> None:
    (tmp_path / IMAGE).write_bytes(odd_frames.cover())
    assert tag(part, JOB, NOW, tmp_path) == ""
    returned = read_return(part)
    assert returned is not None
    assert returned.image == odd_frames.cover()


@pytest.mark.parametrize("content", [b"no image", b"\xff\xd8\xff" + bytes(400_000)])
def test_an_image_that_cannot_be_copied_costs_no_settings(part: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / IMAGE).write_bytes(content)
    assert tag(part, JOB, NOW, tmp_path) == ""
    returned = read_return(part)
    assert returned is not None
    assert (returned.settings.job, returned.image) == (JOB.id, b"")


def test_facts_of_no_use_are_left_out(part: Path) -> None:
    facts = {"sound_name": 7, "continues": ["x"], "batch": None, "framing": "turned", "seed": "x"}
    assert tag(part, replace(JOB, extra=facts), NOW, NOWHERE) == ""
    settings = read_settings(part)
    assert settings is not None
    assert facts_of(settings) == {}


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://sounds.example/a.mp3", "https://sounds.example/a.mp3"),
        ("https://u:planted@s.example/a.mp3?X-Amz-Signature=planted#planted", "… https://s.example/a.mp3?…"),
        ("https://s.example/a.mp3?token=planted", "… https://s.example/a.mp3?…"),
        ("", ""),
    ],
)
def test_a_link_to_a_sound_is_told_without_its_signature(part: Path, link: str, told: str) -> None:
    assert tag(part, replace(JOB, request=replace(JOB.request, audio_url=link)), NOW, NOWHERE) == ""
    settings = read_settings(part)
    assert settings is not None
    assert settings.request.audio_url == told
    # What lost its signature does not open any more: it must not be paid for.
    refused = {problem.kind for problem in validate(settings.request)} - {ProblemKind.MISSING}
    assert refused == ({ProblemKind.NOT_A_LINK} if told != link else set())
    assert b"planted" not in part.read_bytes()


@pytest.mark.parametrize(
    ("service", "host"),
    [
        ("demo", "demo"),
        ("https://api.jiekou.ai", "api.jiekou.ai"),
        ("http://127.0.0.1:8026/x", "127.0.0.1:8026"),
    ],
)
def test_of_a_service_the_host_is_told(service: str, host: str) -> None:
    assert host_of(service) == host


@pytest.mark.parametrize("content", [b"", b"no video", make_box(b"ftyp") + make_box(b"moov") * 2])
def test_what_cannot_be_tagged_stays_byte_by_byte_and_says_why(part: Path, content: bytes) -> None:
    part.write_bytes(content)
    assert tag(part, JOB, NOW, NOWHERE)
    assert part.read_bytes() == content
    assert names(part.parent) == [part.name]


def test_a_tagged_copy_that_does_not_play_is_thrown_away(
    part: Path, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging, "write_settings", lambda source, target, *rest: target.write_bytes(b"ftyp"))
    assert "video_broken" in tag(part, JOB, NOW, NOWHERE)
    assert part.read_bytes() == video.read_bytes()
    assert names(part.parent) == [part.name]


def test_a_part_that_was_exchanged_in_the_meantime_is_left_alone(
    part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped and taken up again while the copy was written: the newer bytes count."""

    def probe_slowly(path: Path) -> VideoFacts:
        newer = part.with_name("newer")
        newer.write_bytes(b"newer")
        newer.replace(part)
        return probe(path)

    monkeypatch.setattr(tagging, "probe", probe_slowly)
    tag(part, JOB, NOW, NOWHERE)
    assert part.read_bytes() == b"newer"
    assert names(part.parent) == [part.name]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


async def test_on_a_full_disk_the_video_is_placed_as_it_came(small_disk: Path, video: Path) -> None:
    part = small_disk / f".{JOB.id}.part"
    part.write_bytes(video.read_bytes() + make_box(b"free", os.urandom(700_000)))
    whole = part.read_bytes()
    assert "disk_full" in tag(part, JOB, NOW, NOWHERE)
    assert names(small_disk) == [part.name]
    path, _ = await place(part, small_disk, JOB)
    assert path.read_bytes() == whole
    assert names(small_disk) == [path.name]


# The whole way


@pytest.fixture
def service(video: Path) -> VideoService:
    return VideoService(time.monotonic, seconds=0.0, video=video)


class HurriedClock(SystemClock):
    """Cuts the pauses between two tries short."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


async def finished(
    paths: Paths, service: VideoService, *, tag_videos: bool = True, tools: VideoTools | None = None
) -> tuple[Job, list[tuple[str, str]]]:
    """One job from consent to file, and the lines of its history."""
    (paths.inputs / IMAGE).write_bytes(b"jpeg")
    bugs: list[BaseException] = []
    tasks, store = Tasks(bugs.append), Store(paths.database, paths.locks)
    runner = Runner(
        store=store,
        paths=paths,
        connect=service.connect,
        library=lambda: paths.library,
        tasks=tasks,
        clock=HurriedClock(),
        tools=tools,
        tag_videos=lambda: tag_videos,
    )
    submission = Submission(JOB.request, JOB.source_name)
    job = await runner.settled(runner.submit(submission, service=JOB.service, consent=Consent()).id)
    await runner.close()
    await tasks.close()
    assert bugs == []
    store = Store(paths.database, paths.locks)
    history = [(event.kind, event.detail) for event in store.events(job.id)]
    store.close()
    assert job.state is JobState.DONE
    assert names(paths.library) == [Path(job.video).name]
    assert job.video_bytes == Path(job.video).stat().st_size
    return job, history


async def test_a_finished_video_carries_its_settings(paths: Paths, service: VideoService) -> None:
    job, history = await finished(paths, service)
    settings = read_settings(Path(job.video))
    assert settings is not None
    assert (settings.job, settings.request, settings.task) == (job.id, job.request, job.task_id)
    assert settings.created_at == pytest.approx(job.created_at, abs=0.001)
    assert settings.finished_at == pytest.approx(job.finished_at, abs=5)
    assert UNTAGGED not in [kind for kind, _ in history]


async def test_switched_off_the_video_stays_as_it_came(paths: Paths, service: VideoService) -> None:
    job, history = await finished(paths, service, tag_videos=False)
    assert Path(job.video).read_bytes() == service.video.read_bytes()
    assert UNTAGGED not in [kind for kind, _ in history]


async def test_an_odd_video_is_placed_as_it_came_and_its_history_says_why(
    paths: Paths, service: VideoService, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.mp4"
    odd.write_bytes(service.video.read_bytes() + b"odd")
    service.video = odd
    job, history = await finished(paths, service)
    assert Path(job.video).read_bytes() == odd.read_bytes()
    assert [detail for kind, detail in history if kind == UNTAGGED] == ["the file is cut short"]


async def test_a_drive_that_went_after_tagging_costs_no_second_download(
    paths: Paths, service: VideoService
) -> None:
    refusals = [DiskError(ErrorKind.FOLDER_MISSING)] * 2

    async def place_on_a_drive(part: Path, folder: Path, job: Job) -> tuple[Path, VideoFacts]:
        if refusals:
            raise refusals.pop()
        return await place(part, folder, job)

    job, _ = await finished(paths, service, tools=VideoTools(place=place_on_a_drive))
    assert len(service.fetched) == 1
    assert odd_videos.packets(Path(job.video)) == odd_videos.packets(service.video)


async def test_the_signed_link_is_nowhere_in_the_video(paths: Paths, service: VideoService) -> None:
    job, _ = await finished(paths, service)
    assert ["signature=secret" in url for url in service.fetched] == [True]
    content = Path(job.video).read_bytes()
    assert [
        word for word in (b"signature", b"videos.example", str(paths.data).encode()) if word in content
    ] == []
