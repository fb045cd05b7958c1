"""What is kept of a form over a start: drafts, presets, prompts. ``tests/app/test_drafts.py`` plays each."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from tests.app.scenarios import LAKE
from tests.app.stage import Stage
from wan_desktop.app.selftest import drop_file
from wan_desktop.core.draft import look
from wan_desktop.core.params import Request
from wan_desktop.core.paths import resource
from wan_desktop.ui.image_view import chip_words
from wan_desktop.ui.presets_dialog import PresetsDialog
from wan_desktop.ui.save_preset_dialog import SavePresetDialog

DRAFT = Request(
    prompt="雾 drifts\nslowly",
    negative_prompt="text",
    duration=10,
    resolution="720P",
    shots="multi",
    rewrite=False,
    watermark=True,
    seed=7,
    audio=False,
)


async def a_draft_under_way(stage: Stage) -> None:
    """Arguments: the image. Leaves the program with a whole form, for the test outside to end it."""
    app = stage.app
    await stage.take_image(Path(stage.arguments[0]))
    app.composer.facts["continues"] = "an earlier one"
    await stage.do(app.form.set_request, DRAFT)
    view = app.form.drop_area.view()
    assert view is not None
    stage.tell(chip_words(view) + "; " + ", ".join(view.changes))
    kept = app.paths.draft
    await stage.until(lambda: look(kept).request == DRAFT and look(kept).image, "the draft is kept")
    stage.tell(app.form.request().image)
    await asyncio.Event().wait()


async def a_draft_is_back(stage: Stage) -> None:
    await _form_is_back(stage)
    assert stage.app.composer.facts == {"continues": "an earlier one"}


async def a_draft_is_back_without_facts(stage: Stage) -> None:
    """Read anew, it may be another image by now, of which nothing is known."""
    await _form_is_back(stage)
    assert stage.app.composer.facts == {}


async def _form_is_back(stage: Stage) -> None:
    app = stage.app
    await stage.until(lambda: app.form.request().image, "the image is back")
    view, current = app.form.drop_area.view(), app.composer.current
    assert view is not None
    assert current is not None
    assert not view.image().isNull()
    assert replace(app.form.request(), image="") == DRAFT
    stage.tell(chip_words(view) + "; " + ", ".join(view.changes))
    stage.tell(app.form.request().image)
    stage.tell(str(current.source))
    stage.tell(current.name)


async def a_draft_without_its_image_is_back(stage: Stage) -> None:
    app = stage.app
    await stage.until(lambda: app.form.drop_area._problem_words.text(), "it is said")
    stage.tell(app.form.drop_area._problem_words.text())
    assert app.form.request() == DRAFT
    assert not stage.generate_button.isEnabled()


async def another_image_comes_before_that_of_the_draft(stage: Stage) -> None:
    app = stage.app
    other = resource("samples", "hills.jpg")

    def restart_and_drop() -> None:
        app.composer.clear_image()
        drafts = app.workbench.drafts
        drafts._awaited, drafts._turn = look(app.paths.draft).image, app.composer.intake.turn
        drafts.start()
        drop_file(stage.child(QWidget, "dropArea"), other)

    await stage.do(restart_and_drop)
    await stage.until(lambda: app.form.request().image, "an image is there")
    await asyncio.to_thread(app.backend.store.counts)
    await stage.until(lambda: len(app.tasks) <= 2, "nothing is under way any more")
    assert app.composer.current is not None
    assert app.composer.current.source == other


async def a_draft_image_that_is_not_wanted_any_more_stays_away(stage: Stage) -> None:
    """A video without an image, or one to be continued, takes the image away and brings none yet."""
    app, drafts = stage.app, stage.app.workbench.drafts
    await stage.until(lambda: app.form.request().image, "it is back")

    def restart_and_clear() -> None:
        drafts._awaited, drafts._turn = look(app.paths.draft).image, app.composer.intake.turn
        drafts.start()
        assert drafts._draft().image == look(app.paths.draft).image, "until then it is kept"
        app.composer.clear_image()

    await stage.do(restart_and_clear)
    await stage.until(lambda: len(app.tasks) <= 2, "nothing is under way any more")
    assert app.form.request().image == ""
    assert drafts._draft().image is None


async def what_is_kept_of_an_image_is_its_own_while_another_is_read(stage: Stage) -> None:
    app = stage.app
    await stage.take_image(LAKE)
    app.composer.facts["continues"] = "an earlier one"

    def take_another() -> None:
        app.composer.take(resource("samples", "hills.jpg"))
        draft = app.workbench.drafts._draft()
        assert draft.image is not None
        assert (draft.image.name, draft.facts) == (LAKE.name, {"continues": "an earlier one"})

    await stage.do(take_another)
    await stage.until(lambda: app.composer.current and app.composer.current.source != LAKE, "it is read")
    assert app.workbench.drafts._draft().facts == {}


async def presets_are_made_managed_and_handed_on(stage: Stage) -> None:
    """Arguments: a folder."""
    app, file = stage.app, Path(stage.arguments[0]) / "预设 presets.json"
    menu = app.form.preset_menu
    await stage.until(menu.isEnabled, "the presets are read")
    await stage.do(app.form.set_request, DRAFT)
    await _save_preset(stage, "Slow pan & tilt", prompts=True)
    await _save_preset(stage, "bare", prompts=False)
    await stage.do(app.form.set_request, Request(prompt="another"))
    await stage.do(menu.chosen.emit, "bare")
    expected = replace(DRAFT, prompt="another", negative_prompt="")
    assert app.form.request() == expected
    await stage.do(menu.manage_action.trigger)
    manager = await stage.opened(PresetsDialog)
    await stage.do(manager.export_button.click)
    await _choose_file(stage, file)
    await stage.until(lambda: str(file) in manager.outcome.text(), "the export is said")
    await stage.do(manager.rename_requested.emit, "bare", "SLOW PAN & TILT")
    assert "already" in manager.outcome.text()
    await stage.do(manager.rename_requested.emit, "bare", "Bare 2")
    await stage.do(manager.delete_requested.emit, "Bare 2")
    assert manager.list.count() == 1
    await stage.do(manager.undo_button.click)
    assert manager.list.count() == 2
    await stage.do(manager.delete_requested.emit, "Slow pan & tilt")
    await stage.do(manager.import_button.click)
    await _choose_file(stage, file)
    await stage.until(lambda: manager.outcome.text() == "2 presets imported.", "the import is said")
    await stage.do(manager.import_button.click)
    await _choose_file(stage, LAKE)
    await stage.until(lambda: "No presets in this file" in manager.outcome.text(), "the refusal is said")
    await stage.do(manager.close_button.click)


async def _save_preset(stage: Stage, name: str, *, prompts: bool) -> None:
    await stage.do(stage.app.form.preset_menu.save_action.trigger)
    dialog = await stage.opened(SavePresetDialog)
    dialog.name.setText(name)
    dialog.prompts.setChecked(prompts)
    await stage.do(dialog.save_button.click)


async def _choose_file(stage: Stage, file: Path) -> None:
    dialog = await stage.opened(QFileDialog)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(file))
    await stage.do(dialog.accept)
    await stage.until(lambda: not isValid(dialog) or not dialog.isVisible(), "the dialog is gone")


async def presets_are_there_after_a_start(stage: Stage) -> None:
    app = stage.app
    menu = app.form.preset_menu
    await stage.until(menu.isEnabled, "the presets are read")
    names = [action.text() for action in menu.actions()][:-3]
    assert names == ["bare", "Bare 2", "Slow pan && tilt"], names
    await stage.do(menu.chosen.emit, "slow pan & tilt")
    assert app.form.request() == DRAFT


async def prompts_are_sent(stage: Stage) -> None:
    app = stage.app
    await stage.take_image(LAKE)
    for prompt in ("first", "second"):
        await stage.until(stage.generate_button.isEnabled, "the form is open")
        await stage.generate(prompt)
    app.form.prompt.setPlainText("unsent")
    await stage.do(QTest.keyClick, app.form.prompt, Qt.Key.Key_Up)
    assert app.form.request().prompt == "second"
    await stage.seen()


async def earlier_prompts_come_back(stage: Stage) -> None:
    prompt = stage.app.form.prompt
    assert prompt.toPlainText() == "second", "the form is as it was left"
    prompt.setPlainText("unsent")
    await stage.until(lambda: prompt.history.newest == "second", "they are read")
    shown = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        await stage.do(QTest.keyClick, prompt, key)
        shown.append(prompt.toPlainText())
    assert shown == ["second", "first", "first", "second", "unsent"], shown
