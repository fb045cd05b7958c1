"""What a user does with a sound in the window; played by name through ``tests.app.scenarios``."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.stage import Stage
from wan_desktop.core.paths import resource
from wan_desktop.ui.sound_dialog import SoundDialog

LAKE = resource("samples", "lake.jpg")


async def a_sound_goes_with_the_video_and_comes_back(stage: Stage) -> None:
    """Given, its part chosen by keys and listened to, sent; reused, it is there again."""
    sound, form = resource("samples", "chimes.mp3"), stage.app.form
    await stage.take_image(LAKE)
    await stage.do(stage.app.composer.sound_given.emit, sound)
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
    job = await stage.generate("bells")
    assert (stage.app.paths.inputs / job.request.sound).is_file()
    assert job.extra["sound_name"] == "chimes.mp3"
    await stage.seen()
    await stage.do(form.sound.card.remove_button.click)
    assert form.request().sound == ""
    await stage.do(stage.app.composer.reuse, job)
    await stage.until(lambda: "chimes.mp3" in form.sound.card.picture.accessibleName(), "it is back")
    assert form.request().sound == job.request.sound
