"""``generate`` from a video: one made here is made again, any other gives its last frame, or is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.command_line import Home
from tests.fakes.counted_video import write_counted_video
from tests.fakes.heic import heic
from tests.test_cli import IMAGE, Service, home, service
from wan_desktop.cli.starting_point import starting_point
from wan_desktop.core.job import Job
from wan_desktop.core.store import Store
from wan_desktop.core.submission import CONTINUES
from wan_desktop.media.images import prepare
from wan_desktop.media.video import last_frame

__all__ = ["home", "service"]


def jobs(home: Home) -> list[Job]:
    """Newest first."""
    store = Store(home.paths.database, home.paths.locks)
    found = store.find(limit=-1)
    store.close()
    return found


def sent(home: Home, job: Job) -> bytes:
    return (home.paths.inputs / job.request.image).read_bytes()


def test_a_video_made_here_is_made_again_with_what_is_said_otherwise(
    home: Home, service: Service, tmp_path: Path
) -> None:
    options = ("-p", "a boat", "--resolution", "720P", "--shots", "multi", "--seed", "7", "--no-rewrite")
    assert home.run("generate", IMAGE, *service.options, *options, "--watermark").returncode == 0
    (first,) = jobs(home)
    video = Path(shutil.copy(first.video, tmp_path / "copy 视频.mp4"))
    shutil.rmtree(home.folder)
    changed = ("-p", "another boat", "--no-watermark", "--sound", "none")
    result = home.run("generate", video, *service.options, *changed)
    assert result.returncode == 0, result.stderr
    (again,) = jobs(home)
    assert again.request.to_dict() == first.request.to_dict() | {
        "prompt": "another boat",
        "watermark": False,
        "audio": False,
    }
    assert (sent(home, again), again.source_name) == (IMAGE.read_bytes(), IMAGE.name)


def test_the_last_frame_of_any_video_is_an_image(home: Home, service: Service, tmp_path: Path) -> None:
    assert home.run("generate", IMAGE, *service.options, "-p", "a boat", "--seed", "7").returncode == 0
    (first,) = jobs(home)
    foreign = write_counted_video(tmp_path / "foreign.mp4", frames=20, width=640, height=368)
    for video in (Path(first.video), foreign):
        assert home.run("generate", video, "--last-frame", *service.options).returncode == 0
    of_foreign, continued, _ = jobs(home)
    assert sent(home, continued) == prepare(last_frame(Path(first.video))).data
    assert (continued.request.prompt, continued.request.seed) == ("a boat", None)
    assert continued.extra[CONTINUES] == first.id
    assert sent(home, of_foreign) == last_frame(foreign)
    assert CONTINUES not in of_foreign.extra


def test_a_video_of_no_use_is_refused_in_a_sentence(home: Home, service: Service, tmp_path: Path) -> None:
    foreign = write_counted_video(tmp_path / "foreign.mp4", frames=5)
    words = tmp_path / "words.mp4"
    words.write_bytes(b"words")
    for arguments, said in (
        ((foreign,), "--last-frame takes its last frame"),
        ((words,), "This is not an image"),
        ((words, "--last-frame"), "it has no last frame"),
        ((IMAGE, "--last-frame"), "it has no last frame"),
        ((tmp_path / "gone.mp4", "--last-frame"), "The file is gone"),
        ((tmp_path / "gone.mp4",), "The file is gone"),
    ):
        result = home.run("generate", *arguments, *service.options)
        assert (result.returncode, len(result.stderr.splitlines())) == (2, 1), result.stderr
        assert said in result.stderr
    assert service.received() == 0


def test_variations_of_a_video_made_here_and_one_last_frame_at_a_time(
    home: Home, service: Service, tmp_path: Path
) -> None:
    assert home.run("generate", IMAGE, *service.options, "-p", "a boat", "--seed", "7").returncode == 0
    (first,) = jobs(home)
    result = home.run("generate", first.video, "--variations", "2", *service.options)
    assert result.returncode == 0, result.stderr
    *varied, _ = jobs(home)
    assert {(job.request.prompt, job.request.image) for job in varied} == {("a boat", first.request.image)}
    assert len({job.request.seed for job in varied}) == 2
    refused = home.run("generate", first.video, IMAGE, "--last-frame", *service.options)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1), refused.stderr
    assert "one video at a time" in refused.stderr
    assert len(jobs(home)) == 3


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_an_image_in_a_videos_container_is_an_image(tmp_path: Path, kind: str) -> None:
    picture, file = Image.new("RGB", (512, 384), "teal"), tmp_path / f"picture.{kind}"
    if kind == "heic":
        file.write_bytes(heic(picture))
    else:
        picture.save(file)
    assert starting_point(file, tmp_path, last_frame=False).image == file
