"""Whoever uses the keyboard sees where the keys go: each stop looks other with the focus than without."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from tests.ui.every_dialog import DIALOGS
from wan_desktop.core.job import JobState
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.sound_field import Sound
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

BY_TAB = Qt.FocusReason.TabFocusReason


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, light_theme: Theme) -> Theme:
    light_theme.choose(request.param)
    return light_theme


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def looks_other(widget: QWidget, elsewhere: QWidget) -> bool:
    elsewhere.setFocus(BY_TAB)
    without = picture(widget)
    widget.setFocus(BY_TAB)
    if not widget.hasFocus():
        return True  # it hands the keys on
    # As the Tab key does: what shows the focus to the keyboard alone asks for it.
    widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return picture(widget) != without


def unmarked(parent: QWidget, qtbot: QtBot) -> list[str]:
    """The stops of a shown window that nobody sees."""
    parent.activateWindow()
    qtbot.waitUntil(parent.isActiveWindow)
    elsewhere = QWidget(parent)
    elsewhere.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    elsewhere.setObjectName("elsewhere")
    elsewhere.show()
    QApplication.setCursorFlashTime(0)
    return [
        f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}"
        for widget in parent.findChildren(QWidget)
        if widget.objectName() != "elsewhere"
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.focusProxy()
        and not looks_other(widget, elsewhere)
    ]


def test_in_the_window(theme: Theme, qtbot: QtBot) -> None:
    form, details = ParamsForm(theme), JobDetails(clock=lambda: NOW)
    jobs = JobList(theme, lambda _job: "", clock=lambda: NOW)
    window = MainWindow(
        theme, form=form, player=Player(theme), welcome=Welcome(), details=details, job_list=jobs
    )
    qtbot.addWidget(window)
    window.show()
    form.fold.set_open(True)
    form.sound.choice.set_value(Sound.FILE)
    assert unmarked(window, qtbot) == []
    jobs.set_jobs([make_job("a", JobState.UNCONFIRMED)])
    jobs.select("a")
    details.show_job(make_job("a", JobState.UNCONFIRMED))
    window.show_player(True)
    assert unmarked(window, qtbot) == []


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_in_each_dialog(theme: Theme, qtbot: QtBot, kind: type[QWidget]) -> None:
    dialog = DIALOGS[kind](theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert unmarked(dialog, qtbot) == []
