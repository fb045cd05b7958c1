"""What tools and screen readers call the window's parts: names that stay, and none that is missing."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from tests.ui.every_dialog import DIALOGS
from wan_desktop import ui
from wan_desktop.core.job import JobState
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.question_dialog import QuestionDialog
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

NAMES = (
    "dropArea", "promptEdit", "negativeEdit", "durationControl", "resolutionControl", "shotControl",
    "soundControl", "seedControl", "rewriteToggle", "watermarkToggle", "effectControl", "generateButton",
    "jobList", "player", "playButton", "statusBar",
)  # fmt: skip


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, light_theme: Theme) -> Theme:
    light_theme.choose(request.param)
    return light_theme


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> MainWindow:
    """The window with every part that it can have: a failed job is explained, the folds are open."""
    form, details = ParamsForm(theme), JobDetails(clock=lambda: NOW)
    job_list = JobList(theme, lambda _job: "", clock=lambda: NOW)
    window = MainWindow(
        theme, form=form, player=Player(theme), welcome=Welcome(), details=details, job_list=job_list
    )
    qtbot.addWidget(window)
    form.fold.set_open(True)
    job = make_job(state=JobState.UNCONFIRMED, seed=1)
    job_list.set_jobs([job])
    details.show_job(job)
    return window


def unnamed(parent: QWidget) -> list[str]:
    """Controls that take the keys by themselves and that a screen reader has no word for."""
    found = []
    for widget in (parent, *parent.findChildren(QWidget)):
        # A label's words are its name; the list that a combo box pops up is Qt's own.
        spared = isinstance(widget, QLabel) or _in_combo_box(widget)
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.focusProxy()
        if takes_keys and not spared and not spoken(widget):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def _in_combo_box(widget: QWidget) -> bool:
    container = widget.parentWidget()
    return container is not None and isinstance(container.parentWidget(), QComboBox)


def spoken(widget: QWidget) -> str:
    """The name that a screen reader says, be it given or Qt's own guess from the words on the control."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_each_name_for_automation_is_there_once_and_says_what_it_is(window: MainWindow) -> None:
    for name in NAMES:
        found = window.findChildren(QWidget, name)
        assert len(found) == 1, name
        assert spoken(found[0]), name


def test_each_control_of_the_window_has_a_name(window: MainWindow) -> None:
    assert unnamed(window) == []


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_each_control_of_the_dialogs_has_a_name(theme: Theme, qtbot: QtBot, kind: type[QWidget]) -> None:
    dialog = DIALOGS[kind](theme)
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []


def test_no_dialog_is_left_out() -> None:
    sources = Path(ui.__file__).parent.glob("*_dialog.py")
    modules = [importlib.import_module(f"{ui.__name__}.{source.stem}") for source in sources]
    there = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, QDialog) and value.__module__ == module.__name__
    }
    assert there - set(DIALOGS) == {QuestionDialog}, "QuestionDialog is what two of them are made of"
