"""A video removed where no trash takes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from tests.app.scenarios import LAKE
from tests.app.stage import Stage


async def no_trash_is_asked_about(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await stage.generate("a boat on the lake")
    video = Path((await stage.seen()).video)
    for agrees in (False, True):
        await stage.do(stage.app.window.job_commands["delete"].trigger)
        await _answer(stage, "Move to the trash", agrees=True)
        await _answer(stage, "No trash", agrees=agrees)
        await stage.until(lambda: stage.dialog(QMessageBox) is None, "the question is gone")
        if not agrees:
            assert video.exists()
            assert len(stage.jobs()) == 1
    await stage.until(lambda: not stage.jobs(), "the row is gone")
    assert not video.exists()


async def _answer(stage: Stage, title: str, *, agrees: bool) -> None:
    def asked() -> QMessageBox | None:
        box = stage.dialog(QMessageBox)
        return box if box is not None and box.windowTitle() == title else None

    await stage.until(asked, f"it asks: {title}")
    box = asked()
    assert box is not None
    yes = next(button for button in box.buttons() if button.property("job_id"))
    cancel = box.button(QMessageBox.StandardButton.Cancel)
    assert box.defaultButton() is cancel
    await stage.do((yes if agrees else cancel).click)
