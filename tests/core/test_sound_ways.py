"""The ways of a local sound that need no upload, and which ways are open."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.core.test_uploads import IMAGE, SOUND, Desk, desk
from tests.fakes.odd_videos import pictures
from tests.fakes.tones import HERTZ, heard, pitch
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.laying import SOUND_NOT_LAID
from wan_desktop.core.params import Problem, ProblemKind, Request, SoundWay, validate
from wan_desktop.core.settings import DEMO, Settings
from wan_desktop.core.sound_ways import usable_ways
from wan_desktop.demo import app as demo_app
from wan_desktop.media.video import probe

__all__ = ["desk"]


async def test_inline_the_sound_stands_in_the_request(desk: Desk) -> None:
    closed = await desk.done(desk.submit(SoundWay.INLINE))
    assert closed.error is not None
    assert closed.error.kind is ErrorKind.SOUND_WAY_CLOSED
    desk.settings = Settings(inline_sound=True)
    # Words that look like the marks between which image and sound stand.
    tricky = "data:audio/mpeg;base64,"
    job = await desk.done(desk.submit(SoundWay.INLINE, negative_prompt=tricky))
    assert job.state is JobState.DONE
    assert desk.service.heard == [desk.sound]
    (body,) = desk.service.bodies
    assert body["input"]["negative_prompt"] == tricky
    assert body["input"]["img_url"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("tagged", [True, False])
async def test_a_soundtrack_is_laid_under_the_video_and_nothing_of_it_is_sent(
    desk: Desk, tmp_path: Path, tagged: bool
) -> None:
    desk.settings = Settings(tag_videos=tagged)
    job = await desk.done(desk.submit(SoundWay.SOUNDTRACK))
    assert job.state is JobState.DONE
    (body,) = desk.service.bodies
    assert "audio_url" not in body["input"]
    assert body["parameters"]["audio"] is False
    video = Path(job.video)
    assert pictures(video) == pictures(tmp_path / "served.mp4")
    assert pitch(video) == pytest.approx(HERTZ, abs=2)
    assert probe(video).has_sound
    assert [path for path in video.parent.iterdir() if path != video] == []
    assert SOUND_NOT_LAID not in job.extra


async def test_where_the_sound_cannot_be_laid_the_video_stays_and_says_so(desk: Desk, tmp_path: Path) -> None:
    (desk.paths.inputs / SOUND).write_bytes(b"no sound" * 500)
    job = await desk.done(desk.submit(SoundWay.SOUNDTRACK))
    assert job.state is JobState.DONE
    assert job.extra[SOUND_NOT_LAID] == "not_a_sound: Invalid data found when processing input"
    assert SOUND_NOT_LAID in await desk.history(job)
    assert pitch(Path(job.video)) == pytest.approx(440, abs=2), "the service's own"
    assert [path for path in Path(job.video).parent.iterdir() if str(path) != job.video] == []


@pytest.mark.parametrize("way", [SoundWay.SOUNDTRACK, SoundWay.STORE, SoundWay.TEMPORARY])
async def test_the_demo_takes_the_sound_directly_whatever_the_way(
    desk: Desk, way: SoundWay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_app, "create_app", partial(demo_app.create_app, seconds=0.1, scale=0.2))
    job = await desk.done(desk.submit(way, service=DEMO))
    assert job.state is JobState.DONE
    video = Path(job.video)
    assert pitch(video) == pytest.approx(HERTZ, abs=2)
    assert min(heard(video)[:49]) > 0.15
    assert desk.service.bodies == []


def test_the_ways_that_the_settings_open() -> None:
    assert usable_ways(Settings()) == (SoundWay.SOUNDTRACK,)
    own = {"bucket_endpoint": "https://s3.example", "bucket_name": "sounds", "bucket_key_id": "AKIA"}
    everything = Settings(**own, temporary_host=True, inline_sound=True)  # type: ignore[arg-type]
    assert usable_ways(everything) == (
        SoundWay.STORE,
        SoundWay.INLINE,
        SoundWay.TEMPORARY,
        SoundWay.SOUNDTRACK,
    )
    assert SoundWay.STORE not in usable_ways(replace(everything, bucket_name=""))


def test_a_sound_without_a_way_and_two_sounds_are_problems() -> None:
    good = Request(image=IMAGE, sound=SOUND, sound_way=SoundWay.SOUNDTRACK)
    assert validate(good) == ()
    assert validate(replace(good, sound_way="")) == (Problem("sound_way", ProblemKind.MISSING),)
    linked = replace(good, audio_url="https://h.example/a.mp3")
    assert validate(linked) == (Problem("sound", ProblemKind.TWO_SOUNDS),)
