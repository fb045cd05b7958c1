"""The Tab key goes as the eye does, and stops nowhere that shows nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.job import Job
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.transport import Transport


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("light")
    yield theme
    qapp.setStyleSheet("")


def no_picture(_job: Job) -> str:
    return ""


def stops(widget: QWidget, qtbot: QtBot) -> list[str]:
    """The names of what the Tab key comes by, once round."""
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    names: list[str] = []
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    while (focus := widget.focusWidget()) is not None and focus.objectName() not in names:
        names.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return names


def from_first(names: list[str], first: str) -> list[str]:
    start = names.index(first)
    return names[start:] + names[:start]


def test_transport(theme: Theme, qtbot: QtBot) -> None:
    transport = Transport(theme)
    qtbot.addWidget(transport)
    transport.resize(900, transport.height())
    transport.set_enabled(True)
    assert from_first(stops(transport, qtbot), "playButton") == [
        *("playButton", "stepBackButton", "stepForwardButton", "seekBar", "loopButton", "speedButton"),
        *("muteButton", "volumeSlider", "fullScreenButton"),
    ]


def test_job_list(theme: Theme, qtbot: QtBot) -> None:
    jobs = JobList(theme, no_picture)
    qtbot.addWidget(jobs)
    jobs.set_jobs([make_job("a")])
    names = from_first(stops(jobs, qtbot), "searchEdit")
    assert names[-1] == "jobList"
    assert names[1].startswith("filter_")


def test_details(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 300)
    details = JobDetails(window, clock=lambda: NOW)
    details.resize(700, 300)
    details.show_job(make_job("a"))
    names = stops(window, qtbot)
    assert "jobDetails" not in names
    assert from_first(names, "reuse")[:4] == ["reuse", "save_as", "show_in_folder", "moreActions"]
