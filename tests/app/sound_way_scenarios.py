"""A user's own object store and a pasted link, in the window; ``tests/app/test_sound_ways.py`` plays each."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.app.scenarios import LAKE
from tests.app.stage import Stage
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import SoundWay
from wan_desktop.core.sound_ways import OBJECT
from wan_desktop.core.submission import Submission
from wan_desktop.ui.settings_dialog import Page, SettingsDialog


async def a_store_is_set_up_tested_and_used(stage: Stage) -> None:
    address, name, region, key_id, secret, sound = stage.arguments
    app = stage.app
    await stage.do(app.preferences.open)
    dialog = await stage.opened(SettingsDialog)
    dialog.pages.set_value(Page.SOUND)
    page = dialog.sound
    for edit, text in (
        (page.endpoint, address),
        (page.name, name),
        (page.region, region),
        (page.key_id, key_id),
        (page.secret.edit, "not the secret"),
    ):
        edit.setText(text)
    await _tested(stage, dialog, "The object store refused the key")
    page.secret.edit.setText(secret)
    await _tested(stage, dialog, "It works from here, but its address lies in a private network")
    await stage.do(dialog.save_button.click)
    # No keyring here: the page with the secret asks whether a file will do.
    await stage.until(page.secret.question.isVisible, "it asks for the file")
    await stage.do(page.secret.file_consent.click)
    await stage.do(dialog.save_button.click)
    await stage.until(lambda: app.preferences.settings.bucket.is_whole, "the store is in the settings")
    await stage.take_image(LAKE)
    first = await stage.generate("without a sound")
    await stage.done()
    shutil.copy(sound, app.paths.inputs)
    request = replace(first.request, prompt="with it", sound=Path(sound).name, sound_way=SoundWay.STORE)
    submit = partial(app.backend.runner.submit, service=first.service, consent=Consent())
    await stage.do(submit, Submission(request))
    await stage.until(lambda: len(stage.jobs()) == 2, "it is listed")
    stage.tell((await stage.done()).video)
    await stage.until(lambda: OBJECT not in stage.jobs()[0].extra, "the object is removed")


async def _tested(stage: Stage, dialog: SettingsDialog, words: str) -> None:
    secret = dialog.sound.secret
    await stage.do(secret.check_button.click)
    await stage.until(lambda: secret.result.text().startswith(words), f"{words}: {secret.result.text()}")


async def a_pasted_link_is_looked_at(stage: Stage) -> None:
    good, bad, nobody = stage.arguments
    field = stage.app.form.sound
    field.choice.set_value(field.choice.values()[1])
    note = field.link_field()._note
    for link, words in (
        (good, "● The link leads to a sound of 5."),
        (bad, "▲ The link opens, but what it leads to is no sound."),
        (nobody, "▲ The link could not be looked at from here. You can send it all the same."),
    ):
        field.link.clear()
        QTest.keyClicks(field.link, link)
        await stage.until(partial(_starts_with, note, words), f"{words}: {note.text()}")
    await stage.take_image(LAKE)
    assert stage.generate_button.isEnabled(), "what was found keeps nobody from sending"


def _starts_with(note: QLabel, words: str) -> bool:
    return note.text().startswith(words)
