"""Many videos at once in the whole window; ``tests/app/test_batch.py`` plays each in a process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollBar

from tests.app.stage import Stage
from tests.bench.stall import Ticker
from tests.ui import drops
from wan_desktop.core.batch_draft import BatchDraft, OpenBatch
from wan_desktop.core.draft import look
from wan_desktop.core.job import JobState
from wan_desktop.ui.batch_dialog import BatchDialog
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog


async def several_images_become_a_batch(stage: Stage) -> None:
    """Argument: a folder of three images and one that is broken."""
    app, folder = stage.app, Path(stage.arguments[0])
    app.form.prompt.setPlainText("Slow dolly-in")
    app.form.resolution.set_value("720P")
    await stage.do(drops.drop, app.window, drops.files([folder]))
    dialog = await stage.opened(BatchDialog)
    await stage.until(dialog.generate_button.isEnabled, "all of them are prepared")
    assert "broken.jpg" in dialog._problems.text()
    assert [image.name for image in dialog.images.images()] == ["1.jpg", "2.jpg", "10.jpg"]
    assert all(image.chip and image.thumbnail for image in dialog.images.images())
    await stage.until(lambda: not dialog.preview._image.isNull(), "the first one is shown")
    await stage.do(dialog.grid.setFocus)
    await stage.do(QTest.keyClick, dialog.grid, Qt.Key.Key_Return)
    assert stage.jobs() == []
    await stage.do(dialog.images.move, 2, 0)
    await stage.do(dialog.generate_button.click)
    await stage.until(lambda: not dialog.isVisible(), "the dialog has done its work")
    await stage.until(lambda: stage.states() == ["done"] * 3, "all videos are there")
    names = [job.source_name for job in stage.jobs()]
    assert names == ["2.jpg", "1.jpg", "10.jpg"], names  # the newest, which is the last, on top
    assert app.job_list.batch_bar.isHidden()
    assert all(job.request.image for job in stage.jobs())


async def a_batch_is_paused_and_stopped_by_its_bar(stage: Stage) -> None:
    """Argument: a folder of images."""
    app, folder = stage.app, Path(stage.arguments[0])
    await stage.do(drops.drop, app.window, drops.files([folder]))
    dialog = await stage.opened(BatchDialog)
    await stage.until(dialog.generate_button.isEnabled, "all of them are prepared")
    submits: list[tuple[object, ...]] = []
    app.workbench.submit_requested.connect(submits.append)
    await stage.do(dialog.generate_button.click)
    bar = app.job_list.batch_bar

    def pause_once_there_is_one() -> bool:
        return bool(app.job_list.model.rowCount())

    await stage.until(pause_once_there_is_one, "the rows are there")
    await stage.do(app._actions.perform, stage.jobs()[0].id, "pause_batch")
    await stage.until(bar.resume_button.isVisible, "the bar says that it is paused")
    assert any("Paused" in app.job_list.model.index(row).data(_SPOKEN) for row in range(3))
    await stage.do(stage.child(QPushButton, "batch_stop_batch").click)
    await stage.until(lambda: not any(job.unfinished for job in stage.jobs()), "nothing of it goes on")
    assert JobState.STOPPED in {job.state for job in stage.jobs()}
    await stage.until(bar.isHidden, "there is nothing to pause any more")
    [submissions] = submits
    assert len(submissions) == 3


_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


async def variations_are_one_click(stage: Stage) -> None:
    """Argument: an image."""
    app = stage.app
    await stage.take_image(Path(stage.arguments[0]))
    app.form.resolution.set_value("720P")
    app.form.advanced.variations.set_value(3)
    assert stage.generate_button.text() == "Generate 3 videos"
    await stage.do(stage.generate_button.click)
    await stage.until(lambda: len(stage.jobs()) == 3, "their rows are there")
    seeds = {job.request.seed for job in stage.jobs()}
    assert len(seeds) == 3
    assert None not in seeds
    await stage.until(lambda: stage.states() == ["done"] * 3, "all videos are there")


async def two_hundred_images_leave_the_window_free(stage: Stage) -> None:
    """Argument: a folder of many images. Tells the loop's worst gap and how fast they came to be seen."""
    app, folder = stage.app, Path(stage.arguments[0])
    images = tuple(sorted(folder.iterdir()))
    await stage.do(app.workbench.batches._ready_dialog)  # its modules are loaded before
    ticker = Ticker()
    await stage.do(ticker.start)
    await stage.do(app.workbench.batches.open, images)
    dialog = await stage.opened(BatchDialog)
    bar: QScrollBar = dialog.grid.verticalScrollBar()
    seen = 0
    while any(not image.file_name for image in dialog.images.images()):
        await stage.until(
            # mypy infers no type for a lambda with a default, which binds the loop's value.
            lambda seen=seen: sum(bool(i.file_name) for i in dialog.images.images()) >= min(seen + 20, 200),  # type: ignore[misc]  # a lambda's default has no type
            "twenty more are prepared",
        )
        seen += 20
        await stage.do(bar.setValue, bar.maximum() * seen // 200)
    stage.tell(f"gap {max(ticker.gaps):.1f}")
    await stage.do(dialog.reject)


async def a_batch_is_put_together(stage: Stage) -> None:
    """Argument: a folder of images. Leaves the dialog open, for the test outside to end the program."""
    app, folder = stage.app, Path(stage.arguments[0])
    app.form.advanced.variations.set_value(2)
    await stage.do(drops.drop, app.window, drops.files([folder]))
    dialog = await stage.opened(BatchDialog)
    await stage.do(dialog._switch)
    await stage.do(dialog.images.move, 2, 0)
    await stage.do(dialog.table.paste, "10.jpg\tten\n1.jpg\tone\n2.jpg\ttwo\n")

    def kept() -> OpenBatch | None:
        return BatchDraft.from_json(look(app.paths.draft).parts.get("batch")).open

    await stage.until(lambda: kept() == dialog.as_it_is(), "it is kept")
    stage.tell("kept")
    await asyncio.Event().wait()


async def a_batch_left_open_is_open_again_and_sent(stage: Stage) -> None:
    dialog = await stage.opened(BatchDialog)
    await stage.until(dialog.generate_button.isEnabled, "all of them are prepared")
    wanted = [(video.image.name, video.prompt) for video in dialog.wanted()]
    assert wanted == [("10.jpg", "ten"), ("1.jpg", "one"), ("2.jpg", "two")], wanted
    assert dialog.generate_button.text() == "Generate 6 videos"
    assert stage.jobs() == []
    await stage.do(dialog.generate_button.click)
    await stage.until(lambda: stage.states() == ["done"] * 6, "all videos are there")
    prompt = stage.app.form.prompt
    await stage.do(QTest.keyClick, prompt, Qt.Key.Key_Up)
    assert prompt.toPlainText() == "two", "the last of it is the newest of the earlier prompts"
    prompt.clear()


async def no_batch_is_open(stage: Stage) -> None:
    await stage.until(lambda: len(stage.jobs()) == 6, "the jobs are there")
    assert stage.dialog(BatchDialog) is None
    assert stage.app.form.video_count() == 2


async def one_of_a_batch_was_refused_before(stage: Stage) -> None:
    """Arguments: an image, and a folder with copies of it."""
    app, folder = stage.app, Path(stage.arguments[1])
    await stage.take_image(Path(stage.arguments[0]))
    await stage.generate("[demo:refuse] dance")
    assert (await stage.ended()).state is JobState.FAILED
    await stage.do(drops.drop, app.window, drops.files([folder]))
    dialog = await stage.opened(BatchDialog)
    await stage.do(dialog._switch)
    await stage.do(dialog.images.set_prompts, {0: "a boat", 1: "[demo:refuse] dance", 2: "mist"})
    await stage.until(dialog.generate_button.isEnabled, "all of them are prepared")
    await stage.do(dialog.generate_button.click)
    question = await stage.opened(RefusedAgainDialog)
    assert "refused 1 of these 3 videos" in question.words.text()
    assert question.prompt.toPlainText() == "2.jpg: [demo:refuse] dance"
    await stage.do(question.change_button.click)
    await stage.until(dialog.generate_button.isEnabled, "the batch can be changed")
    assert dialog.grid.currentIndex().row() == 1
    assert len(stage.jobs()) == 1
    await stage.do(dialog.generate_button.click)
    question = await stage.opened(RefusedAgainDialog)
    await stage.do(QTest.mouseClick, question.others_button, Qt.MouseButton.LeftButton)
    await stage.until(lambda: stage.states() == ["done", "done", "failed"], "the others are made")
    assert [job.request.prompt for job in stage.jobs()][:2] == ["mist", "a boat"]
    assert dialog.isVisible(), "what was left out is not lost"
    assert [(video.image.name, video.prompt) for video in dialog.wanted()] == [
        ("2.jpg", "[demo:refuse] dance")
    ]
    await stage.do(dialog.images.set_prompts, {0: "a walk"})
    await stage.do(dialog.generate_button.click)
    await stage.until(lambda: not dialog.isVisible(), "the dialog has done its work")
    await stage.until(lambda: stage.states() == ["done"] * 3 + ["failed"], "it is made as it was changed")
