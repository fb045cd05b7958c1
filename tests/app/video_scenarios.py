"""A finished video as an input; ``tests/app/test_video_input.py`` plays each scenario in a process."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.app.stage import Stage
from tests.fakes.counted_video import write_counted_video
from wan_desktop.app.selftest import drop_file
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import Request
from wan_desktop.core.submission import CONTINUES
from wan_desktop.media.video import last_frame
from wan_desktop.media.video_settings import read_return
from wan_desktop.ui.framing_dialog import FramingDialog

ASKED = Request(
    prompt="a boat 小船\nin the fog",
    negative_prompt="people",
    resolution="720P",
    shots="multi",
    rewrite=False,
    audio=False,
    watermark=True,
    seed=7,
)
"""Nothing of it has its default."""


async def videos_are_made(stage: Stage) -> None:
    """One of each image named; tells what was sent, and the file that came of it."""
    for image in stage.arguments:
        await _take_image(stage, Path(image))
        await stage.do(stage.app.form.set_request, ASKED)
        await stage.generate(ASKED.prompt)
        job = await stage.seen()
        stage.tell(json.dumps({"request": job.request.to_dict(), "video": job.video}))


async def videos_come_back(stage: Stage) -> None:
    """Drops each video; tells what is in the form then, the sentence below the image, and how many jobs."""
    form = stage.app.form
    for video in stage.arguments:
        await stage.do(form.set_request, Request(prompt="another"))
        await stage.do(stage.app.composer.clear_image)
        await _drop(stage, Path(video))
        await stage.until(stage.generate_button.isEnabled, "the video is taken")
        told = {"request": form.request().to_dict(), "note": _note(stage), "jobs": len(stage.jobs())}
        stage.tell(json.dumps(told))


async def continued_from_the_last_frame(stage: Stage) -> None:
    """By the menu, once; the two videos then lead to each other, and a drop leads to the first."""
    app = stage.app
    await stage.take_image(Path(stage.arguments[0]))
    await stage.do(app.form.set_request, ASKED)
    await stage.generate(ASKED.prompt)
    first = await stage.seen()
    await stage.do(app.window.job_commands["continue"].trigger)
    assert app.form.request().image == "", "the image before is not sent for the one being read"
    await stage.until(lambda: app.form.request().image, "the last frame is the image")
    assert app.window.focusWidget() is app.form.prompt
    image = app.form.request().image
    assert app.form.request() == replace(first.request, image=image, seed=None)
    assert (app.paths.inputs / image).read_bytes() == last_frame(Path(first.video))
    assert len(stage.jobs()) == 1, "nothing is sent by itself"
    await stage.generate("and back again")
    second = await stage.seen()
    assert second.extra[CONTINUES] == first.id
    returned = read_return(Path(second.video))
    assert returned is not None
    assert returned.settings.continues == first.id
    for job in (first, second):
        await _follow_link(stage, job)
    await _drop(stage, Path(first.video))
    await stage.until(lambda: _shown(stage) == first.id, "the job of the video is shown")
    await stage.until(lambda: app.form.request().image == first.request.image, "its image is back")
    assert app.composer.facts == {}, "this image continues nothing"
    await _reuse_out_of_the_video(stage, second)


async def _reuse_out_of_the_video(stage: Stage, job: Job) -> None:
    """The inputs folder was thrown away: the image comes out of the video, and still continues the first."""
    form, inputs = stage.app.form, stage.app.paths.inputs
    for image in inputs.iterdir():
        image.unlink()
    await stage.do(stage.app.job_list.select, job.id)
    await stage.until(lambda: _shown(stage) == job.id, "the job is shown")
    await stage.do(stage.app.window.job_commands["reuse"].trigger)
    await stage.until(lambda: form.request() == job.request, "its settings and its very image are back")
    assert (inputs / job.request.image).is_file()
    assert stage.app.composer.facts == {CONTINUES: job.extra[CONTINUES]}


async def an_image_given_after_a_video(stage: Stage) -> None:
    """The image stays, with the settings that it was given beside."""
    app = stage.app
    await stage.take_image(Path(stage.arguments[0]))
    await stage.generate("a boat")
    job = await stage.seen()
    await stage.do(app.form.set_request, Request(prompt="another"))
    await stage.do(app.composer.clear_image)
    later = Path(stage.arguments[1])

    def both() -> None:
        app.workbench.video_return.take(Path(job.video))
        app.composer.take(later)

    await stage.do(both)
    await stage.until(lambda: app.form.request().image, "the image is there")
    await stage.until(lambda: not _reads_a_video(), "the video is read")
    await stage.do(app.form.request)  # after what the reading left to be done
    assert app.composer.current is not None
    assert (app.composer.current.source, app.form.request().prompt) == (later, "another")


def _reads_a_video() -> bool:
    return any(task.get_name() == "read a video's settings" for task in asyncio.all_tasks())


async def videos_that_are_of_no_use(stage: Stage) -> None:
    """One made elsewhere, one that is damaged, one whose file is gone when it shall be continued."""
    folder = Path(stage.arguments[1])
    image = Path(stage.arguments[0])
    await stage.take_image(image)
    kept = stage.app.form.request()
    foreign = write_counted_video(folder / "foreign.mp4", frames=5)
    damaged = folder / "damaged.mp4"
    damaged.write_bytes(foreign.read_bytes()[:200])
    await _drop(stage, foreign)
    dialog = await stage.opened(FramingDialog)
    await stage.until(dialog.use_button.isEnabled, "one of its frames can be chosen")
    await stage.do(dialog.reject)
    await _drop(stage, damaged)
    refused = "No picture of this video can be read."
    await stage.until(lambda: refused in {label.text() for label in dialog.findChildren(QLabel)}, "why not")
    await stage.do(dialog.reject)
    assert stage.app.form.request() == kept
    await stage.generate("a boat")
    job = await stage.seen()
    Path(job.video).unlink()
    await stage.do(stage.app.window.job_commands["continue"].trigger)
    await stage.until(lambda: "gone or damaged" in _note(stage), "why it cannot be continued")
    assert not stage.generate_button.isEnabled()


async def _take_image(stage: Stage, image: Path) -> None:
    """In the place of another one too."""
    await stage.do(stage.app.composer.clear_image)
    await stage.take_image(image)


async def _drop(stage: Stage, file: Path) -> None:
    await stage.do(drop_file, stage.child(QWidget, "dropArea"), file)


async def _follow_link(stage: Stage, job: Job) -> None:
    """From the other one's details, while a filter hides its row."""
    name = f"kin_{job.id}"
    await stage.until(lambda: stage.app.window.findChild(QAbstractButton, name), "the other is named")
    await stage.do(stage.child(QAbstractButton, "filter_running").click)
    await stage.until(lambda: not stage.jobs(), "no job is running")
    await stage.do(stage.child(QAbstractButton, name).click)
    await stage.until(lambda: _shown(stage) == job.id, "the other one is shown")
    await stage.until(lambda: _selected(stage) == job.id, "its row is selected")


def _shown(stage: Stage) -> str:
    job = stage.app.viewer.job
    return "" if job is None or job.state is not JobState.DONE else job.id


def _selected(stage: Stage) -> str:
    job = stage.app.job_list.view.current_job()
    return "" if job is None else job.id


def _note(stage: Stage) -> str:
    return stage.app.form.drop_area.note()
