"""What a user does with a sound in the window; ``tests/app/test_sound.py`` plays each in a process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.stage import Stage
from tests.ui import drops
from wan_desktop.core.draft import look
from wan_desktop.core.job import Job
from wan_desktop.core.params import SoundWay
from wan_desktop.core.paths import resource
from wan_desktop.ui.batch_dialog import BatchDialog
from wan_desktop.ui.public_host_dialog import PublicHostDialog
from wan_desktop.ui.request_dialog import RequestDialog
from wan_desktop.ui.sound_dialog import SoundDialog

LAKE, CHIMES = resource("samples", "lake.jpg"), resource("samples", "chimes.mp3")


async def a_sound_goes_with_the_video_and_comes_back(stage: Stage) -> None:
    """Dropped, its part chosen by keys and heard, sent with another image; reused, it is there again."""
    form = stage.app.form
    await stage.take_image(LAKE)
    await _dropped(stage, CHIMES)
    assert not stage.generate_button.isEnabled()
    await stage.until(stage.generate_button.isEnabled, "the sound is cut")
    first = form.request().sound
    await stage.do(form.sound.card.picture.click)
    dialog = await stage.opened(SoundDialog)
    await stage.do(QTest.keyClick, dialog.wave, Qt.Key.Key_End)
    await stage.do(dialog.listen_button.click)
    await stage.until(lambda: dialog.outcome.text().startswith("mp3"), "the part is tried")
    await stage.do(dialog.use_button.click)
    await stage.until(lambda: form.request().sound not in ("", first), "the other part is cut")
    await stage.take_image(Path(stage.arguments[0]))
    job = await stage.generate("bells")
    assert job.source_name == Path(stage.arguments[0]).name
    assert (stage.app.paths.inputs / job.request.sound).is_file()
    assert job.extra["sound_name"] == "chimes.mp3"
    job = await stage.seen()
    bench = stage.app.workbench
    for bring_back in (bench.video_return.reuse, bench.continuing.start):
        await _comes_back(stage, job, partial(bring_back, job))
    await _comes_back(stage, job, partial(drops.drop, stage.app.window, drops.files([Path(job.video)])))


async def a_part_of_a_sound_under_way(stage: Stage) -> None:
    """Leaves the program with a part chosen, for the test outside to end it; tells the part in the form."""
    form = stage.app.form
    await _dropped(stage, Path(stage.arguments[0]))
    await stage.until(lambda: form.request().sound, "the sound is cut")
    first = form.request().sound
    await stage.do(form.sound.card.picture.click)
    dialog = await stage.opened(SoundDialog)
    await stage.do(QTest.keyClick, dialog.wave, Qt.Key.Key_End)
    await stage.do(dialog.use_button.click)
    await stage.until(lambda: form.request().sound not in ("", first), "the other part is cut")
    sound = form.request().sound
    kept = stage.app.paths.draft
    await stage.until(
        lambda: look(kept).request.sound == sound and look(kept).parts.get("sound"), "it is kept"
    )
    stage.tell(_sound_told(stage))
    await asyncio.Event().wait()


async def the_part_of_a_sound_is_back(stage: Stage) -> None:
    card = stage.app.form.sound.card
    await stage.until(lambda: "Sound “bells" in card.picture.accessibleName(), "the sound is back")
    await stage.until(lambda: not stage.app.form.sound.busy, "it is ready")
    stage.tell(_sound_told(stage))


def _sound_told(stage: Stage) -> str:
    """What the form sends, and what the card says of it: the part in the whole."""
    card = stage.app.form.sound.card
    return f"{stage.app.form.request().sound} {card.picture.accessibleName()}"


async def _comes_back(stage: Stage, job: Job, bring_back: Callable[[], object]) -> None:
    sound = stage.app.form.sound
    await stage.do(sound.card.remove_button.click)
    assert stage.app.form.request().sound == ""
    sound.card.picture.setAccessibleName("")
    await stage.do(bring_back)
    await stage.until(lambda: "chimes.mp3" in sound.card.picture.accessibleName(), "it is back")
    assert stage.app.form.request().sound == job.request.sound
    await stage.until(stage.generate_button.isEnabled, "it can be sent again")


async def a_sound_inside_the_request_is_shown_and_goes(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await _dropped(stage, CHIMES)
    await stage.until(stage.generate_button.isEnabled, "the sound is cut")
    await stage.do(stage.app.window.show_request_requested.emit)
    dialog = await stage.opened(RequestDialog)
    shown = dialog.text.toPlainText()
    assert '"audio_url": "data:audio/mpeg;base64,… (' in shown, shown
    assert "the sound is cut and goes inside the request" in dialog._changes.text()
    await stage.do(dialog.close_button.click)
    await stage.generate("bells")
    job = await stage.done()
    assert job.request.sound_way == SoundWay.INLINE
    stage.tell(job.video)


async def every_video_of_a_batch_has_the_sound(stage: Stage) -> None:
    """Argument: a folder of three images. The sound comes while they are looked at."""
    app = stage.app
    await stage.do(drops.drop, app.window, drops.files([Path(stage.arguments[0])]))
    dialog = await stage.opened(BatchDialog)
    await stage.until(dialog.generate_button.isEnabled, "the images are prepared")
    await stage.do(app.composer.sound_given.emit, CHIMES)
    assert not dialog.generate_button.isEnabled()
    assert dialog._forbidden.text() == "The sound is being prepared. One moment."
    await stage.until(dialog.generate_button.isEnabled, "the sound is cut")
    assert "your sound" in dialog._facts.text()
    await stage.do(dialog.generate_button.click)
    await stage.until(lambda: stage.states() == ["done"] * 3, "all videos are there")
    sounds = {(job.request.sound, job.extra["sound_name"]) for job in stage.jobs()}
    assert sounds == {(app.form.request().sound, "chimes.mp3")}


async def the_public_host_is_asked_about_once_a_click(stage: Stage) -> None:
    """Argument: a folder of three images."""
    app = stage.app
    await _dropped(stage, CHIMES)
    await stage.until(lambda: app.form.request().sound, "the sound is cut")
    await stage.do(drops.drop, app.window, drops.files([Path(stage.arguments[0])]))
    batch = await stage.opened(BatchDialog)
    await stage.until(batch.generate_button.isEnabled, "the images are prepared")
    for _click in range(2):
        await stage.do(batch.generate_button.click)
        question = await stage.opened(PublicHostDialog)
        assert not batch.generate_button.isEnabled()
        await stage.do(question.cancel_button.click)
        await stage.until(batch.generate_button.isEnabled, "it can be clicked again")
    assert stage.jobs() == []
    await stage.do(batch.reject)


async def _dropped(stage: Stage, sound: Path) -> None:
    """Drops a sound file; from then on nothing can be sent until it is cut."""
    app = stage.app
    await stage.do(drops.drop, app.window, drops.files([sound]))
    await stage.until(lambda: app.form.sound.busy or app.form.request().sound, "the sound is taken")
