"""Prices, limits and what was spent; ``tests/app/test_spend.py`` plays each in a process."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.app.scenarios import LAKE
from tests.app.stage import Stage
from wan_desktop.ui.spend_dialog import SpendDialog
from wan_desktop.ui.spend_model import Grouping
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog


async def a_limit_is_kept(stage: Stage) -> None:
    """One video fits into the day; the form, a stopped job's "Try again" and Ctrl+Enter then send no more."""
    app = stage.app
    await stage.take_image(LAKE)
    await stage.until(lambda: "$0.75" in stage.foot_words(), "the estimate is shown")
    await stage.do(stage.generate_button.click)
    await stage.until(stage.jobs, "the consent is given")
    job = await stage.seen()
    assert str(job.estimate) == "$0.75"
    reason = "This video would exceed your limit of $1.00 a day: $0.75 are spent or committed today."
    await stage.until(lambda: reason in stage.foot_words(), "the reason is said beside the button")
    assert not stage.generate_button.isEnabled()
    await stage.do(app.form.generate_action.trigger)
    assert len(stage.jobs()) == 1


async def an_unknown_price_is_asked_about(stage: Stage) -> None:
    """A limit is set and no price known: Enter sends nothing, "Send anyway" one."""
    await stage.take_image(LAKE)
    await stage.do(stage.generate_button.click)
    question = await stage.opened(UnknownPriceDialog)
    await stage.do(QTest.keyClick, question, Qt.Key.Key_Return)
    await stage.until(lambda: not question.isVisible(), "the question is gone")
    assert stage.jobs() == []
    await stage.until(stage.generate_button.isEnabled, "the form is open again")
    await stage.do(stage.generate_button.click)
    question = await stage.opened(UnknownPriceDialog)
    await stage.do(QTest.mouseClick, question.send_button, Qt.MouseButton.LeftButton)
    job = await stage.seen()
    assert job.estimate is None


async def what_was_spent_is_shown_and_exported(stage: Stage) -> None:
    app, target = stage.app, Path(stage.arguments[0]) / "花费 spent.csv"
    await stage.take_image(LAKE)
    await stage.until(lambda: "$0.75" in stage.foot_words(), "the estimate is shown")
    await stage.generate("a boat on the lake")
    await stage.do(app.window.spending_requested.emit)
    window = await stage.opened(SpendDialog)
    await stage.until(lambda: window.today.text() == "Today: ≈ $0.75", "an open window is kept up to date")
    await stage.seen()
    window.grouping.set_value(Grouping.JOB)
    await stage.do(window.export_button.click)
    dialog = await stage.opened(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(target))
    await stage.do(dialog.accept)
    saved = f"Saved as {target}"
    await stage.until(lambda: window.outcome.isVisible() and window.outcome.text() == saved, "it is said")
